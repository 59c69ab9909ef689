import { compare } from '../model/finding';
import { bindingOf } from './binding';
import { canAllRun, conflictOf } from './conflict';
import { buildModel, type Model } from './model';
import type { Placement, PlacementAssignment, PlacementProblem } from './problem';
import { rejectedOf } from './rejected';
import { replicasOf, type Solution } from './solution';
import { type Solved, solve } from './solve';
import type { Solver } from './solver';

/** Options of workloads up to which the smallest conflict is looked for: each limit is a question of its own. */
const MOST_IN_CONFLICT = 500;

/** Effort for one question of whether workloads fit. */
const FIT_EFFORT = 0.2;

const optionsOf = ({ workloads }: PlacementProblem): number =>
  workloads.reduce((sum, { options }) => sum + options.filter(({ rejected }) => rejected === null).length, 0);

export interface PlaceOptions {
  readonly solver: Solver;
  /** Share of the usual work after which the search gives what it has. @default 1 */
  readonly effort?: number;
}

/**
 * Decides which pool runs how many replicas of which workload, at the least cost, carbon or draw.
 *
 * Exact for factories of the usual size; where the work runs out, the best placement so far with the gap to a proven bound.
 * The same question in any order gives the same placement. Where not everything fits, the workloads of higher priority
 * are placed and `infeasible` names the smallest set of limits that conflict.
 */
export function placeWorkloads(problem: PlacementProblem, options: PlaceOptions): Placement {
  const model = buildModel(problem);
  const result = solve(model, { ...options, isPriced: true });
  if (result.solution !== null) return report(problem, model, result.solution, result, options.solver);
  const subset = fitting(problem, options.solver);
  const placed = subset === null ? null : place(subset, options);
  return {
    ...(placed ?? nothing(problem, model)),
    rejected: rejectedOf(problem, model, null).filter(
      (each) =>
        placed?.assignments.every(
          (a) => a.workload !== each.workload || a.site !== each.site || a.pool !== each.pool,
        ) ?? true,
    ),
    binding: [],
    infeasible: conflict(problem, result, subset, options.solver),
  };
}

/** Whether a placement of all workloads is found. */
export const fits = (problem: PlacementProblem, solver: Solver): boolean =>
  solve(buildModel(problem), { solver, effort: FIT_EFFORT, anyWillDo: true }).solution !== null;

function place(problem: PlacementProblem, options: PlaceOptions): Placement | null {
  const model = buildModel(problem);
  const solved = solve(model, options);
  return solved.solution === null ? null : report(problem, model, solved.solution, solved, options.solver);
}

/** Why nothing holds all workloads: the smallest conflict, or for large questions the workloads that found no room. */
function conflict(
  problem: PlacementProblem,
  { isProven }: Solved,
  placed: PlacementProblem | null,
  solver: Solver,
): NonNullable<Placement['infeasible']> {
  if (!canAllRun(problem) || (isProven && optionsOf(problem) <= MOST_IN_CONFLICT)) return conflictOf(problem, solver);
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

/** The workloads that fit together, taken by priority and then by name; null if none does. */
function fitting(problem: PlacementProblem, solver: Solver): PlacementProblem | null {
  const order = [...problem.workloads].sort((a, b) => b.priority - a.priority || compare(a.name, b.name));
  let taken: PlacementProblem | null = null;
  for (const workload of order) {
    const candidate: PlacementProblem = { ...problem, workloads: [...(taken?.workloads ?? []), workload] };
    if (fits(candidate, solver)) taken = candidate;
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
  { bound, isProven, shadow }: Solved,
  solver: Solver,
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
    binding: shadow === undefined ? [] : bindingOf({ problem, model, solution, isProven, shadow, solver }),
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
