import { hostNames } from '../names';
import type { TrafficPlan } from '../plan';
import type { ResolvedFactory } from '../resolved';

/** Host name at which a workload answers; null where the factory states no traffic. */
export const hostnameOf = (factory: ResolvedFactory, workload: string): string | null =>
  factory.spec.traffic === undefined ? null : hostNames(workload, factory.spec.traffic.domain).common;

/** Host name at which a workload answers at one site alone, under the same certificate; null as above. */
export const ownHostnameOf = (factory: ResolvedFactory, workload: string, site: string): string | null =>
  factory.spec.traffic === undefined ? null : hostNames(workload, factory.spec.traffic.domain).at(site);

/** The front door of a factory; null where it states no traffic. */
export function frontDoorOf({ spec, sites }: ResolvedFactory): NonNullable<TrafficPlan['frontDoor']> | null {
  if (spec.traffic === undefined) return null;
  return spec.traffic.frontDoor ?? (sites.some((site) => site.spec.provider === 'aws') ? 'route53' : 'http-route');
}

/** Site whose gateway splits requests over the sites; null where something else does. */
export const splittingSite = (factory: ResolvedFactory): string | null =>
  frontDoorOf(factory) === 'http-route' ? (factory.spec.traffic?.site ?? factory.sites[0]?.name ?? null) : null;
