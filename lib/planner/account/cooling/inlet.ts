import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import type { LibraryFinding } from '../../model/finding';
import type { Outcome } from '../../model/outcome';
import type { InletPlan } from '../../model/plan/cooling-plan';
import { ruleTerm, stated, type Trace } from '../../model/trace';

/** Class that air-cooled servers are built for when the site names none. */
const DEFAULT_CLASS = 'A2';

/** Compares the inlet temperature of the hall with its class: recommended, allowable, or outside. */
export function checkInlet(site: string, spec: CoolingSpec, catalog: Catalog, trace: Trace): Outcome<InletPlan | null> {
  const { inletC } = spec;
  if (inletC === undefined) return { value: null, findings: [] };
  const findings: LibraryFinding[] = [];
  const inletClass = spec.inletClass ?? DEFAULT_CLASS;
  const rule = (kind: 'recommended' | 'allowable', end: 'min' | 'max'): number => {
    const term = ruleTerm(catalog, `inlet-${inletClass.toLowerCase()}-${kind}-${end}-c`, `${kind} ${end}`);
    return trace.detail(`inlet.${kind}C.${end === 'min' ? 0 : 1}`, term.value, 'C', term.name, () => [term]);
  };
  const recommendedC = [rule('recommended', 'min'), rule('recommended', 'max')] as const;
  const allowableC = [rule('allowable', 'min'), rule('allowable', 'max')] as const;
  trace.detail('inlet.inletC', inletC, 'C', 'inlet', () => [
    stated('inlet', inletC, 'C', `sites.${site}.cooling.inletC`),
  ]);
  const within = ([low, high]: readonly [number, number]): boolean => inletC >= low && inletC <= high;
  const verdict = within(recommendedC) ? 'recommended' : within(allowableC) ? 'allowable' : 'outside';
  if (verdict !== 'recommended') {
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
  return { value: { inletC, inletClass, recommendedC, allowableC, verdict }, findings };
}
