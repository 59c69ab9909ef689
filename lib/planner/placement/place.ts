import { compare } from '../model/finding';
import { bindingOf } from './binding';
import { priceBound } from './bound';
import { boundPricesOf } from './bound-prices';
import { canAllRun, conflictOf } from './conflict';
import { improve } from './improve';
import { buildModel, type Model } from './model';
import type { Placement, PlacementAssignment, PlacementProblem } from './problem';
import { reinsert } from './reinsert';
import { rejectedOf } from './rejected';
import { roundUp } from './round';
import { search } from './search';
import { complete, replicasOf, type Solution } from './solution';

/** Work of the exact search: less than a second. Beyond it the best placement so far is given with its proven gap. */
const SEARCH_WORK = 2e8;
/** Work of bettering a placement part by part, as a share of that of the exact search. */
const IMPROVE_SHARE = 0.1;
/** Work of putting workloads in anew, each of two times, in the same. */
const REINSERT_SHARE = 0.4;
/** Steps towards the prices that bound a large placement. */
const BOUND_ITERATIONS = 100;
/** Cells of a tableau beyond which no search is tried. */
const LARGEST_TABLEAU = 3e6;

export interface PlaceOptions {
  /** Multiplications after which the exact search gives what it has. @default 2e8, less than a second */
  readonly work?: number;
}

/**
 * Decides which pool runs how many replicas of which workload, at the least cost, carbon or draw.
 *
 * Exact for factory-sized questions (branch and bound); where the work runs out, the best placement so far with the gap
 * to a proven bound. The same question in any order gives the same placement. Where not everything fits, the workloads
 * of higher priority are placed and `infeasible` names the smallest set of limits that conflict.
 */
export function placeWorkloads(problem: PlacementProblem, options: PlaceOptions = {}): Placement {
  const model = buildModel(problem);
  const result = solve(model, options.work ?? SEARCH_WORK);
  if (result.solution !== null) return report(problem, model, result.solution, result);
  const subset = fitting(problem);
  const partial = subset === null ? null : solve(buildModel(subset), options.work ?? SEARCH_WORK);
  const placement =
    subset === null || partial === null || partial.solution === null
      ? nothing(problem, model)
      : report(subset, buildModel(subset), partial.solution, partial);
  return {
    ...placement,
    rejected: rejectedOf(problem, model, null).filter(
      (each) =>
        !placement.assignments.some(
          (a) => a.workload === each.workload && a.site === each.site && a.pool === each.pool,
        ),
    ),
    binding: [],
    infeasible: conflict(problem, model, result, subset),
  };
}

/** Why nothing holds all workloads: the smallest conflict, or for large questions the workloads that found no room. */
function conflict(
  problem: PlacementProblem,
  model: Model,
  { isProven }: Solved,
  placed: PlacementProblem | null,
): NonNullable<Placement['infeasible']> {
  if (!canAllRun(problem) || (isProven && isSearchable(model))) return conflictOf(problem);
  const names = new Set(placed?.workloads.map(({ name }) => name));
  const left = problem.workloads.filter(({ name }) => !names.has(name));
  if (left.length === 0) {
    return [{ path: 'placement', words: 'no placement was found within the work allowed; ease a limit or add a pool' }];
  }
  return left
    .map(({ name }) => ({
      path: `workloads.${name}`,
      words: `no room was found for ${name} beside the ${names.size} workloads before it in priority and name; ease a limit or add a pool`,
    }))
    .sort((a, b) => compare(a.path, b.path));
}

interface Solved {
  readonly solution: Solution | null;
  readonly bound: number;
  readonly isProven: boolean;
  /** Price of a node by pool at the bound, where that is all that is known. */
  readonly prices?: readonly number[];
}

/** Whether a question is of a size of which one step of the search is a small part of its work. */
const isSearchable = (model: Model): boolean =>
  (model.options.length * 3 + model.pools.length) *
    (model.workloads.length * 2 + model.pools.length + model.limits.length) <=
  LARGEST_TABLEAU;

function solve(model: Model, work: number): Solved {
  const exact = isSearchable(model) ? search(model, { work }) : null;
  if (exact?.isProven === true) return exact;
  return near(model, exact, work);
}

/** A placement that is built at once, without a relaxation to begin with. */
const fromNothing = (model: Model): Solution | null =>
  roundUp(
    model,
    model.options.map(() => 0),
  );

