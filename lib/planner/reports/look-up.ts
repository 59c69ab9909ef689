import type { Catalog } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import { checkAddressRanges } from '../checks/address-ranges';
import { type Finding, sortFindings } from '../model/finding';
import { findingCodes, isFindingCode } from '../model/finding-codes';
import { allChecks, type PlannerOptions, placeNothing, planPlaced } from '../plan-factory';
import { resolveFactory, unknownRegionCode } from '../resolve/resolve-factory';

/**
 * Finds problems in the parts of a factory of which other parts were refused: unknown names, ranges that overlap, rules of
 * a single pool. Nothing is sized or placed, as a refused part could change that.
 *
 * @param refused - paths that were refused
 */
export function lookUp(
  spec: FactorySpec,
  catalog: Catalog,
  refused: readonly string[],
  { clouds, checks }: PlannerOptions,
): readonly Finding[] {
  const resolved = resolveFactory(spec, catalog, clouds);
  const factory = resolved.value;
  const regions = factory.sites.flatMap(({ facts }) =>
    facts.regionRow === null ? [] : [unknownRegionCode(facts.regionRow)],
  );
  const isLocal = ({ code }: Finding): boolean =>
    isFindingCode(code) ? findingCodes[code].isLocal === true : regions.includes(code);
  const named = [...resolved.findings, ...checkAddressRanges(factory)].filter(isLocal);
  const plan = planPlaced(placeNothing(factory), { checks: [], depth: 'nothing' });
  // The others follow from sums over the whole factory.
  const found = allChecks(clouds, checks)
    .filter((each) => each.isLocal === true)
    .flatMap((each) => each.check(factory, plan));
  const holders = refused.map((path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0)));
  const touched = ({ path }: Finding) =>
    holders.some((holder) => holder !== '' && (path === holder || path.startsWith(`${holder}.`)));
  return sortFindings([
    ...named.filter((finding) => !refused.includes(finding.path)),
    ...found.filter((each) => !touched(each)),
  ]).filter((finding) => finding.severity === 'error');
}
