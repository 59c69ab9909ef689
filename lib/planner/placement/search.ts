import type { Model } from './model';
import { type Relaxation, relax } from './relax';
import { roundUp } from './round';
import { DualSimplex } from './simplex';
import { complete, type Solution } from './solution';

export interface SearchOptions {
  /** Multiplications after which the search stops with what it has; a measure of work, so that plans do not depend on the machine. */
  readonly work: number;
  /** Stop at the first feasible placement. @default false */
  readonly anyWillDo?: boolean;
  /** Rank of a placement that is known: only better ones are looked for. @default - none is known */
  readonly below?: number;
}

export interface SearchResult {
  readonly solution: Solution | null;
  /** No placement is better than this; infinite where none exists. */
  readonly bound: number;
  /** Whether the search ran to its end: the solution is optimal, or none exists. */
  readonly isProven: boolean;
  /** Multiplications that it took. */
  readonly work: number;
}

type Change = readonly [variable: number, lower: number, upper: number];

interface OpenNode {
  readonly bound: number;
  readonly changes: readonly Change[];
  readonly order: number;
}

const WHOLE = 1e-6;
/** Relative difference below which two plans are equal. */
const SAME = 1e-9;

/** Branch and bound over the linear relaxation: best bound first, diving from each opened node. */
export function search(model: Model, options: SearchOptions): SearchResult {
  const constant = model.pools.reduce((sum, pool) => sum + (pool.fixed ?? 0) * pool.measure, 0);
  const relaxation = relax(model);
  const root = new DualSimplex(relaxation.programme);
  let best: Solution | null = null;
  let work = 0;
  let isDoubtful = false;
  const offer = (solution: Solution | null): void => {
    if (solution !== null && (best === null || solution.rank < best.rank - SAME * Math.abs(best.rank))) best = solution;
  };
  const cutoff = (): number => {
    const found = best as Solution | null;
    const rank = Math.min(found?.rank ?? Number.POSITIVE_INFINITY, options.below ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(rank) ? rank - constant - SAME * Math.max(Math.abs(rank), 1e-6) : rank;
  };
  const outcome = root.solve(Number.POSITIVE_INFINITY);
  if (outcome === 'infeasible') {
    return { solution: null, bound: Number.POSITIVE_INFINITY, isProven: true, work: root.work };
  }
  const heap: OpenNode[] = [{ bound: root.objective, changes: [], order: 0 }];
  let order = 1;
  offer(roundUp(model, fraction(model, relaxation, root)));
  offer(
    roundUp(
      model,
      model.options.map(() => 0),
    ),
  );
  while (heap.length > 0) {
    const node = takeBest(heap);
    if (node.bound >= cutoff()) break;
    if (work > options.work || (options.anyWillDo === true && best !== null)) {
      heap.push(node);
      break;
    }
    const simplex = new DualSimplex(root);
    const start = simplex.work;
    const changes = [...node.changes];
    for (const change of changes) simplex.setBounds(...change);
    for (;;) {
      const solved = simplex.solve(cutoff());
      if (solved === 'infeasible' || solved === 'cutoff') break;
      const values = fraction(model, relaxation, simplex);
      offer(roundUp(model, values));
      const branch = choose(model, relaxation, simplex);
      if (branch === null) {
        const whole = complete(model, values.map(Math.round));
        // Whole by the relaxation and not by counting can only be rounding error: then nothing is proven here.
        if (whole === null) isDoubtful = true;
        offer(whole);
        break;
      }
      if (simplex.objective >= cutoff()) break;
      heap.push({ bound: simplex.objective, changes: [...changes, ...branch.later], order: order++ });
      for (const change of branch.first) {
        simplex.setBounds(...change);
        changes.push(change);
      }
      if (work + simplex.work - start > options.work) {
        heap.push({ bound: simplex.objective, changes: [...changes], order: order++ });
        break;
      }
    }
    work += simplex.work - start + relaxation.programme.matrix.length;
  }
  const found = best as Solution | null;
  const least = isDoubtful ? root.objective : Number.POSITIVE_INFINITY;
  const open = heap.reduce((lowest, node) => Math.min(lowest, node.bound), least) + constant;
  const isProven =
    !isDoubtful &&
    (heap.length === 0 || (found !== null && open >= found.rank - SAME * Math.max(Math.abs(found.rank), 1e-6)));
  return {
    solution: found,
    bound: isProven ? (found?.objective ?? Number.POSITIVE_INFINITY) : Math.min(open, found?.objective ?? open),
    isProven,
    work: work + root.work,
  };
}

/** Working replicas by option in the solution of a relaxation. */
function fraction(model: Model, relaxation: Relaxation, simplex: DualSimplex): number[] {
  return model.options.map((_, o) => {
    const chosen = relaxation.chosen(o);
    return simplex.value(relaxation.working(o)) + (chosen === null ? 0 : simplex.value(chosen));
  });
}

interface Branch {
  readonly first: readonly Change[];
  readonly later: readonly Change[];
}

/** What to decide next: nodes of a pool, then whether an option is used, then its replicas; null where all is decided. */
function choose(model: Model, relaxation: Relaxation, simplex: DualSimplex): Branch | null {
  return (
    branchNodes(model, relaxation, simplex) ??
    branchUse(model, relaxation, simplex) ??
    branchReplicas(model, relaxation, simplex)
  );
}

const distance = (value: number): number => Math.abs(value - Math.round(value));

function branchNodes(model: Model, relaxation: Relaxation, simplex: DualSimplex): Branch | null {
  let column = -1;
  let weight = 0;
  for (const [p, pool] of model.pools.entries()) {
    const candidate = relaxation.nodes(p);
    if (candidate === null) continue;
    const off = distance(simplex.value(candidate));
    if (off <= WHOLE) continue;
    const heavy = off * (pool.measure * pool.step + 1e-9);
    if (column < 0 || heavy > weight * (1 + 1e-9)) {
      column = candidate;
      weight = heavy;
    }
  }
  return column < 0 ? null : split(simplex, column);
}

function branchUse(model: Model, relaxation: Relaxation, simplex: DualSimplex): Branch | null {
  let option = -1;
  let weight = 0;
  for (const [o, each] of model.options.entries()) {
    if (each.spare === 0) continue;
    const value = simplex.value(relaxation.working(o));
    // At its most, the spread of the spare replicas is exact.
    if (value <= WHOLE || value >= each.most - WHOLE) continue;
    const pool = model.pools[each.pool];
    const hidden = each.spare * (1 - value / each.most) * each.load * ((pool?.measure ?? 0) + 1e-6);
    if (option < 0 || hidden > weight * (1 + 1e-9)) {
      option = o;
      weight = hidden;
    }
  }
  const working = relaxation.working(option);
  const chosen = option < 0 ? null : relaxation.chosen(option);
  const used = option < 0 ? null : relaxation.used(option);
  const most = model.options[option]?.most ?? 0;
  if (chosen === null || used === null) return null;
  return {
    first: [
      [working, 0, 0],
      [chosen, 1, most],
      [used, 1, 1],
    ],
    later: [[working, 0, 0]],
  };
}

function branchReplicas(model: Model, relaxation: Relaxation, simplex: DualSimplex): Branch | null {
  let column = -1;
  let weight = WHOLE;
  for (const o of model.options.keys()) {
    for (const candidate of [relaxation.working(o), relaxation.chosen(o)]) {
      if (candidate === null) continue;
      const off = distance(simplex.value(candidate));
      if (off > weight * (1 + 1e-9)) {
        column = candidate;
        weight = off;
      }
    }
  }
  return column < 0 ? null : split(simplex, column);
}

function split(simplex: DualSimplex, column: number): Branch {
  const value = simplex.value(column);
  const up: Change = [column, Math.ceil(value), simplex.upper(column)];
  const down: Change = [column, simplex.lower(column), Math.floor(value)];
  return value - Math.floor(value) > 0.3 ? { first: [up], later: [down] } : { first: [down], later: [up] };
}

/** Removes the node with the least bound; the latest among equals, which is the deepest. */
function takeBest(heap: OpenNode[]): OpenNode {
  let index = 0;
  for (let i = 1; i < heap.length; i++) {
    const node = heap[i] as OpenNode;
    const best = heap[index] as OpenNode;
    if (node.bound < best.bound || (node.bound === best.bound && node.order > best.order)) index = i;
  }
  const [node] = heap.splice(index, 1);
  return node as OpenNode;
}