/** A placement that is not proven best: built at prices that bound it from below, then bettered part by part. */
function near(model: Model, known: Solved | null, work: number): Solved {
  const first = known?.solution ?? fromNothing(model);
  const dearest = model.pools.reduce((sum, pool) => sum + (pool.fixed ?? pool.max) * pool.measure, 0);
  const priced = priceBound(model, { known: first?.objective ?? dearest, iterations: BOUND_ITERATIONS });
  const atPrices = {
    ...model,
    pools: model.pools.map((pool, p) => ({ ...pool, measure: priced.prices[p] ?? pool.measure })),
  };
  const second = fromNothing(atPrices);
  const start = [first, second === null ? null : complete(model, second.working)]
    .filter((each) => each !== null)
    .reduce<Solution | null>((best, each) => (best === null || each.rank < best.rank ? each : best), null);
  if (start === null) {
    const bound = Math.max(priced.bound, known?.bound ?? Number.NEGATIVE_INFINITY);
    return { solution: null, bound, isProven: priced.bound === Number.POSITIVE_INFINITY };
  }
  const share = work * REINSERT_SHARE;
  const moved = reinsert(model, start, { prices: priced.prices, work: share, bound: priced.bound });
  // A better placement makes the steps of the prices surer, and better prices the insertions.
  const { prices, ...again } = priceBound(model, {
    known: moved.objective,
    iterations: 3 * BOUND_ITERATIONS,
    start: priced,
  });
  const bound = Math.max(again.bound, known?.bound ?? Number.NEGATIVE_INFINITY);
  const twice = reinsert(model, moved, { prices, work: share, bound });
  const solution = improve(model, twice, { prices, work: work * IMPROVE_SHARE, bound });
  return { solution, bound: Math.min(bound, solution.objective), prices, isProven: false };
}

/** The workloads that fit together, taken by priority and then by name; null where none does. */
function fitting(problem: PlacementProblem): PlacementProblem | null {
  const order = [...problem.workloads].sort((a, b) => b.priority - a.priority || compare(a.name, b.name));
  let taken: PlacementProblem | null = null;
  for (const workload of order) {
    const candidate: PlacementProblem = { ...problem, workloads: [...(taken?.workloads ?? []), workload] };
    const model = buildModel(candidate);
    const built = fromNothing(model);
    const found =
      built === null && isSearchable(model)
        ? search(model, { work: SEARCH_WORK / 20, anyWillDo: true }).solution
        : built;
    if (found !== null) taken = candidate;
  }
  return taken;
}

function nothing(problem: PlacementProblem, model: Model): Placement {
  return {
    assignments: [],
    nodes: model.pools.map((pool) => ({ site: pool.siteName, pool: pool.name, nodes: pool.fixed ?? 0 })),
    objective: model.pools.reduce((sum, pool) => sum + (pool.fixed ?? 0) * pool.measure, 0),
    quality: { method: 'exact', gap: 0 },
    rejected: rejectedOf(problem, model, null),
    binding: [],
    infeasible: null,
  };
}

function report(
  problem: PlacementProblem,
  model: Model,
  solution: Solution,
  { bound, isProven, prices }: Omit<Solved, 'solution'>,
): Placement {
  const gap = solution.objective === 0 ? 0 : Math.max(0, (solution.objective - bound) / Math.abs(solution.objective));
  return {
    assignments: assignmentsOf(model, solution),
    nodes: model.pools.map((pool, index) => ({
      site: pool.siteName,
      pool: pool.name,
      nodes: solution.nodes[index] ?? 0,
    })),
    objective: solution.objective,
    quality: isProven ? { method: 'exact', gap: 0 } : { method: 'bounded', gap },
    rejected: rejectedOf(problem, model, solution),
    binding: isProven ? bindingOf(problem, model, solution) : boundPricesOf(problem, model, solution, prices ?? []),
    infeasible: null,
  };
}

/** Splits each workload's peak over its sites: by fixed shares, else by capacity; within a site by capacity. */
function assignmentsOf(model: Model, solution: Pick<Solution, 'working'>): PlacementAssignment[] {
  return model.workloads.flatMap((workload) => {
    const used = workload.options.flatMap((o) => {
      const option = model.options[o];
      const working = solution.working[o] ?? 0;
      return option === undefined || working === 0 ? [] : [{ option, working, capacity: working * option.rate }];
    });
    const capacityAt = (site: number | null): number =>
      used.reduce((sum, each) => (site === null || each.option.site === site ? sum + each.capacity : sum), 0);
    return used.map(({ option, working, capacity }): PlacementAssignment => {
      const share = workload.shares.find((each) => each.site === option.site);
      return {
        workload: workload.name,
        site: option.source.site,
        pool: option.source.pool,
        replicas: replicasOf(option, working),
        requestsPerSecond:
          workload.shares.length > 0
            ? ((share?.requestsPerSecond ?? 0) * capacity) / capacityAt(option.site)
            : (workload.demand * capacity) / capacityAt(null),
      };
    });
  });
}
