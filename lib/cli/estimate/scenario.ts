import type { Benchmark } from '../../catalog/benchmarks';
import type { Row } from './row';

/** Limits at the 99th percentile; none where left out. */
export interface Limits {
  readonly ttftMs?: number;
  readonly tpotMs?: number;
}

/** How the requests of a row come. */
export type Scenario = { readonly limits: Limits } & (
  | /** So many clients that each wait for their answer. */ { readonly kind: 'closed'; readonly concurrency: number }
  | { readonly kind: 'offline' }
  | /** Arrivals at random, so many a second. */ { readonly kind: 'open'; readonly requestsPerSecond: number }
  | /** As many random arrivals as keep the limits. */ { readonly kind: 'limits' }
);

/** Reads scenario, concurrency and limits of a row; where the row has none, the benchmark of its model may. */
export function scenarioOf(row: Row, benchmark: Benchmark | undefined): Scenario {
  const text = row.scenario ?? '';
  const limits = {
    ...(row.slo_ttft_p99_ms == null ? {} : { ttftMs: row.slo_ttft_p99_ms }),
    ...(row.slo_tpot_p99_ms == null ? {} : { tpotMs: row.slo_tpot_p99_ms }),
  };
  const offered = /open loop at ([\d.]+) *(?:req|requests)/i.exec(text);
  if (offered !== null) return { kind: 'open', requestsPerSecond: Number(offered[1]), limits };
  if (/open loop|offline|saturated|max(imum)? throughput/i.test(text)) return { kind: 'offline', limits };
  const clients = Number(row.concurrency ?? /concurrency[^\d]*(\d+)/i.exec(text)?.[1] ?? Number.NaN);
  if (clients > 0) return { kind: 'closed', concurrency: clients, limits };
  const asked = Object.keys(limits).length > 0;
  const named = /server|interactive/i.exec(text)?.[0].toLowerCase();
  if (!asked && named === undefined) return { kind: 'offline', limits };
  return { kind: 'limits', limits: asked ? limits : (benchmark?.limits[named ?? ''] ?? limits) };
}
