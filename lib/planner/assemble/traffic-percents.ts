import { compare } from '../model/finding';

/** Anything that was given a part of a workload's requests. */
export interface Assigned {
  readonly site: string;
  readonly pool: string;
  readonly requestsPerSecond: number;
}

const WHOLE = 100;

/**
 * Traffic weights of assignments in whole percent that add up to 100, in the order of the assignments (largest
 * remainder method; ties go to the first by site and pool). Empty for no assignments.
 */
export function trafficPercents(assignments: readonly Assigned[]): number[] {
  const total = assignments.reduce((sum, each) => sum + each.requestsPerSecond, 0);
  if (assignments.length === 0) return [];
  const parts = assignments.map((each, index) => {
    const exact = total > 0 ? (each.requestsPerSecond / total) * WHOLE : WHOLE / assignments.length;
    const whole = Math.floor(exact + 1e-9);
    return { ...each, index, whole, remainder: exact - whole };
  });
  const missing = WHOLE - parts.reduce((sum, { whole }) => sum + whole, 0);
  const raised = [...parts]
    .sort((a, b) => {
      const by = b.remainder - a.remainder;
      return Math.abs(by) > 1e-9 ? by : compare(a.site, b.site) || compare(a.pool, b.pool);
    })
    .slice(0, missing)
    .map(({ index }) => index);
  return parts.map(({ index, whole }) => (raised.includes(index) ? whole + 1 : whole));
}
