import { findRule, required } from '../../../catalog/catalog';
import type { Catalog } from '../../../catalog/rows';
import { InternalError } from '../../../errors';
import type { FactorySpec } from '../../../spec/factory';
import type { MigrationSpec } from '../../../spec/traffic';
import { HOURS_PER_DAY, HOURS_PER_MONTH, hours, kilowatts, minutes, round, seconds } from '../../../units/convert';
import type { FactoryPlan, ServingPlan, SitePlan } from '../../model/plan';
import type { MigrationPlan, MigrationStopPlan, MoveSums, Payback } from '../../model/plan/migration-plan';
import { atStop } from '../../moves/at-stop';
import { type MigrationStop, ordinalOf, stateOf, stopName, stopOf, stopsOf } from '../../moves/stops';
import { allChecks, type PlannerOptions, placedAs, placeFactory, planPlaced, planWithStops } from '../../plan-factory';
import { demandOf } from '../../resolve/demand';
import { compareControls } from './controls';
import { moveTime } from './move-time';
import { acceleratorMeasures } from './pool-measures';
import { steadyState } from './steady-state';
import { weightsEgress } from './weights-egress';

interface Planned {
  readonly stop: MigrationStop;
  readonly plan: FactoryPlan;
}

/**
 * Plans a migration stop by stop: what each takes in time, money, energy and carbon, and what it breaks.
 *
 * Every stop is planned as if the file stated it, so all problems are found before the first step.
 *
 * @throws Error where the factory has no migration of that name
 */
export function planMigration(
  spec: FactorySpec,
  catalog: Catalog,
  name: string,
  options: PlannerOptions,
): MigrationPlan {
  const migration = spec.migrations[name];
  if (migration === undefined) {
    throw new Error(
      `no migration "${name}"; the factory has ${Object.keys(spec.migrations).sort().join(', ') || 'none'}`,
    );
  }
  const placed = placeFactory(spec, catalog, options);
  const checks = allChecks(options.clouds, options.checks);
  const planned = stopsOf(migration).map((stop) => ({
    stop,
    plan: planPlaced(placedAs(placed, atStop(spec, name, stop)), { checks }),
  }));
  const [first] = planned;
  const retired = planned.at(-1);
  if (first === undefined || retired === undefined) throw new InternalError(`migration "${name}" has no stops`);
  const after = planPlaced(placedAs(placed, atStop(spec, name, retired.stop)), { isOver: true, checks });
  const stops = planned.map((each, index) =>
    planStop({
      spec,
      catalog: placed.factory.catalog,
      migration,
      planned,
      first,
      each,
      before: planned[index - 1] ?? null,
    }),
  );
  const total = sumOf(stops);
  const steady = migration.workloads.flatMap((workload) => {
    const before = steadyState(first.plan, workload);
    const then = steadyState(after, workload);
    return before === null || then === null ? [] : [{ workload, before, after: then }];
  });
  const from = first.plan.sites.find((site) => site.name === migration.from.site);
  const to = first.plan.sites.find((site) => site.name === migration.to.site);
  return {
    name,
    workloads: migration.workloads,
    from: { site: migration.from.site, pool: migration.from.pool ?? null },
    to: { site: migration.to.site, pool: migration.to.pool ?? null },
    at: stopName(migration, stopOf(migration)),
    stops,
    total,
    steady,
    controls: from === undefined || to === undefined ? { gained: [], lost: [] } : compareControls(from, to),
    payback: paybackOf(total, first.plan.cost.usdPerHour - after.cost.usdPerHour),
    findings: planWithStops(placed, checks).findings.filter((each) => each.severity === 'error'),
  };
}

interface StopInput {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  readonly migration: MigrationSpec;
  readonly planned: readonly Planned[];
  readonly first: Planned;
  readonly each: Planned;
  readonly before: Planned | null;
}

