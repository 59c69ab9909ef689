import { defaultCatalog } from '../../lib/catalog/catalog';
import { answerRow, type PreparedRow, prepareRow } from '../../lib/cli/commands/estimate';
import type { PerformanceConstants } from '../../lib/planner/performance';
import type { Measurement } from './measurements';

/** One measurement against its estimate; errors are log(estimate / measurement). */
export interface Scored {
  readonly row: Measurement;
  readonly reason: string | null;
  readonly tokens: number | null;
  readonly ttft: number | null;
  readonly tpot: number | null;
  readonly power: number | null;
}

const prepared = new WeakMap<Measurement, PreparedRow | { readonly reason: string }>();

/** Scores rows; names are looked up once. */
export function scoreRows(rows: readonly Measurement[], constants: PerformanceConstants): readonly Scored[] {
  return rows.map((row) => {
    const ready = prepared.get(row) ?? prepareRow(row.asked, defaultCatalog);
    prepared.set(row, ready);
    const answer = 'reason' in ready ? ready : answerRow(ready, constants);
    if ('reason' in answer) return { row, reason: answer.reason, tokens: null, ttft: null, tpot: null, power: null };
    const error = (estimate: number, measured: number | null): number | null =>
      measured === null || !(estimate > 0) ? null : Math.log(estimate / measured);
    return {
      row,
      reason: null,
      tokens: error(answer.outputTokensPerSecond, row.tokensPerSecond),
      ttft: error(answer.ttftMs, row.ttftMs),
      tpot: error(answer.tpotMs, row.tpotMs),
      power: error(answer.powerW, row.powerW),
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
