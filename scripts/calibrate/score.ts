import { defaultCatalog } from '../../lib/catalog/catalog';
import { answerRow } from '../../lib/cli/estimate/answer';
import { type PreparedRow, prepareRow } from '../../lib/cli/estimate/row';
import {
  bandwidthShare,
  MAX_PEAK_SHARE,
  type PerformanceConstants,
  peakShare,
  type ServingShape,
} from '../../lib/planner/performance';
import type { Measurement } from './measurements';
import { agreement } from './objectives';

/** One measurement against its estimate; errors are log(estimate / measurement). */
export interface Scored {
  readonly row: Measurement;
  readonly reason: string | null;
  readonly tokens: number | null;
  readonly ttft: number | null;
  readonly tpot: number | null;
  readonly power: number | null;
  /** Whether limits are judged as the measurement judges them: right answers of so many. */
  readonly objectives: { readonly right: number; readonly asked: number };
  /** Shares of the dense peak and of the memory bandwidth that the answer implies. */
  readonly peakShare: number;
  readonly bandwidthShare: number;
}

const unanswered = {
  tokens: null,
  ttft: null,
  tpot: null,
  power: null,
  objectives: { right: 0, asked: 0 },
  peakShare: 0,
  bandwidthShare: 0,
} as const;

type Ready = PreparedRow | { readonly reason: string };

const prepared = new WeakMap<Measurement, Ready>();

/** Looks up the names of a row, once. */
function ready(row: Measurement): Ready {
  const known = prepared.get(row) ?? prepareRow(row.asked, defaultCatalog);
  prepared.set(row, known);
  return known;
}

/** Rows with the one split that constants choose: a fit then moves the constants under a choice that stands. */
export function withSplits(rows: readonly Measurement[], constants: PerformanceConstants): readonly Measurement[] {
  return rows.map((row) => {
    const open = ready(row);
    const answer = 'reason' in open ? open : answerRow(open, constants);
    if ('reason' in open || 'reason' in answer) return row;
    const fixed = { ...row };
    prepared.set(fixed, { ...open, shapes: open.shapes.filter((each) => each.parallelism === answer.parallelism) });
    return fixed;
  });
}

/** Scores rows. */
export function scoreRows(rows: readonly Measurement[], constants: PerformanceConstants): readonly Scored[] {
  return rows.map((row) => {
    const open = ready(row);
    const answer = 'reason' in open ? open : answerRow(open, constants);
    if ('reason' in open) return { row, ...unanswered, reason: open.reason };
    if ('reason' in answer) return { row, ...unanswered, reason: answer.reason };
    const { estimate, parallelism, meets } = answer;
    const shape = open.shapes.find((each) => each.parallelism === parallelism) as ServingShape;
    const { ask, load } = open;
    const requests = Math.min(
      ask.kind === 'closed' ? ask.concurrency : estimate.maxConcurrency,
      estimate.maxConcurrency,
    );
    const error = (value: number, measured: number | null): number | null =>
      measured === null || !(value > 0) ? null : Math.log(value / measured);
    return {
      row,
      reason: null,
      tokens: error(estimate.outputTokensPerSecond, row.tokensPerSecond),
      ttft: error(estimate.ttftMs, row.ttftMs),
      tpot: error(estimate.tpotMs, row.tpotMs),
      power: error(estimate.powerW, row.powerW),
      // A published row with limits was run within them.
      objectives: meets === null ? agreement(estimate, row) : { right: meets ? 1 : 0, asked: 1 },
      peakShare: peakShare(shape, load, estimate),
      bandwidthShare: bandwidthShare(shape, load, estimate, requests),
    };
  });
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;

export interface Errors {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly bias: number;
}

/** Median and 90th percentile of |estimate / measurement - 1|, and the median of its logarithm. */
export function errorsOf(logs: readonly (number | null)[]): Errors {
  const known = logs.filter((each) => each !== null);
  const shares = known.map((each) => Math.abs(Math.exp(each) - 1)).sort((a, b) => a - b);
  return {
    count: known.length,
    median: quantile(shares, 0.5),
    p90: quantile(shares, 0.9),
    bias: quantile(
      [...known].sort((a, b) => a - b),
      0.5,
    ),
  };
}

/** Right answers to whether limits are kept. */
export const objectivesOf = (scored: readonly Scored[]): { readonly right: number; readonly asked: number } => ({
  right: scored.reduce((sum, each) => sum + each.objectives.right, 0),
  asked: scored.reduce((sum, each) => sum + each.objectives.asked, 0),
});

/** Errors as a table: all, by kind, by accelerator and by model. */
export function formatErrors(scored: readonly Scored[]): string {
  const percent = (value: number): string => (Number.isNaN(value) ? '-' : `${(value * 100).toFixed(1)}%`);
  const line = (name: string, part: readonly Scored[]): string => {
    const cells = (['tokens', 'ttft', 'tpot'] as const).map((key) => {
      const { count, median, p90, bias } = errorsOf(part.map((each) => each[key]));
      return count === 0
        ? ''.padEnd(34)
        : `${key} ${percent(median)} p90 ${percent(p90)} bias ${percent(bias)}`.padEnd(34);
    });
    const silent = part.filter((each) => each.reason !== null).length;
    const power = errorsOf(part.map((each) => each.power));
    if (power.count > 0) cells.push(`power ${percent(power.median)} of ${power.count}`);
    const { right, asked } = objectivesOf(part);
    if (asked > 0) cells.push(`objectives ${percent(right / asked)} of ${asked}`);
    const beyond = part.filter((each) => each.peakShare > MAX_PEAK_SHARE + 1e-9 || each.bandwidthShare > 1).length;
    if (beyond > 0) cells.push(`beyond the hardware ${beyond}`);
    return `${name.padEnd(28)} ${String(part.length).padStart(4)} ${cells.join(' ')}${silent === 0 ? '' : ` unanswered ${silent}`}`;
  };
  const group = (of: (each: Scored) => string): string[] =>
    [...new Set(scored.map(of))].sort().map((name) =>
      line(
        name,
        scored.filter((each) => of(each) === name),
      ),
    );
  return [
    line('all', scored),
    ...group(
      ({ row }) =>
        `${row.kind} ${row.asked['scenario'] === 'Server' || row.asked['scenario'] === 'Interactive' ? String(row.asked['scenario']) : ''}`,
    ),
    ...group(({ row }) => row.gpu),
    ...group(({ row }) => row.model),
    ...group(({ row }) => String(row.asked['precision'])),
  ].join('\n');
}
