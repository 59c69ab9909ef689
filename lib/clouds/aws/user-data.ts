import type { ImagePlan } from './rules/plan';

export interface UserDataProps {
  readonly family: ImagePlan['family'];
  /** Whether images, containers and ephemeral volumes go onto the machine's own NVMe disks, striped. */
  readonly localStorage: boolean;
  /** Whether the node has EFA, whose bounce buffers are huge pages. */
  readonly efa: boolean;
}

/**
 * Huge pages of 2 MiB on a node with EFA, as many as the EFA installer sets aside on AL2023.
 *
 * Bottlerocket by itself sets aside 110 for each EFA interface, which on machines with few of them is less than one server
 * asks for: its pod would never be scheduled.
 */
const HUGE_PAGES = 5128;
/** The same as a quantity of Kubernetes. */
export const HUGE_PAGES_SIZE = '10256Mi';

const hugePages = `[settings.kernel.sysctl]
"vm/nr_hugepages" = "${HUGE_PAGES}"
`;

const al2023Storage = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  instance:
    localStorage:
      strategy: RAID0

--//--
`;

const bottlerocketStorage = `[settings.bootstrap-commands.local-storage]
commands = [
  ["apiclient", "ephemeral-storage", "init"],
  ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"],
]
essential = true
mode = "always"
`;

/** User data of a node by its image family; undefined where the image needs none. */
export function userData({ family, localStorage, efa }: UserDataProps): string | undefined {
  const parts: Readonly<Record<ImagePlan['family'], readonly string[]>> = {
    al2023: localStorage ? [al2023Storage] : [],
    bottlerocket: [...(localStorage ? [bottlerocketStorage] : []), ...(efa ? [hugePages] : [])],
  };
  const text = parts[family].join('\n');
  return text === '' ? undefined : text;
}
