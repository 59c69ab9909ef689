import { findComponent, findEngine, findWeightSource, required } from '../../catalog/catalog';
import type { Component, Engine, SyncTool } from '../../catalog/rows';
import { BYTES_PER_GB, gibibytes, round, SECONDS_PER_MINUTE } from '../../units/convert';
import { clusterNames, serviceAccounts, servingNames } from '../model/names';
import type { NodePoolPlan, RdmaPlan, ServingPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import type { Trace } from '../model/trace';
import type { Leg } from '../moves/legs';
import { weightBytes } from '../performance';
import { DEFAULT_MEMORY_GIB, DEFAULT_VCPU, nodeMemoryGib, nodeVcpu } from '../resolve/node-size';
import { precisionOf } from '../resolve/precision';
import { queueOf } from '../resolve/queue';
import { namespaceOf } from '../resolve/tenants';
import { topologyOf } from '../resolve/topology';
import { longestGenerationSeconds, PLANNED_UTILISATION, type Replica } from '../size/replica';
import { explainReplica, type ReplicaFacts } from './explain-replica';
import type { AcceleratedPool } from './pool';

/** Seconds between leaving the load balancer and the stop signal, so that routes are gone first. */
const DRAIN_SECONDS = 30;
/** Seconds between the last generation and the end of the process. */
const EXIT_SECONDS = 15;
/** Grace is stated in quarters of a minute. */
const GRACE_STEP = 15;
/** Least time that a server may take to load weights, compile and capture graphs. */
const MIN_STARTUP_SECONDS = 1800;
/** Read rate of a cold weights cache that the startup time is sized for, GB/s. */
export const COLD_READ_GB_S = 0.5;
/** Share of a node's processors and memory that serving pods may ask for; the rest is the node's own. */
const POD_SHARE = 0.85;
/** Part of the weights' size that their cache is made larger by, so that it holds what comes with them. */
const CACHE_MARGIN = 1.1;

/** How a replica asks for RDMA at a site; null where it stays inside a node or has no fabric. */
function planRdma(site: ResolvedSite, pool: NodePoolPlan, nodesPerReplica: number): RdmaPlan | null {
  const { fabric } = site.facts;
  return nodesPerReplica > 1 && fabric?.name === pool.fabric ? fabric.request(pool) : null;
}

/** Image reference of a component: by content where the row has a digest, else by its version. */
const imageReference = (component: Component): string =>
  component.digest === null
    ? `${component.repository}:${component.version}`
    : `${component.repository}@${component.digest}`;

/** Everything that the pods of a workload at one site need. */
export function planServing(input: {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly workload: ResolvedWorkload;
  readonly pool: AcceleratedPool;
  readonly replica: Replica;
  readonly replicas: { readonly min: number; readonly max: number };
  readonly image: Component;
  /** Image that fetches weights from a hub; any of the engine does. */
  readonly loader: Component;
  readonly hostname: string | null;
  readonly leg: Pick<Leg, 'serving' | 'isDraining'>;
  /** What the serving is called at its site. */
  readonly key: string;
  /** Where the arithmetic of its figures is kept, at the path of the site. */
  readonly trace: Trace;
}): ServingPlan {
  const { factory, site, workload, pool, replica, replicas, image, loader, hostname, leg, key, trace } = input;
  const { spec, model } = workload;
  const { shape, fit } = replica;
  const engine = required(findEngine(factory.catalog, spec.engine.name));
  const { perNode } = pool.accelerator;
  const acceleratorsPerPod = Math.min(shape.accelerators, perNode);
  const podShare = (acceleratorsPerPod / perNode) * POD_SHARE;
  const weightsGb = Math.ceil(spec.weights.sizeGb ?? fit.weightsGb * shape.accelerators);
  const storedGb = storedWeightsGb(workload, weightsGb);
  const precision = precisionOf(workload);
  const rdma = planRdma(site, pool, shape.nodes);
  const weightsSource = spec.weights.source ?? `hf://${model.repository}`;
  const engineImage = spec.engine.image ?? imageReference(image);
  const hydrate = planHydrate(factory, {
    source: weightsSource,
    model: model.id,
    revision: spec.weights.revision ?? null,
    loader: spec.engine.image ?? imageReference(loader),
    bucket: bucketUrlOf(site),
  });
  const memoryGib = Math.max(Math.floor(nodeMemoryGib(pool) * podShare), 8);
  const serving: ServingPlan = {
    factory: factory.spec.name,
    name: leg.serving,
    workload: workload.name,
    isDraining: leg.isDraining,
    tenant: spec.tenant,
    namespace: namespaceOf(factory.spec, spec.tenant),
    site: site.name,
    pool: pool.name,
    model: {
      id: model.id,
      repository: model.repository,
      revision: spec.weights.revision ?? null,
      precision,
      kvPrecision: shape.kvPrecision,
      weightsGb,
      contextTokens: replica.contextTokens,
    },
    engine: {
      name: spec.engine.name,
      image: engineImage,
      port: engine.port,
      args: engineArguments(engine, workload, replica),
      environment: spec.engine.environment,
    },
    parallelism: shape.parallelism,
    nodesPerReplica: shape.nodes,
    acceleratorResource: pool.accelerator.resource,
    acceleratorsPerPod,
    replicas,
    resources: {
      cpu: Math.max(Math.floor(nodeVcpu(pool) * podShare), 1),
      memoryGib,
      sharedMemoryGib: Math.max(Math.min(Math.floor(memoryGib / 4), 64), 2),
    },
    startupSeconds: Math.max(
      MIN_STARTUP_SECONDS,
      Math.ceil(storedGb / COLD_READ_GB_S / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE,
    ),
    graceSeconds:
      Math.ceil((DRAIN_SECONDS + longestGenerationSeconds(replica) + EXIT_SECONDS) / GRACE_STEP) * GRACE_STEP,
    drainSeconds: DRAIN_SECONDS,
    cacheGib: Math.ceil(gibibytes(storedGb) * CACHE_MARGIN),
    weightsSource,
    pickerImage: imageReference(requiredComponent(factory, 'image/epp')),
    hydrate,
    hydrateName: servingNames(leg.serving).weightsJob(hydrate.steps.flatMap((step) => [step.image, ...step.command])),
    tokenSecret: spec.weights.tokenSecret ?? null,
    serviceAccounts,
    queue: queueOf(factory.spec, workload)?.name ?? null,
    priority: spec.priority,
    priorityClass: clusterNames(factory.spec.name).priorityClass(spec.priority),
    nodeSelector: pool.selector,
    tolerations: pool.taints.map(({ key, value, effect }) => ({ key, value, effect })),
    togetherIn: shape.nodes > 1 ? (topologyOf(site).at(-2) ?? null) : null,
    spread: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
    rdma,
    scaling: {
      waitingPerReplica: Math.max(Math.ceil(replica.concurrency / 8), 1),
      runningPerReplica: Math.max(Math.floor(replica.concurrency * PLANNED_UTILISATION), 1),
      cooldownSeconds: 600,
      windowSeconds: 300,
    },
    objectives: {
      ttftMs: spec.objectives.ttftMs ?? null,
      interTokenMs: spec.objectives.interTokenMs ?? null,
      availability: spec.objectives.availability,
    },
    hostname,
    maxConcurrency: replica.concurrency,
    estimate: {
      ttftMs: round(replica.estimate.ttftMs, 1),
      interTokenMs: round(replica.estimate.tpotMs, 2),
      outputTokensPerSecond: round(replica.estimate.outputTokensPerSecond, 1),
      basis: replica.estimate.basis,
    },
  };
  explainReplica({ workload, pool, replica, serving, key, storedGb, limits }, trace);
  return serving;
}

const limits: ReplicaFacts['limits'] = {
  drainSeconds: DRAIN_SECONDS,
  exitSeconds: EXIT_SECONDS,
  graceStep: GRACE_STEP,
  minStartupSeconds: MIN_STARTUP_SECONDS,
  coldReadGbS: COLD_READ_GB_S,
  podShare: POD_SHARE,
  defaultVcpu: DEFAULT_VCPU,
  defaultMemoryGib: DEFAULT_MEMORY_GIB,
  cacheMargin: CACHE_MARGIN,
};

/** GB that the weights take where they are stored: a model's own repository has them as published, whatever is served. */
function storedWeightsGb({ spec, model }: ResolvedWorkload, weightsGb: number): number {
  if (spec.weights.source !== undefined || spec.weights.sizeGb !== undefined) return weightsGb;
  return Math.max(weightsGb, weightBytes(model, model.nativePrecision) / BYTES_PER_GB);
}

const requiredComponent = (factory: ResolvedFactory, id: string): Component =>
  required(findComponent(factory.catalog, id));

/** Address of the bucket that holds the weights of a site; null: they lie in a volume. */
const bucketUrlOf = ({ facts }: ResolvedSite): string | null =>
  facts.storage?.weights.kind === 'bucket' ? facts.storage.weights.url : null;

/**
 * The commands that fill the weights cache; repeating them fetches only what is missing.
 *
 * A bucket is written through its API and never through its mount, which can neither rename nor write out of order, as
 * every downloader does: from a bucket straight into it, from a hub by way of a scratch volume.
 */
function planHydrate(
  factory: ResolvedFactory,
  from: { source: string; model: string; revision: string | null; loader: string; bucket: string | null },
): ServingPlan['hydrate'] {
  const { source, model, revision, loader, bucket } = from;
  const cache = `/models/${model}`;
  const target = bucket === null ? cache : `${bucket}/${model}`;
  const toolOf = (address: string): SyncTool | null => {
    const found = findWeightSource(factory.catalog, address);
    return 'row' in found ? found.row.tool : null;
  };
  const sync = (tool: SyncTool, origin: string) => ({
    name: 'sync',
    fromHub: false,
    image: imageReference(requiredComponent(factory, tool.component)),
    command: [...tool.command, origin, target],
  });
  const store = toolOf(source);
  if (store !== null) return { steps: [sync(store, source)], scratch: false };
  const repository = source.replace(/^hf:\/\//, '');
  const version = revision === null ? [] : ['--revision', revision];
  const download = {
    name: 'download',
    fromHub: true,
    image: loader,
    // Folders of a repository hold the same weights for other engines.
    command: ['hf', 'download', repository, '--local-dir', cache, '--exclude', '*/*', ...version],
  };
  const uploader = bucket === null ? null : toolOf(target);
  if (uploader === null) return { steps: [download], scratch: false };
  const upload = sync(uploader, cache);
  // The hub's own notes on what it fetched are no weights.
  return {
    steps: [download, { ...upload, command: [...upload.command, ...uploader.withoutHubNotes] }],
    scratch: true,
  };
}

/** Arguments of `vllm serve`; what the user adds comes last and so wins. */
function engineArguments(engine: Engine, workload: ResolvedWorkload, replica: Replica): string[] {
  const { spec, model } = workload;
  const { tensor, pipeline, expert, data } = replica.shape.parallelism;
  const precision = precisionOf(workload);
  const quantised = precision !== model.nativePrecision && precision === 'fp8';
  return [
    `/models/${model.id}`,
    `--served-model-name=${model.id}`,
    `--tensor-parallel-size=${tensor}`,
    ...(pipeline > 1 ? [`--pipeline-parallel-size=${pipeline}`] : []),
    ...(data > 1 ? [`--data-parallel-size=${data}`] : []),
    ...(expert > 1 ? ['--enable-expert-parallel'] : []),
    `--max-model-len=${replica.contextTokens}`,
    // Each data-parallel engine batches its own part.
    `--max-num-seqs=${Math.ceil(replica.concurrency / data)}`,
    `--gpu-memory-utilization=${engine.memoryShare}`,
    '--enable-prefix-caching',
    ...(replica.shape.kvPrecision === 'fp8' ? ['--kv-cache-dtype=fp8'] : []),
    ...(quantised ? ['--quantization=fp8'] : []),
    // Without it the engine drops what it generates as soon as it is told to stop.
    `--shutdown-timeout=${longestGenerationSeconds(replica)}`,
    ...spec.engine.args,
  ];
}
