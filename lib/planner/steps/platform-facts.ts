/** What a site must tell so that its Helm releases can be decided. */
export interface PlatformFacts {
  /** Provider of the site's substrate: `aws`, `kubernetes`, … */
  readonly provider: string;
  /** Minor of the cluster, such as `1.35`. */
  readonly kubernetesVersion: string;
  readonly clusterName: string;
  readonly region: string | null;
  /** Image families of the accelerator pools; empty where the nodes exist already. */
  readonly imageFamilies: readonly ('al2023' | 'bottlerocket')[];
  /** Nodes of an existing cluster need their driver from the operator. */
  readonly ownDrivers: boolean;
  readonly karpenter: boolean;
  readonly efa: boolean;
  /** RDMA devices of an own hall are advertised by the network operator. */
  readonly rdmaNetworkOperator: boolean;
  readonly acceleratorApi: 'device-plugin' | 'dra';
  /** Vendors of the site's accelerators: `nvidia`, `amd`, `aws`. */
  readonly vendors: readonly string[];
  /** Whether a replica of some workload spans nodes. */
  readonly multiNode: boolean;
  /** Queue that Karpenter reads interruptions from; null: none. */
  readonly interruptionQueue: string | null;
  /** Role of Karpenter's service account by annotation. @default - its role comes by pod identity */
  readonly karpenterRole?: string;
  /** Releases that the cluster has already; they are not planned. */
  readonly installed: readonly string[];
  readonly telemetryRetentionDays: number;
  /** Namespace of the factory's own gateway. */
  readonly gatewayNamespace: string;
  /**
   * Watts that Kueue counts for each accelerator, by its resource, as a resource of its own. Only where every cluster queue
   * has a quota for it: Kueue admits nothing that asks for a resource its queue does not cover. @default - none
   */
  readonly wattsPerAccelerator?: Readonly<Record<string, number>>;
  /** Device classes of accelerators that pods claim, with the resource of their quota. @default - none */
  readonly deviceClasses?: readonly { readonly resource: string; readonly deviceClass: string }[];
  /** Resources that the site's accelerators are asked for by; also the keys of their nodes' taints. @default nvidia.com/gpu */
  readonly acceleratorResources?: readonly string[];
  /** Class of the volumes of Prometheus. @default - that of the EBS add-on on AWS, else the cluster's default */
  readonly storageClass?: string | null;
  /** Whether the network reaches AWS by endpoints alone, so that Karpenter cannot ask for prices. @default true */
  readonly isolatedVpc?: boolean;
}

/** Why a site cannot have its platform as it stands. */
export interface PlatformProblem {
  readonly code: string;
  /** Key of the site that it is about. */
  readonly key: 'installed' | 'pools';
  readonly message: string;
}
