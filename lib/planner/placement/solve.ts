import { EPSILON, type Model } from './model';
import { improveNear } from './neighbourhood';
import { partsOf } from './parts';
import { type PlacementProgram, programOf } from './program';
import { Recreation } from './recreate';
import { complete, type Solution } from './solution';
import type { RelaxedSolution, Solver } from './solver';

export interface SolveOptions {
  readonly solver: Solver;
  /** Share of the usual work that is done. @default 1 */
  readonly effort?: number;
  /** Whether any placement will do. @default false */
  readonly anyWillDo?: boolean;
  /** Whether limits are priced. @default false */
  readonly isPriced?: boolean;
}

/** What one more of a limit, or of the most nodes of a pool, saves of the objective in the relaxation. */
export interface ShadowPrices {
  readonly limits: readonly number[];
  readonly pools: readonly number[];
}

export interface Solved {
  readonly solution: Solution | null;
  /** No placement is better than this; infinite if none exists. */
  readonly bound: number;
  /** Whether the solution is proven best, or that there is none. */
  readonly isProven: boolean;
  /** If prices were requested and a solution was found. */
  readonly shadow?: ShadowPrices;
}

/** Coefficients of a program up to which the first try is to prove the best placement without a start. */
const SMALL = 600;
/** Iterations of that try. */
const FIRST_ITERATIONS = 2000;
/** Coefficients of a program above which only the relaxation is solved. */
const LARGEST = 30_000;
/** Iterations x coefficients of the solver, about 2 s. */
const SOLVER_WORK = 2.5e7;
/** Coefficients that an iteration counts for beside those of the program. */
const ITERATION = 2000;
/** Costs that ruin and recreate looks at where the solver follows it, and where it is alone. */
const RECREATE_WORK = 1.5e8;
const RECREATE_WORK_ALONE = 5e8;
/** Iterations of the solver for placing a few workloads again at a time, about 2 s. */
const NEAR_ITERATIONS = 15_000;
/** Least share of that work that is done for one of many independent parts. */
const LEAST_SHARE = 0.1;
/** Relative difference below which two placements are equal. */
const SAME = 1e-9;

/** Places the workloads of a model: each independent part alone. */
export function solve(model: Model, options: SolveOptions): Solved {
  const parts = partsOf(model);
  const working = model.options.map(() => 0);
  const standing = complete({ ...model, workloads: [] }, working);
  if (standing === null) return impossible;
  const shadow = { limits: model.limits.map(() => 0), pools: model.pools.map(() => 0) };
  let bound = standing.objective;
  let isProven = true;
  let isFound = true;
  for (const part of parts) {
    const solved = solvePart(part.model, options, 1 / parts.length);
    if (solved.solution === null && solved.isProven) return impossible;
    isFound = isFound && solved.solution !== null;
    isProven = isProven && solved.isProven;
    bound += solved.bound - fixedCost(part.model);
    for (const [i, o] of part.options.entries()) working[o] = solved.solution?.working[i] ?? 0;
    for (const [i, l] of part.limits.entries()) shadow.limits[l] = solved.shadow?.limits[i] ?? 0;
    for (const [i, p] of part.pools.entries()) shadow.pools[p] = solved.shadow?.pools[i] ?? 0;
  }
  return {
    solution: isFound ? complete(model, working) : null,
    bound,
    isProven,
    ...(options.isPriced ? { shadow } : {}),
  };
}

/** There is no placement. */
const impossible: Solved = { solution: null, bound: Number.POSITIVE_INFINITY, isProven: true };

const fixedCost = (model: Model): number =>
  model.pools.reduce((sum, pool) => sum + (pool.fixed ?? 0) * pool.measure, 0);

