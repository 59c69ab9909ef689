import { EPSILON, type Model } from './model';
import { REPLICA_WEIGHT, replicasOf, type Solution } from './solution';
import type { LinearProgram, LinearProgramRow } from './solver';

/** The placement question as an integer program. */
export interface PlacementProgram {
  readonly program: LinearProgram;
  /** What the objective of the program is multiplied by, after `constant` is added, to give that of the placement. */
  readonly scale: number;
  /** Cost of the nodes that exist in any case. */
  readonly constant: number;
  /** Row that holds the nodes of a pool against its load; -1 if nothing runs there. */
  readonly poolRows: readonly number[];
  readonly limitRows: readonly number[];
  /** Column of the nodes of each pool, which counts steps; -1 if it is fixed. */
  readonly nodes: readonly { readonly column: number; readonly step: number }[];
  columnsOf(solution: Solution): number[];
}

/** Largest cost of a column: far above the tolerances of a solver, also for the weight of a replica. */
const LARGEST_COST = 1e4;
/** Distinct rates of a workload for which a row counts whole replicas. */
const ROUNDED_RATES = 3;
/** Sites x options of a workload up to which the loss of each site is a row of its own, which bounds better than a level. */
const MOST_BY_LOSS = 1000;

/**
 * Columns: working replicas of every option, a switch of options with spare replicas, steps of nodes of growing pools,
 * and the most that one site holds of a workload that must survive the loss of any.
 */
