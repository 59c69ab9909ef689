import { readFileSync } from 'node:fs';

/** A published measurement: what was run, and what came out. */
export interface Measurement {
  readonly id: string;
  readonly kind: string;
  readonly model: string;
  readonly gpu: string;
  /** What an estimate may know; no measured column is in it. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly tokensPerSecond: number | null;
  readonly ttftMs: number | null;
  readonly tpotMs: number | null;
  readonly powerW: number | null;
}

/** The columns of a row that describe the run and not its outcome. */
const ASKED = [
  'model',
  'precision',
  'gpu',
  'gpu_count',
  'nodes',
  'parallelism',
  'isl',
  'osl',
  'scenario',
  'concurrency',
  'slo_ttft_p99_ms',
  'slo_tpot_p99_ms',
] as const;

const numberIn = (row: Record<string, unknown>, ...names: readonly string[]): number | null => {
  for (const name of names) {
    const value = row[name];
    if (typeof value === 'number' && value > 0) return value;
  }
  return null;
};

/** Reads measurements from a JSON file: an array of rows, or an object with `rows`. */
export function readMeasurements(path: string): readonly Measurement[] {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const rows = (Array.isArray(content) ? content : (content as { rows: unknown }).rows) as Record<string, unknown>[];
  return rows.map((row, index) => ({
    id: String(row['id'] ?? index),
    kind: String(row['kind'] ?? 'measured'),
    model: String(row['model']),
    gpu: String(row['gpu']),
    asked: Object.fromEntries(ASKED.map((name) => [name, row[name] ?? null])),
    tokensPerSecond: numberIn(row, 'total_output_tps'),
    ttftMs: numberIn(row, 'measured_ttft_ms', 'measured_ttft_ms_mean', 'ttft_ms'),
    tpotMs: numberIn(row, 'measured_tpot_ms', 'measured_itl_ms_mean', 'tpot_ms'),
    powerW: numberIn(row, 'power_w'),
  }));
}