function solvePart(
  model: Model,
  { solver, effort = 1, anyWillDo = false, isPriced = false }: SolveOptions,
  share: number,
): Solved {
  const only = onlyChoice(model);
  if (only !== null) {
    const solution = complete(model, only);
    return solution === null ? impossible : { solution, bound: solution.objective, isProven: true };
  }
  const asked = programOf(model);
  const size = asked.program.rows.reduce((sum, row) => sum + row.columns.length, 0);
  if (size <= SMALL) {
    const first = whole(model, asked, solver, { iterations: FIRST_ITERATIONS * effort, anyWillDo, start: null });
    if (first.isProven || (anyWillDo && first.solution !== null)) {
      return isPriced && first.solution !== null ? { ...first, shadow: shadowOf(asked, solver) } : first;
    }
  }
  const relaxed = solver.solveRelaxed(asked.program);
  if (relaxed === null) return impossible;
  const prices = asked.poolRows.map((row) => (row < 0 ? 0 : asked.scale * Math.abs(relaxed.duals[row] ?? 0)));
  const least = asked.constant + asked.scale * relaxed.objective;
  const budget = effort * Math.max(share, LEAST_SHARE);
  const iterations = (budget * SOLVER_WORK) / (size + ITERATION);
  const recreation = new Recreation(model);
  let start = recreation.build(prices);
  if (start === null) {
    const first = whole(model, asked, solver, { iterations, anyWillDo: true, start: null });
    if (first.solution === null) return { ...first, bound: Math.max(least, first.bound) };
    start = first.solution;
  }
  if (anyWillDo) return { solution: start, bound: least, isProven: false };
  const shadow = shadowOf(asked, relaxed);
  const isAlone = size > LARGEST;
  const work = budget * (isAlone ? RECREATE_WORK_ALONE : RECREATE_WORK);
  const recreated = recreation.improve(start, { prices, work, bound: least });
  // Neither the additions of ruin and recreate nor the solver's own heuristics are good where any site may be lost.
  const isSpread = !isAlone && model.workloads.some(({ lost }) => lost > 0);
  const improved = isSpread ? improveNear(model, asked, solver, recreated, budget * NEAR_ITERATIONS) : recreated;
  if (isAlone) return { solution: improved, bound: least, isProven: false, shadow };
  const found = whole(model, asked, solver, {
    iterations: isSpread ? iterations / 3 : iterations,
    anyWillDo: false,
    start: improved,
  });
  if (found.isProven && found.solution !== null) return { ...found, shadow };
  const solution = found.solution !== null && found.solution.rank < improved.rank ? found.solution : improved;
  return { solution, bound: Math.max(least, found.bound), isProven: false, shadow };
}

/** Duals of the rows of limits, and of the ends of pools. */
function shadowOf(asked: PlacementProgram, from: Solver | RelaxedSolution): ShadowPrices {
  const relaxed = 'duals' in from ? from : from.solveRelaxed(asked.program);
  const price = (dual: number | undefined): number => Math.max(0, -(dual ?? 0)) * asked.scale;
  return {
    limits: asked.limitRows.map((row) => price(relaxed?.duals[row])),
    // By node: a column counts steps.
    pools: asked.nodes.map(({ column, step }) => (column < 0 ? 0 : price(relaxed?.reduced[column]) / step)),
  };
}

/** Asks the solver for whole replicas and nodes. */
function whole(
  model: Model,
  { program, constant, scale, columnsOf }: PlacementProgram,
  solver: Solver,
  { iterations, anyWillDo, start }: { iterations: number; anyWillDo: boolean; start: Solution | null },
): Solved {
  const found = solver.solveInteger(program, {
    iterations,
    anyWillDo,
    ...(start === null ? {} : { start: columnsOf(start) }),
  });
  if (found.values === null) return { solution: null, bound: constant + scale * found.bound, isProven: found.isProven };
  const solution = complete(
    model,
    model.options.map((_, o) => Math.round(found.values?.[o] ?? 0)),
  );
  // Whole within the tolerances of the solver and not by counting: nothing is proven then.
  if (solution === null) return { solution: null, bound: constant + scale * found.bound, isProven: false };
  const isProven = found.isProven;
  const bound = isProven ? solution.objective : Math.min(solution.objective, constant + scale * found.bound);
  return { solution, bound, isProven: isProven || bound >= solution.rank * (1 - SAME) };
}

/** Working replicas if every workload has one option, or one at each site whose share is fixed; null if not. */
function onlyChoice(model: Model): number[] | null {
  const working = model.options.map(() => 0);
  for (const workload of model.workloads) {
    const needs = new Map<number, number>(workload.shares.map((share) => [share.site, share.requestsPerSecond]));
    const sites = workload.options.map((o) => model.options[o]?.site ?? -1);
    const isOnly =
      workload.shares.length === 0
        ? workload.options.length <= 1
        : new Set(sites).size === sites.length && sites.every((site) => needs.has(site));
    if (!isOnly || workload.lost > 0) return null;
    for (const o of workload.options) {
      const option = model.options[o];
      if (option === undefined) continue;
      const requests = workload.shares.length === 0 ? workload.demand : (needs.get(option.site) ?? 0);
      working[o] = Math.ceil(requests / option.rate - EPSILON);
    }
  }
  return working;
}
