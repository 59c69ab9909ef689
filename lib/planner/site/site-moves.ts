import type { MigrationSpec } from '../../spec/traffic';
import { isAfter } from '../../units/instant';
import type { PlacedServing } from '../assemble/placed-serving';
import { deployCommand, siteStackName, trafficStackName } from '../model/names';
import type { MovePlan, RoutePlan, ServingPlan, TrafficMovePlan, TrafficPlan, WayBackPlan } from '../model/plan';
import { constant, decided, numberAt, type PartlyExplained, type Quantity, SHARE, zeroOf } from '../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import { servingKey, targetKey } from '../model/serving-key';
import { sorted } from '../model/sorted';
import type { Leg } from '../moves/legs';
import { ordinalOf, stateOf, stopName, stopOf, stopsOf } from '../moves/stops';
import { hostnameOf, ownHostnameOf, splittingSite } from '../resolve/hostname';
import { namespaceOf } from '../resolve/tenants';
import type { SiteInput } from './site-input';

type TrafficTargetMove = NonNullable<TrafficPlan['routes'][number]['targets'][number]['move']>;

/** Kind of the object that runs a serving. */
export const serverKind = (serving: ServingPlan): 'Deployment' | 'LeaderWorkerSet' =>
  serving.nodesPerReplica > 1 ? 'LeaderWorkerSet' : 'Deployment';

/** Ready replicas that a placed serving needs for the requests that its leg is given now. */
export function readyReplicas({ plan, leg }: PlacedServing, among: readonly PlacedServing[]): Quantity {
  const share =
    leg.move === null
      ? constant('share', leg.traffic, SHARE, 'no migration moves its requests')
      : decided(
          'share',
          leg.traffic,
          SHARE,
          `what migrations.${leg.move.migration}.phase leaves this end of its requests`,
        );
  return leastReplicas(plan, among).times(share).whole().atLeast(zeroOf('replica'));
}

/** The least number of replicas of a serving. */
function leastReplicas(plan: ServingPlan, among: readonly PlacedServing[]): Quantity {
  const key = servingKey(
    among.map((each) => each.plan),
    plan,
  );
  return numberAt('replicas', plan.replicas.min, 'replica', `sites.${plan.site}.serving.${key}.replicas.min`);
}

/**
 * Names that a workload's own route at a site has. Where the site's gateway splits requests over the sites, the split has the
 * common name: of two routes with one name the gateway would take the older.
 */
function hostnamesAt(factory: ResolvedFactory, workload: string, site: string): readonly string[] {
  const [common, own] = [hostnameOf(factory, workload), ownHostnameOf(factory, workload, site)];
  if (common === null || own === null) return [];
  return splittingSite(factory) === site ? [own] : [common, own];
}

/** How requests are routed inside a site, one route for each workload that is served there. */
export function planRoutes({ factory, site, workloads, placed }: SiteInput): readonly PartlyExplained<RoutePlan>[] {
  return workloads.flatMap((workload) => {
    const here = workload.sites.filter((each) => each.site === site.name && each.capacity === 'ready');
    const backends = here.flatMap((each) => {
      const own = placed.find(({ plan }) => plan.name === each.serving && plan.pool === each.pool);
      // An engine without an image has no serving; a finding says so.
      if (own === undefined) return [];
      const alone = here.length === 1 ? 'alone at its site, it takes whatever the front door gives the site' : null;
      return [
        {
          serving: own.plan.name,
          kind: serverKind(own.plan),
          weight:
            alone === null
              ? numberAt(
                  'weight',
                  each.weight,
                  '%',
                  `workloads.${workload.name}.sites.${targetKey(workload.sites, each)}.weight`,
                )
              : constant('all', 100, '%', alone),
          readyReplicas: alone === null ? readyReplicas(own, placed) : constant('none', 0, 'replica', alone),
        },
      ];
    });
    const first = here[0];
    const own = placed.find(({ plan }) => plan.workload === workload.name)?.plan;
    if (first === undefined || own === undefined || backends.length === 0) return [];
    return [
      {
        workload: workload.name,
        namespace: own.namespace,
        hostnames: hostnamesAt(factory, workload.name, site.name),
        backends,
      },
    ];
  });
}

/** The first of the site's pools, or the one named, that is given back on a stated day. */
function capacityEndOf(site: ResolvedSite, named: string | undefined): MovePlan['capacityEnd'] {
  const ending = site.pools.flatMap(({ name, capacity }) =>
    (named === undefined || named === name) && 'endsAt' in capacity && capacity.endsAt !== null
      ? [{ pool: name, endsAt: capacity.endsAt }]
      : [],
  );
  return ending.sort((a, b) => (isAfter(a.endsAt, b.endsAt) ? 1 : -1))[0] ?? null;
}

