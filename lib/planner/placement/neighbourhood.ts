import type { Model } from './model';
import type { PlacementProgram } from './program';
import { type Random, sequence } from './sequence';
import { complete, type Solution } from './solution';
import type { Solver } from './solver';

/** Most workloads that are placed again at once. */
const MOST_TOGETHER = 3;
/** Iterations for each of them. */
const ITERATIONS = 1000;
/** Iterations that a question counts for whatever the solver does. */
const QUESTION = 200;
/** Rounds over all workloads without a gain after which it ends. */
const PATIENCE = MOST_TOGETHER;
/** Key of a workload that shares no pool with the first: most of those that do come before it. */
const FAR = 0.6;

/** Returns a workload and others drawn at random, those that run on its pools first. */
export function neighboursOf(
  first: number,
  count: number,
  { among, poolsOf }: { readonly among: readonly number[]; poolsOf(workload: number): readonly number[] },
  next: Random,
): number[] {
  const near = new Set(poolsOf(first));
  const others = among
    .filter((w) => w !== first)
    .map((w) => ({ w, key: next() + (poolsOf(w).some((p) => near.has(p)) ? 0 : FAR) }))
    .sort((a, b) => a.key - b.key);
  return [first, ...others.slice(0, count - 1).map(({ w }) => w)];
}

/**
 * Improves a placement by letting the solver place a few workloads again while the others stay (large neighbourhood
 * search: Shaw 1998).
 *
 * @param iterations - most iterations of the solver in all
 */
export function improveNear(
  model: Model,
  { program, columnsOf }: PlacementProgram,
  solver: Solver,
  start: Solution,
  iterations: number,
): Solution {
  const next = sequence();
  const among = [...model.workloads.keys()];
  let best = start;
  let idle = 0;
  let spent = 0;
  const poolsOf = (w: number): number[] =>
    (model.workloads[w]?.options ?? []).flatMap((o) =>
      (best.working[o] ?? 0) > 0 ? [model.options[o]?.pool ?? -1] : [],
    );
  for (let round = 0; spent < iterations && idle < PATIENCE * among.length; round++, idle++) {
    const together = 1 + (Math.floor(round / among.length) % MOST_TOGETHER);
    const again = new Set(neighboursOf(round % among.length, together, { among, poolsOf }, next));
    const { working } = best;
    const stays = (o: number): boolean => o < model.options.length && !again.has(model.options[o]?.workload ?? -1);
    const end = (each: number, o: number): number => (stays(o) ? (working[o] ?? 0) : each);
    const found = solver.solveInteger(
      { ...program, lower: program.lower.map(end), upper: program.upper.map(end) },
      { iterations: together * ITERATIONS, start: columnsOf(best) },
    );
    spent += found.iterations + QUESTION;
    if (found.values === null) continue;
    const solution = complete(
      model,
      working.map((_, o) => Math.round(found.values?.[o] ?? 0)),
    );
    if (solution === null || solution.rank >= best.rank * (1 - 1e-9)) continue;
    best = solution;
    idle = 0;
  }
  return best;
}
