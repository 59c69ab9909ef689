import type { Catalog } from '../../catalog/rows';
import { BYTES_PER_GB, round } from '../../units/convert';
import type { ServingPlan } from '../model/plan';
import {
  bytesPerGigabyte,
  constant,
  decided,
  type Explained,
  factor,
  fromRow,
  modelled,
  numberAt,
  oneOf,
  type Quantity,
  SHARE,
  secondsPerMinute,
  stated,
} from '../model/quantity';
import type { ResolvedPool, ResolvedWorkload } from '../model/resolved';
import { weightBytes } from '../performance';
import { capOn } from '../resolve/node-draw';
import { DEFAULT_MEMORY_GIB, DEFAULT_VCPU } from '../resolve/node-size';
import { contextOf } from '../size/context';
import { MAX_SEQUENCES, plannedShare, type Replica } from '../size/replica';
import type { AcceleratedPool } from './pool';

/** Between leaving the load balancer and the stop signal, so that routes are gone first. */
const drain = constant('drain', 30, 's', 'between leaving the balancer and the stop signal');
const exit = constant('exit', 15, 's', 'between the last generation and the end of the process');
const graceStep = constant('step', 15, 's/step', 'grace is stated in quarters of a minute');
const leastStartup = constant('least', 1800, 's', 'time to load weights, compile and capture graphs');
/** Read rate of a cold weights cache that the startup time is sized for. */
export const coldRead = constant('read rate', 0.5, 'GB/s', 'of a cold weights cache');
const podShare = constant('share', 0.85, SHARE, 'what pods may request of a node; the rest is for the node itself');
/** Part of the weights' size that their cache is made larger by, so that it holds what comes with them. */
const cacheMargin = constant('margin', 1.1, SHARE, 'room for what comes with the weights');
const bytesPerGibibyte = factor(2 ** 30, 'B/GiB');

type Numbers = Explained<
  Pick<
    ServingPlan,
    | 'parallelism'
    | 'nodesPerReplica'
    | 'acceleratorsPerPod'
    | 'resources'
    | 'startupSeconds'
    | 'graceSeconds'
    | 'drainSeconds'
    | 'cacheGib'
    | 'objectives'
    | 'maxConcurrency'
    | 'estimate'
  > &
    Pick<ServingPlan['model'], 'weightsGb' | 'contextTokens'> & {
      readonly scaling: Pick<ServingPlan['scaling'], 'waitingPerReplica' | 'runningPerReplica'>;
    }
>;

const FEWEST = 'the split with which the demand takes the fewest accelerators within the objectives';

/** The accelerators of a replica, which sizing decides. */
export const acceleratorsOf = ({ shape }: Replica): Quantity =>
  decided('accelerators of a replica', shape.accelerators, 'accelerator', FEWEST);

/** Numbers of the pods of a workload at a site. */
export function servingNumbers({ workload, pool, resolved, catalog }: ServingInput, replica: Replica): Numbers {
  const ofReplica = acceleratorsOf(replica);
  const at = `sites.${pool.site}.pools.${pool.name}`;
  const ofNode = numberAt(
    'accelerators of a node',
    pool.accelerator.perNode,
    'accelerator',
    `${at}.accelerator.perNode`,
  );
  const acceleratorsPerPod = ofReplica.atMost(ofNode);
  const weights = weightsOf(workload, replica, ofReplica);
  const stored = storedOf(workload, weights);
  const contextTokens = contextOf(workload);
  const maxConcurrency = concurrencyOf(workload, replica);
  const minutes = stored.over(coldRead).over(secondsPerMinute).ceil();
  return {
    parallelism: parallelismOf(workload, replica),
    nodesPerReplica: ofReplica.over(ofNode).ceil(),
    acceleratorsPerPod,
    resources: resourcesOf(pool, at, acceleratorsPerPod.over(ofNode).times(podShare)),
    startupSeconds: leastStartup.atLeast(minutes.times(secondsPerMinute)),
    graceSeconds: drain
      .plus(longestGeneration(replica, contextTokens))
      .plus(exit)
      .over(graceStep)
      .ceil()
      .times(graceStep),
    drainSeconds: drain.called('drain'),
    cacheGib: stored.times(bytesPerGigabyte).over(bytesPerGibibyte).times(cacheMargin).ceil(),
    weightsGb: weights,
    contextTokens,
    maxConcurrency,
    scaling: {
      waitingPerReplica: maxConcurrency.over(factor(8, SHARE)).ceil().atLeast(oneOf('request')),
      runningPerReplica: maxConcurrency.times(plannedShare).floor().atLeast(oneOf('request')),
    },
    objectives: objectivesOf(workload),
    estimate: estimateOf(workload, replica, capInputs(resolved, catalog)),
  };
}

/** What the numbers of a serving follow from. */
export interface ServingInput {
  readonly workload: ResolvedWorkload;
  readonly pool: AcceleratedPool;
  readonly resolved: ResolvedPool;
  readonly catalog: Catalog;
}

function parallelismOf({ spec, path }: ResolvedWorkload, { shape }: Replica): Numbers['parallelism'] {
  const way = (kind: 'tensor' | 'pipeline' | 'expert' | 'data'): Quantity => {
    const value = shape.parallelism[kind];
    if (spec.parallelism?.[kind] === value) return stated(kind, value, 'way', `${path}.parallelism.${kind}`);
    return decided(kind, value, 'way', spec.parallelism === undefined ? FEWEST : 'what the stated split leaves of it');
  };
  return { tensor: way('tensor'), pipeline: way('pipeline'), expert: way('expert'), data: way('data') };
}

