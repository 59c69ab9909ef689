import { z } from 'zod';
import { benchmarks } from '../../catalog/benchmarks';
import { findAccelerator, findModel } from '../../catalog/catalog';
import { precisionNamed } from '../../catalog/naming';
import { type Catalog, Precision } from '../../catalog/rows';
import type { ServingLoad, ServingShape } from '../../planner/performance';
import { readParallelism, usualParallelisms } from './parallelism';
import { type Scenario, scenarioOf } from './scenario';

/** What an estimate may know of a row; everything else in it, measurements above all, is ignored. */
export const Row = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  model: z.string(),
  precision: z.string().nullish(),
  gpu: z.string(),
  gpu_count: z.number().int().positive(),
  nodes: z.number().int().positive().nullish(),
  parallelism: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  isl: z.number().positive().nullish(),
  osl: z.number().positive().nullish(),
  scenario: z.string().nullish(),
  slo_ttft_p99_ms: z.number().positive().nullish(),
  slo_tpot_p99_ms: z.number().positive().nullish(),
  // Tables write `saturated` where every request is queued at once.
  concurrency: z.union([z.number().positive(), z.string()]).nullish(),
});
export type Row = z.infer<typeof Row>;

/** Lengths where neither the row nor the benchmark of its model states them. */
const DEFAULT_TOKENS = { input: 1024, output: 256 } as const;
/** Accelerators of one server where a row does not say how many servers it counts. */
const USUAL_PER_NODE = 8;

/** A row with its names looked up. */
export interface PreparedRow {
  /** The split that the row states, else those that an operator would try. */
  readonly shapes: readonly ServingShape[];
  readonly load: Omit<ServingLoad, 'concurrency'>;
  readonly ask: Scenario;
  /** Nameplate of the servers' part that belongs to these accelerators, in W; null where no machine with them is known. */
  readonly nameplateW: number | null;
  /** What the row left open and the estimate had to take from elsewhere. */
  readonly assumed: readonly string[];
}

/** Looks up the names of a row and reads how its requests come; says why where it cannot. */
export function prepareRow(input: unknown, catalog: Catalog): PreparedRow | { readonly reason: string } {
  const parsed = Row.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return { reason: `not a row: ${issues.join('; ')}` };
  }
  const row = parsed.data;
  const model = findModel(catalog, row.model);
  if ('error' in model) return { reason: model.error.message };
  const accelerator = findAccelerator(catalog, row.gpu);
  if ('error' in accelerator) return { reason: accelerator.error.message };
  const precision = row.precision == null ? precisionNamed(row.model) : precisionNamed(row.precision);
  if (precision === null && row.precision != null) {
    return { reason: `precision "${row.precision}" is not one of ${Precision.options.join(', ')}` };
  }
  const assumed: string[] = [];
  const format = precision ?? model.row.nativePrecision;
  if (precision === null) assumed.push(`precision ${format}`);
  const nodes = row.nodes ?? Math.ceil(row.gpu_count / Math.max(USUAL_PER_NODE, domainOf(catalog, accelerator.row.id)));
  const perNode = Math.max(Math.ceil(row.gpu_count / nodes), 1);
  const stated = readParallelism(row.parallelism, row.gpu_count);
  if (stated === null) assumed.push('parallelism');
  const benchmark = benchmarks.find((each) => each.model === model.row.id);
  const ask = scenarioOf(row, benchmark);
  const wide = format === 'bf16' || format === 'fp16';
  const base = {
    model: model.row,
    precision: format,
    kvPrecision: accelerator.row.denseTflops.fp8 === null || wide ? ('bf16' as const) : ('fp8' as const),
    accelerator: accelerator.row,
    accelerators: row.gpu_count,
    nodes,
    scaleUpDomain: Math.min(Math.max(perNode, domainOf(catalog, accelerator.row.id)), row.gpu_count),
    scaleOutGbS: null,
  };
  const splits = stated === null ? usualParallelisms(model.row, row.gpu_count, perNode, base.scaleUpDomain) : [stated];
  const length = (name: string, own: number | null | undefined, usual: number | null | undefined, other: number) => {
    const tokens = own ?? usual ?? other;
    if (own == null) assumed.push(`${name} ${tokens}`);
    return tokens;
  };
  return {
    shapes: splits.map((parallelism) => ({ ...base, parallelism })),
    load: {
      inputTokens: length('isl', row.isl, benchmark?.inputTokens, DEFAULT_TOKENS.input),
      outputTokens: length('osl', row.osl, benchmark?.outputTokens, DEFAULT_TOKENS.output),
      arrival: ask.kind === 'open' || ask.kind === 'limits' ? 'open' : 'closed',
      // Benchmarks that ask for the most are run on engines tuned for them.
      tuned: ask.kind === 'offline' || ask.kind === 'limits',
    },
    ask,
    nameplateW: nameplateOf(catalog, accelerator.row.id, row.gpu_count),
    assumed,
  };
}

/** Most accelerators that one fabric joins in the machines of the catalogue. */
function domainOf(catalog: Catalog, accelerator: string): number {
  const machines = catalog.machines.filter((machine) => machine.accelerator === accelerator);
  return Math.max(...machines.map((machine) => machine.scaleUpDomain), 1);
}

function nameplateOf(catalog: Catalog, accelerator: string, count: number): number | null {
  const machines = catalog.machines.filter(
    (machine) => machine.accelerator === accelerator && machine.accelerators > 0,
  );
  if (machines.length === 0) return null;
  return count * Math.max(...machines.map((machine) => machine.power.peakW / machine.accelerators));
}
