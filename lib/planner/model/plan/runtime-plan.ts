import type { NodePoolPlan } from './pool-plan';
import type { TelemetryPlan } from './telemetry-plan';
import type { MovePlan, RoutePlan } from './traffic-plan';

/** What lives in the workloads stack of a site beside the serving itself. */
export interface RuntimePlan {
  /** Name of the factory; the names of everything that is made for the whole cluster start with it. */
  readonly factory: string;
  /** All tenants of the factory: each has a namespace at every site, even if nothing of it is served there. */
  readonly tenants: readonly TenantPlan[];
  /** Kueue cluster queues with their quotas at this site. */
  readonly queues: readonly QueuePlan[];
  /** One resource flavor for each pool with accelerators. */
  readonly flavors: readonly FlavorPlan[];
  /** Priority classes of pods and of queued workloads. */
  readonly priorities: readonly PriorityPlan[];
  /** Gateway through which requests reach the servers of the site. */
  readonly gateway: GatewayPlan;
  /** Requests inside the site, by workload. */
  readonly routes: readonly RoutePlan[];
  /** Migrations that the site takes part in. */
  readonly moves: readonly MovePlan[];
  /** Prometheus, alerts and dashboards of the site, with the figures that their rules use. */
  readonly telemetry: TelemetryPlan;
  /** Where weights are kept and which class the claims of caches have. */
  readonly storage: StoragePlan;
  /** RDMA request of replicas over several nodes. Null if no serving of the site uses RDMA. */
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

/** A tenant as one site has it: its namespace, quota and network boundary. */
export interface TenantPlan {
  /** Name of the tenant. */
  readonly name: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Namespace of its pods and queues, the same at every site. */
  readonly namespace: string;
  /** Most accelerators of each resource that its pods may use at the site. Null: its queue alone limits it. */
  readonly acceleratorQuota: number | null;
  /** Names under which its loaders find weights; empty: it serves nothing here. */
  readonly loaderDomains: readonly string[];
  /** What its pods may reach and how they are confined. */
  readonly boundary: BoundaryPlan;
}

/** Network policy and pod security of the namespace of a tenant. */
export interface BoundaryPlan {
  /** Name of the security boundary; `closed` if the tenant has none, which denies all egress. */
  readonly name: string;
  /** DNS names that pods may connect to over TLS, such as `*.example.com`, sorted. */
  readonly egressDomains: readonly string[];
  /** IPv4 ranges that pods may connect to, sorted. */
  readonly egressCidrs: readonly string[];
  /** Namespaces of the tenants that its pods may reach. */
  readonly egressNamespaces: readonly string[];
  /** Namespaces of the tenants whose pods may reach its pods. */
  readonly ingressNamespaces: readonly string[];
  /** Pod Security Standard that the namespace enforces. */
  readonly podSecurity: 'baseline' | 'restricted';
}

/** A Kueue resource flavor: the nodes of one pool. */
export interface FlavorPlan {
  /** Name of the resource flavor. */
  readonly name: string;
  /** Name of the pool. */
  readonly pool: string;
  /** Labels that select the nodes of the pool. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Taints of the nodes, which admitted pods tolerate. */
  readonly taints: NodePoolPlan['taints'];
  /** Label keys from the widest to the narrowest level, for topology-aware scheduling; empty: none. */
  readonly topologyLevels: readonly string[];
}

/** A Kueue queue of the factory at one site: a cluster queue, and a local queue for each tenant. */
export interface QueuePlan {
  /** Name of the queue in the namespaces of its tenants. */
  readonly name: string;
  /** Name of the cluster queue behind it. */
  readonly clusterQueue: string;
  /** Cohort of all queues of the factory, among which unused quota is lent. */
  readonly cohort: string;
  /** Tenants that may use the queue, sorted by name. */
  readonly tenants: readonly {
    /** Name of the tenant. */
    readonly name: string;
    /** Namespace of the local queue of the tenant. */
    readonly namespace: string;
  }[];
  /** Guaranteed quota per flavor and resource, as Kubernetes quantities in string form. */
  readonly quotas: readonly {
    /** Resource flavor of the pool that the quota is a part of. */
    readonly flavor: string;
    /** Quota of CPU, memory and accelerators; also of RDMA devices, huge pages and watts where the pool has them. */
    readonly resources: readonly {
      /** Resource, such as `nvidia.com/gpu`, `cpu` or `memory`. */
      readonly name: string;
      /** Guaranteed quantity. */
      readonly nominal: string;
      /** Most that the queue may borrow from others: `0`, or null for no limit. */
      readonly borrowing: string | null;
      /** Most that others may borrow from the queue: `0`, or null for all of it. */
      readonly lending: string | null;
    }[];
  }[];
  /** Which workloads make room for those of the queue, in the words of Kueue. */
  readonly preemption: {
    /** Which workloads of the same queue are preempted, such as `LowerPriority`. */
    readonly withinQueue: string;
    /** Which borrowers in other queues are preempted: `Any`, or `Never` for a batch queue. */
    readonly reclaimWithinCohort: string;
  };
  /** Fair-sharing weight, as a Kubernetes quantity: how large a part of unused quota the queue gets. */
  readonly weight: string;
  /** `HoldAndDrain` while a migration drains the queue. */
  readonly stopPolicy: 'None' | 'Hold' | 'HoldAndDrain';
}

/** A priority class for pods, with its counterpart for workloads that Kueue queues. */
export interface PriorityPlan {
  /** Priority as workloads state it. */
  readonly priority: 'batch' | 'critical' | 'standard';
  /** Name of its class in the cluster. */
  readonly name: string;
  /** Priority; a pod with a higher one is scheduled first. */
  readonly value: number;
  /** Whether pods of the class evict pods with a lower priority. */
  readonly preempts: boolean;
  /** Purpose of the class, as a phrase. */
  readonly description: string;
}

/** The gateway of a site, through which all requests to its workloads pass. */
export interface GatewayPlan {
  /** Name of the Gateway object. */
  readonly name: string;
  /** Namespace of the gateway and of the secret with its certificate. */
  readonly namespace: string;
  /** Namespace of the controller, which runs the gateway's proxies. */
  readonly controllerNamespace: string;
  /** Service of the proxies there. */
  readonly service: string;
  /** Name of the GatewayClass. */
  readonly className: string;
  /** Host names that the listener accepts, such as `*.example.com`. Null: any, because the factory has no `traffic`. */
  readonly hostname: string | null;
  /**
   * Node port of the proxies, to which the load balancer of the substrate sends. Null: a Service of the cluster has its
   * own load balancer.
   */
  readonly nodePort: number | null;
  /** Port at which the gateway is reached from outside. */
  readonly port: number;
  /** Secret with the gateway's certificate; null: plain HTTP behind a balancer that ends TLS. */
  readonly tlsSecret: string | null;
}

/** Storage of the weights of a site. */
export interface StoragePlan {
  /** Class for claims of the weights cache. */
  readonly className: string;
  /** Bucket-backed volume (CSI driver and bucket) or a claim of the class. */
  readonly weights:
    | {
        /** A bucket that pods mount. */
        readonly kind: 'bucket';
        /** Name of the CSI driver that mounts the bucket. */
        readonly driver: string;
        /** Name of the bucket. */
        readonly bucket: string;
        /** Region of the bucket. */
        readonly region: string;
        /** Address that the loader of weights writes to, such as `s3://bucket`. */
        readonly url: string;
      }
    | {
        /** A persistent volume claim of the class, one for each serving. */
        readonly kind: 'claim';
      };
  /** Class that the library creates; null: it exists. */
  readonly create: {
    /** Provisioner of the class, such as `ebs.csi.aws.com`. */
    readonly provisioner: string;
    /** Parameters of the class, as the provisioner names them. */
    readonly parameters: Readonly<Record<string, string>>;
  } | null;
}

/** What the pods of a replica over several nodes request to use the fabric between the nodes. */
export interface RdmaPlan {
  /** Extended resource that pods ask for, such as `rdma/rdma_shared_device_a`. */
  readonly resource: string;
  /** Quantity of the resource that the one pod of a node requests. */
  readonly perPodOfNode: number;
  /** Environment variables that make the engine use the fabric, such as those of NCCL. */
  readonly environment: Readonly<Record<string, string>>;
  /** Huge pages of 2 MiB that each pod requests, in MiB; 0: none. */
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
  /** PCI vendor ids of the adapters, such as `15b3`. */
  readonly vendors: readonly string[];
  /** PCI device ids of the adapters; empty: any. */
  readonly deviceIds: readonly string[];
  /** Names of the network interfaces; empty: any. */
  readonly interfaces: readonly string[];
  /** Link types of the adapters, such as `infiniband`; empty: any. */
  readonly linkTypes: readonly string[];
  /** Image of the device plugin. */
  readonly plugin: {
    /** Registry and folder of the image. */
    readonly repository: string;
    /** Name of the image in the repository. */
    readonly image: string;
    /** Tag of the image. */
    readonly version: string;
  };
}
