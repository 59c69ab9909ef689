import type { Model, ModelLimit, ModelOption } from './model';
import { search } from './search';
import { sequence } from './sequence';
import { complete, loadsOf, replicasOf, type Solution, usage } from './solution';

export interface ImproveOptions {
  /** Price of a node by pool, by which options are chosen. */
  readonly prices: readonly number[];
  /** Multiplications in all. */
  readonly work: number;
  /** Objective at which nothing more is to be gained. */
  readonly bound: number;
}

/** Workloads that are placed anew at once. */
const TOGETHER = 5;
/** Options of a workload that are tried: the cheapest at the prices, and those on nodes with room. */
const CHEAPEST = 6;
const ROOMY = 4;
/** Multiplications for one part. */
const PART_WORK = 4e6;
/** Multiplications that choosing a part counts for, whatever its search takes. */
const CHOICE_WORK = 1e6;
/** Rounds over all workloads without a gain after which it ends. */
const PATIENCE = 6;
/** Relative gain below which two placements are equal. */
const SAME = 1e-9;

/**
 * Betters a placement part by part: a few workloads that share pools are taken out and placed anew by the exact search,
 * while the others stay (large neighbourhood search: Shaw 1998). The parts are drawn from a fixed sequence, so that the
 * same question gives the same placement.
 */
export function improve(model: Model, start: Solution, { prices, work, bound }: ImproveOptions): Solution {
  const next = sequence();
  let best = start;
  let spent = 0;
  let idle = 0;
  for (let round = 0; spent < work && idle < PATIENCE * model.workloads.length; round++, idle++) {
    if (best.objective <= bound * (1 + SAME)) break;
    const chosen = neighbours(model, best, round % model.workloads.length, next);
    const part = partOf(model, best, chosen, prices);
    const now = complete(
      part.model,
      part.options.map((o) => best.working[o] ?? 0),
    );
    const found = search(part.model, { work: PART_WORK, ...(now === null ? {} : { below: now.rank }) });
    spent += found.work + CHOICE_WORK;
    if (found.solution === null) continue;
    const working = [...best.working];
    for (const w of chosen) for (const o of model.workloads[w]?.options ?? []) working[o] = 0;
    for (const [index, o] of part.options.entries()) working[o] = found.solution.working[index] ?? 0;
    const whole = complete(model, working);
    if (whole === null || whole.rank >= best.rank - SAME * Math.abs(best.rank)) continue;
    best = whole;
    idle = 0;
  }
  return best;
}

/** A workload and others drawn at random, those on the same pools first. */
function neighbours(model: Model, solution: Solution, first: number, next: () => number): number[] {
  const pools = new Set(usedBy(model, solution, first).map((o) => model.options[o]?.pool));
  const others = [...model.workloads.keys()]
    .filter((w) => w !== first)
    .map((w) => ({
      w,
      key: next() + (usedBy(model, solution, w).some((o) => pools.has(model.options[o]?.pool)) ? 0 : 0.6),
    }))
    .sort((a, b) => a.key - b.key);
  return [first, ...others.slice(0, TOGETHER - 1).map(({ w }) => w)];
}

const usedBy = (model: Model, solution: Solution, w: number): number[] =>
  (model.workloads[w]?.options ?? []).filter((o) => (solution.working[o] ?? 0) > 0);

/** The question of some workloads alone, on pools that carry the others' replicas. */
function partOf(
  model: Model,
  solution: Solution,
  chosen: readonly number[],
  prices: readonly number[],
): { readonly model: Model; readonly options: readonly number[] } {
  const isChosen = new Set(chosen);
  const base = new Float64Array(model.pools.length);
  for (const [o, option] of model.options.entries()) {
    if (isChosen.has(option.workload)) continue;
    base[option.pool] = (base[option.pool] ?? 0) + replicasOf(option, solution.working[o] ?? 0) * option.load;
  }
  const options = chosen.flatMap((w) => candidates(model, solution, w, base, prices)).sort((a, b) => a - b);
  const pools = [...new Set(options.map((o) => (model.options[o] as ModelOption).pool))].sort((a, b) => a - b);
  const poolAt = new Map(pools.map((pool, index) => [pool, index]));
  const optionAt = new Map(options.map((option, index) => [option, index]));
  const workloadAt = new Map(chosen.map((w, index) => [w, index]));
  const loads = loadsOf(model, solution.working);
  const ofPart = (all: ArrayLike<number>): number[] => pools.map((pool) => all[pool] ?? 0);
  const limits = model.limits.flatMap((limit): ModelLimit[] => {
    const own = { ...limit, uses: ofPart(limit.uses), adds: limit.adds === null ? null : ofPart(limit.adds) };
    if (own.uses.every((each) => each === 0) && (own.adds ?? []).every((each) => each === 0)) return [];
    const here = usage(own, ofPart(solution.nodes), ofPart(loads));
    return [{ ...own, limit: limit.limit - (usage(limit, solution.nodes, loads) - here) }];
  });
  return {
    options,
    model: {
      sitesThatMayFail: model.sitesThatMayFail,
      options: options.map((o) => {
        const option = model.options[o] as ModelOption;
        return {
          ...option,
          pool: poolAt.get(option.pool) ?? 0,
          workload: workloadAt.get(option.workload) ?? 0,
        };
      }),
      pools: pools.flatMap((p) => {
        const pool = model.pools[p];
        return pool === undefined ? [] : [{ ...pool, base: base[p] ?? 0 }];
      }),
      limits,
      workloads: chosen.flatMap((w) => {
        const workload = model.workloads[w];
        if (workload === undefined) return [];
        const own = workload.options.flatMap((o) => optionAt.get(o) ?? []);
        return [{ ...workload, options: own }];
      }),
    },
  };
}

/** Options that may serve a workload better: those it has, the cheapest at the prices, and the cheapest on free room. */
function candidates(
  model: Model,
  solution: Solution,
  w: number,
  base: Float64Array,
  prices: readonly number[],
): number[] {
  const own = model.workloads[w]?.options ?? [];
  const unit = (o: number): number => {
    const option = model.options[o] as ModelOption;
    return ((prices[option.pool] ?? 0) * option.load * (1 + option.spare / option.most)) / option.rate;
  };
  const room = (o: number): number => {
    const option = model.options[o] as ModelOption;
    const nodes = model.pools[option.pool]?.fixed ?? Math.ceil((base[option.pool] ?? 0) - 1e-9);
    return (nodes - (base[option.pool] ?? 0)) / option.load;
  };
  const units = new Map(own.map((o) => [o, unit(o)]));
  const cheapest = [...own].sort((a, b) => (units.get(a) ?? 0) - (units.get(b) ?? 0) || a - b);
  const roomy = cheapest.filter((o) => room(o) >= 1 + (model.options[o]?.spare ?? 0));
  return [
    ...new Set([
      ...own.filter((o) => (solution.working[o] ?? 0) > 0),
      ...cheapest.slice(0, CHEAPEST),
      ...roomy.slice(0, ROOMY),
    ]),
  ];
}
