import { findComponent, required } from '../../catalog/catalog';
import type { Component } from '../../catalog/rows';
import { gibibytes, round } from '../../units/convert';
import type { Leg } from '../migration/legs';
import { boundedName, fingerprint, serviceAccounts } from '../names';
import type { NodePoolPlan, RdmaPlan, ServingPlan } from '../plan';
import type { ResolvedFactory, ResolvedSite, ResolvedWorkload } from '../resolved';
import { longestGenerationSeconds, precisionOf, type Replica } from './capacity';
import { namespaceOf, queueOf } from './queues';

/** Seconds between leaving the load balancer and the stop signal, so that routes are gone first. */
const DRAIN_SECONDS = 30;
/** Least time that a server may take to load weights, compile and capture graphs. */
const MIN_STARTUP_SECONDS = 1800;
/** Read rate of a cold weights cache that the startup time is sized for, GB/s. */
export const COLD_READ_GB_S = 0.5;
/** Share of a node's processors and memory that serving pods may ask for; the rest is the node's own. */
const POD_SHARE = 0.85;

/** How a replica asks for RDMA at a site; null where it stays inside a node or has no fabric. */
export function planRdma(site: ResolvedSite, pool: NodePoolPlan, nodesPerReplica: number): RdmaPlan | null {
  if (nodesPerReplica < 2 || pool.fabric === 'none') return null;
  if (pool.fabric === 'efa') {
    return {
      resource: 'vpc.amazonaws.com/efa',
      perPodOfNode: pool.interfaces.filter((each) => each.type !== 'interface').length,
      environment: { FI_PROVIDER: 'efa', FI_EFA_USE_DEVICE_RDMA: '1' },
      hugepagesMib: 5120,
      networks: [],
    };
  }
  const rdma = site.spec.provider === 'kubernetes' ? site.spec.rdma : undefined;
  if (rdma === undefined) return null;
  return {
    resource: rdma.resource,
    perPodOfNode: rdma.perNode,
    environment: rdma.environment,
    hugepagesMib: 0,
    networks: rdma.networks,
  };
}

/** Image reference of a component: by content where the row has a digest, else by its version. */
export const imageReference = (component: Component): string =>
  component.digest === null
    ? `${component.repository}:${component.version}`
    : `${component.repository}@${component.digest}`;

/** Everything that the pods of a workload at one site need. */
export function planServing(input: {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly workload: ResolvedWorkload;
  readonly pool: NodePoolPlan;
  readonly replica: Replica;
  readonly replicas: { readonly min: number; readonly max: number };
  readonly image: Component;
  readonly hostname: string | null;
  readonly leg: Pick<Leg, 'serving' | 'isDraining'>;
}): ServingPlan {
  const { factory, site, workload, pool, replica, replicas, image, hostname, leg } = input;
  const { spec, model } = workload;
  const { shape, fit } = replica;
  const perNode = pool.accelerator?.perNode ?? 1;
  const acceleratorsPerPod = Math.min(shape.accelerators, perNode);
  const podShare = (acceleratorsPerPod / perNode) * POD_SHARE;
  const weightsGb = Math.ceil(spec.weights.sizeGb ?? fit.weightsGb * shape.accelerators);
  const precision = precisionOf(workload);
  const rdma = planRdma(site, pool, shape.nodes);
  const weightsSource = spec.weights.source ?? `hf://${model.repository}`;
  const engineImage = spec.engine.image ?? imageReference(image);
  const hydrate = planHydrate(factory, weightsSource, model.id, spec.weights.revision ?? null, engineImage);
  const memoryGib = Math.max(Math.floor((pool.memoryGib ?? 64) * podShare), 8);
  return {
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
      port: 8000,
      args: engineArguments(workload, replica),
      environment: spec.engine.environment,
    },
    parallelism: shape.parallelism,
    nodesPerReplica: shape.nodes,
    acceleratorResource: pool.accelerator?.resource ?? 'nvidia.com/gpu',
    acceleratorsPerPod,
    replicas,
    resources: {
      cpu: Math.max(Math.floor((pool.vcpu ?? 16) * podShare), 1),
      memoryGib,
      sharedMemoryGib: Math.max(Math.min(Math.floor(memoryGib / 4), 64), 2),
    },
    startupSeconds: Math.max(MIN_STARTUP_SECONDS, Math.ceil(weightsGb / COLD_READ_GB_S / 60) * 60),
    graceSeconds: Math.ceil((longestGenerationSeconds(replica) + DRAIN_SECONDS) / 30) * 30,
    drainSeconds: DRAIN_SECONDS,
    cacheGib: Math.ceil(gibibytes(weightsGb) * 1.1),
    weightsSource,
    pickerImage: imageReference(requiredComponent(factory, 'image/epp')),
    hydrate,
    hydrateName: boundedName(['weights', leg.serving, fingerprint([hydrate.image, ...hydrate.command])], 63),
    tokenSecret: spec.weights.tokenSecret ?? null,
    serviceAccounts,
    queue: queueOf(factory.spec, workload)?.name ?? null,
    priority: spec.priority,
    nodeSelector: pool.selector,
    tolerations: pool.taints.map(({ key, value, effect }) => ({ key, value, effect })),
    spread: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
    rdma,
    scaling: {
      waitingPerReplica: Math.max(Math.ceil(replica.concurrency / 8), 1),
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
}

const requiredComponent = (factory: ResolvedFactory, id: string): Component =>
  required(findComponent(factory.catalog, id));

/** The command that fills the weights cache; repeating it fetches only what is missing. */
function planHydrate(
  factory: ResolvedFactory,
  source: string,
  model: string,
  revision: string | null,
  engineImage: string,
): ServingPlan['hydrate'] {
  if (source.startsWith('s3://')) {
    return {
      image: imageReference(requiredComponent(factory, 'image/aws-cli')),
      command: ['aws', 's3', 'sync', '--only-show-errors', source, `/models/${model}`],
    };
  }
  return {
    image: engineImage,
    command: [
      'hf',
      'download',
      source.replace(/^hf:\/\//, ''),
      '--local-dir',
      `/models/${model}`,
      ...(revision === null ? [] : ['--revision', revision]),
    ],
  };
}

/** Arguments of `vllm serve`; what the user adds comes last and so wins. */
function engineArguments(workload: ResolvedWorkload, replica: Replica): string[] {
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
    `--max-num-seqs=${replica.concurrency}`,
    '--gpu-memory-utilization=0.9',
    '--enable-prefix-caching',
    ...(replica.shape.kvPrecision === 'fp8' ? ['--kv-cache-dtype=fp8'] : []),
    ...(quantised ? ['--quantization=fp8'] : []),
    ...spec.engine.args,
  ];
}
