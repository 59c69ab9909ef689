import { findRule, required } from '../../../catalog/catalog';
import type { Catalog } from '../../../catalog/rows';
import type { FactorySpec } from '../../../spec/factory';
import type { WorkloadSpec } from '../../../spec/workload';
import { kilowatts, minutes, round } from '../../../units/convert';
import { coldRead } from '../../assemble/serving-numbers';
import type { Finding, LibraryFinding } from '../../model/finding';
import { must } from '../../model/must';
import type { FactoryPlan, WorkloadPlan } from '../../model/plan';
import { meanings } from '../../model/pool-reference';
import { sorted } from '../../model/sorted';
import { isSound, type PlannerOptions, planFactory } from '../../plan-factory';
import { mayGrow, shed, withNodes } from './shed';
import { doorFindings, toDoOf } from './to-do';

/** What happens when a site is lost at once. Plain JSON. */
export interface LostSitePlan {
  /** Name of the lost site. */
  readonly site: string;
  /** What becomes of each workload, sorted by name. */
  readonly workloads: readonly LostWorkloadPlan[];
  /** The sites that remain, with what they then hold. */
  readonly sites: readonly {
    /** Name of the site. */
    readonly site: string;
    /** Nodes of all its pools. */
    readonly nodes: {
      /** Number of nodes with all sites. */
      readonly before: number;
      /** Number of nodes without the lost site. */
      readonly after: number;
    };
    /** Peak IT power in kW. */
    readonly itKw: {
      /** Power with all sites. */
      readonly before: number;
      /** Power without the lost site. */
      readonly after: number;
      /** Usable IT power of the site. Null: the site states no limit. */
      readonly limit: number | null;
    };
    /** Cost of the site in USD per hour. */
    readonly usdPerHour: {
      /** Cost with all sites. */
      readonly before: number;
      /** Cost without the lost site. */
      readonly after: number;
    };
  }[];
  /** Until every workload is served as far as it can be. */
  readonly minutes: number;
  /** What people do, in order; what the front door does by itself comes first. */
  readonly toDo: readonly string[];
  /** Shed demand, limits of the front door, and what is wrong with the factory without the site. */
  readonly findings: readonly Finding[];
}

/** What the loss of a site does to one workload. */
export interface LostWorkloadPlan {
  /** Name of the workload. */
  readonly workload: string;
  /** Priority by which demand is shed: `batch` first. */
  readonly priority: WorkloadSpec['priority'];
  /** Requests per second at peak that the lost site had. */
  readonly lostRequestsPerSecond: number;
  /** Replicas at each site that remains. */
  readonly failsOver: readonly {
    /** Name of the site. */
    readonly site: string;
    /** Name of the pool. */
    readonly pool: string;
    /** Replicas for peak demand. */
    readonly replicas: {
      /** Replicas with all sites; those that a migration only holds do not count. */
      readonly before: number;
      /** Replicas without the lost site. */
      readonly after: number;
    };
  }[];
  /** Percent of its peak demand that cannot be carried. */
  readonly shedPercent: number;
  /** Why demand is shed, as a phrase. Null if none is. */
  readonly reason: string | null;
  /** Time in minutes until the workload is served as far as it can be; 0 if the site served none of it. */
  readonly minutes: number;
  /** What the minutes are made of, as phrases with their minutes. */
  readonly waits: readonly string[];
}

/**
 * Plans the loss of a site: where its workloads go, what the sites that remain can carry within their limits, what is shed
 * and in which order, and how long it takes.
 *
 * Demand is shed by priority, batch first, and inside a priority by name; of the last one only as much as must be.
 *
 * @throws Error where the factory has no site of that name
 */
export function planLostSite(spec: FactorySpec, catalog: Catalog, site: string, options: PlannerOptions): LostSitePlan {
  if (spec.sites[site] === undefined) {
    throw new Error(`no site "${site}"; the factory has ${Object.keys(spec.sites).sort().join(', ')}`);
  }
  const before = planFactory(spec, catalog, options);
  const rest = withoutSite(spec, site);
  const grown = mayGrow(rest.spec);
  const { kept, limits } = shed(grown, catalog, options);
  const needed = planFactory(scaled(grown, kept), catalog, options);
  const after = planFactory(scaled(withNodes(rest.spec, needed), kept), catalog, options);
  const workloads = sorted(spec.workloads).map(([name, workload]) =>
    lostWorkload({
      spec,
      catalog,
      site,
      name,
      workload,
      before,
      after,
      kept: kept.get(name) ?? 0,
      limit: limits.get(name) ?? null,
      rest,
    }),
  );
  const sites = after.sites.map((each) => {
    const was = must(
      before.sites.find((candidate) => candidate.name === each.name),
      `site ${each.name}`,
    );
    const usdPerHour = ({ cost }: FactoryPlan): number =>
      round(must(cost.sites[each.name], `cost of ${each.name}`).usdPerHour, 2);
    return {
      site: each.name,
      nodes: { before: nodesOf(was), after: nodesOf(each) },
      itKw: {
        before: round(kilowatts(was.power.itPeakW), 1),
        after: round(kilowatts(each.power.itPeakW), 1),
        limit: each.power.limit === null ? null : round(kilowatts(each.power.limit.usableW), 1),
      },
      usdPerHour: {
        before: usdPerHour(before),
        after: usdPerHour(after),
      },
    };
  });
  return {
    site,
    workloads,
    sites,
    minutes: Math.max(0, ...workloads.map((each) => each.minutes)),
    toDo: toDoOf(spec, site, workloads, after),
    findings: [
      ...doorFindings({ spec, catalog, clouds: options.clouds }, site, workloads),
      ...lostFindings(spec, site, workloads),
      ...(isSound(after) ? [] : after.findings),
    ],
  };
}

