import { milliseconds, seconds } from '../../units/convert';
import { type Batch, batchOf } from './batching';
import { MAX_PEAK_SHARE, peakFlops, requestFlops } from './bounds';
import type { PerformanceConstants } from './calibration';
import { calibrated, expectedError } from './constants';
import { fitMemory, fixedCacheBytes, independentEngines } from './memory';
import type { Estimated, ServingEstimate, ServingLoad, ServingShape } from './serving-shape';
import { type StepModel, stepModel } from './step-time';

/** Most sequences that one attention group batches; source: default max_batch_size of TensorRT-LLM. */
const MAX_SEQUENCES = 2048;

/** What every answer rests on. */
const BASIS = 'calibrated: roofline of compute, memory, links and overheads, fitted on published measurements';

/** A replica prepared for many loads. */
export interface Prepared {
  readonly model: StepModel;
  readonly engines: number;
  readonly maxConcurrency: number;
  readonly constants: PerformanceConstants;
}

/** Prepares a replica: memory and coefficients are computed once. */
export function prepare(
  shape: ServingShape,
  load: Omit<ServingLoad, 'concurrency'>,
  constants: PerformanceConstants = calibrated,
): Prepared | { readonly reason: string } {
  const fit = fitMemory(shape, constants);
  if (!fit.fits) return { reason: `${shape.model.id} does not fit ${shape.accelerators} x ${shape.accelerator.id}` };
  const engines = independentEngines(shape);
  const model = stepModel(shape, constants, load.tuned ?? false);
  const held = load.inputTokens + load.outputTokens * constants.outputReserve;
  const fixed = fixedCacheBytes(shape.model, shape.kvPrecision, held);
  const total = fit.kvTokens * fit.kvBytesPerToken;
  const inMemory = Math.floor(total / (held * fit.kvBytesPerToken + fixed));
  if (inMemory < 1) return { reason: `the cache of ${fit.kvTokens} tokens holds no request of ${Math.ceil(held)}` };
  const maxConcurrency = Math.max(Math.min(inMemory, MAX_SEQUENCES * model.groups * model.stages * engines), 1);
  return { model, engines, maxConcurrency, constants };
}

interface Latency {
  readonly batch: Batch;
  readonly ttft: number;
  readonly tpot: number;
  readonly requestsPerSecond: number;
}

/** Requests that a client of a closed loop sends one after the other, as serving benchmarks do: ten for each in flight. */
const WAVES = 10;
/** How far apart the outputs of such requests end, as a share of their time: benchmarks draw lengths from 0.8 to 1 of the stated. */
const ENDS_APART = 0.2;

/**
 * Mean wait behind the prompts of others: lengths vary, so of a server that is busy a share b of the time each waits
 * b / (1 - b) prompts; b follows from how many requests come back after how long, the wait included.
 */
function waitFor(promptS: number, serviceS: number, others: number): number {
  const spare = serviceS - others * promptS;
  return (Math.sqrt(spare * spare + 4 * others * promptS * promptS) - spare) / 2;
}

/**
 * Mean wait in a closed loop. All clients begin at once, and the first wave of prompts waits for half of itself. Each later
 * wave comes as far apart as the one before it was served and its outputs ended, until waves flow into each other. Prompts
 * of a wave take equally long, so the wait is half of what it is where lengths vary.
 */
function waitInWaves(promptS: number, serviceS: number, clients: number): number {
  const servedS = clients * promptS;
  let apartS = 0;
  let sum = 0;
  for (let wave = 0; wave < WAVES; wave++) {
    sum += waitFor(promptS, apartS, clients - 1) / 2;
    apartS = Math.min(Math.hypot(Math.max(apartS, servedS), ENDS_APART * serviceS), Math.max(serviceS, servedS));
  }
  return sum / WAVES;
}

/** Latencies and rate of one engine with so many requests in flight, of which so many can run. */
function latencyOf(prepared: Prepared, load: ServingLoad, requests: number, slots: number): Latency {
  const { model } = prepared;
  const resident = Math.min(requests, slots);
  const batch = batchOf(model, load, resident);
  const tpot = batch.tokenS;
  const aloneS = batch.prefillS + tpot * (load.outputTokens - 1);
  const waiting =
    load.arrival === 'closed'
      ? waitInWaves(batch.crowdS, aloneS, resident)
      : waitFor(batch.promptS, aloneS, resident - 1);
  const ttft = batch.prefillS + waiting;
  const service = ttft + tpot * (load.outputTokens - 1);
  const requestsPerSecond = Math.min(resident / service, batch.running / (tpot * load.outputTokens));
  const queued = requests > slots ? requests / requestsPerSecond - service : 0;
  return { batch, ttft: ttft + Math.max(queued, 0), tpot, requestsPerSecond };
}

