import { DEFAULT_ACCELERATOR_RESOURCE } from '../../../kubernetes/labels';

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
  /** Family of the image, which decides the form of the user data. */
  readonly family: ImageFamily;
  /** `ami_type` of the node group. */
  readonly amiType: AmiType;
  /** Release of the image, such as `1.57.0-1a2b3c4d`. @default - the newest when the node group is created */
  readonly release?: string;
}

/** A taint of nodes. */
export interface NodeTaint {
  /** Key of the taint, such as `nvidia.com/gpu`. */
  readonly key: string;
  /** Value of the taint. */
  readonly value: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule' | (string & {});
}

/** Taint of nodes with NVIDIA GPUs: only pods that ask for GPUs tolerate it. */
export const GPU_TAINTS: readonly NodeTaint[] = [
  { key: DEFAULT_ACCELERATOR_RESOURCE, value: 'present', effect: 'NoSchedule' },
];
