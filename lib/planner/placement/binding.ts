import { GRAMS_PER_KG, HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts, round, watts } from '../../units/convert';
import { counted } from '../../units/counted';
import { compare } from '../model/finding';
import { amountOf, poolPath, withLimit, withPool } from './limits';
import { buildModel, type Model, type ModelPool } from './model';
import { type Part, partsOf } from './parts';
import type { BindingLimit, LimitKind, PlacementLimit, PlacementProblem } from './problem';
import { loadsOf, type Solution, usage } from './solution';
import { type ShadowPrices, solve } from './solve';
import type { Solver } from './solver';

/** Questions that are solved again with an eased limit, in one plan. */
const MOST_SOLVES = 5;
/** Effort of each. */
const EFFORT = 0.1;
/** Limits that are named where the relaxation prices them. */
const MOST_NAMED = 64;
/** Nodes of a kind that a limit is eased by, one more at a time. */
const MOST_STEPS = 4;
/** Savings below this share of the objective are none. */
const NO_SAVING = 1e-6;
/** Savings by prices below this share of the objective are within their error. */
const NO_PRICE = 1e-5;
/** What the words of a price of the relaxation end with. */
const BASIS = 'by the prices of the relaxation';

export interface Placed {
  readonly problem: PlacementProblem;
  readonly model: Model;
  readonly solution: Solution;
  readonly isProven: boolean;
  readonly shadow: ShadowPrices;
  readonly solver: Solver;
}

/**
 * Limits that hold the objective back, each with its shadow price: how much more of the limit saves how much.
 *
 * The duals of the relaxation say which limits hold it back, and about how much each is worth. Nodes are whole, so a price
 * for one more watt would be zero nearly always: the amount is the least of one, two, … more nodes' worth that saves anything.
 * The saving of a proven placement is that of a placement with the eased limit, proven as well, for the limits that are worth
 * most. The duals give that of any other.
 */
export function bindingOf(placed: Placed): BindingLimit[] {
  const questions = [...limitQuestions(placed), ...poolQuestions(placed)].sort(
    (a, b) => b.worth - a.worth || compare(a.path, b.path),
  );
  const found = placed.isProven ? solved(placed, questions) : priced(placed, questions);
  return found.sort((a, b) => b.saves.value - a.saves.value || compare(a.path, b.path));
}

function solved({ problem, model, solution, solver }: Placed, questions: readonly Question[]): BindingLimit[] {
  let left = MOST_SOLVES;
  const parts = partsOf(model);
  return questions.flatMap((question): BindingLimit[] => {
    for (const more of question.steps) {
      if (left-- <= 0) return [];
      // Only the workloads that share the limit are placed again.
      const part = parts.find(question.isIn);
      const names = new Set(part?.model.workloads.map(({ name }) => name));
      const eased = question.eased(more);
      const alone = { ...eased, workloads: eased.workloads.filter(({ name }) => names.has(name)) };
      const result = solve(buildModel(alone), { solver, effort: EFFORT });
      if (part === undefined || !result.isProven || result.solution === null) return [];
      const saving = costOf(model, solution, part) - result.solution.objective;
      if (saving <= Math.abs(solution.objective) * NO_SAVING) continue;
      return [
        {
          path: question.path,
          words: `${question.amount(more)} would save ${saved(saving, problem.minimise)}`,
          more: { value: more, unit: question.unit },
          saves: { value: saving, unit: objectiveUnit(problem.minimise) },
        },
      ];
    }
    return [];
  });
}

/** What the nodes of a part cost, with those of other pools that are there in any case. */
const costOf = (model: Model, solution: Solution, part: Part): number => {
  const own = new Set(part.pools);
  return model.pools.reduce(
    (sum, pool, p) => sum + pool.measure * (own.has(p) ? (solution.nodes[p] ?? 0) : (pool.fixed ?? 0)),
    0,
  );
};

function priced({ problem, solution }: Placed, questions: readonly Question[]): BindingLimit[] {
  return questions.slice(0, MOST_NAMED).flatMap(({ path, unit, steps, price, amount, hasRoom }): BindingLimit[] => {
    const [more] = steps;
    if (hasRoom || more === undefined || price * more <= Math.abs(solution.objective) * NO_PRICE) return [];
    return [
      {
        path,
        words: `${amount(more)} would save about ${saved(price * more, problem.minimise)}, ${BASIS}`,
        more: { value: more, unit },
        saves: { value: price * more, unit: objectiveUnit(problem.minimise) },
        basis: 'relaxation',
      },
    ];
  });
}