const nodesOf = (site: FactoryPlan['sites'][number] | undefined): number =>
  site?.pools.reduce((sum, pool) => sum + pool.nodes.planned, 0) ?? 0;

interface Rest {
  readonly spec: FactorySpec;
  /** Workloads that no other site may run, with the reason. */
  readonly homeless: ReadonlyMap<string, string>;
}

/** The factory without a site: what was pinned there alone has nowhere to go. */
function withoutSite(spec: FactorySpec, lost: string): Rest {
  const homeless = new Map<string, string>();
  const { [lost]: _, ...sites } = spec.sites;
  const workloads: Record<string, WorkloadSpec> = {};
  for (const [name, workload] of sorted(spec.workloads)) {
    const kept = survivor(spec, name, workload, lost);
    if (typeof kept === 'string') homeless.set(name, kept);
    else workloads[name] = kept;
  }
  const migrations = Object.fromEntries(
    sorted(spec.migrations)
      .filter(([, { from, to }]) => from.site !== lost && to.site !== lost)
      .map(([name, migration]) => [
        name,
        { ...migration, workloads: migration.workloads.filter((each) => workloads[each] !== undefined) },
      ])
      .filter(([, migration]) => (migration as { workloads: readonly string[] }).workloads.length > 0),
  ) as FactorySpec['migrations'];
  const { traffic } = spec;
  const queues = Object.fromEntries(
    sorted(spec.queues).map(([name, queue]) => [name, { ...queue, ...poolsLeft(spec, queue.pools, lost) }]),
  );
  return {
    homeless,
    spec: {
      ...spec,
      sites,
      queues,
      workloads,
      migrations,
      // The loss that was provided for has happened.
      placement: { ...spec.placement, sitesThatMayFail: Math.max(spec.placement.sitesThatMayFail - 1, 0) },
      ...(traffic === undefined
        ? {}
        : { traffic: { ...traffic, ...(traffic.site === lost ? { site: undefined } : {}) } }),
    },
  };
}

/** The pools of a list that are at other sites, by references that stay clear when the site is gone. */
const poolsLeft = (
  spec: FactorySpec,
  pools: readonly string[] | undefined,
  lost: string,
): { readonly pools?: string[] } =>
  pools === undefined
    ? {}
    : { pools: pools.flatMap((each) => meanings(spec, each)).filter((each) => !each.startsWith(`${lost}/`)) };

function survivor(spec: FactorySpec, name: string, workload: WorkloadSpec, lost: string): WorkloadSpec | string {
  const others = Object.keys(spec.sites).filter((site) => site !== lost);
  const allowed = workload.sites?.filter((site) => site !== lost) ?? others;
  const move = sorted(spec.migrations).find(([, each]) => each.workloads.includes(name));
  const other = move?.[1].from.site === lost ? move[1].to.site : move?.[1].to.site === lost ? move[1].from.site : null;
  const { shares, ...stated } = workload;
  const remaining = poolsLeft(spec, workload.pools, lost);
  const rest = { ...stated, ...remaining };
  if (remaining.pools?.length === 0) return `it may use pools of ${lost} only`;
  if (other !== null && other !== lost && allowed.includes(other) && shares === undefined) {
    return { ...rest, sites: [other] };
  }
  if (allowed.length === 0) return `it may run at ${lost} only`;
  const left = Object.entries(shares ?? {}).filter(([site, share]) => site !== lost && share > 0);
  const total = left.reduce((sum, [, share]) => sum + share, 0);
  return {
    ...rest,
    sites: allowed,
    // Stated shares are taken over by the sites that are left, in proportion.
    ...(shares === undefined || total === 0
      ? {}
      : { shares: Object.fromEntries(left.map(([site, share]) => [site, share / total])) }),
  };
}

