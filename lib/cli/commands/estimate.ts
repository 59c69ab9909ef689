import { z } from 'zod';
import { benchmarkLengths } from '../../catalog/benchmarks';
import { findAccelerator, findModel } from '../../catalog/catalog';
import { type Accelerator, type Catalog, type Model, Precision } from '../../catalog/rows';
import {
  calibrated,
  defaultParallelism,
  estimatePrepared,
  type Parallelism,
  type PerformanceConstants,
  prepare,
  rateWithin,
  type ServingEstimate,
  type ServingLoad,
  type ServingShape,
  weightBytes,
} from '../../planner/performance';
import { round } from '../../units/convert';

/** What an estimate may know of a row; everything else in it, measurements above all, is ignored. */
const Row = z.object({
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

export interface EstimateAnswer {
  readonly id: string | number | null;
  readonly total_output_tps: number | null;
  readonly ttft_ms: number | null;
  readonly tpot_ms: number | null;
  readonly power_w: number | null;
  readonly reason?: string;
}

/** Lengths where neither the row nor the benchmark of its model states them. */
const DEFAULT_TOKENS = { input: 1024, output: 256 } as const;
/** Requests in flight where all of them are queued at once: more than any replica batches. */
const ALL_AT_ONCE = 1e6;
const SEARCH_STEPS = 24;

/** A row with its names looked up. */
export interface PreparedRow {
  readonly shape: ServingShape;
  readonly load: Omit<ServingLoad, 'concurrency'>;
  readonly ask: Scenario;
}

/** How the requests of a row come. */
export type Scenario =
  /** So many clients that each wait for their answer. */
  | { readonly kind: 'closed'; readonly concurrency: number }
  | { readonly kind: 'offline' }
  /** Arrivals at random, so many a second. */
  | { readonly kind: 'open'; readonly requestsPerSecond: number }
  /** As many random arrivals as keep both limits at the 99th percentile. */
  | { readonly kind: 'limits'; readonly ttftMs?: number; readonly tpotMs?: number };

/** One row answered; null figures carry the reason. */
export function estimateRow(
  input: unknown,
  catalog: Catalog,
  constants: PerformanceConstants = calibrated,
): EstimateAnswer {
  const id = idOf(input);
  const prepared = prepareRow(input, catalog);
  if ('reason' in prepared) return { id, ...nothing, reason: prepared.reason };
  const answer = answerRow(prepared, constants);
  if ('reason' in answer) return { id, ...nothing, reason: answer.reason };
  const { outputTokensPerSecond, ttftMs, tpotMs, powerW } = answer;
  return {
    id,
    total_output_tps: round(outputTokensPerSecond, 2),
    ttft_ms: round(ttftMs, 2),
    tpot_ms: round(tpotMs, 3),
    power_w: round(powerW, 1),
  };
}

const nothing = { total_output_tps: null, ttft_ms: null, tpot_ms: null, power_w: null } as const;

function idOf(input: unknown): string | number | null {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
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
  const precision = Precision.safeParse(row.precision ?? model.row.nativePrecision);
  if (!precision.success) {
    return { reason: `precision "${row.precision}" is not one of ${Precision.options.join(', ')}` };
  }
  const nodes = row.nodes ?? 1;
  const perNode = Math.max(Math.ceil(row.gpu_count / nodes), 1);
  const native = precision.data === 'bf16' || precision.data === 'fp16';
  const ask = scenarioOf(row);
  const shape: ServingShape = {
    model: model.row,
    precision: precision.data,
    kvPrecision: accelerator.row.denseTflops.fp8 === null || native ? 'bf16' : 'fp8',
    accelerator: accelerator.row,
    accelerators: row.gpu_count,
    nodes,
    scaleUpDomain: perNode,
    scaleOutGbS: null,
    parallelism:
      parallelismOf(row.parallelism, row.gpu_count) ??
      chooseParallelism(model.row, precision.data, accelerator.row, row.gpu_count, perNode),
  };
  const usual = benchmarkLengths.find((each) => each.model === model.row.id);
  const load = {
    inputTokens: row.isl ?? usual?.inputTokens ?? DEFAULT_TOKENS.input,
    outputTokens: row.osl ?? usual?.outputTokens ?? DEFAULT_TOKENS.output,
    arrival: ask.kind === 'open' || ask.kind === 'limits' ? ('open' as const) : ('closed' as const),
    // Benchmarks that ask for the most are run on engines tuned for them.
    tuned: ask.kind === 'offline' || ask.kind === 'limits',
  };
  return { shape, load, ask };
}

function scenarioOf(row: z.infer<typeof Row>): Scenario {
  const text = row.scenario ?? '';
  const ttftMs = row.slo_ttft_p99_ms ?? undefined;
  const tpotMs = row.slo_tpot_p99_ms ?? undefined;
  const offered = /open loop at ([\d.]+) *(?:req|requests)/i.exec(text);
  if (offered !== null) return { kind: 'open', requestsPerSecond: Number(offered[1]) };
  if (/open loop|offline/i.test(text)) return { kind: 'offline' };
  const stated = Number(row.concurrency ?? Number.NaN);
  if (stated > 0) return { kind: 'closed', concurrency: stated };
  const clients = /concurrency[^\d]*(\d+)/i.exec(text);
  if (clients !== null) return { kind: 'closed', concurrency: Number(clients[1]) };
  if (ttftMs === undefined && tpotMs === undefined && !/server|interactive/i.test(text)) return { kind: 'offline' };
  return {
    kind: 'limits',
    ...(ttftMs === undefined ? {} : { ttftMs }),
    ...(tpotMs === undefined ? {} : { tpotMs }),
  };
}

/** The estimate of a prepared row. */
export function answerRow(
  { shape, load, ask }: PreparedRow,
  constants: PerformanceConstants,
): ServingEstimate | { readonly reason: string } {
  const prepared = prepare(shape, load, constants);
  if ('reason' in prepared) return prepared;
  const at = (concurrency: number) => estimatePrepared(prepared, { ...load, concurrency });
  switch (ask.kind) {
    case 'closed':
      return at(ask.concurrency);
    case 'offline':
      // Beyond what memory holds a queue grows, and nothing else.
      return at(Math.min(prepared.maxConcurrency, ALL_AT_ONCE));
    case 'open': {
      let low = 0;
      let high: number = prepared.maxConcurrency;
      if (at(high).requestsPerSecond <= ask.requestsPerSecond) return at(high);
      for (let step = 0; step < SEARCH_STEPS; step++) {
        const middle = (low + high) / 2;
        if (at(middle).requestsPerSecond < ask.requestsPerSecond) low = middle;
        else high = middle;
      }
      const found = at(high);
      const rate = Math.min(found.requestsPerSecond, ask.requestsPerSecond);
      return { ...found, requestsPerSecond: rate, outputTokensPerSecond: rate * load.outputTokens };
    }
    case 'limits':
      return (
        rateWithin(prepared, load, ask) ?? {
          reason: `not even one request keeps ${ask.ttftMs ?? '-'} ms to the first token and ${ask.tpotMs ?? '-'} ms between tokens`,
        }
      );
  }
}

/** Most replicas that fit side by side: what is measured as a whole is usually run as many small engines. */
function chooseParallelism(
  model: Model,
  precision: Precision,
  accelerator: Accelerator,
  accelerators: number,
  perNode: number,
): Parallelism {
  const whole = defaultParallelism(model, precision, accelerator, accelerators, perNode);
  const needed = weightBytes(model, precision) / 1e9;
  for (let tensor = 1; tensor < whole.tensor; tensor *= 2) {
    // A quarter of the memory is left to the cache at least.
    if (perNode % tensor !== 0 || needed > tensor * accelerator.memoryGb * WEIGHTS_SHARE) continue;
    return { tensor, pipeline: 1, expert: model.moe === null ? 1 : tensor, data: Math.floor(accelerators / tensor) };
  }
  return whole;
}
const WEIGHTS_SHARE = 0.65;

/** Reads `TP8`, `TP4 PP2`, `TP1xPP4`, `DEP8`, `TP8 attnDP1 moeTP1 EP8` or an object of such sizes; what the sizes leave over is data parallel. */
function parallelismOf(
  value: string | Record<string, unknown> | null | undefined,
  accelerators: number,
): Parallelism | null {
  if (value == null) return null;
  const text =
    typeof value === 'string'
      ? value
      : Object.entries(value)
          .map(([key, size]) => `${key}=${String(size)}`)
          .join(' ');
  const sizeOf = (...names: readonly string[]): number | null => {
    for (const name of names) {
      const match = new RegExp(`(?:^|[^a-z]|\\dx)${name}[^a-z0-9]*(\\d+)`, 'i').exec(text);
      if (match !== null) return Number(match[1]);
    }
    return null;
  };
  const shared = sizeOf('dep');
  if (shared !== null && shared <= accelerators) {
    return { tensor: 1, pipeline: 1, expert: shared, data: accelerators };
  }
  const pipeline = sizeOf('pp', 'pipeline') ?? 1;
  const data = sizeOf('attnDP', 'dp', 'data');
  const stated = sizeOf('tp', 'tensor');
  const tensor = stated ?? (data === null ? null : Math.max(Math.floor(accelerators / (pipeline * data)), 1));
  if (tensor === null || tensor * pipeline > accelerators) return null;
  return {
    tensor,
    pipeline,
    expert: sizeOf('ep', 'expert') ?? 1,
    data: Math.max(Math.floor(accelerators / (tensor * pipeline)), 1),
  };
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
    return { id: null, total_output_tps: null, ttft_ms: null, tpot_ms: null, power_w: null, reason };
  }
}
