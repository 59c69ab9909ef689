import type { CoolingPlan } from './cooling';
import type { FactoryCost } from './cost';
import type { Finding } from './finding';
import type { PlacementPlan } from './placement';
import type { PowerPlan } from './power';

/**
 * The plan: what will be built, decided and explained before any construct exists.
 *
 * Plain JSON. Constructs and providers take these nodes and never a spec, and look nothing up: a node carries every fact
 * that its realisation needs. Lists are sorted by name.
 */
export interface FactoryPlan {
  readonly version: 1;
  readonly name: string;
  readonly owner: string;
  readonly costCentre: string | null;
  readonly terraform: TerraformPlan;
  readonly sites: readonly SitePlan[];
  readonly workloads: readonly WorkloadPlan[];
  readonly traffic: TrafficPlan | null;
  readonly cost: FactoryCost;
  readonly placement: PlacementPlan;
  readonly findings: readonly Finding[];
}

/** Settings of the synthesized Terraform itself. */
export interface TerraformPlan {
  readonly requiredVersion: string;
  readonly backend: BackendPlan;
  readonly providerConstraints: { readonly aws: string; readonly kubernetes: string; readonly helm: string };
}

export type BackendPlan =
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly keyPrefix: string;
      readonly kmsKeyId: string | null;
    }
  | { readonly type: 'local'; readonly directory: string };

/** One region or hall. Provider-neutral: what a provider cannot do is simply not planned for it. */
export interface SitePlan {
  readonly name: string;
  readonly factory: string;
  /** Name of the provider that realizes the site's substrate: `aws`, `kubernetes`, … */
  readonly provider: string;
  readonly region: string | null;
  readonly accountId: string | null;
  /** Kubeconfig context to reach the cluster by; null means by the cluster's endpoint and the cloud's token. */
  readonly context: string | null;
  readonly jurisdiction: string;
  readonly country: string;
  /** Tags (cloud) and labels (Kubernetes) that everything of the site carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** Null where the cluster already exists: the site then has no substrate stack. */
  readonly substrate: SubstratePlan | null;
  readonly pools: readonly NodePoolPlan[];
  readonly platform: PlatformPlan;
  readonly runtime: RuntimePlan;
  readonly serving: readonly ServingPlan[];
  /** DNS name of the site's own entry point; null where the substrate makes it. */
  readonly entryHostname: string | null;
  readonly power: PowerPlan;
  readonly cooling: CoolingPlan;
}

/** Everything below Kubernetes that the library creates at a site. */
export interface SubstratePlan {
  readonly network: NetworkPlan;
  readonly keys: KeyPlan;
  readonly cluster: ClusterPlan;
  readonly store: StorePlan;
  readonly events: EventPlan;
  readonly entry: EntryPlan;
  readonly budget: BudgetPlan | null;
}

export interface ZonePlan {
  readonly name: string;
  /** Large subnet for nodes and pods. */
  readonly privateCidr: string;
  /** Small subnet for NAT gateways and public load balancers; null where nothing is public. */
  readonly publicCidr: string | null;
  /** Small subnet for the control plane's interfaces and the endpoints. */
  readonly systemCidr: string;
}

export interface NetworkPlan {
  /** Prefix of every name at the site: `<factory>-<site>`. */
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly ZonePlan[];
  readonly nat: 'none' | 'single' | 'per-zone';
  /** Short names of the interface endpoints, such as `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  /** Buckets of registries that image layers are read from through the gateway endpoint. */
  readonly layerBuckets: readonly string[];
  readonly flowLogRetentionDays: number;
  /** Domain names that may be resolved from the network; null: no DNS allow-list. */
  readonly allowedDomains: readonly string[] | null;
}

export interface KeyPlan {
  readonly name: string;
  readonly deletionWindowDays: number;
  /** Whether the key can be replicated to another region (weights and secrets of a migration). */
  readonly multiRegion: boolean;
  readonly administratorArns: readonly string[];
}

export interface ClusterPlan {
  readonly name: string;
  readonly version: string;
  /** Null: the API is reachable from inside the network only. */
  readonly publicCidrs: readonly string[] | null;
  /** IAM principals that get an access entry with the cluster-admin policy. */
  readonly adminArns: readonly string[];
  /** IAM principals that may read everything. */
  readonly viewerArns: readonly string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
  readonly addons: readonly AddonPlan[];
  readonly system: SystemPoolPlan;
  /** Whether Karpenter runs here: it then needs its role, its queue and discovery tags. */
  readonly karpenter: boolean;
}

