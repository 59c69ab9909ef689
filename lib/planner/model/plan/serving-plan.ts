import type { RdmaPlan } from './runtime-plan';

/** A workload as a whole, over all its sites. */
export interface WorkloadPlan {
  /** Name of the workload in the factory file. */
  readonly name: string;
  /** Tenant in whose namespace it runs. */
  readonly tenant: string;
  /** Id of the model row. A migration may serve another model at its target: see `model` of the serving. */
  readonly model: string;
  /** Host name at which all sites answer, `<workload>.<domain>`. Null if the factory has no `traffic`. */
  readonly hostname: string | null;
  /** Peak demand that the sites together must hold. */
  readonly peak: {
    /** Requests per second at peak. */
    readonly requestsPerSecond: number;
    /** Output tokens per second at peak. */
    readonly outputTokensPerSecond: number;
  };
  /**
   * Each placement of the workload: one for a site and pool, and both ends of a migration. Empty if it cannot be
   * placed.
   */
  readonly sites: readonly {
    /** Name of the site. */
    readonly site: string;
    /** Name of the pool at the site. */
    readonly pool: string;
    /** Share of requests, 0..100, whole numbers that add up to 100. */
    readonly weight: number;
    /** Replicas for peak demand; `held` ones have their nodes and weights and do not run. */
    readonly replicas: number;
    /** Accelerators that all replicas use together. */
    readonly accelerators: number;
    /** Nodes that the replicas take, with parts of nodes as fractions. */
    readonly nodes: number;
    /** Name of the serving, as `sites[].serving[].name` has it. */
    readonly serving: string;
    /** `held` at an end of a migration that has its nodes but runs no servers yet, `ready` otherwise. */
    readonly capacity: 'held' | 'ready';
    /** Requests per second that the replicas are planned to hold. */
    readonly requestsPerSecond: number;
  }[];
  /** Classification of the data in prompts and responses, from `public` to `special-category`. */
  readonly dataClass: string;
  /** Risk class of the use under the EU AI Act. */
  readonly riskClass: string;
}

