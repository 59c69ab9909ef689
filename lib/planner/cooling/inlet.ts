import { findRule, required } from '../../catalog/catalog';
import type { Catalog } from '../../catalog/rows';
import type { CoolingSpec } from '../../spec/budget';
import type { Finding } from '../finding';
import type { InletPlan } from './cooling-plan';

/** Class that air-cooled servers are built for when the site names none. */
const DEFAULT_CLASS = 'A2';

/** Compares the inlet temperature of the hall with its class: recommended, allowable, or outside. */
export function checkInlet(
  site: string,
  spec: CoolingSpec,
  isFacilityOwn: boolean,
  catalog: Catalog,
  findings: Finding[],
): InletPlan | null {
  const { inletC } = spec;
  if (inletC === undefined) return null;
  const inletClass = spec.inletClass ?? DEFAULT_CLASS;
  const rule = (kind: string): number =>
    required(findRule(catalog, `inlet-${inletClass.toLowerCase()}-${kind}-c`)).value;
  const recommendedC = [rule('recommended-min'), rule('recommended-max')] as const;
  const allowableC = [rule('allowable-min'), rule('allowable-max')] as const;
  const within = ([low, high]: readonly [number, number]): boolean => inletC >= low && inletC <= high;
  const verdict = within(recommendedC) ? 'recommended' : within(allowableC) ? 'allowable' : 'outside';
  if (verdict !== 'recommended' && isFacilityOwn) {
    const range = verdict === 'outside' ? allowableC : recommendedC;
    findings.push({
      code: verdict === 'outside' ? 'inlet-outside-class' : 'inlet-outside-recommended',
      severity: verdict === 'outside' ? 'error' : 'warning',
      path: `sites.${site}.cooling.inletC`,
      message: `inlet air at ${inletC} C is outside the ${verdict === 'outside' ? 'allowable' : 'recommended'} ${range[0]} to ${range[1]} C of class ${inletClass}; ${
        inletC > range[1] ? 'lower' : 'raise'
      } inletC or name the class that the servers are built for`,
    });
  }
  return { inletC, inletClass, recommendedC, allowableC, verdict };
}
