import type { ImageFamily } from './node-settings';

export interface UserDataProps {
  readonly family: ImageFamily;
  /** Whether images, containers and ephemeral volumes are on the NVMe disks of the machine, striped. */
  readonly localStorage: boolean;
  /** Whether the node has EFA, whose bounce buffers are huge pages. */
  readonly efa: boolean;
}

/**
 * Huge pages of 2 MiB on a node with EFA, as many as the EFA installer reserves on AL2023.
 *
 * Bottlerocket reserves 110 for each EFA interface, which is less than one server requests on machines with few of them: its
 * pod would never be scheduled.
 */
const HUGE_PAGES = 5128;
/** `HUGE_PAGES` as a quantity of Kubernetes. */
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

/** Returns the user data of a node by its image family. Undefined if the image needs none. */
export function userData({ family, localStorage, efa }: UserDataProps): string | undefined {
  const parts: Readonly<Record<ImageFamily, readonly string[]>> = {
    al2023: localStorage ? [al2023Storage] : [],
    bottlerocket: [...(localStorage ? [bottlerocketStorage] : []), ...(efa ? [hugePages] : [])],
  };
  const text = parts[family].join('\n');
  return text === '' ? undefined : text;
}