/** The migrations between sites, as the split of requests takes part in them. */
export function planTrafficMoves(factory: ResolvedFactory): TrafficMovePlan[] {
  return sorted(factory.spec.migrations).flatMap(([name, migration]): TrafficMovePlan[] => {
    const { from, to } = migration;
    const workload = factory.workloads.find((each) => migration.workloads.includes(each.name));
    if (from.site === to.site || workload === undefined) return [];
    return [
      {
        name,
        namespace: namespaceOf(factory.spec, workload.spec.tenant),
        from: from.site,
        to: to.site,
        percent: percentOf(migration),
        percents: [...new Set([0, ...migration.shares, 100])],
        wayBack: wayBackOf(factory, name, migration),
      },
    ];
  });
}

/** Share in whole percent of the moved requests that the target takes. */
const percentOf = (migration: MigrationSpec): number => Math.round(stateOf(migration, stopOf(migration)).share * 100);

/** The end of a migration between sites that a leg is; null for what stays and for moves inside a site. */
export function trafficMoveOf(factory: ResolvedFactory, { move }: Leg): TrafficTargetMove | null {
  const migration = move === null ? undefined : factory.spec.migrations[move.migration];
  if (move === null || migration === undefined || migration.from.site === migration.to.site) return null;
  const percent = percentOf(migration);
  return {
    name: move.migration,
    end: move.end,
    percent: move.end === 'to' ? percent : 100 - percent,
  };
}

/** How requests go back from the present stop of a migration; null if its target takes none, or its source is gone. */
function wayBackOf(factory: ResolvedFactory, name: string, migration: MigrationSpec): WayBackPlan | null {
  const stops = stopsOf(migration);
  const here = ordinalOf(migration, stopOf(migration));
  const now = stateOf(migration, stopOf(migration));
  if (now.share === 0 || now.source === 'released') return null;
  const fewer = stops.slice(0, here).findLastIndex((stop) => stateOf(migration, stop).share < now.share);
  const to = stops[fewer];
  if (to === undefined) return null;
  const { from, to: target } = migration;
  const stacks = [
    ...[...new Set([from.site, target.site])].map((site) => siteStackName(factory.spec.name, site, 'workloads')),
    ...(from.site === target.site ? [] : [trafficStackName(factory.spec.name)]),
  ];
  const steps = here - fewer;
  const stop = stopName(migration, to);
  const each = `npx ai-factory migrate back FILE ${name} && ${deployCommand(stacks)}`;
  return {
    stop,
    steps,
    stacks,
    words: `to send requests back, run ${each}${steps === 1 ? `, which leads to ${stop}` : `; ${steps} times, until the file says ${stop}`}`,
  };
}

/** What of a migration is watched at a site while its target takes requests. */
function watchOf(
  { factory, placed }: SiteInput,
  [name, migration]: readonly [string, MigrationSpec],
): PartlyExplained<MovePlan['watch']> {
  const wayBack = wayBackOf(factory, name, migration);
  if (wayBack === null) return null;
  const isKept = stateOf(migration, stopOf(migration)).share === 1 && migration.phase !== 'drain';
  const servings = placed.flatMap((each) => {
    const { plan, leg } = each;
    if (leg.move === null || leg.move.migration !== name) return [];
    const { end } = leg.move;
    const needed = end === 'from' && isKept ? leastReplicas(plan, placed) : readyReplicas(each, placed);
    return [{ name: plan.name, end, readyReplicas: needed }];
  });
  return { servings, wayBack };
}

/** The migrations that a site takes part in. */
export function planMoves(input: SiteInput): readonly PartlyExplained<MovePlan>[] {
  const { factory, site } = input;
  return sorted(factory.spec.migrations).flatMap(([name, migration]): PartlyExplained<MovePlan>[] => {
    const isFrom = migration.from.site === site.name;
    const isTo = migration.to.site === site.name;
    const workload = factory.workloads.find((each) => migration.workloads.includes(each.name));
    const stop = stopOf(migration);
    if ((!isFrom && !isTo) || workload === undefined) return [];
    const state = stateOf(migration, stop);
    return [
      {
        name,
        namespace: namespaceOf(factory.spec, workload.spec.tenant),
        phase: migration.phase,
        ordinal: ordinalOf(migration, stop),
        stops: stopsOf(migration).map((each) => stopName(migration, each)),
        end: isFrom && isTo ? 'both' : isFrom ? 'from' : 'to',
        share: percentOf(migration),
        watch: watchOf(input, [name, migration]),
        capacityEnd: isTo && state.target !== 'absent' ? capacityEndOf(site, migration.to.pool) : null,
        isLeaving: (isFrom && state.source !== 'ready') || (isTo && state.target !== 'ready'),
      },
    ];
  });
}
