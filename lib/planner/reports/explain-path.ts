import { isRecord } from '../../spec/record';
import type { IsStated } from '../../spec/stated';
import type { CloudRules } from '../model/cloud';
import { compare } from '../model/finding';
import type { FactoryPlan } from '../model/plan';
import { type Explanation, type Explanations, namesOf, ownName, type Term } from '../model/quantity';
import type { Setting } from '../model/setting';
import { settingAt } from './settings';

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

/**
 * The arithmetic of one number with the source of each operand, or the explained paths below it, else those nearest to it.
 *
 * @param isStated whether the factory file states a path itself
 * @param clouds rules of the clouds of the plan
 */
export function explainPath(
  plan: FactoryPlan,
  path: string,
  isStated: IsStated,
  clouds: readonly CloudRules[],
):
  | { readonly json: Explanation; readonly text: string }
  | { readonly below: readonly string[] }
  | { readonly near: readonly string[] } {
  const known = explanationsOf(plan);
  const { name, value } = find(plan, path);
  const explanation =
    known[name] ??
    (typeof value === 'number'
      ? explainSetting(
          name,
          value,
          isStated,
          clouds.flatMap((cloud) => cloud.settings ?? []),
        )
      : null);
  if (explanation === null) {
    const paths = Object.keys(known);
    const below = paths.filter((each) => each.startsWith(`${name}.`)).sort();
    return below.length > 0 ? { below } : { near: nearest(paths, name) };
  }
  const terms = explanation.terms.map((term) => withDefault(term, isStated));
  const json = { ...explanation, terms };
  const lines = terms.map((term) => {
    const day = term.asOf === null ? '' : `, ${term.asOf}`;
    return `  ${term.name} = ${quantity(term)}  (${term.source}${day})`;
  });
  const text = [`${name} = ${quantity(explanation)}`, `  = ${explanation.formula}`, ...lines, ''].join('\n');
  return { json, text };
}

/** A number that is chosen and not reckoned; null: it is none that is known. */
function explainSetting(name: string, value: number, isStated: IsStated, own: readonly Setting[]): Explanation | null {
  const found = settingAt(name, own);
  if (found === null) return null;
  const { unit, what, path, otherwise } = found.setting;
  const place = path?.replace(/\$(\d)/g, (_, index) => found.names[Number(index) - 1] ?? '');
  const chosen = otherwise ?? 'library: a setting that no key of the factory file changes';
  const source = place === undefined || (otherwise !== undefined && !isStated(place)) ? chosen : `${IN_FILE}${place}`;
  return { value, unit, formula: `setting: ${what}`, terms: [{ name: 'setting', value, unit, source, asOf: null }] };
}

const IN_FILE = 'factory file, ';

/** A term that the file could state and does not is a default of the schema. */
function withDefault(term: Term, isStated: IsStated): Term {
  const path = term.source.startsWith(IN_FILE) ? /^\S+/.exec(term.source.slice(IN_FILE.length))?.[0] : undefined;
  return path === undefined || isStated(path) ? term : { ...term, source: `default of the schema, ${path}` };
}

const quantity = ({ value, unit }: { readonly value: number; readonly unit: string }): string =>
  unit === '' ? shown(value) : `${shown(value)} ${unit}`;

const DIGITS = 6;

const shown = (value: number): string => `${Number(value.toPrecision(DIGITS))}`;

/**
 * The path under which a number is explained, and the number: indices become the names of the elements, and
 * what the JSON keeps under `cost` is found at its site or workload, as the file has it.
 */
function find(plan: FactoryPlan, path: string): { readonly name: string; readonly value: unknown } {
  const segments = path
    .replace(/^(\$|plan)?\./, '')
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.');
  let value: unknown = plan;
  const named = segments.map((segment) => {
    const element = isRecord(value) || Array.isArray(value) ? Reflect.get(value, segment) : undefined;
    const list = Array.isArray(value) ? value.filter(isRecord) : [];
    const found = element === undefined ? list.find((each) => namesOf(each).includes(segment)) : element;
    const name = Array.isArray(value) && isRecord(element) ? (ownName(list, element) ?? segment) : segment;
    value = found;
    return name;
  });
  const name = named.join('.').replace(/^cost\.(sites|workloads)\.([^.]+)\./, '$1.$2.cost.');
  return { name, value };
}

const MOST_NEAR = 8;

/** Explained paths that share most words with the one that was asked. */
function nearest(paths: readonly string[], asked: string): string[] {
  const wanted = words(asked);
  return paths
    .map((each) => ({ each, score: likeness(words(each), wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compare(a.each, b.each))
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
