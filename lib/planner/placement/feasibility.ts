import { buildModel } from './model';
import type { PlacementOption, PlacementProblem } from './problem';
import { complete } from './solution';
import { solve } from './solve';
import type { Solver } from './solver';

/** Effort for one question; most end at the first relaxation. */
const EFFORT = 0.1;

/** Replicas by option. Variants of one problem share their options. */
type Found = ReadonlyMap<PlacementOption, number>;

/**
 * Whether variants of one problem have a placement. A placement of one variant often is one of another too, and checking
 * it takes a thousandth of the time of a search.
 */
export class Feasibility {
  readonly #found: Found[] = [];

  constructor(readonly solver: Solver) {}

  /** Whether a placement exists; true also if the search ends before that is proven false. */
  isFeasible(problem: PlacementProblem): boolean {
    const model = buildModel(problem);
    const isPlaced = (found: Found): boolean =>
      complete(
        model,
        model.options.map(({ source }) => found.get(source) ?? 0),
      ) !== null;
    if (this.#found.some(isPlaced)) return true;
    const { solution, isProven } = solve(model, { solver: this.solver, effort: EFFORT, anyWillDo: true });
    if (solution === null) return !isProven;
    this.#found.unshift(new Map(model.options.map(({ source }, o) => [source, solution.working[o] ?? 0])));
    return true;
  }
}