function concurrencyOf({ path, spec }: ResolvedWorkload, { concurrency }: Replica): Quantity {
  const { ttftMs, interTokenMs } = spec.objectives;
  const stated = [
    ttftMs === undefined ? [] : [`ttftMs ${ttftMs}`],
    interTokenMs === undefined ? [] : [`interTokenMs ${interTokenMs}`],
  ].flat();
  const kept = stated.length === 0 ? '' : `keeps ${path}.objectives (${stated.join(', ')}) and `;
  const how = `the most at which the estimate ${kept}fits the cache into the memory, at most ${MAX_SEQUENCES}`;
  return decided('concurrency', concurrency, 'request', how);
}

function objectivesOf({ path, spec: { objectives } }: ResolvedWorkload): Numbers['objectives'] {
  const ms = (key: 'ttftMs' | 'interTokenMs'): Quantity | null => {
    const value = objectives[key];
    return value === undefined ? null : stated(key, value, 'ms', `${path}.objectives.${key}`);
  };
  const availability = stated('availability', objectives.availability, SHARE, `${path}.objectives.availability`);
  return { ttftMs: ms('ttftMs'), interTokenMs: ms('interTokenMs'), availability };
}

/** GB of the weights that a replica holds. */
function weightsOf({ spec, path, model }: ResolvedWorkload, { fit }: Replica, accelerators: Quantity): Quantity {
  const { sizeGb } = spec.weights;
  if (sizeGb !== undefined) return stated('size', sizeGb, 'GB', `${path}.weights.sizeGb`).ceil();
  const how = `the ${model.paramsB} billion parameters of ${model.id} (${model.source}), split as parallelism says`;
  return decided('weights of an accelerator', fit.weightsGb, 'GB/accelerator', how).times(accelerators).ceil();
}

/** GB that the weights take where they are stored: a model's own repository has them as published, whatever is served. */
function storedOf({ spec, model }: ResolvedWorkload, served: Quantity): Quantity {
  if (spec.weights.source !== undefined || spec.weights.sizeGb !== undefined) return served;
  const gb = weightBytes(model, model.nativePrecision) / BYTES_PER_GB;
  if (gb <= served.value) return served;
  const source = `${model.source} (${model.paramsB}e9 parameters, ${gb} GB in ${model.nativePrecision})`;
  return served.atLeast(fromRow('published', gb, 'GB', { ...model, source }));
}

function resourcesOf(pool: AcceleratedPool, at: string, share: Quantity): Numbers['resources'] {
  const unknown = 'the size of the machine is not known';
  const vcpu =
    pool.vcpu === null
      ? constant('vcpu', DEFAULT_VCPU, 'processor', unknown)
      : numberAt('vcpu', pool.vcpu, 'processor', `${at}.vcpu`);
  const memory =
    pool.memoryGib === null
      ? constant('memory', DEFAULT_MEMORY_GIB, 'GiB', unknown)
      : numberAt('memory', pool.memoryGib, 'GiB', `${at}.memoryGib`);
  const memoryGib = memory.times(share).floor().atLeast(factor(8, 'GiB'));
  return {
    cpu: vcpu.times(share).floor().atLeast(oneOf('processor')),
    memoryGib,
    sharedMemoryGib: memoryGib.over(factor(4, SHARE)).floor().atMost(factor(64, 'GiB')).atLeast(factor(2, 'GiB')),
  };
}

/** The longest generation of a replica. */
export function longestGeneration({ estimate }: Replica, context: Quantity): Quantity {
  const between = decided('time between tokens', estimate.tpotMs, 'ms/token', 'the estimate of the serving');
  return context.times(between).over(factor(1000, 'ms/s')).ceil();
}

/** What a power cap leaves of the two halves of a request; nothing without a cap. */
function capInputs(pool: ResolvedPool, catalog: Catalog): Quantity[] {
  const cap = capOn(pool, catalog);
  if (cap === null) return [];
  return [cap.prefillShare.called('prefill under the cap'), cap.decodeShare.called('decode under the cap')];
}

function estimateOf(
  { spec: { demand }, path }: ResolvedWorkload,
  { shape, estimate, concurrency }: Replica,
  cap: readonly Quantity[],
): Numbers['estimate'] {
  const { accelerator, model } = shape;
  const at = `${path}.demand`;
  const inputs = [
    stated('prompt', demand.inputTokens, 'token', `${at}.inputTokens`),
    stated('generation', demand.outputTokens, 'token', `${at}.outputTokens`),
    stated('prefix cache hits', demand.prefixCacheHitRate, SHARE, `${at}.prefixCacheHitRate`),
    decided('concurrency', concurrency, 'request', 'the most that keeps the objectives and fits the memory'),
    decided('accelerators', shape.accelerators, 'accelerator', FEWEST),
    fromRow('parameters', model.paramsB, '10^9', model),
    fromRow('active parameters', model.activeParamsB, '10^9', model),
    fromRow('memory bandwidth', accelerator.memoryBandwidthGbS, 'GB/s', accelerator),
    fromRow('dense bf16', accelerator.denseTflops.bf16, 'TFLOPS', accelerator),
    ...cap,
  ];
  const page = 'serving model of docs/performance.md: compute, memory, links and overhead of each step';
  const within = (value: number, unit: string, error: number): Quantity =>
    modelled(value, unit, `${page}; expected error ${round(error * 100)}%`, inputs);
  const { tokensPerSecond, ttft, tpot } = estimate.expectedError;
  return {
    ttftMs: within(round(estimate.ttftMs, 1), 'ms', ttft),
    interTokenMs: within(round(estimate.tpotMs, 2), 'ms', tpot),
    outputTokensPerSecond: within(round(estimate.outputTokensPerSecond, 1), 'token/s', tokensPerSecond),
    basis: estimate.basis,
  };
}
