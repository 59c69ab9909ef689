import { milliseconds } from '../../units/convert';
import { bytesOf, fitMemory } from './memory';
import type { Estimated, ServingEstimate, ServingLoad, ServingShape } from './serving-shape';

/**
 * A roofline of one engine step: weights and cache through memory, matrix products through the tensor units, all-reduces
 * through the links, and a fixed overhead. Prompts are processed in between and slow the steps of everybody else down.
 */

/** Share of peak that large matrix products reach, of peak memory bandwidth that streaming reaches, and of link speed. */
const EFFICIENCY = { compute: 0.45, memory: 0.7, link: 0.6 } as const;
/** Scheduling and launches of one engine step, and of each layer in it, in seconds. */
const OVERHEAD = { step: 2e-3, layer: 12e-6 } as const;
/** Latency of one collective over links inside and outside a node, in seconds. */
const LATENCY = { inside: 8e-6, outside: 25e-6 } as const;
/** Median error that published measurements show for such a model before calibration. */
const EXPECTED_ERROR = { tokensPerSecond: 0.35, latency: 0.4 } as const;

interface Step {
  readonly seconds: number;
  readonly bound: ServingEstimate['bound'];
}

/** Throughput, latency and power of a replica at a concurrency, or why there is none. */
export function estimateServing(shape: ServingShape, load: ServingLoad): Estimated {
  const fit = fitMemory(shape);
  if (!fit.fits) return { reason: `${shape.model.id} does not fit ${shape.accelerators} x ${shape.accelerator.id}` };
  const meanTokens = load.inputTokens + load.outputTokens / 2;
  const maxConcurrency = Math.floor(fit.kvTokens / meanTokens);
  if (maxConcurrency < 1) return { reason: `the cache of ${fit.kvTokens} tokens holds no request of ${meanTokens}` };
  const concurrency = Math.min(load.concurrency, maxConcurrency);
  const prefill = prefillSeconds(shape, load);
  const decode = decodeStep(shape, concurrency, meanTokens);
  const perStep = load.speculativeTokensPerStep ?? 1;
  const tpot = decode.seconds / perStep + (prefill * (concurrency - 1)) / load.outputTokens;
  // A new prompt waits for the step that runs and, on average, for half of another prompt per busy slot of prefill.
  const busy = Math.min(
    (prefill * concurrency) / (prefill * concurrency + decode.seconds * (load.outputTokens / perStep)),
    0.95,
  );
  const ttft = prefill * (1 + busy / (2 * (1 - busy))) + decode.seconds;
  const requestSeconds = ttft + tpot * load.outputTokens;
  const requestsPerSecond = concurrency / requestSeconds;
  return {
    estimate: {
      outputTokensPerSecond: requestsPerSecond * load.outputTokens,
      requestsPerSecond,
      ttftMs: milliseconds(ttft),
      tpotMs: milliseconds(tpot),
      powerW: powerOf(shape, load, busy),
      maxConcurrency,
      bound: load.concurrency > maxConcurrency ? 'memory-capacity' : decode.bound,
      basis: 'roofline of compute, memory bandwidth, links and step overhead, not yet calibrated on measurements',
      expectedError: EXPECTED_ERROR,
    },
  };
}