export interface AddonPlan {
  readonly name: string;
  readonly version: string;
  /** JSON object of the add-on's configuration values; null: its defaults. */
  readonly configuration: Readonly<Record<string, unknown>> | null;
  /** Service account whose role the add-on uses by pod identity; null: none. */
  readonly identity: { readonly serviceAccount: string; readonly namespace: string; readonly role: string } | null;
}

export interface SystemPoolPlan {
  readonly machine: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly minCount: number;
  readonly desiredCount: number;
  readonly maxCount: number;
  readonly image: ImagePlan;
  readonly diskGib: number;
}

export interface ImagePlan {
  readonly family: 'al2023' | 'bottlerocket';
  /** EKS `ami_type`. */
  readonly amiType: string;
  /** AMI release that node groups pin; null where the catalogue has none and the user gave none. */
  readonly release: string | null;
  /** Alias that Karpenter pins, such as `bottlerocket@v1.49.0`. */
  readonly alias: string | null;
}

export type CapacityPlan =
  | { readonly type: 'on-demand' }
  | { readonly type: 'spot' }
  | { readonly type: 'owned' }
  | {
      readonly type: 'reservation';
      /** Id of a reservation that exists; null: the library creates a targeted one. */
      readonly reservationId: string | null;
      /** RFC 3339; null: open ended. */
      readonly endsAt: string | null;
    }
  | {
      readonly type: 'capacity-block';
      readonly reservationId: string | null;
      /** Purchase on apply, acknowledged by the user as not refundable; null: a block that was bought already. */
      readonly purchase: {
        readonly durationHours: number;
        readonly startsFrom: string;
        readonly startsBefore: string;
        /** Latest end of a block that starts in time. */
        readonly endsBefore: string;
        /** Most that the block may cost; null: whatever is asked. */
        readonly maxUsd: number | null;
      } | null;
      /** UltraServer blocks are targeted through a resource group. */
      readonly ultraServer: boolean;
      /** Both null where only the purchase tells. */
      readonly startsAt: string | null;
      readonly endsAt: string | null;
    };

/** One network interface of a GPU node. */
export interface InterfacePlan {
  readonly card: number;
  readonly device: number;
  readonly type: 'interface' | 'efa' | 'efa-only';
}

export interface NodePoolPlan {
  readonly site: string;
  readonly name: string;
  readonly machine: string;
  readonly architecture: 'amd64' | 'arm64';
  /** Null for a pool without accelerators. */
  readonly accelerator: {
    readonly id: string;
    readonly name: string;
    readonly vendor: string;
    readonly resource: string;
    readonly perNode: number;
    readonly memoryGb: number;
    readonly boardW: number | null;
    /** Power limit per accelerator that the pool sets; null: the board's own. */
    readonly capW: number | null;
  } | null;
  readonly vcpu: number | null;
  readonly memoryGib: number | null;
  readonly localNvmeGb: number;
  readonly nodes: { readonly min: number; readonly planned: number; readonly max: number };
  readonly manager: 'managed' | 'karpenter' | 'existing';
  readonly capacity: CapacityPlan;
  /** Zones its nodes may stand in; one where the fabric or a capacity block needs it. */
  readonly zones: readonly string[];
  readonly fabric: 'none' | 'efa' | 'rdma';
  readonly placementGroup: boolean;
  /** Interfaces of each node in order; empty: one default interface. */
  readonly interfaces: readonly InterfacePlan[];
  readonly image: ImagePlan | null;
  readonly diskGib: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  /** Labels that nodes of an existing cluster carry already and by which pods find them. */
  readonly selector: Readonly<Record<string, string>>;
  readonly nodesPerRack: number | null;
  /**
   * Most of each resource that a controller may launch for the pool, as Kubernetes quantities: `nvidia.com/gpu`, `nodes`.
   * @default - `nodes.max` nodes
   */
  readonly limits?: Readonly<Record<string, string>>;
}

/** Bucket for model weights, and who may read it. */
export interface StorePlan {
  readonly name: string;
  /** Full bucket name where the account is known; null: name plus account id at apply. */
  readonly bucketName: string | null;
  readonly noncurrentDays: number;
  /** Service accounts (`namespace/name`) that may read weights by pod identity. */
  readonly readers: readonly { readonly namespace: string; readonly serviceAccount: string }[];
  /** Service accounts that hydrate weights and may write. */
  readonly writers: readonly { readonly namespace: string; readonly serviceAccount: string }[];
}

