import type { Catalog } from '../../catalog/rows';
import type { ResolvedPool, ResolvedWorkload } from '../model/resolved';
import {
  concurrencyWithin,
  estimateServing,
  fitMemory,
  type ServingEstimate,
  type ServingLoad,
  type ServingShape,
} from '../performance';
import { capOn } from '../resolve/node-draw';
import { MAX_SEQUENCES, plannedShare, type Refusal, type Replica } from './replica';

/** What became of one shape. */
export type Attempt =
  | { readonly replica: Replica }
  /** Too slow even for one request. */
  | { readonly alone: ServingEstimate }
  /** Weights or one context of cache do not fit. */
  | { readonly tooSmall: { readonly weightsGb: number } };

/** Sizes one shape: the most concurrency that fits its memory and keeps the objectives. */
export function tryShape(
  shape: ServingShape,
  load: Omit<ServingLoad, 'concurrency'>,
  limits: { readonly ttftMs?: number; readonly tpotMs?: number },
  contextTokens: number,
  cap: Cap,
): Attempt {
  const fit = fitMemory(shape);
  const tooSmall = { tooSmall: { weightsGb: fit.weightsGb * shape.accelerators } };
  if (!fit.fits || fit.kvTokens < contextTokens) return tooSmall;
  const alone = estimateServing(shape, { ...load, concurrency: 1 });
  if ('reason' in alone) return tooSmall;
  // A capped accelerator must be faster uncapped by what the cap takes.
  const within = concurrencyWithin(shape, load, {
    ...(limits.ttftMs === undefined ? {} : { ttftMs: limits.ttftMs * cap.prefillShare }),
    ...(limits.tpotMs === undefined ? {} : { tpotMs: limits.tpotMs * cap.decodeShare }),
  });
  if (within === 0) return { alone: underCap(alone.estimate, load, cap) };
  const concurrency = Math.min(within, MAX_SEQUENCES);
  const estimated = estimateServing(shape, { ...load, concurrency });
  if ('reason' in estimated) return tooSmall;
  const estimate = underCap(estimated.estimate, load, cap);
  return {
    replica: {
      shape,
      fit,
      estimate,
      concurrency,
      requestsPerSecond: estimate.requestsPerSecond * plannedShare.value,
      contextTokens,
    },
  };
}

/** Shares of the uncapped rates that the power cap of a pool leaves. */
interface Cap {
  readonly prefillShare: number;
  readonly decodeShare: number;
}

/** Throughput that the power cap of a pool leaves, from the rows; all of it where there is none. */
export function capShares(pool: ResolvedPool, catalog: Catalog): Cap {
  const throughput = capOn(pool, catalog);
  if (throughput === null) return { prefillShare: 1, decodeShare: 1 };
  return { prefillShare: throughput.prefillShare.value, decodeShare: throughput.decodeShare.value };
}

/** An estimate under a power cap: each part of a request takes longer by what the cap leaves, and the rate falls with it. */
function underCap(estimate: ServingEstimate, load: Pick<ServingLoad, 'outputTokens'>, cap: Cap): ServingEstimate {
  const steps = load.outputTokens - 1;
  const ttftMs = estimate.ttftMs / cap.prefillShare;
  const tpotMs = estimate.tpotMs / cap.decodeShare;
  const left = (estimate.ttftMs + estimate.tpotMs * steps) / (ttftMs + tpotMs * steps);
  return {
    ...estimate,
    ttftMs,
    tpotMs,
    requestsPerSecond: estimate.requestsPerSecond * left,
    outputTokensPerSecond: estimate.outputTokensPerSecond * left,
  };
}

/** Which objective no shape keeps even for one request alone, or that no shape keeps both. */
export function outOfReach(
  attempts: readonly Attempt[],
  objectives: ResolvedWorkload['spec']['objectives'],
  accelerator: string,
): Refusal {
  const alone = attempts.flatMap((attempt) => ('alone' in attempt ? [attempt.alone] : []));
  const first = alone.reduce((best, each) => (each.ttftMs < best.ttftMs ? each : best));
  const next = alone.reduce((best, each) => (each.tpotMs < best.tpotMs ? each : best));
  const missed = [
    ...(objectives.ttftMs !== undefined && first.ttftMs > objectives.ttftMs
      ? [`ttftMs is ${objectives.ttftMs}, and the first token takes at least ${first.ttftMs.toFixed(0)} ms`]
      : []),
    ...(objectives.interTokenMs !== undefined && next.tpotMs > objectives.interTokenMs
      ? [`interTokenMs is ${objectives.interTokenMs}, and the next takes at least ${next.tpotMs.toFixed(1)} ms`]
      : []),
  ];
  if (missed.length > 0) {
    return {
      code: 'objectives-out-of-reach',
      reason: `even for one request alone on ${accelerator}: ${missed.join('; ')}; relax the objective or use a faster accelerator`,
    };
  }
  return {
    code: 'objectives-contradict',
    reason: `ttftMs ${objectives.ttftMs} and interTokenMs ${objectives.interTokenMs} contradict on ${accelerator}: what keeps the first takes ${first.tpotMs.toFixed(1)} ms between tokens, what keeps the second ${next.ttftMs.toFixed(0)} ms to the first; relax one of them`,
  };
}

/** Size of the weights as the refusal states it; the model's own where nothing could be tried. */
export const neededGb = (workload: ResolvedWorkload, attempts: readonly Attempt[]): number =>
  Math.max(
    workload.model.activeParamsB,
    ...attempts.map((attempt) => ('tooSmall' in attempt ? attempt.tooSmall.weightsGb : 0)),
  );
