import { GRAMS_PER_KG, HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts, round, watts } from '../../units/convert';
import { counted } from '../../units/counted';
import { compare } from '../model/finding';
import { amountOf, poolPath, withLimit, withPool } from './limits';
import { buildModel, type Model, type ModelLimit } from './model';
import type { BindingLimit, LimitKind, PlacementLimit, PlacementProblem } from './problem';
import { search } from './search';
import { loadsOf, type Solution, usage } from './solution';

/** Work for one question of what easing a limit would save. */
const EASING_WORK = 3e7;
/** Most limits that are asked about in one plan. */
export const MOST_QUESTIONS = 64;
/** Nodes of a kind that a limit is eased by, one more at a time. */
const MOST_STEPS = 4;
/** Savings below this share of the objective are none. */
const NO_SAVING = 1e-6;

/**
 * Limits that hold the objective back, each with its shadow price: how much more of the limit saves how much.
 *
 * Nodes are whole, so a price for one more watt would be zero nearly always: the amount is the least of one, two, … more
 * nodes' worth that saves anything. The saving is that of a placement with the eased limit, proven optimal as well; where
 * the proof takes too long, no price is stated.
 */
export function bindingOf(problem: PlacementProblem, model: Model, solution: Solution): BindingLimit[] {
  const saves = (eased: PlacementProblem): { saving: number; eased: Solution } | null => {
    const result = search(buildModel(eased), { work: EASING_WORK });
    if (!result.isProven || result.solution === null) return null;
    const saving = solution.objective - result.solution.objective;
    return saving > Math.abs(solution.objective) * NO_SAVING ? { saving, eased: result.solution } : null;
  };
  return [...limitQuestions(problem, model, solution), ...poolQuestions(problem, model)]
    .slice(0, MOST_QUESTIONS)
    .flatMap((question): BindingLimit[] => {
      const lifted = saves(question.lifted);
      if (lifted === null) return [];
      for (const more of question.steps(lifted.eased)) {
        const found = saves(question.eased(more));
        if (found === null) continue;
        return [
          {
            path: question.path,
            words: `${question.amount(more)} would save ${saved(found.saving, problem.minimise)}`,
            more: { value: more, unit: question.unit },
            saves: { value: found.saving, unit: objectiveUnit(problem.minimise) },
          },
        ];
      }
      return [];
    })
    .sort((a, b) => b.saves.value - a.saves.value || compare(a.path, b.path));
}

interface Question {
  readonly path: string;
  readonly unit: BindingLimit['more']['unit'];
  readonly lifted: PlacementProblem;
  eased(more: number): PlacementProblem;
  /** From the smallest easing to what the plan without the limit uses; the first that saves anything is the price. */
  steps(lifted: Solution): readonly number[];
  amount(more: number): string;
}

function limitQuestions(problem: PlacementProblem, model: Model, solution: Solution): Question[] {
  const usedBy = (limit: ModelLimit, { nodes, working }: Solution): number =>
    usage(limit, nodes, loadsOf(model, working));
  return model.limits.map((limit): Question => {
    const { source } = limit;
    const sizes = model.pools
      .map((pool, p) => ((pool.fixed === null ? (limit.uses[p] ?? 0) : 0) + (limit.adds?.[p] ?? 0)) * pool.step)
      .filter((size) => size > 0);
    const used = usedBy(limit, solution);
    return {
      path: source.path,
      unit: unitOf(source.kind),
      lifted: withLimit(problem, source.path, null),
      eased: (more) => withLimit(problem, source.path, source.most + more),
      steps: (lifted) => {
        // The model without the limit has the same pools and options in the same order.
        const most = usedBy(limit, lifted);
        const levels = sizes.flatMap((size) => Array.from({ length: MOST_STEPS }, (_, k) => used + size * (k + 1)));
        const steps = [...levels.filter((level) => level < most), most]
          .filter((level) => level > source.most)
          .map((level) => niceStep(level - source.most, source.kind));
        return [...new Set(steps)].sort((a, b) => a - b);
      },
      amount: (more) => moreOf(source, more),
    };
  });
}

/** Growing pools with a most. A stated count stands in any case and holds nothing back. */
function poolQuestions(problem: PlacementProblem, model: Model): Question[] {
  return model.pools.flatMap((pool, p): Question[] => {
    const source = problem.pools.find((each) => each.site === pool.siteName && each.pool === pool.name);
    const most = source?.maxNodes ?? null;
    if (source === undefined || pool.fixed !== null || most === null) return [];
    return [
      {
        path: poolPath(source),
        unit: 'nodes',
        lifted: withPool(problem, pool.siteName, pool.name, null),
        eased: (more) => withPool(problem, pool.siteName, pool.name, most + more),
        steps: (lifted) => {
          const wanted = (lifted.nodes[p] ?? 0) - most;
          const steps = Array.from({ length: MOST_STEPS }, (_, k) => (k + 1) * pool.step);
          return wanted > 0 ? [...steps.filter((step) => step < wanted), wanted] : [];
        },
        amount: (more) => moreNodes(pool, more),
      },
    ];
  });
}

/** So much more of a limit, in words. */
export const moreOf = ({ kind, feed, site }: PlacementLimit, more: number): string =>
  `${amountOf(kind, more)} more at ${feed === null ? site : `feed ${feed} of ${site}`}`;

/** So many more nodes of a pool, in words. */
export const moreNodes = (pool: Model['pools'][number], more: number): string =>
  `${counted(more, 'more node')} of ${pool.name} at ${pool.siteName}`;

export function unitOf(kind: LimitKind): BindingLimit['more']['unit'] {
  return kind === 'money' ? 'USD/h' : kind === 'carbon' ? 'g CO2e/h' : 'W';
}

/** Rounds an easing up to a figure that a person would ask for: whole kW, $100 a month, kg a day. */
export function niceStep(step: number, kind: LimitKind): number {
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