/** Queue and rules for interruption and capacity events. */
export interface EventPlan {
  readonly name: string;
  /** Pools whose capacity ends: each gets a scale-down and an alarm before the end. */
  readonly endingPools: readonly {
    readonly pool: string;
    /** RFC 3339 in UTC; for a block that is bought on apply the latest end. */
    readonly endsAt: string;
    readonly leadMinutes: number;
    /** RFC 3339 in UTC: `endsAt` less the lead, when the pool scales to zero. @default - the lead before the bought end */
    readonly scaleDownAt?: string;
  }[];
  readonly notify: readonly string[];
  readonly logRetentionDays: number;
}

/** The site's load balancer in front of its gateway. */
export interface EntryPlan {
  readonly name: string;
  readonly public: boolean;
  /** Node port of the gateway that the balancer sends to. */
  readonly nodePort: number;
  readonly port: number;
  /** Certificate in the cloud's store; null: TLS ends at the gateway. */
  readonly certificateArn: string | null;
  readonly allowedCidrs: readonly string[];
}

export interface BudgetPlan {
  readonly name: string;
  readonly usdPerMonth: number;
  readonly alertShares: readonly number[];
  readonly notify: readonly string[];
}

/** Helm releases of a site in the order in which they install. */
export interface PlatformPlan {
  readonly releases: readonly ReleasePlan[];
  /** Namespaces with the Pod Security level that their releases need. */
  readonly namespaces: readonly {
    readonly name: string;
    readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  }[];
}

export interface ReleasePlan {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository: string | null;
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds: number;
  /** Names of releases that must be there first. */
  readonly after: readonly string[];
}

/** What lives in the workloads stack of a site beside the serving itself. */
export interface RuntimePlan {
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
  readonly karpenterPools: readonly string[];
  /** Whether pods reach the API server at a private address. */
  readonly privateApi: boolean;
  /** How far an egress list of domain names can be enforced here. */
  readonly egressEnforcement: 'aws-network-policy' | 'cilium' | 'cidr-only';
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
  readonly podSecurity: 'baseline' | 'restricted';
}

export interface FlavorPlan {
  readonly name: string;
  readonly pool: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly taints: NodePoolPlan['taints'];
  /** Label keys from the widest to the narrowest level, for topology-aware scheduling; empty: none. */
  readonly topologyLevels: readonly string[];
}

export interface QueuePlan {
  readonly name: string;
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
  readonly name: string;
  readonly value: number;
  readonly preempts: boolean;
  readonly description: string;
}

export interface GatewayPlan {
  readonly name: string;
  readonly namespace: string;
  readonly className: string;
  readonly hostname: string | null;
  readonly nodePort: number | null;
  readonly port: number;
  /** Secret with the gateway's certificate; null: plain HTTP behind a balancer that ends TLS. */
  readonly tlsSecret: string | null;
}

export interface TelemetryPlan {
  readonly namespace: string;
  readonly prometheusUrl: string;
  readonly retentionDays: number;
  /** Address of the runbooks; null where none is stated, and alerts then carry no link. */
  readonly runbookUrl: string | null;
  /** Power usage effectiveness that facility power is accounted with. @default null - IT power alone is recorded */
  readonly pue?: number | null;
  /** IT watts that the site may draw. @default null - no budget */
  readonly wattsBudget?: number | null;
  /** Watts of one node of each pool beside its accelerators: processors, memory, fans. @default - accelerators alone */
  readonly hostWatts?: Readonly<Record<string, number>>;
  /** What the accelerators of servings cost, one entry for each serving and basis. @default - no cost is recorded */
  readonly costs?: readonly TelemetryCostPlan[];
}

export interface TelemetryCostPlan {
  /** Name of the serving. */
  readonly serving: string;
  /** Where the price is from: `on-demand`, `reservation`, `owned`, … */
  readonly basis: string;
  readonly usdPerAcceleratorHour: number;
  /** Highest price of a million output tokens that raises no alert. @default null - none */
  readonly usdPerMillionTokensTarget?: number | null;
}

export interface StoragePlan {
  /** Class for claims of the weights cache. */
  readonly className: string;
  /** Bucket-backed volume (CSI driver and bucket) or a claim of the class. */
  readonly weights:
    | { readonly kind: 'bucket'; readonly driver: string; readonly bucket: string; readonly region: string }
    | { readonly kind: 'claim' };
  /** Class that the library creates; null: it exists. */
  readonly create: { readonly provisioner: string; readonly parameters: Readonly<Record<string, string>> } | null;
}

