import type { Catalog } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { Check } from '../model/check';
import { type Finding, sortFindings } from '../model/finding';
import { findingCodes, isFindingCode } from '../model/finding-codes';
import { allChecks, type PlannerOptions, placeFactory, planPlaced } from '../plan-factory';
import { unknownRegionCode } from '../resolve/resolve-factory';

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
  const placed = placeFactory(spec, catalog, { clouds });
  const planned = planPlaced(placed, { checks: gathered });
  const regions = placed.factory.sites.flatMap(({ facts }) =>
    facts.regionRow === null ? [] : [unknownRegionCode(facts.regionRow)],
  );
  const isLocal = (code: string) =>
    isFindingCode(code) ? findingCodes[code].isLocal === true : regions.includes(code);
  const named = planned.findings.filter(({ code }) => isLocal(code));
  const holders = refused.map((path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0)));
  const touched = ({ path }: Finding) =>
    holders.some((holder) => holder !== '' && (path === holder || path.startsWith(`${holder}.`)));
  return sortFindings([
    ...named.filter((finding) => !refused.includes(finding.path)),
    ...found.filter((each) => !touched(each)),
  ]).filter((finding) => finding.severity === 'error');
}