/** Highest concurrency that keeps both latencies within the limits; 0 where not even one request does. */
export function concurrencyWithin(
  shape: ServingShape,
  load: Omit<ServingLoad, 'concurrency'>,
  limits: { readonly ttftMs?: number; readonly tpotMs?: number },
): number {
  const keeps = (concurrency: number): boolean => {
    const estimated = estimateServing(shape, { ...load, concurrency });
    if ('reason' in estimated) return false;
    const { ttftMs, tpotMs, maxConcurrency } = estimated.estimate;
    return (
      concurrency <= maxConcurrency &&
      ttftMs <= (limits.ttftMs ?? Number.POSITIVE_INFINITY) &&
      tpotMs <= (limits.tpotMs ?? Number.POSITIVE_INFINITY)
    );
  };
  let low = 0;
  let high = 4096;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (keeps(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** FLOP/s of one accelerator in the format that the products run in: weights may be stored smaller than that. */
function flopsOf({ accelerator, precision }: ServingShape): number {
  const { bf16, fp8, fp4 } = accelerator.denseTflops;
  const eight = fp8 ?? bf16;
  const tera =
    precision === 'fp4'
      ? (fp4 ?? (fp8 === null ? bf16 : eight))
      : precision === 'fp8' || precision === 'int8'
        ? eight
        : bf16;
  return tera * 1e12;
}

function prefillSeconds(shape: ServingShape, load: Omit<ServingLoad, 'concurrency'>): number {
  const { model, accelerators, parallelism } = shape;
  const tokens = load.inputTokens * (1 - (load.prefixCacheHitRate ?? 0));
  const products = 2 * model.activeParamsB * 1e9 * tokens;
  const attention = 2 * model.fullAttentionLayers * model.heads * model.headDim * tokens * load.inputTokens;
  const compute = (products + attention) / (flopsOf(shape) * EFFICIENCY.compute * accelerators * capShare(shape, load));
  const perGroup = parallelism.data * parallelism.pipeline || 1;
  return compute * Math.max(parallelism.data, 1) + linkSeconds(shape, tokens / perGroup);
}

function decodeStep(shape: ServingShape, concurrency: number, meanTokens: number): Step {
  const { model, accelerator, accelerators, parallelism } = shape;
  const fit = fitMemory(shape);
  const perGroup = concurrency / Math.max(parallelism.data, 1);
  const bandwidth =
    accelerator.memoryBandwidthGbS * 1e9 * EFFICIENCY.memory * (accelerators / Math.max(parallelism.data, 1));
  const weights = model.paramsB * 1e9 * bytesOf[shape.precision] * touchedShare(shape, perGroup);
  const copies = model.mla === null ? Math.max(parallelism.tensor / model.kvHeads, 1) : parallelism.tensor;
  const cache = perGroup * meanTokens * fit.kvBytesPerToken * copies;
  const memory = (weights + cache) / bandwidth;
  const compute =
    (2 * model.activeParamsB * 1e9 * perGroup) /
    (flopsOf(shape) * EFFICIENCY.compute * (accelerators / Math.max(parallelism.data, 1)));
  const link = linkSeconds(shape, perGroup);
  const overhead = OVERHEAD.step + OVERHEAD.layer * model.layers;
  const parts = { 'memory-bandwidth': memory, compute, communication: link, overhead } as const;
  const bound = (Object.entries(parts) as [keyof typeof parts, number][]).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  return { seconds: Math.max(memory, compute) + link + overhead, bound };
}

/** Share of the weights that a step of so many tokens reads: all of a dense model, the expected experts of a sparse one. */
function touchedShare({ model }: ServingShape, tokens: number): number {
  if (model.moe === null) return 1;
  const { experts, activeExperts } = model.moe;
  const dense = Math.max(model.activeParamsB / model.paramsB - activeExperts / experts, 0);
  const touched = 1 - (1 - activeExperts / experts) ** Math.max(tokens, 1);
  return Math.min(dense + (1 - dense) * touched, 1);
}

/** Two all-reduces a layer over a tensor group, and hand-overs between pipeline stages. */
function linkSeconds({ model, accelerator, parallelism, scaleOutGbS }: ServingShape, tokens: number): number {
  const { tensor, pipeline } = parallelism;
  const bytes = tokens * model.hidden * bytesOf.bf16;
  const inside = (accelerator.scaleUp.gbS ?? 32) * 1e9 * EFFICIENCY.link;
  const reduce = tensor === 1 ? 0 : 2 * model.layers * (LATENCY.inside + (2 * bytes * (tensor - 1)) / tensor / inside);
  const outside = (scaleOutGbS ?? 12.5) * 1e9 * EFFICIENCY.link;
  return reduce + (pipeline - 1) * (LATENCY.outside + bytes / outside);
}

/** Compute left under a power cap, in proportion; decoding stays far below the board power and is not slowed. */
function capShare({ accelerator }: ServingShape, load: Omit<ServingLoad, 'concurrency'>): number {
  if (load.powerCapW === undefined || accelerator.boardW === null) return 1;
  return Math.min(load.powerCapW / accelerator.boardW, 1);
}

/** Decoding draws about half of the board power, prompt processing nearly all of it. */
function powerOf(shape: ServingShape, load: ServingLoad, busy: number): number {
  const board = Math.min(shape.accelerator.boardW ?? 500, load.powerCapW ?? Number.POSITIVE_INFINITY);
  return board * shape.accelerators * (0.5 + 0.45 * busy);
}
