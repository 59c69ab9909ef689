import { compare } from '../model/finding';
import { Feasibility } from './feasibility';
import { type Limit, limitsOf } from './limits';
import { buildModel } from './model';
import type { Placement, PlacementProblem, PlacementWorkload } from './problem';
import { loadsOf } from './solution';
import { solve } from './solve';
import type { Solver } from './solver';

/** Effort for the value of a limit that resolves a conflict. */
const EFFORT = 0.1;
/** Limits up to which all single limits and pairs are tried, so that a conflict of one or two is found as such. */
const PAIRED_LIMITS = 24;

/**
 * The smallest set of limits that conflict: alone they admit no placement, and without any one of them there is one.
 *
 * Sets of one and two are found as such; a larger one comes from a deletion filter, which leaves no limit out that could
 * be left out.
 */
export function conflictOf(problem: PlacementProblem, solver: Solver): NonNullable<Placement['infeasible']> {
  const impossible = problem.workloads.filter((workload) => !canRun(workload));
  if (impossible.length > 0) {
    return impossible
      .map((workload) => ({ path: `workloads.${workload.name}`, words: whyNowhere(workload) }))
      .sort((a, b) => compare(a.path, b.path));
  }
  const limits = limitsOf(problem);
  const only: Only = (kept) =>
    limits.filter((limit) => !kept.includes(limit)).reduce((each, limit) => limit.lift(each), problem);
  const questions = new Feasibility(solver);
  const found = small(limits, only, questions) ?? filter(limits, only, questions);
  const names = concerned(only(found), questions);
  // A limit is exceeded whatever runs: by nodes that are stated, or by what the site costs without nodes.
  const shown = names.length === 0 ? found.filter((limit) => !limit.isNodeCount) : found;
  const what = names.length === 0 ? 'the nodes of its pools' : names.join(', ');
  return found.map((limit) => ({
    path: limit.path,
    ...(shown.includes(limit) ? {} : { isStatedLoad: true }),
    ...(problem.workloads.length === 0 && shown.includes(limit) ? { isExceededAlone: true } : {}),
    words: `${what} ${names.length === 1 ? 'does' : 'do'} not fit: ${limit.words}${fixOf(problem, only(found), limit, solver)}`,
  }));
}

/** Returns the value of one limit that resolves the conflict, and whether other limits still prevent a placement. */
function fixOf(problem: PlacementProblem, conflict: PlacementProblem, limit: Limit, solver: Solver): string {
  for (const question of [problem, conflict]) {
    const model = buildModel(limit.lift(question));
    const { solution } = solve(model, { solver, effort: EFFORT });
    if (solution === null) continue;
    const loads = loadsOf(model, solution.working);
    const at = (site: string, pool: string): { readonly nodes: number; readonly load: number } => {
      const p = model.pools.findIndex((each) => each.siteName === site && each.name === pool);
      return { nodes: solution.nodes[p] ?? 0, load: loads[p] ?? 0 };
    };
    const fix = limit.fix(at);
    return fix === null ? '' : `; ${fix}${question === problem ? '' : ', if other limits change too'}`;
  }
  return '';
}

/** The question with some of its limits alone. */
type Only = (kept: readonly Limit[]) => PlacementProblem;

function small(limits: readonly Limit[], only: Only, questions: Feasibility): Limit[] | null {
  for (const limit of limits) {
    if (!questions.isFeasible(only([limit]))) return [limit];
  }
  if (limits.length > PAIRED_LIMITS) return null;
  for (const [index, first] of limits.entries()) {
    for (const second of limits.slice(index + 1)) {
      if (!questions.isFeasible(only([first, second]))) return [first, second];
    }
  }
  return null;
}

function filter(limits: readonly Limit[], only: Only, questions: Feasibility): Limit[] {
  let kept = [...limits];
  for (const limit of limits) {
    const without = kept.filter((each) => each !== limit);
    if (!questions.isFeasible(only(without))) kept = without;
  }
  return kept;
}

/** Workloads without which the rest would fit, by a deletion filter over them; none if nodes alone exceed a limit. */
function concerned(problem: PlacementProblem, questions: Feasibility): string[] {
  let kept = [...problem.workloads].sort((a, b) => compare(a.name, b.name));
  for (const workload of [...kept]) {
    const without = kept.filter((each) => each !== workload);
    if (!questions.isFeasible({ ...problem, workloads: without })) kept = without;
  }
  return kept.map((workload) => workload.name);
}

const canRun = (workload: PlacementWorkload): boolean =>
  workload.options.some((option) => option.rejected === null && option.requestsPerSecondPerReplica > 0);

/** Whether each workload has a pool that could run it, were there nothing else. */
export const canAllRun = (problem: PlacementProblem): boolean => problem.workloads.every(canRun);

function whyNowhere(workload: PlacementWorkload): string {
  const reasons = workload.options
    .map((option) => `${option.site}/${option.pool}: ${option.rejected ?? 'it serves no request'}`)
    .sort(compare);
  return `${workload.name} can run nowhere${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`;
}
