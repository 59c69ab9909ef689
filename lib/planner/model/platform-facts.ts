import type { CloudRelease, NodeSoftware } from './cloud';

/** What a site must tell so that its Helm releases can be decided. */
export interface PlatformFacts {
  /** Minor of the cluster, such as `1.35`. */
  readonly kubernetesVersion: string;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** What the images of the accelerator pools bring, each image once; empty: nodes bring nothing that is known. */
  readonly images: readonly NodeSoftware[];
  /** Nodes of an existing cluster need their driver from the operator. */
  readonly ownDrivers: boolean;
  /** Whether the network operator advertises RDMA devices. */
  readonly rdmaNetworkOperator: boolean;
  /** How pods request accelerators. */
  readonly acceleratorApi: 'device-plugin' | 'dra';
  /** Vendors of the site's accelerators, such as `nvidia`. */
  readonly vendors: readonly string[];
  /** Whether a replica of some workload spans nodes. */
  readonly multiNode: boolean;
  /** Releases that the cluster has already; they are not planned. */
  readonly installed: readonly string[];
  /** Days for which Prometheus keeps metrics. */
  readonly telemetryRetentionDays: number;
  /** Namespace of the factory's own gateway. */
  readonly gatewayNamespace: string;
  /**
   * Watts that Kueue counts for each accelerator, by its resource, as a resource of its own. Only where every cluster queue
   * has a quota for it: Kueue admits no workload that requests a resource its queue does not cover. @default - none
   */
  readonly wattsPerAccelerator?: Readonly<Record<string, number>>;
  /** Device classes of accelerators that pods claim, with the resource of their quota. @default - none */
  readonly deviceClasses?: readonly {
    /** Extended resource that the quota counts. */
    readonly resource: string;
    /** DRA device class that pods claim. */
    readonly deviceClass: string;
  }[];
  /** Resource names of the site's accelerators; also the keys of their nodes' taints. */
  readonly acceleratorResources: readonly string[];
  /** Class of the volumes of Prometheus. @default - the default class of the cluster */
  readonly storageClass?: string | null;
  /** Releases that the cloud of the site adds. @default - none */
  readonly releases?: readonly CloudRelease[];
}
