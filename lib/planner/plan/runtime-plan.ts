import type { NodePoolPlan } from './pool-plan';
import type { TelemetryPlan } from './telemetry-plan';
import type { MovePlan, RoutePlan } from './traffic-plan';

/** What lives in the workloads stack of a site beside the serving itself. */
export interface RuntimePlan {
  /** Name of the factory; the names of everything that is made for the whole cluster start with it. */
  readonly factory: string;
  readonly tenants: readonly TenantPlan[];
  readonly queues: readonly QueuePlan[];
  readonly flavors: readonly FlavorPlan[];
  readonly priorities: readonly PriorityPlan[];
  readonly gateway: GatewayPlan;
  /** Requests inside the site, by workload. */
  readonly routes: readonly RoutePlan[];
  /** Migrations that the site takes part in. */
  readonly moves: readonly MovePlan[];
  readonly telemetry: TelemetryPlan;
  readonly storage: StoragePlan;
  readonly rdma: RdmaPlan | null;
  /** Adapters that the network operator advertises; null: its policy is the cluster's own, or there is none. */
  readonly rdmaDevices: RdmaDevicesPlan | null;
  /** How pods ask for accelerators at this site. */
  readonly acceleratorApi: 'device-plugin' | 'dra';
  /** Device class of the accelerators where pods ask through DRA; null: by the name of their resource. */
  readonly deviceClass: string | null;
  /** Pools whose nodes a controller in the cluster launches. */
  readonly dynamicPools: readonly string[];
  /** Whether pods reach the API server at a private address. */
  readonly privateApi: boolean;
  /** How far an egress list of domain names can be enforced here. */
  readonly egressEnforcement: 'application-network-policy' | 'cilium' | 'cidr-only';
}

export interface TenantPlan {
  readonly name: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly namespace: string;
  readonly acceleratorQuota: number | null;
  /** Names under which its loaders find weights; empty: it serves nothing here. */
  readonly loaderDomains: readonly string[];
  readonly boundary: BoundaryPlan;
}

export interface BoundaryPlan {
  readonly name: string;
  readonly egressDomains: readonly string[];
  readonly egressCidrs: readonly string[];
  /** Namespaces of the tenants that its pods may reach. */
  readonly egressNamespaces: readonly string[];
  /** Namespaces of the tenants whose pods may reach its pods. */
  readonly ingressNamespaces: readonly string[];
  readonly podSecurity: 'baseline' | 'restricted';
}

export interface FlavorPlan {
  /** Name of the resource flavor. */
  readonly name: string;
  readonly pool: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly taints: NodePoolPlan['taints'];
  /** Label keys from the widest to the narrowest level, for topology-aware scheduling; empty: none. */
  readonly topologyLevels: readonly string[];
}

export interface QueuePlan {
  /** Name of the queue in the namespaces of its tenants. */
  readonly name: string;
  /** Name of the cluster queue behind it. */
  readonly clusterQueue: string;
  readonly cohort: string;
  readonly tenants: readonly { readonly name: string; readonly namespace: string }[];
  /** Guaranteed quota per flavor and resource, as Kubernetes quantities in string form. */
  readonly quotas: readonly {
    readonly flavor: string;
    readonly resources: readonly {
      readonly name: string;
      readonly nominal: string;
      readonly borrowing: string | null;
      readonly lending: string | null;
    }[];
  }[];
  readonly preemption: { readonly withinQueue: string; readonly reclaimWithinCohort: string };
  readonly weight: string;
  /** `HoldAndDrain` while a migration drains the queue. */
  readonly stopPolicy: 'None' | 'Hold' | 'HoldAndDrain';
}

export interface PriorityPlan {
  /** Priority as workloads state it. */
  readonly priority: 'batch' | 'critical' | 'standard';
  /** Name of its class in the cluster. */
  readonly name: string;
  readonly value: number;
  readonly preempts: boolean;
  readonly description: string;
}

export interface GatewayPlan {
  readonly name: string;
  /** Namespace of the gateway and of the secret with its certificate. */
  readonly namespace: string;
  /** Namespace of the controller, which runs the gateway's proxies. */
  readonly controllerNamespace: string;
  /** Service of the proxies there. */
  readonly service: string;
  readonly className: string;
  readonly hostname: string | null;
  readonly nodePort: number | null;
  readonly port: number;
  /** Secret with the gateway's certificate; null: plain HTTP behind a balancer that ends TLS. */
  readonly tlsSecret: string | null;
}

export interface StoragePlan {
  /** Class for claims of the weights cache. */
  readonly className: string;
  /** Bucket-backed volume (CSI driver and bucket) or a claim of the class. */
  readonly weights:
    | {
        readonly kind: 'bucket';
        readonly driver: string;
        readonly bucket: string;
        readonly region: string;
        /** Address that the loader of weights writes to, such as `s3://bucket`. */
        readonly url: string;
      }
    | { readonly kind: 'claim' };
  /** Class that the library creates; null: it exists. */
  readonly create: { readonly provisioner: string; readonly parameters: Readonly<Record<string, string>> } | null;
}

export interface RdmaPlan {
  /** Extended resource that pods ask for, such as `rdma/rdma_shared_device_a`. */
  readonly resource: string;
  readonly perPodOfNode: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly hugepagesMib: number;
  /** Secondary networks to attach (`k8s.v1.cni.cncf.io/networks`); empty: none. */
  readonly networks: readonly string[];
}

/** What the RDMA device plugin of the network operator shares, and as what. */
export interface RdmaDevicesPlan {
  /** Extended resource, with its prefix. */
  readonly resource: string;
  /** Pods that may hold the adapters of a node at once. */
  readonly shares: number;
  readonly vendors: readonly string[];
  readonly deviceIds: readonly string[];
  readonly interfaces: readonly string[];
  readonly linkTypes: readonly string[];
  readonly plugin: { readonly repository: string; readonly image: string; readonly version: string };
}
