import type { Model, ModelLimit } from './model';
import { usage } from './solution';

/** A part of a question that shares nothing with the rest. */
export interface Part {
  readonly model: Model;
  /** Indices in the whole model of what the part has. */
  readonly options: readonly number[];
  readonly pools: readonly number[];
  readonly limits: readonly number[];
}

/**
 * Splits a question into parts that can be answered alone: workloads are in one part if they can run on the same pool, or
 * on pools that share a limit. A pool of a fixed size takes the same of a limit whatever runs there, and joins nothing.
 */
export function partsOf(model: Model): Part[] {
  const { workloads, pools, limits } = model;
  const [poolAt, limitAt] = [workloads.length, workloads.length + pools.length];
  const groups = new Groups(limitAt + limits.length);
  for (const { workload, pool } of model.options) groups.join(workload, poolAt + pool);
  for (const [l, limit] of limits.entries()) {
    for (const [p, pool] of pools.entries()) if (isShared(limit, p, pool.fixed)) groups.join(poolAt + p, limitAt + l);
  }
  const roots = [...new Set(workloads.map((_, w) => groups.of(w)))];
  if (roots.length <= 1) {
    const options = [...model.options.keys()];
    return [{ model, options, pools: [...pools.keys()], limits: [...limits.keys()] }];
  }
  return roots.map((root) => {
    const isIn = (each: number): boolean => groups.of(each) === root;
    const own = {
      workloads: [...workloads.keys()].filter(isIn),
      pools: [...pools.keys()].filter((p) => isIn(poolAt + p)),
      limits: [...limits.keys()].filter((l) => isIn(limitAt + l)),
      options: [...model.options.keys()].filter((o) => isIn(model.options[o]?.workload ?? -1)),
    };
    return { ...own, model: subModel(model, own) };
  });
}

const isShared = ({ uses, adds }: ModelLimit, p: number, fixed: number | null): boolean =>
  (fixed === null && (uses[p] ?? 0) > 0) || (adds?.[p] ?? 0) > 0;

function subModel(
  model: Model,
  own: Readonly<Record<'workloads' | 'pools' | 'limits' | 'options', readonly number[]>>,
): Model {
  const pick = <T>(all: readonly T[], indices: readonly number[]): T[] => indices.flatMap((i) => all[i] ?? []);
  const places = (indices: readonly number[]): Map<number, number> => new Map(indices.map((each, i) => [each, i]));
  const [workloadAt, poolAt, optionAt] = [places(own.workloads), places(own.pools), places(own.options)];
  const standing = model.pools.map((pool, p) => (poolAt.has(p) ? 0 : (pool.fixed ?? 0)));
  return {
    options: pick(model.options, own.options).map((option) => ({
      ...option,
      workload: workloadAt.get(option.workload) ?? -1,
      pool: poolAt.get(option.pool) ?? -1,
    })),
    pools: pick(model.pools, own.pools),
    limits: pick(model.limits, own.limits).map((limit) => ({
      ...limit,
      limit: limit.limit - usage(limit, standing, []),
      uses: own.pools.map((p) => limit.uses[p] ?? 0),
      adds: limit.adds === null ? null : own.pools.map((p) => limit.adds?.[p] ?? 0),
    })),
    workloads: pick(model.workloads, own.workloads).map((workload) => ({
      ...workload,
      options: workload.options.map((o) => optionAt.get(o) ?? -1),
    })),
  };
}

/** Disjoint sets of numbers. */
class Groups {
  readonly #parent: number[];

  constructor(count: number) {
    this.#parent = Array.from({ length: count }, (_, i) => i);
  }

  of(each: number): number {
    let root = each;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    this.#parent[each] = root;
    return root;
  }

  join(a: number, b: number): void {
    const [low, high] = [this.of(a), this.of(b)].sort((x, y) => x - y);
    this.#parent[high ?? b] = low ?? a;
  }
}
