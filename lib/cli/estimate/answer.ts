import {
  calibrated,
  estimatePrepared,
  type Parallelism,
  type PerformanceConstants,
  type Prepared,
  prepare,
  rateWithin,
  type ServingEstimate,
} from '../../planner/performance';
import type { PreparedRow } from './row';
import type { Limits } from './scenario';

/** Requests in flight where all of them are queued at once: more than any replica batches. */
const ALL_AT_ONCE = 1e6;
const SEARCH_STEPS = 24;

/** An estimate, the split it is for, and whether it keeps the limits; null where none are set. */
export interface Answer {
  readonly estimate: ServingEstimate;
  readonly parallelism: Parallelism;
  readonly meets: boolean | null;
}

/** The estimate of a row: of the splits that hold the model, the one that serves most and keeps the limits. */
export function answerRow(
  row: PreparedRow,
  constants: PerformanceConstants = calibrated,
): Answer | { readonly reason: string } {
  const reasons: string[] = [];
  let best: Answer | undefined;
  for (const shape of row.shapes) {
    const prepared = prepare(shape, row.load, constants);
    if ('reason' in prepared) {
      reasons.push(prepared.reason);
      continue;
    }
    const found = { ...answerOf(prepared, row), parallelism: shape.parallelism };
    if (best === undefined || better(found, best)) best = found;
  }
  return best ?? { reason: reasons.at(-1) ?? 'no split of the accelerators is known' };
}

function better(a: Answer, b: Answer): boolean {
  if (a.meets !== b.meets && (a.meets === true || b.meets === true)) return a.meets === true;
  const more = a.estimate.outputTokensPerSecond / b.estimate.outputTokensPerSecond;
  return Math.abs(more - 1) < 1e-3 ? a.estimate.tpotMs < b.estimate.tpotMs : more > 1;
}

function answerOf(prepared: Prepared, { load, ask }: PreparedRow): Omit<Answer, 'parallelism'> {
  const at = (concurrency: number) => estimatePrepared(prepared, { ...load, concurrency });
  const judged = (estimate: ServingEstimate) => ({ estimate, meets: keeps(estimate, ask.limits) });
  switch (ask.kind) {
    case 'closed':
      return judged(at(ask.concurrency));
    case 'offline':
      // Beyond what memory holds a queue grows, and nothing else.
      return judged(at(Math.min(prepared.maxConcurrency, ALL_AT_ONCE)));
    case 'open':
      return judged(atRate(prepared, at, ask.requestsPerSecond, load.outputTokens));
    case 'limits': {
      const within = rateWithin(prepared, load, ask.limits);
      // Where not even one request keeps them, what one request gets is the closest answer.
      return within === null ? { estimate: at(1), meets: false } : { estimate: within, meets: true };
    }
  }
}

const keeps = ({ ttftMs, tpotMs }: ServingEstimate, limits: Limits): boolean | null =>
  limits.ttftMs === undefined && limits.tpotMs === undefined
    ? null
    : ttftMs <= (limits.ttftMs ?? Number.POSITIVE_INFINITY) && tpotMs <= (limits.tpotMs ?? Number.POSITIVE_INFINITY);

/** The load at which requests leave as fast as they come. */
function atRate(
  prepared: Prepared,
  at: (concurrency: number) => ServingEstimate,
  requestsPerSecond: number,
  outputTokens: number,
): ServingEstimate {
  let low = 0;
  let high: number = prepared.maxConcurrency;
  if (at(high).requestsPerSecond <= requestsPerSecond) return at(high);
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const middle = (low + high) / 2;
    if (at(middle).requestsPerSecond < requestsPerSecond) low = middle;
    else high = middle;
  }
  const found = at(high);
  const rate = Math.min(found.requestsPerSecond, requestsPerSecond);
  return { ...found, requestsPerSecond: rate, outputTokensPerSecond: rate * outputTokens };
}
