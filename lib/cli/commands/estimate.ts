import { z } from 'zod';
import { findAccelerator, findModel } from '../../catalog/catalog';
import { type Catalog, Precision } from '../../catalog/rows';
import { defaultParallelism, estimateServing, fitMemory, type Parallelism } from '../../planner/performance';
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
  concurrency: z.number().positive().nullish(),
});

export interface EstimateAnswer {
  readonly id: string | number | null;
  readonly total_output_tps: number | null;
  readonly ttft_ms: number | null;
  readonly tpot_ms: number | null;
  readonly power_w: number | null;
  readonly reason?: string;
}

/** Lengths where a row states none. */
const DEFAULT_TOKENS = { input: 1024, output: 256 } as const;
/** Concurrency at which an unbounded queue of requests is served where memory allows more. */
const OFFLINE_CONCURRENCY = 1024;

/** One row answered; null figures carry the reason. */
export function estimateRow(input: unknown, catalog: Catalog): EstimateAnswer {
  const parsed = Row.safeParse(input);
  const id = parsed.success ? (parsed.data.id ?? null) : null;
  const none = (reason: string): EstimateAnswer => ({
    id,
    total_output_tps: null,
    ttft_ms: null,
    tpot_ms: null,
    power_w: null,
    reason,
  });
  if (!parsed.success)
    return none(
      `not a row: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    );
  const row = parsed.data;
  const model = findModel(catalog, row.model);
  if ('error' in model) return none(model.error.message);
  const accelerator = findAccelerator(catalog, row.gpu);
  if ('error' in accelerator) return none(accelerator.error.message);
  const precision = Precision.safeParse(row.precision ?? model.row.nativePrecision);
  if (!precision.success) return none(`precision "${row.precision}" is not one of ${Precision.options.join(', ')}`);
  const nodes = row.nodes ?? 1;
  const perNode = Math.max(Math.ceil(row.gpu_count / nodes), 1);
  const shape = {
    model: model.row,
    precision: precision.data,
    kvPrecision: accelerator.row.denseTflops.fp8 === null ? ('bf16' as const) : ('fp8' as const),
    accelerator: accelerator.row,
    accelerators: row.gpu_count,
    nodes,
    scaleUpDomain: perNode,
    scaleOutGbS: null,
    parallelism:
      parallelismOf(row.parallelism, row.gpu_count) ??
      defaultParallelism(model.row, precision.data, accelerator.row, row.gpu_count, perNode),
  };
  if (!fitMemory(shape).fits)
    return none(`${model.row.id} in ${precision.data} does not fit ${row.gpu_count} x ${accelerator.row.id}`);
  const answer = estimateServing(shape, {
    inputTokens: row.isl ?? DEFAULT_TOKENS.input,
    outputTokens: row.osl ?? DEFAULT_TOKENS.output,
    concurrency: row.concurrency ?? OFFLINE_CONCURRENCY,
  });
  if ('reason' in answer) return none(answer.reason);
  const { outputTokensPerSecond, ttftMs, tpotMs, powerW } = answer.estimate;
  return {
    id,
    total_output_tps: round(outputTokensPerSecond, 2),
    ttft_ms: round(ttftMs, 2),
    tpot_ms: round(tpotMs, 3),
    power_w: round(powerW, 1),
  };
}

/** Reads `TP8`, `TP4 PP2`, `tp=8,ep=8` or an object of such sizes; what the sizes leave over is data parallel. */
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
  const sizeOf = (name: string): number | null => {
    const match = new RegExp(`(?:^|[^a-z])${name}[^a-z0-9]*(\\d+)`, 'i').exec(text);
    return match === null ? null : Number(match[1]);
  };
  const tensor = sizeOf('tp') ?? sizeOf('tensor');
  const pipeline = sizeOf('pp') ?? sizeOf('pipeline') ?? 1;
  if (tensor === null || tensor * pipeline > accelerators) return null;
  return {
    tensor,
    pipeline,
    expert: sizeOf('ep') ?? sizeOf('expert') ?? 1,
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
