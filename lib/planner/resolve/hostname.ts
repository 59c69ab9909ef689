import { GATEWAY_DOOR } from '../../spec/traffic';
import { hostNames } from '../model/names';
import type { ResolvedFactory } from '../model/resolved';

/** Host name at which a workload answers; null where the factory states no traffic. */
export const hostnameOf = (factory: ResolvedFactory, workload: string): string | null =>
  factory.spec.traffic === undefined ? null : hostNames(workload, factory.spec.traffic.domain).common;

/** Host name at which a workload answers at one site alone, under the same certificate; null as above. */
export const ownHostnameOf = (factory: ResolvedFactory, workload: string, site: string): string | null =>
  factory.spec.traffic === undefined ? null : hostNames(workload, factory.spec.traffic.domain).at(site);

/** The front door of a factory; null where it states no traffic. */
export function frontDoorOf({ spec, clouds, sites }: ResolvedFactory): FrontDoor | null {
  if (spec.traffic === undefined) return null;
  const used = clouds.filter((cloud) => sites.some((site) => site.rules === cloud));
  const name =
    spec.traffic.frontDoor ?? used.flatMap((cloud) => cloud.frontDoors?.slice(0, 1) ?? [])[0] ?? GATEWAY_DOOR;
  const owner = clouds.find((cloud) => cloud.frontDoors?.includes(name));
  return { name, provider: owner?.name ?? IN_CLUSTER, isGateway: owner === undefined };
}

/** A front door, and who makes it. */
export interface FrontDoor {
  readonly name: string;
  /** Name of the cloud that offers it, or `kubernetes` for the route of a cluster, whoever runs that. */
  readonly provider: string;
  /** Whether the gateway of one site splits requests over all of them. */
  readonly isGateway: boolean;
}

const IN_CLUSTER = 'kubernetes';

/** Site whose gateway splits requests over the sites; null where something else does. */
export const splittingSite = (factory: ResolvedFactory): string | null =>
  frontDoorOf(factory)?.isGateway === true ? (factory.spec.traffic?.site ?? factory.sites[0]?.name ?? null) : null;