/** A limit that may be eased. */
interface Question {
  readonly path: string;
  readonly unit: BindingLimit['more']['unit'];
  /** What one more of it saves in the relaxation. */
  readonly price: number;
  /** What the first step saves in the relaxation. */
  readonly worth: number;
  /** Amounts by which it may be eased, the least first. */
  readonly steps: readonly number[];
  /** Whether one more node of any kind fits: the relaxation is held back, and the placement is not. */
  readonly hasRoom: boolean;
  /** Whether a part has the limit. */
  isIn(part: Part): boolean;
  eased(more: number): PlacementProblem;
  amount(more: number): string;
}

function limitQuestions({ problem, model, solution, shadow }: Placed): Question[] {
  const loads = loadsOf(model, solution.working);
  return model.limits.flatMap((limit, l): Question[] => {
    const { source } = limit;
    const price = shadow.limits[l] ?? 0;
    const used = usage(limit, solution.nodes, loads);
    const sizes = model.pools
      .map((pool, p) => ((pool.fixed === null ? (limit.uses[p] ?? 0) : 0) + (limit.adds?.[p] ?? 0)) * pool.step)
      .filter((size) => size > 0);
    const steps = sizes
      .flatMap((size) => Array.from({ length: MOST_STEPS }, (_, k) => used + size * (k + 1) - source.most))
      .filter((step) => step > 0)
      .map((step) => niceStep(step, source.kind));
    const sorted = [...new Set(steps)].sort((a, b) => a - b);
    // Whole nodes may be held back although the relaxation is not: there is room for none of the smallest.
    if (price <= 0 && used + Math.min(...sizes) <= source.most) return [];
    return [
      {
        path: source.path,
        unit: unitOf(source.kind),
        price,
        worth: price * (sorted[0] ?? 0),
        steps: sorted,
        hasRoom: used + Math.max(...sizes) <= source.most,
        isIn: (part) => part.limits.includes(l),
        eased: (more) => withLimit(problem, source.path, source.most + more),
        amount: (more) => moreOf(source, more),
      },
    ];
  });
}

/** Growing pools with a most. A stated count is there in any case and holds nothing back. */
function poolQuestions({ problem, model, solution, shadow }: Placed): Question[] {
  return model.pools.flatMap((pool, p): Question[] => {
    const source = problem.pools.find((each) => each.site === pool.siteName && each.pool === pool.name);
    const most = source?.maxNodes ?? null;
    const price = shadow.pools[p] ?? 0;
    if (source === undefined || pool.fixed !== null || most === null) return [];
    if ((solution.nodes[p] ?? 0) + pool.step <= most) return [];
    return [
      {
        path: poolPath(source),
        unit: 'nodes',
        price,
        worth: price * pool.step,
        steps: Array.from({ length: MOST_STEPS }, (_, k) => (k + 1) * pool.step),
        hasRoom: false,
        isIn: (part) => part.pools.includes(p),
        eased: (more) => withPool(problem, pool.siteName, pool.name, most + more),
        amount: (more) => moreNodes(pool, more),
      },
    ];
  });
}

/** So much more of a limit, in words. */
const moreOf = ({ kind, feed, site }: PlacementLimit, more: number): string =>
  `${amountOf(kind, more)} more at ${feed === null ? site : `feed ${feed} of ${site}`}`;

/** So many more nodes of a pool, in words. */
const moreNodes = (pool: ModelPool, more: number): string =>
  `${counted(more, 'more node')} of ${pool.name} at ${pool.siteName}`;

function unitOf(kind: LimitKind): BindingLimit['more']['unit'] {
  return kind === 'money' ? 'USD/h' : kind === 'carbon' ? 'g CO2e/h' : 'W';
}

/** Rounds an easing up to a figure that a person would ask for: whole kW, $100 a month, kg a day. */
function niceStep(step: number, kind: LimitKind): number {
  const unit = kind === 'money' ? 100 / HOURS_PER_MONTH : kind === 'carbon' ? GRAMS_PER_KG / HOURS_PER_DAY : watts(1);
  return Math.ceil(step / unit - 1e-9) * unit;
}

/** Unit of what is minimised. */
export const objectiveUnit = (minimise: PlacementProblem['minimise']): BindingLimit['saves']['unit'] =>
  (({ cost: 'USD/h', power: 'W', carbon: 'g CO2e/h' }) as const)[minimise];

/** A saving in the unit of what is minimised. */
export function saved(saving: number, minimise: PlacementProblem['minimise']): string {
  switch (minimise) {
    case 'cost':
      return saving >= 10 ? `$${round(saving)}/h` : `$${saving.toFixed(2)}/h`;
    case 'power':
      return `${round(kilowatts(saving), 2)} kW`;
    case 'carbon':
      return `${round(saving / GRAMS_PER_KG, 2)} kg CO2e/h`;
  }
}