export interface RdmaPlan {
  /** Extended resource that pods ask for, such as `vpc.amazonaws.com/efa`. */
  readonly resource: string;
  readonly perPodOfNode: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly hugepagesMib: number;
  /** Secondary networks to attach (`k8s.v1.cni.cncf.io/networks`); empty on EFA. */
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

/** A workload as a whole, over all its sites. */
export interface WorkloadPlan {
  readonly name: string;
  readonly tenant: string;
  readonly model: string;
  readonly hostname: string | null;
  /** Peak demand that the sites together must hold. */
  readonly peak: { readonly requestsPerSecond: number; readonly outputTokensPerSecond: number };
  readonly sites: readonly {
    readonly site: string;
    readonly pool: string;
    /** Share of requests, 0..100, whole numbers that add up to 100. */
    readonly weight: number;
    /** Replicas for peak demand; `held` ones have their nodes and weights and do not run. */
    readonly replicas: number;
    readonly accelerators: number;
    /** Nodes that the replicas take, with parts of nodes as fractions. */
    readonly nodes: number;
    readonly serving: string;
    readonly capacity: 'held' | 'ready';
    /** Requests per second that the replicas are planned to hold. */
    readonly requestsPerSecond: number;
  }[];
  readonly dataClass: string;
  readonly riskClass: string;
}

/** One workload at one site: everything that its pods need. */
export interface ServingPlan {
  readonly name: string;
  readonly workload: string;
  readonly tenant: string;
  readonly namespace: string;
  readonly site: string;
  readonly pool: string;
  readonly model: {
    readonly id: string;
    readonly repository: string;
    readonly revision: string | null;
    readonly precision: string;
    readonly kvPrecision: string;
    readonly weightsGb: number;
    readonly contextTokens: number;
  };
  readonly engine: {
    readonly name: string;
    readonly image: string;
    readonly port: number;
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  };
  readonly parallelism: {
    readonly tensor: number;
    readonly pipeline: number;
    readonly expert: number;
    readonly data: number;
  };
  /** Whether a migration takes its requests away and its queue is to be drained. */
  readonly isDraining: boolean;
  /** 1: a Deployment; more: a LeaderWorkerSet of that size. */
  readonly nodesPerReplica: number;
  readonly acceleratorResource: string;
  readonly acceleratorsPerPod: number;
  readonly replicas: { readonly min: number; readonly max: number };
  readonly resources: { readonly cpu: number; readonly memoryGib: number; readonly sharedMemoryGib: number };
  readonly startupSeconds: number;
  readonly graceSeconds: number;
  readonly drainSeconds: number;
  readonly cacheGib: number;
  /** Where the weights come from: `hf://…` or `s3://…`. */
  readonly weightsSource: string;
  /** Secret in the namespace that holds the token for gated weights; null: none needed. */
  readonly tokenSecret: string | null;
  /** Image of the endpoint picker that routes requests by load and cached prefixes. */
  readonly pickerImage: string;
  /** How weights get into the cache: the steps of a job that is safe to repeat. */
  readonly hydrate: {
    readonly steps: readonly {
      readonly name: string;
      /** Whether it reads from the hub, and so with the token for gated weights. */
      readonly fromHub: boolean;
      readonly image: string;
      readonly command: readonly string[];
    }[];
    /** Whether the steps pass the weights on by a scratch volume and not in the cache itself. */
    readonly scratch: boolean;
  };
  /** Name of that job; it changes with what the job does, because a job cannot be changed. */
  readonly hydrateName: string;
  /** Service accounts of the namespace: one reads weights and serves, one may write them. */
  readonly serviceAccounts: { readonly serving: string; readonly weights: string };
  readonly queue: string | null;
  readonly priority: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  /** Node label of the place in which the nodes of one replica should stand together; null: none is known or needed. */
  readonly togetherIn: string | null;
  /** Node label keys to spread replicas over. */
  readonly spread: readonly string[];
  readonly rdma: RdmaPlan | null;
  readonly scaling: {
    /** Waiting requests per replica at which one more replica starts. */
    readonly waitingPerReplica: number;
    /** Requests in work per replica below which a replica may go. */
    readonly runningPerReplica: number;
    readonly cooldownSeconds: number;
    readonly windowSeconds: number;
  };
  readonly objectives: {
    readonly ttftMs: number | null;
    readonly interTokenMs: number | null;
    readonly availability: number;
  };
  readonly hostname: string | null;
  readonly maxConcurrency: number;
  /** What one replica is expected to do at that concurrency. */
  readonly estimate: {
    readonly ttftMs: number;
    readonly interTokenMs: number;
    readonly outputTokensPerSecond: number;
    readonly basis: string;
  };
}

/** The split of requests over sites. */
export interface TrafficPlan {
  readonly name: string;
  readonly frontDoor: 'route53' | 'http-route' | 'global-accelerator';
  /** Name of the provider that realizes the front door. */
  readonly provider: string;
  readonly domain: string;
  readonly zoneId: string | null;
  readonly zoneName: string | null;
  readonly ttlSeconds: number;
  readonly healthCheckPath: string;
  /** Site whose cluster holds the splitting route, for `http-route`. */
  readonly site: string | null;
  readonly routes: readonly TrafficRoutePlan[];
  /** Migrations between sites, whose splits are guarded. */
  readonly moves: readonly TrafficMovePlan[];
  /** Addresses that are told when an entry fails while a migration moves requests. */
  readonly notify: readonly string[];
}

export interface TrafficRoutePlan {
  readonly workload: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly targets: readonly {
    readonly site: string;
    readonly provider: string;
    readonly region: string | null;
    readonly context: string | null;
    /** Entry DNS name; null: the balancer that the site's substrate made, by its name. */
    readonly hostname: string | null;
    readonly balancerName: string | null;
    /** Name of the workload at this site alone, which probes ask for. */
    readonly ownHostname: string;
    /** Port of the entry, and whether TLS begins there. */
    readonly port: number;
    readonly isTls: boolean;
    /** Topic of the site that carries its alarms; null where it has none. */
    readonly topicName: string | null;
    readonly weight: number;
    /** Object whose ready replicas must cover the weight before traffic moves. */
    readonly serving: { readonly kind: 'Deployment' | 'LeaderWorkerSet'; readonly name: string };
    /** Replicas that must be ready at the weight. */
    readonly readyReplicas: number;
    /** The migration between sites that moves requests to or from here; null: none in this phase. */
    readonly move: {
      readonly name: string;
      readonly end: 'from' | 'to';
      /** Share in whole percent of the moved requests that this end takes. */
      readonly percent: number;
    } | null;
  }[];
}

/** A migration between two sites as the split of requests takes part in it. */
export interface TrafficMovePlan {
  readonly name: string;
  /** Namespace that holds the record of the split at both ends. */
  readonly namespace: string;
  readonly from: string;
  readonly to: string;
  /** Share in whole percent of the moved requests that the target takes. */
  readonly percent: number;
  /** Every share that a stop of the migration has, from 0 to 100. */
  readonly percents: readonly number[];
  /** How requests go back; null in phases in which the target takes none. */
  readonly wayBack: WayBackPlan | null;
}

/** The way back that an alarm on a migration asks for. */
export interface WayBackPlan {
  /** Stop at which the target takes fewer requests than now. */
  readonly stop: string;
  /** Steps back to it. */
  readonly steps: number;
  /** Stacks to apply after each step, in order. */
  readonly stacks: readonly string[];
  /** What to do, as a sentence with its commands. */
  readonly words: string;
}

/** Requests of one workload inside one site: to one serving, or split while a migration inside the site shifts them. */
export interface RoutePlan {
  readonly workload: string;
  readonly namespace: string;
  /** Names at which it answers here: that of all sites, and the site's own, for probes; empty: any. */
  readonly hostnames: readonly string[];
  readonly backends: readonly {
    readonly serving: string;
    readonly kind: 'Deployment' | 'LeaderWorkerSet';
    readonly weight: number;
    readonly readyReplicas: number;
  }[];
}

/** A migration as one site takes part in it. */
export interface MovePlan {
  readonly name: string;
  /** Namespace that holds the record of the phase. */
  readonly namespace: string;
  readonly phase: string;
  /** Position of the stop in the migration, from 0 for `planned`. */
  readonly ordinal: number;
  /** Names of all stops in order, for what a refusal says. */
  readonly stops: readonly string[];
  readonly end: 'from' | 'to' | 'both';
  /** Share in whole percent of the moved requests that the target takes. */
  readonly share: number;
  /** Whether a phase leaves this end without running servers, so that it must have no requests before. */
  readonly isLeaving: boolean;
  /** What is watched here while the target takes requests; null in phases in which it takes none. */
  readonly watch: {
    readonly servings: readonly {
      readonly name: string;
      readonly end: 'from' | 'to';
      /** Replicas that must be ready: for its share of the requests, and all where it is kept for return. */
      readonly readyReplicas: number;
    }[];
    readonly wayBack: WayBackPlan;
  } | null;
  /** Pool of this end whose capacity ends, where the move needs it in this phase. */
  readonly capacityEnd: { readonly pool: string; readonly endsAt: string } | null;
}
