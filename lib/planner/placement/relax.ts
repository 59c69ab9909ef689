import type { Model, ModelOption } from './model';
import type { LinearProgramme } from './simplex';
import { REPLICA_WEIGHT } from './solution';

/**
 * The placement question as a linear programme.
 *
 * Columns by option: `working` replicas where the spare ones are spread over them (a relaxation: the first replica
 * needs all of them), `chosen` replicas beside a `used` switch where a search has decided that the option is used; and
 * nodes by growing pool. A search opens and closes columns by their bounds, so that the rows never change.
 */
export interface Relaxation {
  readonly programme: LinearProgramme;
  readonly working: (option: number) => number;
  /** Null for an option without spare replicas, whose `working` column is exact. */
  readonly chosen: (option: number) => number | null;
  readonly used: (option: number) => number | null;
  /** Null for a pool of fixed size. In steps of the pool. */
  readonly nodes: (pool: number) => number | null;
}

export function relax(model: Model): Relaxation {
  const chosen: (number | null)[] = [];
  let columns = model.options.length;
  for (const option of model.options) {
    chosen.push(option.spare > 0 ? columns : null);
    if (option.spare > 0) columns += 2;
  }
  const nodes = model.pools.map((pool) => (pool.fixed === null && pool.max > 0 ? columns++ : null));
  const rows: { readonly entries: [number, number][]; readonly rhs: number }[] = [];
  coverage(model, chosen, rows);
  for (const [p, pool] of model.pools.entries()) {
    const entries: [number, number][] = [];
    for (const [o, option] of model.options.entries()) {
      if (option.pool !== p) continue;
      entries.push(...replicaEntries(option, o, chosen[o] ?? null, option.load / pool.step));
    }
    const column = nodes[p] ?? null;
    if (entries.length === 0) continue;
    if (column !== null) rows.push({ entries: [...entries, [column, -1]], rhs: -pool.base / pool.step });
    else rows.push({ entries, rhs: ((pool.fixed ?? 0) - pool.base) / pool.step });
  }
  for (const limit of model.limits) {
    const entries: [number, number][] = [];
    let rhs = limit.limit;
    for (const [p, pool] of model.pools.entries()) {
      const uses = limit.uses[p] ?? 0;
      rhs -= (limit.adds?.[p] ?? 0) * pool.base;
      if (uses === 0) continue;
      const column = nodes[p] ?? null;
      if (column !== null) entries.push([column, uses * pool.step]);
      else rhs -= (pool.fixed ?? 0) * uses;
    }
    for (const [o, option] of model.options.entries()) {
      const adds = (limit.adds?.[option.pool] ?? 0) * option.load;
      if (adds > 0) entries.push(...replicaEntries(option, o, chosen[o] ?? null, adds));
    }
    rows.push({ entries, rhs });
  }
  const matrix = new Float64Array(rows.length * columns);
  const rhs = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    for (const [column, value] of row.entries) matrix[i * columns + column] = value;
    rhs[i] = row.rhs;
  }
  const cost = new Float64Array(columns);
  const upper = new Float64Array(columns);
  for (const [o, option] of model.options.entries()) {
    const measure = REPLICA_WEIGHT * option.measure;
    cost[o] = measure * (1 + option.spare / option.most);
    upper[o] = option.most;
    const column = chosen[o] ?? null;
    if (column !== null) {
      cost[column] = measure;
      cost[column + 1] = measure * option.spare;
    }
  }
  for (const [p, pool] of model.pools.entries()) {
    const column = nodes[p] ?? null;
    if (column === null) continue;
    cost[column] = pool.measure * pool.step;
    upper[column] = pool.max / pool.step;
  }
  return {
    programme: { rows: rows.length, columns, matrix, rhs, cost, lower: new Float64Array(columns), upper },
    working: (option) => option,
    chosen: (option) => chosen[option] ?? null,
    used: (option) => {
      const column = chosen[option] ?? null;
      return column === null ? null : column + 1;
    },
    nodes: (pool) => nodes[pool] ?? null,
  };
}

/** Coefficients of the replicas of an option, spare ones included, that take `each` of a row. */
function replicaEntries(
  { spare, most }: ModelOption,
  o: number,
  chosen: number | null,
  each: number,
): readonly [number, number][] {
  return [
    [o, each * (1 + spare / most)],
    ...(chosen === null
      ? []
      : ([
          [chosen, each],
          [chosen + 1, each * spare],
        ] satisfies [number, number][])),
  ];
}

/** Distinct rates of a workload that a rounded coverage row is written for. */
const ROUNDED_RATES = 3;

function coverage(
  model: Model,
  chosen: readonly (number | null)[],
  rows: { readonly entries: [number, number][]; readonly rhs: number }[],
): void {
  const add = (options: readonly number[], demand: number): void => {
    const row = (coefficient: (rate: number) => number, rhs: number): void => {
      const entries = options.flatMap((o): [number, number][] => {
        const value = -coefficient(model.options[o]?.rate ?? 0);
        const column = chosen[o] ?? null;
        return column === null
          ? [[o, value]]
          : [
              [o, value],
              [column, value],
            ];
      });
      rows.push({ entries, rhs: -rhs });
    };
    const rates = [...new Set(options.map((o) => model.options[o]?.rate ?? 0))].sort((a, b) => b - a);
    if (rates.length !== 1) row((rate) => rate, demand);
    // Whole replicas: sum of ceil(rate / r) x replicas >= ceil(demand / r) for any r (Chvatal-Gomory).
    for (const r of rates.slice(0, ROUNDED_RATES)) {
      row((rate) => Math.ceil(rate / r - 1e-9), Math.ceil(demand / r - 1e-9));
    }
  };
  for (const workload of model.workloads) {
    for (const loss of workload.losses) {
      add(
        workload.options.filter((o) => !loss.includes(model.options[o]?.site ?? -1)),
        workload.demand,
      );
    }
    for (const share of workload.shares) {
      add(
        workload.options.filter((o) => model.options[o]?.site === share.site),
        share.requestsPerSecond,
      );
    }
  }
}
