import type { FactoryPlan } from '../plan';
import type { Explanation, Explanations } from './trace';

/** Every explained number of a plan, by its path. */
export function explanationsOf(plan: FactoryPlan): Explanations {
  const parts = [
    ...plan.sites.flatMap((site) => [site.power.explanations, site.cooling.explanations]),
    ...Object.values(plan.cost.sites).map((site) => site.explanations),
    ...Object.values(plan.cost.workloads).map((workload) => workload.explanations),
  ];
  return Object.assign({}, ...parts);
}

/** The arithmetic of one number with the source of each operand; null where the path has none. */
export function explainPath(
  plan: FactoryPlan,
  path: string,
): { readonly json: Explanation; readonly text: string } | null {
  const explanation = explanationsOf(plan)[path];
  if (explanation === undefined) return null;
  const terms = explanation.terms.map((term) => {
    const day = term.asOf === null ? '' : `, ${term.asOf}`;
    return `  ${term.name} = ${term.value} ${term.unit}  (${term.source}${day})`;
  });
  const text = [`${path} = ${explanation.value} ${explanation.unit}`, `  = ${explanation.formula}`, ...terms, ''].join(
    '\n',
  );
  return { json: explanation, text };
}
