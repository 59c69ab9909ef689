import type { Catalog } from '../../catalog/rows';
import { calibrated, type PerformanceConstants } from '../../planner/performance';
import { round } from '../../units/convert';
import { answerRow } from '../estimate/answer';
import { writeParallelism } from '../estimate/parallelism';
import { prepareRow } from '../estimate/row';

/** The answer to a row; figures are null where there is no basis for them, and `reason` says why. */
export interface EstimateAnswer {
  readonly id: string | number | null;
  readonly total_output_tps: number | null;
  readonly ttft_ms: number | null;
  readonly tpot_ms: number | null;
  /** Draw at the wall of the accelerators with their part of the nodes; null where no board power is known. */
  readonly power_w: number | null;
  readonly reason?: string;
  /** Where the figures come from. */
  readonly basis?: string;
  /** Median error to expect of each figure, as a share. */
  readonly expected_error?: { readonly total_output_tps: number; readonly ttft_ms: number; readonly tpot_ms: number };
  /** What limits the throughput. */
  readonly bound?: string;
  /** Requests whose cache fits at once. */
  readonly max_concurrency?: number;
  readonly parallelism?: string;
  /** Whether the limits of the row are kept; left out where it has none. */
  readonly meets_objectives?: boolean;
  /** What the row left open and the estimate had to assume. */
  readonly assumed?: readonly string[];
}

/** One row answered. */
export function estimateRow(
  input: unknown,
  catalog: Catalog,
  constants: PerformanceConstants = calibrated,
): EstimateAnswer {
  const id = idOf(input);
  const prepared = prepareRow(input, catalog);
  const answer = 'reason' in prepared ? prepared : answerRow(prepared, constants);
  if ('reason' in prepared || 'reason' in answer) {
    return { id, ...nothing, reason: 'reason' in answer ? answer.reason : 'no basis' };
  }
  const { estimate, parallelism, meets } = answer;
  const { tokensPerSecond, ttft, tpot } = estimate.expectedError;
  return {
    id,
    total_output_tps: round(estimate.outputTokensPerSecond, 2),
    ttft_ms: round(estimate.ttftMs, 2),
    tpot_ms: round(estimate.tpotMs, 3),
    power_w: estimate.powerW > 0 ? round(Math.min(estimate.powerW, prepared.nameplateW ?? estimate.powerW), 1) : null,
    basis: estimate.basis,
    expected_error: { total_output_tps: tokensPerSecond, ttft_ms: ttft, tpot_ms: tpot },
    bound: estimate.bound,
    max_concurrency: estimate.maxConcurrency,
    parallelism: writeParallelism(parallelism),
    ...(meets === null ? {} : { meets_objectives: meets }),
    ...(prepared.assumed.length === 0 ? {} : { assumed: prepared.assumed }),
  };
}

const nothing = { total_output_tps: null, ttft_ms: null, tpot_ms: null, power_w: null } as const;

function idOf(input: unknown): string | number | null {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** Answers JSON lines with JSON lines, one for each that is not blank. */
export function estimateLines(text: string, catalog: Catalog): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `${JSON.stringify(answerLine(line, catalog))}\n`)
    .join('');
}

function answerLine(line: string, catalog: Catalog): EstimateAnswer {
  try {
    return estimateRow(JSON.parse(line), catalog);
  } catch (error) {
    const reason = `not JSON: ${error instanceof Error ? error.message : String(error)}`;
    return { id: null, ...nothing, reason };
  }
}
