import type { Model } from '../../catalog/rows';
import type { Parallelism } from '../../planner/performance';

/** Reads `TP8`, `TP4 PP2`, `TP1xPP4`, `DEP8`, `TP8 attnDP1 moeTP1 EP8` or an object of such sizes; what the sizes leave over is data parallel. */
export function readParallelism(
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
      if (match !== null) return Math.max(Number(match[1]), 1);
    }
    return null;
  };
  const shared = sizeOf('dep');
  if (shared !== null && shared <= accelerators) {
    return { tensor: 1, pipeline: 1, expert: shared, data: accelerators };
  }
  const pipeline = sizeOf('pp', 'pipeline') ?? 1;
  const data = sizeOf('attnDP', 'dp', 'data');
  const stated = sizeOf('tp', 'tep', 'tensor');
  const tensor = stated ?? (data === null ? null : Math.max(Math.floor(accelerators / (pipeline * data)), 1));
  if (tensor === null || tensor * pipeline > accelerators) return null;
  // Where attention is data parallel, experts are shared however they are cut: by expert, by tensor, or both.
  const attention = sizeOf('attnDP') ?? 1;
  const experts = sizeOf('ep', 'expert') ?? (sizeOf('tep') === null ? 1 : tensor);
  return {
    tensor,
    pipeline,
    expert: attention > 1 ? Math.max(experts * (sizeOf('moeTP') ?? 1), tensor) : experts,
    data: Math.max(Math.floor(accelerators / (tensor * pipeline)), 1),
  };
}

/** Accelerators of the usual server. */
const SERVER = 8;

/** The splits that an operator would try: engines of one accelerator up to a node, side by side; several nodes in a pipeline. */
export function usualParallelisms(
  model: Model,
  accelerators: number,
  perNode: number,
  domain: number = perNode,
): readonly Parallelism[] {
  const tensors = [1, 2, 4, 8, 16, 32, 64].filter(
    (tensor) => tensor <= Math.min(perNode, accelerators) && perNode % tensor === 0 && model.heads % tensor === 0,
  );
  const expert = (tensor: number): number => (model.moe === null ? 1 : tensor);
  const beside = tensors.map((tensor) => ({
    tensor,
    pipeline: 1,
    expert: expert(tensor),
    data: Math.floor(accelerators / tensor),
  }));
  // Experts spread over a server or a whole fabric while each accelerator keeps the attention of its own requests.
  if (model.moe !== null) {
    const spread = [SERVER, accelerators].filter((size) => size > 1 && size <= domain && accelerators % size === 0);
    for (const size of new Set(spread)) beside.push({ tensor: 1, pipeline: 1, expert: size, data: accelerators });
  }
  const pipeline = Math.floor(accelerators / perNode);
  const widest = tensors.at(-1) ?? 1;
  if (pipeline <= 1) return beside;
  return [...beside, { tensor: widest, pipeline, expert: expert(widest), data: Math.floor(perNode / widest) }];
}

/** A split in the notation that `readParallelism` reads. */
export const writeParallelism = ({ tensor, pipeline, data, expert }: Parallelism): string =>
  [
    `TP${tensor}`,
    ...(pipeline > 1 ? [`PP${pipeline}`] : []),
    ...(data > 1 ? [`DP${data}`] : []),
    ...(expert > 1 ? [`EP${expert}`] : []),
  ].join(' ');
