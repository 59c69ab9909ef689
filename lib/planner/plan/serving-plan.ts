import type { RdmaPlan } from './runtime-plan';

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
  readonly factory: string;
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
  /** Priority class of its pods. */
  readonly priorityClass: string;
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
