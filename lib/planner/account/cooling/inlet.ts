import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import type { LibraryFinding } from '../../model/finding';
import type { Outcome } from '../../model/outcome';
import type { InletPlan } from '../../model/plan/cooling-plan';
import { type Explained, type Quantity, ruleOf, stated } from '../../model/quantity';

/** Class that air-cooled servers are built for when the site names none. */
const DEFAULT_CLASS = 'A2';

/** Compares the inlet temperature of the hall with its class: recommended, allowable, or outside. */
export function checkInlet(site: string, spec: CoolingSpec, catalog: Catalog): Outcome<Explained<InletPlan> | null> {
  const { inletC } = spec;
  if (inletC === undefined) return { value: null, findings: [] };
  const findings: LibraryFinding[] = [];
  const inletClass = spec.inletClass ?? DEFAULT_CLASS;
  const rule = (kind: 'recommended' | 'allowable', end: 'min' | 'max'): Quantity =>
    ruleOf(catalog, `inlet-${inletClass.toLowerCase()}-${kind}-${end}-c`, 'C', `${kind} ${end}`);
  const recommendedC = [rule('recommended', 'min'), rule('recommended', 'max')] as const;
  const allowableC = [rule('allowable', 'min'), rule('allowable', 'max')] as const;
  const within = ([low, high]: readonly [Quantity, Quantity]): boolean => inletC >= low.value && inletC <= high.value;
  const verdict = within(recommendedC) ? 'recommended' : within(allowableC) ? 'allowable' : 'outside';
  if (verdict !== 'recommended') {
    const [low, high] = verdict === 'outside' ? allowableC : recommendedC;
    findings.push({
      code: verdict === 'outside' ? 'inlet-outside-class' : 'inlet-outside-recommended',
      severity: verdict === 'outside' ? 'error' : 'warning',
      path: `sites.${site}.cooling.inletC`,
      message: `inlet air at ${inletC} C is outside the ${verdict === 'outside' ? 'allowable' : 'recommended'} ${low.value} to ${high.value} C of class ${inletClass}; ${
        inletC > high.value ? 'lower' : 'raise'
      } inletC or name the class that the servers are built for`,
    });
  }
  const inlet = stated('inlet', inletC, 'C', `sites.${site}.cooling.inletC`);
  return { value: { inletC: inlet, inletClass, recommendedC, allowableC, verdict }, findings };
}
