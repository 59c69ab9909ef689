import type { Catalog } from '../catalog/rows';
import type { FactorySpec } from '../spec/factory';
import type { Check } from './checks/check';
import { type Finding, sortFindings } from './finding';
import { allChecks, type PlannerOptions, placeFactory, planPlaced } from './plan-factory';

/** Findings of the plan that follow from one name or one range alone. */
const NAMED = /^(unknown-.*|zone-not-in-region|address-ranges-overlap)$/;

/**
 * What is wrong with the parts of a factory of which other parts were refused: names that lead nowhere, ranges that
 * overlap, rules of a single pool. Nothing that a refused part could have changed is told.
 *
 * @param refused paths that were refused
 */
export function lookUp(
  spec: FactorySpec,
  catalog: Catalog,
  refused: readonly string[],
  { clouds, checks }: PlannerOptions,
): readonly Finding[] {
  const found: Finding[] = [];
  // The others follow from sums over the whole factory.
  const gathered = allChecks(clouds, checks)
    .filter((each) => each.isLocal === true)
    .map(
      (each): Check => ({
        ...each,
        check: (factory, plan) => {
          found.push(...each.check(factory, plan));
          return [];
        },
      }),
    );
  const planned = planPlaced(placeFactory(spec, catalog, { clouds }), { checks: gathered });
  const named = planned.findings.filter((finding) => NAMED.test(finding.code));
  const holders = refused.map((path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0)));
  const touched = ({ path }: Finding) =>
    holders.some((holder) => holder !== '' && (path === holder || path.startsWith(`${holder}.`)));
  return sortFindings([
    ...named.filter((finding) => !refused.includes(finding.path)),
    ...found.filter((each) => !touched(each)),
  ]).filter((finding) => finding.severity === 'error');
}
