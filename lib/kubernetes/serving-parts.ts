import { SERVER_PORT, SERVING_LIMIT, serviceAccounts, servingNames } from '../planner/model/names';
import type { ServingPlan, StoragePlan } from '../planner/model/plan';
import { DEFAULT_ACCELERATOR_RESOURCE, DEFAULT_FACTORY } from './labels';

/** Everything that the objects of a serving are made from. A `ServingPlan` has all of it. */
export interface ServingParts
  extends Pick<
    ServingPlan,
    | 'factory'
    | 'name'
    | 'namespace'
    | 'nodesPerReplica'
    | 'acceleratorResource'
    | 'acceleratorsPerPod'
    | 'replicas'
    | 'resources'
    | 'startupSeconds'
    | 'graceSeconds'
    | 'drainSeconds'
    | 'cacheGib'
    | 'tokenSecret'
    | 'hydrate'
    | 'hydrateName'
    | 'serviceAccounts'
    | 'queue'
    | 'priority'
    | 'nodeSelector'
    | 'tolerations'
    | 'togetherIn'
    | 'spread'
    | 'rdma'
    | 'scaling'
  > {
  /** Container of the engine. */
  readonly engine: Omit<ServingPlan['engine'], 'name'>;
  /** Number of data-parallel engines of a replica. */
  readonly parallelism: Pick<ServingPlan['parallelism'], 'data'>;
  /** Name of the site, for a label of the servers. Null: no label. */
  readonly site: string | null;
  /** Priority class of its pods. Null: the default of the cluster. */
  readonly priorityClass: string | null;
  /** Image of the endpoint picker. Null: no endpoint picker and no inference pool. */
  readonly pickerImage: string | null;
}

/** Weights of a model in a repository of Hugging Face. */
export interface ModelReference {
  /** Folder of the weights, and name by which requests refer to the model. @default - name of the serving */
  readonly id?: string;
  /** Repository, such as `Qwen/Qwen2.5-7B-Instruct`. */
  readonly repository: string;
  /** Commit, tag or branch. @default - the main branch */
  readonly revision?: string | null;
}

