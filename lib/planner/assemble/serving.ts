import { findComponent, findEngine, findWeightSource, required } from '../../catalog/catalog';
import type { Component, Engine, SyncTool } from '../../catalog/rows';
import { clusterNames, serviceAccounts, servingNames } from '../model/names';
import type { NodePoolPlan, RdmaPlan, ServingPlan } from '../model/plan';
import type { Explained, PartlyExplained } from '../model/quantity';
import type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import type { Leg } from '../moves/legs';
import { precisionOf } from '../resolve/precision';
import { queueOf } from '../resolve/queue';
import { namespaceOf } from '../resolve/tenants';
import { topologyOf } from '../resolve/topology';
import { contextOf } from '../size/context';
import type { Replica } from '../size/replica';
import type { AcceleratedPool } from './pool';
import { longestGeneration, servingNumbers } from './serving-numbers';

/** How a replica requests RDMA at a site; null if it stays inside a node or has no fabric. */
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
  readonly resolved: ResolvedPool;
  readonly replica: Replica;
  readonly replicas: Explained<ServingPlan['replicas']>;
  readonly image: Component;
  /** Image that fetches weights from a hub; any of the engine does. */
  readonly loader: Component;
  readonly hostname: string | null;
  readonly leg: Pick<Leg, 'serving' | 'isDraining'>;
}): PartlyExplained<ServingPlan> {
  const { factory, site, workload, pool, replica, replicas, image, loader, hostname, leg } = input;
  const { spec, model } = workload;
  const { shape } = replica;
  const engine = required(findEngine(factory.catalog, spec.engine.name));
  const numbers = servingNumbers({ workload, pool, resolved: input.resolved, catalog: factory.catalog }, replica);
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
  return {
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
      weightsGb: numbers.weightsGb,
      contextTokens: numbers.contextTokens,
    },
    engine: {
      name: spec.engine.name,
      image: engineImage,
      port: engine.port,
      args: engineArguments(engine, workload, replica),
      environment: spec.engine.environment,
    },
    parallelism: numbers.parallelism,
    nodesPerReplica: numbers.nodesPerReplica,
    acceleratorResource: pool.accelerator.resource,
    acceleratorsPerPod: numbers.acceleratorsPerPod,
    replicas,
    resources: numbers.resources,
    startupSeconds: numbers.startupSeconds,
    graceSeconds: numbers.graceSeconds,
    drainSeconds: numbers.drainSeconds,
    cacheGib: numbers.cacheGib,
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
    scaling: { ...numbers.scaling, cooldownSeconds: 600, windowSeconds: 300 },
    objectives: numbers.objectives,
    hostname,
    maxConcurrency: numbers.maxConcurrency,
    estimate: numbers.estimate,
  };
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
    // Without it the engine drops what it generates as soon as it is signalled to stop.
    `--shutdown-timeout=${longestGeneration(replica, contextOf(workload)).value}`,
    ...spec.engine.args,
  ];
}
