import type { ResolvedFactory } from '../resolved';

/** Host name at which a workload answers; null where the factory states no traffic. */
export const hostnameOf = (factory: ResolvedFactory, workload: string): string | null =>
  factory.spec.traffic === undefined ? null : `${workload}.${factory.spec.traffic.domain}`;