/** One workload at one site: everything that its pods need. */
export interface ServingPlan {
  /** Name of the factory. */
  readonly factory: string;
  /** Name of the serving and of its objects: the workload, with its revision if it has one. */
  readonly name: string;
  /** Name of the workload that it serves. */
  readonly workload: string;
  /** Name of the tenant that owns the workload. */
  readonly tenant: string;
  /** Namespace of the tenant, which holds every object of the serving. */
  readonly namespace: string;
  /** Name of the site. */
  readonly site: string;
  /** Pool whose nodes run the replicas. */
  readonly pool: string;
  /** The model that is served, with the size and the precision that the replicas are planned for. */
  readonly model: {
    /** Id of the model row; clients send it as `model` in requests. */
    readonly id: string;
    /** Repository of the model on the Hugging Face hub; `weightsSource` says where the weights come from. */
    readonly repository: string;
    /** Revision of the repository. Null: its main branch. */
    readonly revision: string | null;
    /** Precision of the weights as served, such as `fp8`. */
    readonly precision: string;
    /** Precision of the KV cache: `bf16`, `fp16` or `fp8`. */
    readonly kvPrecision: string;
    /** Size of the weights in GB, rounded up: the stated one, else what one replica holds. */
    readonly weightsGb: number;
    /** Maximum context length in tokens, prompt and output together. */
    readonly contextTokens: number;
  };
  /** The container that serves the model. */
  readonly engine: {
    /** Name of the engine, such as `vllm`. */
    readonly name: string;
    /** Image reference: the stated one, else that of the pinned component, by digest if it has one. */
    readonly image: string;
    /** Port of the HTTP API in the pod. */
    readonly port: number;
    /** Arguments of the engine; those of the factory file come last and override the others. */
    readonly args: readonly string[];
    /** Environment variables that the factory file sets. */
    readonly environment: Readonly<Record<string, string>>;
  };
  /** How one replica is split over accelerators. */
  readonly parallelism: {
    /** Accelerators that each layer is split over. */
    readonly tensor: number;
    /** Number of pipeline stages. */
    readonly pipeline: number;
    /** Accelerators that the experts are split over; 1: experts are not split. */
    readonly expert: number;
    /** Copies of the attention layers in the replica. */
    readonly data: number;
  };
  /** Whether a migration takes its requests away and its queue is to be drained. */
  readonly isDraining: boolean;
  /** 1: a Deployment; more: a LeaderWorkerSet of that size. */
  readonly nodesPerReplica: number;
  /** Extended resource that pods request, such as `nvidia.com/gpu`. */
  readonly acceleratorResource: string;
  /** Accelerators of one pod. A replica over several nodes has one pod on each. */
  readonly acceleratorsPerPod: number;
  /** Range in which the number of replicas is scaled. */
  readonly replicas: {
    /** Replicas that always run; 0 while a migration only holds the capacity. */
    readonly min: number;
    /** Replicas at peak demand, or the stated `maxReplicas` if that is more. */
    readonly max: number;
  };
  /** Resources of one pod besides its accelerators: its share of the node by accelerators, less a reserve. */
  readonly resources: {
    /** CPUs of one pod. */
    readonly cpu: number;
    /** Memory of one pod in GiB. */
    readonly memoryGib: number;
    /** Size limit of the shared memory volume of one pod in GiB, a part of its memory. */
    readonly sharedMemoryGib: number;
  };
  /** Time in seconds that a server may take to load weights and compile before it is restarted. */
  readonly startupSeconds: number;
  /** Termination grace period of pods in seconds: draining, the longest generation and the exit. */
  readonly graceSeconds: number;
  /** Time in seconds between the end of routing to a pod and its stop signal. */
  readonly drainSeconds: number;
  /** Size of the volume of the weights cache in GiB. */
  readonly cacheGib: number;
  /** Where the weights come from: `hf://…` or `s3://…`. */
  readonly weightsSource: string;
  /** Secret in the namespace that holds the token for gated weights; null: none needed. */
  readonly tokenSecret: string | null;
  /** Image of the endpoint picker that routes requests by load and cached prefixes. */
  readonly pickerImage: string;
  /** How weights get into the cache: the steps of a job that is safe to repeat. */
  readonly hydrate: {
    /** Containers that run one after the other. */
    readonly steps: readonly {
      /** Name of the container of the step. */
      readonly name: string;
      /** Whether it reads from the hub, and so with the token for gated weights. */
      readonly fromHub: boolean;
      /** Image of the step. */
      readonly image: string;
      /** Command and arguments of the step. */
      readonly command: readonly string[];
    }[];
    /** Whether the steps pass the weights on by a scratch volume and not in the cache itself. */
    readonly scratch: boolean;
  };
  /** Name of that job; it changes with what the job does, because a job cannot be changed. */
  readonly hydrateName: string;
  /** Service accounts of the namespace: one reads weights and serves, one may write them. */
  readonly serviceAccounts: {
    /** Account of the servers, which reads weights. */
    readonly serving: string;
    /** Account of the job that fills the cache, which may write weights. */
    readonly weights: string;
  };
  /** Kueue queue that admits the pods. Null: no queue has the tenant, and nothing queues the pods. */
  readonly queue: string | null;
  /** Priority of the workload: `critical`, `standard` or `batch`. */
  readonly priority: string;
  /** Priority class of its pods. */
  readonly priorityClass: string;
  /** Labels of the nodes of the pool. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations of the taints of the pool. */
  readonly tolerations: readonly {
    /** Key of the tolerated taint. */
    readonly key: string;
    /** Value of the tolerated taint. */
    readonly value: string;
    /** Effect of the tolerated taint. */
    readonly effect: string;
  }[];
  /** Node label of the topology domain that the nodes of one replica share; null: none is known or needed. */
  readonly togetherIn: string | null;
  /** Node label keys to spread replicas over. */
  readonly spread: readonly string[];
  /** RDMA request of each pod. Null if a replica fits on a node or the pool has no fabric. */
  readonly rdma: RdmaPlan | null;
  /** When KEDA adds and removes replicas. */
  readonly scaling: {
    /** Waiting requests per replica at which one more replica starts. */
    readonly waitingPerReplica: number;
    /** Requests in work per replica below which a replica may go. */
    readonly runningPerReplica: number;
    /** KEDA `cooldownPeriod` in seconds, which only matters for scaling to zero. */
    readonly cooldownSeconds: number;
    /** Time in seconds that load must stay low before a replica is removed, and between two removals. */
    readonly windowSeconds: number;
  };
  /** Service level objectives that alerts are based on. */
  readonly objectives: {
    /** Time to first token in ms. Null: no objective. */
    readonly ttftMs: number | null;
    /** Time between output tokens in ms. Null: no objective. */
    readonly interTokenMs: number | null;
    /** Share of requests that succeed, from 0 to 1. */
    readonly availability: number;
  };
  /** Host name of the workload at all sites. Null if the factory has no `traffic`. */
  readonly hostname: string | null;
  /** Requests that one replica is planned to process at once. */
  readonly maxConcurrency: number;
  /** What one replica is expected to do at that concurrency. */
  readonly estimate: {
    /** Time to first token in ms. */
    readonly ttftMs: number;
    /** Time between output tokens in ms. */
    readonly interTokenMs: number;
    /** Output tokens per second of one replica. */
    readonly outputTokensPerSecond: number;
    /** Method of the estimate, as a phrase. */
    readonly basis: string;
  };
}