function planStop(input: StopInput): MigrationStopPlan {
  const { spec, catalog, migration, planned, first, each, before } = input;
  const { stop, plan } = each;
  const state = stateOf(migration, stop);
  const was = before === null ? null : stateOf(migration, before.stop);
  const ends = endsOf(migration, planned, each);
  const nodesAt = (site: SitePlan | undefined): number =>
    site?.pools.reduce((sum, pool) => sum + pool.nodes.planned, 0) ?? 0;
  const { to } = migration;
  const launches = nodesAt(ends.targetSite) > nodesAt(first.plan.sites.find((site) => site.name === to.site));
  const rule = (id: string): number => required(findRule(catalog, id)).value;
  const time = moveTime({
    migration,
    stop,
    target: ends.target,
    source: ends.source,
    launchMinutes: launches ? rule('node-launch-minutes') : 0,
    imageMinutes: minutes(rule('engine-image-gb') / rule('image-pull-gb-per-second')),
    engineStartMinutes: rule('engine-start-minutes'),
    ttlSeconds: migration.from.site === migration.to.site ? 0 : (spec.traffic?.ttlSeconds ?? 0),
  });
  const length = hours(time.minutes);
  const egress =
    stop.phase === 'prepare' && ends.sourceSite !== undefined && ends.targetSite !== undefined
      ? weightsEgress(
          catalog,
          ends.sourceSite,
          ends.targetSite,
          ends.target.map((serving) => ({ source: serving.weightsSource, gb: serving.model.weightsGb })),
        )
      : null;
  const spare = spareCapacity(plan, migration, state);
  // The state after the move is not part of what the move takes.
  const isOver = stop.phase === 'retire';
  const grows = isOver ? 0 : Math.max(plan.cost.usdPerHour - first.plan.cost.usdPerHour, 0);
  const egressUsd = round(egress?.usd ?? 0, 2);
  return {
    name: stopName(migration, stop),
    ordinal: ordinalOf(migration, stop),
    isCurrent: ordinalOf(migration, stop) === ordinalOf(migration, stopOf(migration)),
    targetPercent: round(state.share * 100),
    changes:
      was === null
        ? 'nothing'
        : was.share !== state.share
          ? 'traffic'
          : was.source === 'draining' || state.source === 'draining'
            ? 'queue'
            : 'capacity',
    minutes: time.minutes,
    waits: egress === null ? time.waits : [...time.waits, egress.words],
    usdPerHour: round(plan.cost.usdPerHour, 2),
    doubledAcceleratorHours: isOver ? 0 : round(spare.accelerators * length, 1),
    doubledUsd: isOver ? 0 : round(spare.usdPerHour * length, 2),
    idleUsd: isOver ? 0 : round(spare.idleUsdPerHour * length, 2),
    doubledKwh: isOver ? 0 : round(spare.kw * length, 1),
    doubledCarbonKg: isOver ? 0 : spare.isGridKnown ? round((spare.gramsPerHour * length) / 1e3, 1) : null,
    egressUsd,
    extraUsd: round(grows * length + egressUsd, 2),
    extraKwh: isOver ? 0 : round(((plan.cost.kwhPerDay - first.plan.cost.kwhPerDay) / HOURS_PER_DAY) * length, 1),
    extraCarbonKg: carbonOf(first.plan, plan, isOver ? 0 : length),
    requestsInFlight: was === null ? 0 : round(inFlight(spec, migration, ends, Math.abs(state.share - was.share)), 1),
  };
}

interface Ends {
  readonly source: readonly ServingPlan[];
  readonly target: readonly ServingPlan[];
  readonly sourceSite: SitePlan | undefined;
  readonly targetSite: SitePlan | undefined;
}

/** What serves at both ends; where a stop lacks one, as the stop that has it plans it. */
function endsOf(migration: MigrationSpec, planned: readonly Planned[], each: Planned): Ends {
  const own = (plan: FactoryPlan, site: string) =>
    plan.sites
      .find((candidate) => candidate.name === site)
      ?.serving.filter((serving) => migration.workloads.includes(serving.workload)) ?? [];
  const source = own(planned[0]?.plan ?? each.plan, migration.from.site);
  const last = own(planned.at(-1)?.plan ?? each.plan, migration.to.site);
  const names = new Set(source.map((serving) => serving.name));
  const isInside = migration.from.site === migration.to.site;
  return {
    source,
    target: isInside ? last.filter((serving) => !names.has(serving.name)) : last,
    sourceSite: each.plan.sites.find((site) => site.name === migration.from.site),
    targetSite: each.plan.sites.find((site) => site.name === migration.to.site),
  };
}