/** Throughput, latency and power of a prepared replica at a concurrency. */
export function estimatePrepared(prepared: Prepared, load: ServingLoad): ServingEstimate {
  const { engines, maxConcurrency, model } = prepared;
  const requests = Math.max(load.concurrency / engines, 1);
  const latency = latencyOf(prepared, load, requests, Math.max(maxConcurrency / engines, 1));
  const ceiling = computeCeiling(prepared, load);
  const slowed = Math.min(ceiling / (latency.requestsPerSecond * engines), 1);
  const rate = latency.requestsPerSecond * engines * slowed;
  const decoding = latency.batch.running / model.stages;
  const context = load.inputTokens + load.outputTokens / 2;
  return {
    outputTokensPerSecond: rate * load.outputTokens,
    requestsPerSecond: rate,
    ttftMs: milliseconds(latency.ttft / slowed),
    tpotMs: milliseconds(latency.tpot / slowed),
    powerW: wallWatts(prepared, load, context, decoding),
    maxConcurrency,
    bound:
      load.concurrency > maxConcurrency
        ? 'memory-capacity'
        : model.bound({ decoding, context, promptTokens: 0, promptContext: 0 }),
    basis: BASIS,
    expectedError,
  };
}

/** Requests per second at which products with weights alone take the most that any engine reaches. */
const computeCeiling = ({ model: { shape } }: Prepared, load: ServingLoad): number =>
  (MAX_PEAK_SHARE * peakFlops(shape)) / requestFlops(shape, load);

/** Draw of an accelerator that waits for work, as a share of its board power. */
const IDLE_SHARE = 0.3;

/** Draw at the wall: board power in proportion to the work of a step, and the rest of the node. */
function wallWatts({ model, constants }: Prepared, load: ServingLoad, context: number, decoding: number): number {
  const { accelerator, accelerators } = model.shape;
  if (accelerator.boardW === null) return 0;
  const boardW = Math.min(load.powerCapW ?? accelerator.boardW, accelerator.boardW);
  const busy = model.workShare({ decoding, context, promptTokens: 0, promptContext: 0 });
  return accelerators * boardW * (IDLE_SHARE + (1 - IDLE_SHARE) * busy) * constants.wallPerBoard;
}

/** Throughput, latency and power of a replica at a concurrency, or why there is none. */
export function estimateServing(
  shape: ServingShape,
  load: ServingLoad,
  constants: PerformanceConstants = calibrated,
): Estimated {
  const prepared = prepare(shape, load, constants);
  return 'reason' in prepared ? prepared : { estimate: estimatePrepared(prepared, load) };
}

/** Highest concurrency that keeps both latencies within the limits; 0 where not even one request does. */
export function concurrencyWithin(
  shape: ServingShape,
  load: Omit<ServingLoad, 'concurrency'>,
  limits: { readonly ttftMs?: number; readonly tpotMs?: number },
  constants: PerformanceConstants = calibrated,
): number {
  const prepared = prepare(shape, load, constants);
  if ('reason' in prepared) return 0;
  const keeps = (concurrency: number): boolean => {
    const { ttftMs, tpotMs } = estimatePrepared(prepared, { ...load, concurrency });
    return (
      ttftMs <= (limits.ttftMs ?? Number.POSITIVE_INFINITY) && tpotMs <= (limits.tpotMs ?? Number.POSITIVE_INFINITY)
    );
  };
  let low = 0;
  let high = prepared.maxConcurrency;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (keeps(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Standard deviations above the mean that one of a hundred exceeds. */
const PERCENTILE_99 = 2.33;

/** Highest rate of random arrivals of which 99 of 100 requests keep both limits. */
export function rateWithin(
  prepared: Prepared,
  load: Omit<ServingLoad, 'concurrency'>,
  limits: { readonly ttftMs?: number; readonly tpotMs?: number },
): ServingEstimate | null {
  const { tail } = prepared.constants;
  const ttft = seconds(limits.ttftMs ?? Number.POSITIVE_INFINITY);
  const tpot = seconds(limits.tpotMs ?? Number.POSITIVE_INFINITY);
  let low = 0;
  let high = prepared.maxConcurrency;
  for (let i = 0; i < 14 && high - low > 1e-3 * high; i++) {
    const middle = (low + high) / 2;
    // Requests in flight vary as random arrivals do: the crowd that one in a hundred meets must be held and served in time.
    const each = middle / prepared.engines;
    const crowd = prepared.engines * (each + PERCENTILE_99 * Math.sqrt(each));
    const at = estimatePrepared(prepared, { ...load, arrival: 'open', concurrency: crowd });
    const kept = seconds(at.ttftMs) * tail <= ttft && seconds(at.tpotMs) * tail <= tpot;
    if (kept && crowd <= Math.max(prepared.maxConcurrency, 1)) low = middle;
    else high = middle;
  }
  return low === 0 ? null : estimatePrepared(prepared, { ...load, arrival: 'open', concurrency: low });
}
