/** Family of the image of nodes. */
export type ImageFamily = 'al2023' | 'bottlerocket';

/** `ami_type` of EKS: one of the common ones, or any other that EKS knows. */
export type AmiType =
  | 'AL2023_x86_64_STANDARD'
  | 'AL2023_ARM_64_STANDARD'
  | 'AL2023_x86_64_NVIDIA'
  | 'AL2023_ARM_64_NVIDIA'
  | 'AL2023_x86_64_NEURON'
  | 'BOTTLEROCKET_x86_64'
  | 'BOTTLEROCKET_ARM_64'
  | 'BOTTLEROCKET_x86_64_NVIDIA'
  | 'BOTTLEROCKET_ARM_64_NVIDIA'
  | (string & {});

/** Image of nodes. */
export interface NodeImage {
  readonly family: ImageFamily;
  readonly amiType: AmiType;
  /** Release of the image, such as `1.57.0-1a2b3c4d`. @default - the newest when the node group is created */
  readonly release?: string;
}

/** One network interface of a node. */
export interface NodeInterface {
  /** Index of the network card. */
  readonly card: number;
  /** Index of the device on its card. */
  readonly device: number;
  readonly type: 'interface' | 'efa' | 'efa-only';
}

/** A taint of nodes. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule' | (string & {});
}

/** Taint of nodes with NVIDIA GPUs: only pods that ask for GPUs tolerate it. */
export const GPU_TAINTS: readonly NodeTaint[] = [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }];

/** Network interfaces of an instance type, as `aws ec2 describe-instance-types` states them in `NetworkInfo`. */
export interface NetworkCards {
  /** `MaximumNetworkCards`. */
  readonly cards: number;
  /** `EfaInfo.MaximumEfaInterfaces`. */
  readonly efa: number;
  /** Whether card 0 supports EFA. It does not on p6-b300. @default true */
  readonly primaryCardEfa?: boolean;
}

/**
 * Returns the network interfaces of a node that uses EFA.
 *
 * Card 0, device 0 is the primary interface and carries IP, since an EFA-only interface cannot be primary. If card 0 supports
 * EFA, its device 1 is EFA-only. Every further card is EFA-only at device 0. Source: EC2 user guide, efa-acc-inst-types.
 */
export function efaInterfaces({ cards, efa, primaryCardEfa = true }: NetworkCards): NodeInterface[] {
  if (efa === 0) return [];
  const primary: NodeInterface[] = [{ card: 0, device: 0, type: 'interface' }];
  if (primaryCardEfa) primary.push({ card: 0, device: 1, type: 'efa-only' });
  const further = Array.from(
    { length: cards - 1 },
    (_, index): NodeInterface => ({ card: index + 1, device: 0, type: 'efa-only' }),
  );
  return [...primary, ...further.slice(0, efa - (primary.length - 1))];
}
