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
  const exact = assignments.map((each) =>
    total > 0 ? (each.requestsPerSecond / total) * WHOLE : WHOLE / assignments.length,
  );
  const weights = exact.map((share) => Math.floor(share + 1e-9));
  const missing = WHOLE - weights.reduce((sum, weight) => sum + weight, 0);
  const order = [...assignments.keys()].sort((a, b) => {
    const left = assignments[a] as Assigned;
    const right = assignments[b] as Assigned;
    const remainder = (index: number): number => (exact[index] ?? 0) - (weights[index] ?? 0);
    const by = remainder(b) - remainder(a);
    return Math.abs(by) > 1e-9 ? by : compare(left.site, right.site) || compare(left.pool, right.pool);
  });
  for (const index of order.slice(0, missing)) weights[index] = (weights[index] ?? 0) + 1;
  return weights;
}