export function programOf(model: Model): PlacementProgram {
  const cost: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const isInteger: boolean[] = [];
  const rows: LinearProgramRow[] = [];
  /** Set the columns that follow from the others. */
  const derived: ((values: number[]) => void)[] = [];
  const column = (each: number, most: number, whole = true): number => {
    cost.push(each);
    lower.push(0);
    upper.push(most);
    isInteger.push(whole);
    return cost.length - 1;
  };
  for (const option of model.options) column(REPLICA_WEIGHT * option.measure, option.most);
  const used = model.options.map((option) =>
    option.spare > 0 ? column(REPLICA_WEIGHT * option.measure * option.spare, 1) : -1,
  );
  const nodes = model.pools.map((pool) =>
    pool.fixed === null && pool.max > 0 ? column(pool.measure * pool.step, pool.max / pool.step) : -1,
  );
  const add = (
    entries: readonly (readonly [number, number])[],
    ends: Pick<LinearProgramRow, 'lower' | 'upper'>,
  ): number => {
    rows.push({ columns: entries.map(([c]) => c), values: entries.map(([, value]) => value), ...ends });
    return rows.length - 1;
  };
  const replicas = (o: number, each: number): [number, number][] => {
    const at = used[o] ?? -1;
    return at < 0
      ? [[o, each]]
      : [
          [o, each],
          [at, each * (model.options[o]?.spare ?? 0)],
        ];
  };
  for (const [o, option] of model.options.entries()) {
    const at = used[o] ?? -1;
    if (at >= 0)
      add(
        [
          [o, 1],
          [at, -option.most],
        ],
        { upper: 0 },
      );
  }
  const sitesOf = (options: readonly number[]): number[] => [
    ...new Set(options.map((o) => model.options[o]?.site ?? -1)),
  ];
  /** Less what the `lost` sites that hold most hold: at least lost x level, and what each holds above the level. */
  const loss = (options: readonly number[], requests: (o: number) => number, lost: number): [number, number][] => {
    const sites = sitesOf(options);
    const most = options.reduce((sum, o) => sum + requests(o) * (model.options[o]?.most ?? 0), 0);
    const level = column(0, most, false);
    const parts = sites.map((site) => {
      const here = options.filter((o) => model.options[o]?.site === site);
      const over = lost > 1 ? column(0, most, false) : null;
      const entries = here.map((o): [number, number] => [o, requests(o)]);
      add([...entries, [level, -1], ...(over === null ? [] : [[over, -1] as const])], { upper: 0 });
      return { entries, over };
    });
    derived.push((values) => {
      const held = parts.map(({ entries }) => entries.reduce((sum, [o, each]) => sum + each * (values[o] ?? 0), 0));
      values[level] = [...held].sort((a, b) => b - a)[lost - 1] ?? 0;
      for (const [i, { over }] of parts.entries()) {
        if (over !== null) values[over] = Math.max(0, (held[i] ?? 0) - (values[level] ?? 0));
      }
    });
    return [[level, -lost], ...parts.flatMap(({ over }): [number, number][] => (over === null ? [] : [[over, -1]]))];
  };
  for (const workload of model.workloads) {
    const cover = (options: readonly number[], demand: number, lost: number): void => {
      const rate = (o: number): number => model.options[o]?.rate ?? 0;
      const sites = sitesOf(options);
      const isByLoss = lost === 1 && sites.length * options.length <= MOST_BY_LOSS;
      const hold = (requests: (o: number) => number, least: number): void => {
        const entries = (each: readonly number[]): [number, number][] => each.map((o) => [o, requests(o)]);
        if (!isByLoss) {
          add([...entries(options), ...(lost > 0 ? loss(options, requests, lost) : [])], { lower: least });
          return;
        }
        for (const site of sites) {
          add(entries(options.filter((o) => model.options[o]?.site !== site)), { lower: least });
        }
      };
      const rates = [...new Set(options.map(rate))].sort((a, b) => b - a);
      const isPlain = rates.length !== 1;
      if (isPlain) hold(rate, demand);
      if (isPlain && lost > 0 && !isByLoss) return;
      // Whole replicas: sum of ceil(rate / r) x replicas >= ceil(demand / r) for any r (Chvatal-Gomory).
      for (const r of rates.slice(0, ROUNDED_RATES)) {
        hold((o) => Math.ceil(rate(o) / r - EPSILON), Math.ceil(demand / r - EPSILON));
      }
    };
    cover(workload.options, workload.demand, workload.lost);
    for (const share of workload.shares) {
      cover(
        workload.options.filter((o) => model.options[o]?.site === share.site),
        share.requestsPerSecond,
        0,
      );
    }
  }
  const byPool = model.pools.map((): number[] => []);
  for (const [o, option] of model.options.entries()) byPool[option.pool]?.push(o);
  const poolRows = model.pools.map((pool, p) => {
    const entries = (byPool[p] ?? []).flatMap((o) => replicas(o, model.options[o]?.load ?? 0));
    if (entries.length === 0) return -1;
    const at = nodes[p] ?? -1;
    return at >= 0 ? add([...entries, [at, -pool.step]], { upper: 0 }) : add(entries, { upper: pool.fixed ?? 0 });
  });
  const limitRows = model.limits.map((limit) => {
    let most = limit.limit * (1 + EPSILON) + EPSILON;
    const entries: [number, number][] = [];
    for (const [p, pool] of model.pools.entries()) {
      const uses = limit.uses[p] ?? 0;
      const adds = limit.adds?.[p] ?? 0;
      if (adds > 0)
        entries.push(...(byPool[p] ?? []).flatMap((o) => replicas(o, adds * (model.options[o]?.load ?? 0))));
      if (uses === 0) continue;
      const at = nodes[p] ?? -1;
      if (at >= 0) entries.push([at, uses * pool.step]);
      else most -= (pool.fixed ?? 0) * uses;
    }
    return add(entries, { upper: most });
  });
  const dearest = cost.reduce((most, each) => Math.max(most, each), 0);
  const scale = dearest > 0 ? dearest / LARGEST_COST : 1;
  return {
    program: { cost: cost.map((each) => each / scale), lower, upper, isInteger, rows },
    scale,
    constant: model.pools.reduce((sum, pool) => sum + (pool.fixed ?? 0) * pool.measure, 0),
    poolRows,
    limitRows,
    nodes: model.pools.map(({ step }, p) => ({ column: nodes[p] ?? -1, step })),
    columnsOf: ({ working, nodes: count }) => {
      const values = cost.map(() => 0);
      for (const [o, option] of model.options.entries()) {
        values[o] = working[o] ?? 0;
        const at = used[o] ?? -1;
        if (at >= 0) values[at] = replicasOf(option, working[o] ?? 0) > 0 ? 1 : 0;
      }
      for (const [p, pool] of model.pools.entries()) {
        const at = nodes[p] ?? -1;
        if (at >= 0) values[at] = (count[p] ?? 0) / pool.step;
      }
      for (const derive of derived) derive(values);
      return values;
    },
  };
}