/** The factory with each workload's demand scaled to what is kept of it. */
function scaled(spec: FactorySpec, kept: ReadonlyMap<string, number>): FactorySpec {
  const workloads = Object.fromEntries(
    sorted(spec.workloads).flatMap(([name, workload]) => {
      const share = kept.get(name) ?? 0;
      if (share === 0) return [];
      const { demand } = workload;
      const { requestsPerSecond, outputTokensPerSecond } = demand;
      return [
        [
          name,
          {
            ...workload,
            demand: {
              ...demand,
              ...(requestsPerSecond === undefined ? {} : { requestsPerSecond: requestsPerSecond * share }),
              ...(outputTokensPerSecond === undefined ? {} : { outputTokensPerSecond: outputTokensPerSecond * share }),
            },
          },
        ],
      ];
    }),
  );
  const migrations = Object.fromEntries(
    sorted(spec.migrations).filter(([, each]) => each.workloads.every((name) => workloads[name] !== undefined)),
  );
  return { ...spec, workloads, migrations };
}

function lostWorkload(input: {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  readonly site: string;
  readonly name: string;
  readonly workload: WorkloadSpec;
  readonly before: FactoryPlan;
  readonly after: FactoryPlan;
  readonly kept: number;
  readonly limit: string | null;
  readonly rest: Rest;
}): LostWorkloadPlan {
  const { spec, catalog, site, name, workload, before, after, kept, limit, rest } = input;
  const was = before.workloads.find((each) => each.name === name);
  const is = after.workloads.find((each) => each.name === name);
  const lost = (was?.sites ?? [])
    .filter((each) => each.site === site && each.weight > 0)
    .reduce((sum, each) => sum + ((was?.peak.requestsPerSecond ?? 0) * each.weight) / 100, 0);
  const failsOver = (is?.sites ?? []).map((each) => ({
    site: each.site,
    pool: each.pool,
    replicas: { before: replicasAt(was, each), after: each.replicas },
  }));
  const grows = failsOver.filter(({ replicas }) => replicas.after > replicas.before);
  const largest = Math.max(
    0,
    ...after.sites
      .flatMap((each) => each.serving)
      .filter((serving) => serving.workload === name)
      .map((serving) => serving.model.weightsGb),
  );
  const launches = grows.some(
    (each) =>
      nodesOf(after.sites.find((one) => one.name === each.site)) >
      nodesOf(before.sites.find((one) => one.name === each.site)),
  );
  const rule = (id: string): number => required(findRule(catalog, id)).value;
  const detection = minutes(rule('dns-failover-checks') * rule('dns-check-seconds') + (spec.traffic?.ttlSeconds ?? 0));
  const waits: readonly (readonly [string, number])[] =
    lost === 0
      ? []
      : [
          ['failed health checks and time to live', detection],
          ...(launches ? [['launch of nodes', rule('node-launch-minutes')] as const] : []),
          ...(grows.length > 0 ? [[`load of ${largest} GB`, minutes(largest / coldRead.value)] as const] : []),
        ];
  return {
    workload: name,
    priority: workload.priority,
    lostRequestsPerSecond: round(lost, 2),
    failsOver,
    shedPercent: round((1 - kept) * 100),
    reason: reasonOf(name, kept, limit, rest),
    minutes: round(
      waits.reduce((sum, [, length]) => sum + length, 0),
      1,
    ),
    waits: waits.map(([words, length]) => `${words}: ${round(length, 1)} min`),
  };
}

const replicasAt = (workload: WorkloadPlan | undefined, at: { readonly site: string; readonly pool: string }): number =>
  workload?.sites.find((each) => each.site === at.site && each.pool === at.pool && each.capacity === 'ready')
    ?.replicas ?? 0;

function reasonOf(name: string, kept: number, limit: string | null, rest: Rest): string | null {
  if (kept === 1) return null;
  return (
    rest.homeless.get(name) ??
    `${
      kept === 0
        ? 'no site that remains may or can run it within its limits'
        : 'the sites that remain carry no more of it within their limits'
    }${limit === null || limit === '' ? '' : ` (${limit})`}`
  );
}

function lostFindings(spec: FactorySpec, site: string, workloads: readonly LostWorkloadPlan[]): LibraryFinding[] {
  return workloads
    .filter((each) => each.shedPercent > 0)
    .map((each) => ({
      code: 'demand-shed',
      severity: spec.workloads[each.workload]?.objectives.survives === 'site' ? 'error' : 'warning',
      path: `workloads.${each.workload}`,
      message: `without ${site}, ${each.shedPercent}% of its peak demand is shed: ${each.reason}; add capacity elsewhere, or state placement.sitesThatMayFail so that it is always there`,
    }));
}
