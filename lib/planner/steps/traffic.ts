import { siteNames } from '../names';
import type { ServingPlan, TrafficPlan, WorkloadPlan } from '../plan';
import type { ResolvedFactory } from '../resolved';

/** Host name at which a workload answers; null where the factory states no traffic. */
export const hostnameOf = (factory: ResolvedFactory, workload: string): string | null =>
  factory.spec.traffic === undefined ? null : `${workload}.${factory.spec.traffic.domain}`;

/** The split of every workload's requests over the sites that serve it. */
export function planTraffic(
  factory: ResolvedFactory,
  workloads: readonly WorkloadPlan[],
  serving: readonly ServingPlan[],
): TrafficPlan | null {
  const spec = factory.spec.traffic;
  if (spec === undefined) return null;
  const cloud = factory.sites.some((site) => site.spec.provider === 'aws');
  const frontDoor = spec.frontDoor ?? (cloud ? 'route53' : 'http-route');
  return {
    name: factory.spec.name,
    frontDoor,
    provider: frontDoor === 'http-route' ? 'kubernetes' : 'aws',
    domain: spec.domain,
    zoneId: spec.zoneId ?? null,
    zoneName: frontDoor === 'http-route' ? null : spec.domain,
    ttlSeconds: spec.ttlSeconds,
    healthCheckPath: spec.healthCheckPath,
    site: frontDoor === 'http-route' ? (spec.site ?? factory.sites[0]?.name ?? null) : null,
    routes: workloads.map((workload) => ({
      workload: workload.name,
      namespace: serving.find((each) => each.workload === workload.name)?.namespace ?? workload.tenant,
      hostname: `${workload.name}.${spec.domain}`,
      targets: workload.sites.flatMap((target) => {
        const site = factory.sites.find((each) => each.name === target.site);
        const own = serving.find(
          (each) => each.workload === workload.name && each.site === target.site && each.pool === target.pool,
        );
        if (site === undefined || own === undefined) return [];
        const stated = site.spec.entry.hostname ?? null;
        return [
          {
            site: site.name,
            provider: site.spec.provider,
            region: site.spec.provider === 'aws' ? site.spec.region : null,
            context: site.spec.provider === 'aws' ? (site.spec.access?.context ?? null) : site.spec.context,
            hostname: stated,
            balancerName:
              stated === null && site.spec.provider === 'aws' ? siteNames(factory.spec.name, site.name).balancer : null,
            weight: target.weight,
            serving: {
              kind: own.nodesPerReplica > 1 ? ('LeaderWorkerSet' as const) : ('Deployment' as const),
              name: own.name,
            },
            readyReplicas: own.replicas.min,
          },
        ];
      }),
    })),
  };
}
