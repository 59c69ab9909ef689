import type { SiteParts } from '../assemble/site-parts';
import { must } from '../model/must';
import { hostNames } from '../model/names';
import type { TrafficPlan, WorkloadPlan } from '../model/plan';
import { numberAt, type PartlyExplained, sumOf } from '../model/quantity';
import type { ResolvedFactory } from '../model/resolved';
import { targetKey } from '../model/serving-key';
import { frontDoorOf, ownHostnameOf, splittingSite } from '../resolve/hostname';
import { planTrafficMoves, readyReplicas, serverKind, trafficMoveOf } from './site-moves';

/** Port at which callers expect TLS, whoever ends it. */
const HTTPS_PORT = 443;

/** The split of every workload's requests over the sites that serve it. */
export function planTraffic(
  factory: ResolvedFactory,
  workloads: readonly WorkloadPlan[],
  sites: readonly Pick<SiteParts, 'site' | 'servings'>[],
): PartlyExplained<TrafficPlan> | null {
  const spec = factory.spec.traffic;
  const door = frontDoorOf(factory);
  if (spec === undefined || door === null) return null;
  return {
    name: factory.spec.name,
    frontDoor: door.name,
    provider: door.provider,
    domain: spec.domain,
    zoneId: spec.zoneId ?? null,
    zoneName: door.isGateway ? null : spec.domain,
    ttlSeconds: spec.ttlSeconds,
    healthCheckPath: spec.healthCheckPath,
    site: splittingSite(factory),
    moves: planTrafficMoves(factory),
    notify: factory.spec.observability.notify,
    routes: workloads
      .filter(({ sites }) => sites.length > 0)
      .map((workload) => ({
        workload: workload.name,
        namespace:
          sites.flatMap(({ servings }) => servings).find(({ plan }) => plan.workload === workload.name)?.plan
            .namespace ?? workload.tenant,
        hostname: hostNames(workload.name, spec.domain).common,
        targets: workload.sites.flatMap((target) => {
          const { site, servings } = must(
            sites.find((each) => each.site.name === target.site),
            `site ${target.site}`,
          );
          const here = workload.sites.filter((each) => each.site === target.site && each.capacity === 'ready');
          const own = servings.find(({ plan }) => plan.name === target.serving && plan.pool === target.pool);
          // The site's own route parts what it gets among several servings.
          if (own === undefined || here[0] !== target) return [];
          const weight = sumOf(
            here.map((each) => {
              const path = `workloads.${workload.name}.sites.${targetKey(workload.sites, each)}.weight`;
              return numberAt(`${each.serving} on ${each.pool}`, each.weight, '%', path);
            }),
            '%',
          );
          const stated = site.spec.entry.hostname ?? null;
          const { facts } = site;
          return [
            {
              site: site.name,
              provider: site.spec.provider,
              region: facts.builds ? facts.region : null,
              context: facts.context,
              hostname: stated,
              balancerName: stated === null ? (facts.entry?.balancer ?? null) : null,
              ownHostname: ownHostnameOf(factory, workload.name, site.name) ?? spec.domain,
              port: site.spec.entry.port,
              isTls: site.spec.entry.port === HTTPS_PORT || site.spec.entry.tlsSecret !== undefined,
              probe: site.spec.entry.probe,
              topicName: facts.entry?.topic ?? null,
              weight,
              serving: {
                kind: serverKind(own.plan),
                name: own.plan.name,
              },
              readyReplicas: readyReplicas(own, servings),
              move: trafficMoveOf(factory, own.leg),
            },
          ];
        }),
      })),
  };
}
