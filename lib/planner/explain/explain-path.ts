import type { FactoryPlan } from '../plan';
import type { Explanation, Explanations } from './trace';

/** Every explained number of a plan, by its path. */
export function explanationsOf(plan: FactoryPlan): Explanations {
  const parts = [
    ...plan.sites.flatMap((site) => [site.power.explanations, site.cooling.explanations]),
    ...Object.values(plan.cost.sites).map((site) => site.explanations),
    ...Object.values(plan.cost.workloads).map((workload) => workload.explanations),
    plan.cost.explanations,
    plan.placement.explanations,
  ];
  return Object.assign({}, ...parts);
}

/** The arithmetic of one number with the source of each operand, or the explained paths that are nearest. */
export function explainPath(
  plan: FactoryPlan,
  path: string,
): { readonly json: Explanation; readonly text: string } | { readonly near: readonly string[] } {
  const known = explanationsOf(plan);
  const name = nameOf(plan, path);
  const explanation = known[name];
  if (explanation === undefined) return { near: nearest(Object.keys(known), name) };
  const terms = explanation.terms.map((term) => {
    const day = term.asOf === null ? '' : `, ${term.asOf}`;
    return `  ${term.name} = ${shown(term.value)} ${term.unit}  (${term.source}${day})`;
  });
  const text = [
    `${name} = ${shown(explanation.value)} ${explanation.unit}`,
    `  = ${explanation.formula}`,
    ...terms,
    '',
  ].join('\n');
  return { json: explanation, text };
}

const DIGITS = 6;

const shown = (value: number): string => `${Number(value.toPrecision(DIGITS))}`;

/**
 * The path under which a number is explained: places in lists become the names of what stands there, and what the JSON
 * keeps under `cost` is found at its site or workload, as the file has it.
 */
function nameOf(plan: FactoryPlan, path: string): string {
  const segments = path
    .replace(/^(\$|plan)?\./, '')
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.');
  let value: unknown = plan;
  const named = segments.map((segment) => {
    const element = isRecord(value) || Array.isArray(value) ? Reflect.get(value, segment) : undefined;
    const found =
      Array.isArray(value) && element === undefined
        ? value.find((each) => isRecord(each) && keysOf(each).includes(segment))
        : element;
    const name =
      Array.isArray(value) && /^\d+$/.test(segment) && isRecord(found) ? (keysOf(found)[0] ?? segment) : segment;
    value = found;
    return name;
  });
  return named
    .join('.')
    .replace(/^cost\.(sites|workloads)\.([^.]+)\./, '$1.$2.cost.')
    .replace(/^(sites\.[^.]+\.cost)\.lines\./, '$1.');
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names by which an element of a list may be called. */
const keysOf = (element: Readonly<Record<string, unknown>>): string[] =>
  [
    ...['name', 'id'].map((key) => element[key]),
    // A workload has one entry for each site and pool.
    typeof element['site'] === 'string' && typeof element['pool'] === 'string'
      ? `${element['site']}.${element['pool']}`
      : undefined,
    ...['pool', 'feed', 'site', 'workload'].map((key) => element[key]),
  ].flatMap((name) => (typeof name === 'string' ? [name] : []));

const MOST_NEAR = 8;

/** Explained paths below the one that was asked, else those that share most of its words. */
function nearest(paths: readonly string[], asked: string): string[] {
  const below = paths.filter((each) => each.startsWith(`${asked}.`));
  if (below.length > 0) return below.slice(0, MOST_NEAR);
  const wanted = words(asked);
  return paths
    .map((each) => ({ each, score: likeness(words(each), wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.each < b.each ? -1 : 1))
    .slice(0, MOST_NEAR)
    .map(({ each }) => each);
}

const words = (path: string): string[] =>
  path
    .replace(/([a-z])([A-Z])/g, '$1.$2')
    .toLowerCase()
    .split(/[.\s_/-]+/)
    .filter((word) => word !== '');

/** Shared words, whole or by their beginning, less a little for what is not shared. */
function likeness(path: readonly string[], wanted: readonly string[]): number {
  const shared = wanted.filter((word) => path.includes(word)).length;
  const begun = wanted.filter(
    (word) => !path.includes(word) && path.some((each) => each.startsWith(word.slice(0, 4))),
  ).length;
  const score = shared + begun / 2;
  return score === 0 ? 0 : score - path.length / 100;
}