/** Capacity that a stop holds beyond what its share of the requests needs: each end is whole from warm to soak. */
function spareCapacity(plan: FactoryPlan, migration: MigrationSpec, state: ReturnType<typeof stateOf>) {
  const spare = { accelerators: 0, usdPerHour: 0, idleUsdPerHour: 0, kw: 0, gramsPerHour: 0, isGridKnown: true };
  if (state.target === 'absent' || state.source === 'released') return spare;
  for (const workload of plan.workloads.filter((each) => migration.workloads.includes(each.name))) {
    for (const here of workload.sites) {
      const isTarget = isTargetOf(migration, workload.sites, here);
      if (!isTarget && here.site !== migration.from.site) continue;
      const used = isTarget ? state.share : 1 - state.share;
      const unused = here.accelerators * (1 - used);
      const each = acceleratorMeasures(plan, here.site, here.pool);
      spare.accelerators += unused;
      spare.usdPerHour += unused * each.usdPerHour;
      spare.kw += kilowatts(unused * each.facilityW);
      spare.gramsPerHour += unused * (each.gramsPerHour ?? 0);
      spare.isGridKnown &&= each.gramsPerHour !== null;
      if (used === 0) spare.idleUsdPerHour += here.accelerators * each.usdPerHour;
    }
  }
  return spare;
}

type Target = FactoryPlan['workloads'][number]['sites'][number];

/** Inside one site the target is the serving that came second, under the revision that the migration names. */
function isTargetOf(migration: MigrationSpec, sites: readonly Target[], here: Target): boolean {
  if (migration.from.site !== migration.to.site) return here.site === migration.to.site;
  const { revision } = migration.to;
  return here.site === migration.to.site && revision !== undefined && sites.length > 1
    ? here.serving.endsWith(`-${revision}`)
    : false;
}

function carbonOf(before: FactoryPlan, during: FactoryPlan, length: number): number | null {
  const [was, is] = [before.cost.carbonKgPerDay, during.cost.carbonKgPerDay];
  return was === null || is === null ? null : round(((is - was) / HOURS_PER_DAY) * length, 1);
}

/** Little's law: requests that are under way at once, of those whose end changes. */
function inFlight(spec: FactorySpec, migration: MigrationSpec, { source }: Ends, share: number): number {
  return migration.workloads.reduce((sum, name) => {
    const demand = spec.workloads[name]?.demand;
    const serving = source.find((each) => each.workload === name);
    if (demand === undefined || serving === undefined) return sum;
    const mean = demandOf(demand, `workloads.${name}`).requestsPerSecond;
    const moved = spec.workloads[name]?.shares?.[migration.from.site] ?? 1;
    const { ttftMs, interTokenMs } = serving.estimate;
    return sum + mean * moved * share * seconds(ttftMs + interTokenMs * demand.outputTokens);
  }, 0);
}

function sumOf(stops: readonly MigrationStopPlan[]): MoveSums {
  const sum = (of: (stop: MigrationStopPlan) => number): number =>
    round(
      stops.reduce((total, stop) => total + of(stop), 0),
      2,
    );
  return {
    minutes: sum((stop) => stop.minutes),
    doubledAcceleratorHours: sum((stop) => stop.doubledAcceleratorHours),
    doubledUsd: sum((stop) => stop.doubledUsd),
    idleUsd: sum((stop) => stop.idleUsd),
    doubledKwh: sum((stop) => stop.doubledKwh),
    doubledCarbonKg: stops.some((stop) => stop.doubledCarbonKg === null)
      ? null
      : sum((stop) => stop.doubledCarbonKg ?? 0),
    egressUsd: sum((stop) => stop.egressUsd),
    extraUsd: sum((stop) => stop.extraUsd),
    extraKwh: sum((stop) => stop.extraKwh),
    extraCarbonKg: stops.some((stop) => stop.extraCarbonKg === null) ? null : sum((stop) => stop.extraCarbonKg ?? 0),
  };
}

const paidBack = (onceUsd: number, months: number): string =>
  onceUsd > 0
    ? `and pays back the $${onceUsd} that it adds to the bill in ${months} months`
    : 'and adds nothing to the bill while it runs';

function paybackOf(total: MoveSums, savedUsdPerHour: number): Payback {
  const savedUsdPerMonth = round(savedUsdPerHour * HOURS_PER_MONTH, 2);
  const after = (usd: number): number | null => (savedUsdPerMonth > 0 ? round(usd / savedUsdPerMonth, 2) : null);
  const onceUsd = total.extraUsd;
  const [months, monthsWithDoubled] = [after(onceUsd), after(total.doubledUsd + total.egressUsd)];
  const words =
    months === null
      ? savedUsdPerMonth === 0
        ? 'the bill of the factory is the same afterwards, so the move never pays for itself'
        : `the bill of the factory is $${-savedUsdPerMonth} a month higher afterwards, so the move never pays for itself`
      : `it saves $${savedUsdPerMonth} a month ${paidBack(onceUsd, months)}; with all that runs twice, paid back in ${monthsWithDoubled} months`;
  return { onceUsd, savedUsdPerMonth, months, monthsWithDoubled, words };
}
