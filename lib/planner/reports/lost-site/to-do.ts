import type { FactorySpec } from '../../../spec/factory';
import { compare, type LibraryFinding } from '../../model/finding';
import { deployCommand, siteStackNames, trafficStackName } from '../../model/names';
import type { FactoryPlan } from '../../model/plan';
import type { ResolvedFactory } from '../../model/resolved';
import { sorted } from '../../model/sorted';
import { splittingSite } from '../../resolve/hostname';
import { resolveFactory } from '../../resolve/resolve-factory';
import type { LostWorkloadPlan } from './lost-site';

/** What the loss of a site asks of people. The file is changed, not the cloud: the next apply would undo the rest. */
export function toDoOf(
  spec: FactorySpec,
  site: string,
  workloads: readonly LostWorkloadPlan[],
  after: FactoryPlan,
): string[] {
  const moved = workloads.filter((each) => each.lostRequestsPerSecond > 0);
  if (moved.length === 0) return ['nothing: the site serves no requests'];
  const sites = [...new Set(moved.flatMap((each) => each.failsOver.map((place) => place.site)))].sort(compare);
  const stays = moved
    .filter((each) => each.failsOver.length > 0)
    .map((each) => {
      const places = [...new Set(each.failsOver.map((place) => place.site))].join(', ');
      return `workloads.${each.workload}: sites: [${places}]${spec.workloads[each.workload]?.shares === undefined ? '' : ', and no shares'}`;
    });
  const stacks = [
    ...after.sites.filter(({ name }) => sites.includes(name)).flatMap((each) => siteStackNames(spec.name, each)),
    ...(spec.traffic === undefined ? [] : [trafficStackName(spec.name)]),
  ];
  const grown = after.sites.flatMap((each) =>
    each.pools
      .filter(
        (pool) => pool.nodes.planned > (spec.sites[each.name]?.pools[pool.name]?.count ?? Number.POSITIVE_INFINITY),
      )
      .map((pool) => `sites.${each.name}.pools.${pool.name}: count: ${pool.nodes.planned}`),
  );
  const moves = sorted(spec.migrations)
    .filter(([, { from, to }]) => from.site === site || to.site === site)
    .map(([name]) => `take out migrations.${name}`);
  return [
    ...(stays.length === 0
      ? []
      : [
          `state ${[...stays, ...grown].join('; ')}${moves.map((each) => `, and ${each}`).join('')}`,
          `${deployCommand(stacks)}; leave the stacks of ${site} alone until it is back`,
        ]),
    ...moved
      .filter((each) => each.shedPercent > 0)
      .map((each) => `tell the users of ${each.workload} that ${each.shedPercent}% of its peak is not served`),
  ];
}

/** What the front door cannot do by itself. */
export function doorFindings(
  { spec, catalog, clouds }: Pick<ResolvedFactory, 'spec' | 'catalog' | 'clouds'>,
  site: string,
  workloads: readonly LostWorkloadPlan[],
): LibraryFinding[] {
  const factory = resolveFactory(spec, catalog, clouds).value;
  const splitting = splittingSite(factory);
  if (splitting === null || workloads.every((each) => each.lostRequestsPerSecond === 0 && splitting !== site))
    return [];
  const doors = clouds.flatMap((cloud) => cloud.frontDoors ?? []);
  const others = doors.length === 0 ? '' : `, such as ${doors.join(' or ')}`;
  return [
    splitting === site
      ? {
          code: 'front-door-lost',
          severity: 'warning',
          path: 'traffic.site',
          message: `${site} holds the route that splits requests over all sites, so nobody reaches any of them until traffic.site names another and its name leads there; use a front door outside the sites${others}`,
        }
      : {
          code: 'failover-by-hand',
          severity: 'warning',
          path: 'traffic.frontDoor',
          message: `the route at ${splitting} goes on sending ${site} its share until its weight is taken away by hand; use a front door with health checks${others}`,
        },
  ];
}