/** The vLLM engine of a server. */
export interface ServingEngine {
  /** Image of the engine, by version or digest. */
  readonly image: string;
  /** Port of the API. If you change it, list it in `serverPorts` of the tenant's boundary. @default 8000 */
  readonly port?: number;
  /** Arguments of `vllm serve`, the path of the weights first. @default - serves `model` on the accelerators of the pod */
  readonly args?: readonly string[];
  /** Environment variables. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A job that fills the weights cache. */
export interface HydrateDefinition {
  /** Containers that run one after the other, with the cache or a scratch volume at `/models`. */
  readonly steps: ServingPlan['hydrate']['steps'];
  /** Whether the steps share a scratch volume instead of the cache. @default false */
  readonly scratch?: boolean;
}

/** Settings of a serving. A `ServingPlan` is one. */
export interface ServingSettings {
  /** Name of the servers and of everything around them, at most 46 characters. */
  readonly name: string;
  /** Existing namespace, such as that of a `TenantNamespace`. */
  readonly namespace: string;
  /** Model whose weights the job downloads. @default - required unless `hydrate` and `engine.args` are set */
  readonly model?: ModelReference;
  /** Image, port and arguments of the engine. */
  readonly engine: ServingEngine;
  /** Number of accelerators of one pod. @default 1 */
  readonly acceleratorsPerPod?: number;
  /** Resource of the accelerators. @default 'nvidia.com/gpu' */
  readonly acceleratorResource?: string;
  /** Number of nodes of one replica. With more than one, the servers are a LeaderWorkerSet. @default 1 */
  readonly nodesPerReplica?: number;
  /** Parallelism of a replica. Only data parallelism changes the objects. @default - none */
  readonly parallelism?: Pick<ServingPlan['parallelism'], 'data'>;
  /** Number of replicas between which the scaler chooses. @default - 1 replica */
  readonly replicas?: ServingPlan['replicas'];
  /** Processors and memory of one pod. @default - 8 processors and 64 GiB per accelerator, a quarter of it shared */
  readonly resources?: ServingPlan['resources'];
  /** Size of the weights cache in GiB. */
  readonly cacheGib: number;
  /** Job that fills the weights cache. @default - downloads `model` with the image of the engine */
  readonly hydrate?: HydrateDefinition;
  /** Name of that job. It must change with the job. @default - derived from the steps */
  readonly hydrateName?: string;
  /** Secret with the key `token` for gated weights. @default - none */
  readonly tokenSecret?: string | null;
  /** Image of the endpoint picker of llm-d. @default - no endpoint picker and no inference pool */
  readonly pickerImage?: string | null;
  /** Existing service accounts of servers and of the job. @default - `serving` and `weights`, those of `TenantNamespace` */
  readonly serviceAccounts?: ServingPlan['serviceAccounts'];
  /** Local queue of the pods. @default - pods are not queued */
  readonly queue?: string | null;
  /** Priority of its requests in the endpoint picker: `critical`, `standard` or `batch`. @default 'standard' */
  readonly priority?: string;
  /** Priority class of the pods. @default - the default of the cluster */
  readonly priorityClass?: string | null;
  /** Labels of the nodes. @default - any node with the accelerators */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Tolerated taints. @default - `<acceleratorResource>=present:NoSchedule` */
  readonly tolerations?: ServingPlan['tolerations'];
  /** Node label of the topology level that holds the nodes of one replica. @default - none */
  readonly togetherIn?: string | null;
  /** Node labels that replicas are spread over. @default - zone and host */
  readonly spread?: readonly string[];
  /** RDMA resource of the pods. @default - none */
  readonly rdma?: ServingPlan['rdma'];
  /** Seconds in which a server loads its weights, a multiple of 10. @default 1800 */
  readonly startupSeconds?: number;
  /** Seconds in which a server finishes its requests before it is ended. @default 600 */
  readonly graceSeconds?: number;
  /** Seconds between the end of routing to a pod and its stop signal. @default 30 */
  readonly drainSeconds?: number;
  /** Requests at which the scaler adds and removes replicas. @default - 8 waiting or 48 running requests per replica */
  readonly scaling?: ServingPlan['scaling'];
  /** Name of the site, for the label `ai-factory/site` of the servers. @default - no label */
  readonly site?: string | null;
  /** Prefix of the name of its volume in a bucket. @default 'ai-factory' */
  readonly factory?: string;
}

const CPU_PER_ACCELERATOR = 8;
const MEMORY_GIB_PER_ACCELERATOR = 64;

/** Fills in the defaults of a serving. */
export function servingParts(settings: ServingSettings, weights: StoragePlan['weights']): ServingParts {
  const { name, engine, acceleratorsPerPod = 1, acceleratorResource = DEFAULT_ACCELERATOR_RESOURCE } = settings;
  if (name.length > SERVING_LIMIT) {
    throw new Error(`the name of serving "${name}" has ${name.length} characters; use at most ${SERVING_LIMIT}`);
  }
  const memoryGib = MEMORY_GIB_PER_ACCELERATOR * acceleratorsPerPod;
  const hydrate = settings.hydrate ?? downloadOf(settings, weights);
  return {
    factory: settings.factory ?? DEFAULT_FACTORY,
    name,
    namespace: settings.namespace,
    site: settings.site ?? null,
    engine: {
      image: engine.image,
      port: engine.port ?? SERVER_PORT,
      args: engine.args ?? argsOf(settings, acceleratorsPerPod),
      environment: engine.environment ?? {},
    },
    parallelism: settings.parallelism ?? { data: 1 },
    nodesPerReplica: settings.nodesPerReplica ?? 1,
    acceleratorResource,
    acceleratorsPerPod,
    replicas: settings.replicas ?? { min: 1, max: 1 },
    resources: settings.resources ?? {
      cpu: CPU_PER_ACCELERATOR * acceleratorsPerPod,
      memoryGib,
      sharedMemoryGib: memoryGib / 4,
    },
    startupSeconds: settings.startupSeconds ?? 1800,
    graceSeconds: settings.graceSeconds ?? 600,
    drainSeconds: settings.drainSeconds ?? 30,
    cacheGib: settings.cacheGib,
    tokenSecret: settings.tokenSecret ?? null,
    pickerImage: settings.pickerImage ?? null,
    hydrate: { steps: hydrate.steps, scratch: hydrate.scratch ?? false },
    hydrateName: settings.hydrateName ?? jobName(name, hydrate),
    serviceAccounts: settings.serviceAccounts ?? serviceAccounts,
    queue: settings.queue ?? null,
    priority: settings.priority ?? 'standard',
    priorityClass: settings.priorityClass ?? null,
    nodeSelector: settings.nodeSelector ?? {},
    tolerations: settings.tolerations ?? [{ key: acceleratorResource, value: 'present', effect: 'NoSchedule' }],
    togetherIn: settings.togetherIn ?? null,
    spread: settings.spread ?? ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
    rdma: settings.rdma ?? null,
    scaling: settings.scaling ?? {
      waitingPerReplica: 8,
      runningPerReplica: 48,
      cooldownSeconds: 600,
      windowSeconds: 300,
    },
  };
}

const jobName = (name: string, { steps }: HydrateDefinition): string =>
  servingNames(name).weightsJob(steps.flatMap((step) => [step.image, ...step.command]));

function modelOf({ name, model }: ServingSettings, missing: string): Required<ModelReference> {
  if (model === undefined)
    throw new Error(`serving "${name}" has no model; set \`model.repository\`, or \`${missing}\``);
  return { id: model.id ?? name, repository: model.repository, revision: model.revision ?? null };
}

function argsOf(settings: ServingSettings, accelerators: number): readonly string[] {
  if ((settings.nodesPerReplica ?? 1) > 1) {
    throw new Error(
      `serving "${settings.name}" spans ${settings.nodesPerReplica} nodes; set \`engine.args\` to the arguments of its parallelism`,
    );
  }
  const { id } = modelOf(settings, 'engine.args');
  return [`/models/${id}`, `--served-model-name=${id}`, `--tensor-parallel-size=${accelerators}`];
}

function downloadOf(settings: ServingSettings, weights: StoragePlan['weights']): HydrateDefinition {
  if (weights.kind === 'bucket') {
    throw new Error(
      `serving "${settings.name}" has its weights in bucket "${weights.bucket}"; set \`hydrate\` to the steps that fill the bucket`,
    );
  }
  const { id, repository, revision } = modelOf(settings, 'hydrate');
  const version = revision === null ? [] : ['--revision', revision];
  const command = ['hf', 'download', repository, '--local-dir', `/models/${id}`, '--exclude', '*/*', ...version];
  return { steps: [{ name: 'download', fromHub: true, image: settings.engine.image, command }] };
}
