import type { Catalog } from '../../../catalog/rows';
import type { FactorySpec } from '../../../spec/factory';
import type { PoolSpec } from '../../../spec/pool';
import type { WorkloadSpec } from '../../../spec/workload';
import { measuresOf } from '../../account/measures';
import { planChoices } from '../../assemble/choices';
import type { CloudRules } from '../../model/cloud';
import { compare } from '../../model/finding';
import { must } from '../../model/must';
import type { FactoryPlan } from '../../model/plan';
import { sorted } from '../../model/sorted';
import { legsOf } from '../../moves/legs';
import { placeWorkloads } from '../../placement';
import { resolveFactory } from '../../resolve/resolve-factory';

/** Steps in which a demand is cut. */
const SHED_STEPS = 100;
const shedOrder: Readonly<Record<WorkloadSpec['priority'], number>> = { batch: 0, standard: 1, critical: 2 };

/** The factory with pools that may have as many nodes as their `maxCount` says: a loss is what the room is for. */
export const mayGrow = (spec: FactorySpec): FactorySpec =>
  withPools(spec, (pool) => ((pool.maxCount ?? 0) > (pool.count ?? 0) ? { ...pool, count: undefined } : pool));

/** The factory with the nodes that another plan of it needs, and never fewer than it states. */
export const withNodes = (spec: FactorySpec, needed: FactoryPlan): FactorySpec =>
  withPools(spec, (pool, site, name) => {
    const own = needed.sites.find((each) => each.name === site)?.pools.find((each) => each.name === name);
    return pool.count === undefined ? pool : { ...pool, count: Math.max(pool.count, own?.nodes.planned ?? 0) };
  });

function withPools(spec: FactorySpec, change: (pool: PoolSpec, site: string, name: string) => PoolSpec): FactorySpec {
  const sites = sorted(spec.sites).map(([site, stated]) => [
    site,
    {
      ...stated,
      pools: Object.fromEntries(sorted(stated.pools).map(([name, pool]) => [name, change(pool, site, name)])),
    },
  ]);
  return { ...spec, sites: Object.fromEntries(sites) };
}

/** Share of each workload's demand that can be carried, 0..1, and what limits those that cannot whole. */
export function shed(
  spec: FactorySpec,
  catalog: Catalog,
  clouds: readonly CloudRules[],
): { readonly kept: ReadonlyMap<string, number>; readonly limits: ReadonlyMap<string, string> } {
  const factory = resolveFactory(spec, catalog, clouds).value;
  const { problem } = planChoices(factory, measuresOf(factory)).value;
  const workloadOf = new Map(legsOf(factory).map((leg) => [leg.id, leg.workload.name]));
  const nameOf = (leg: string): string => must(workloadOf.get(leg), `leg ${leg}`);
  const placeable = new Set(problem.workloads.map((leg) => nameOf(leg.name)));
  const names = sorted(spec.workloads)
    .map(([name, workload]) => ({ name, order: shedOrder[workload.priority] }))
    .sort((a, b) => a.order - b.order || compare(a.name, b.name))
    .map(({ name }) => name);
  const kept = new Map(names.map((name) => [name, placeable.has(name) ? 1 : 0]));
  const infeasible = (shares: ReadonlyMap<string, number>) => {
    const workloads = problem.workloads.flatMap((leg) => {
      const share = must(shares.get(nameOf(leg.name)), `share of ${leg.name}`);
      return share === 0 ? [] : [{ ...leg, peakRequestsPerSecond: leg.peakRequestsPerSecond * share }];
    });
    return placeWorkloads({ ...problem, workloads }).infeasible;
  };
  const fits = (shares: ReadonlyMap<string, number>): boolean => infeasible(shares) === null;
  /** Most of a workload's demand that fits beside the others. */
  const most = (name: string): number => {
    if (fits(new Map(kept).set(name, 1))) return 1;
    let low = 0;
    let high = SHED_STEPS;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (fits(new Map(kept).set(name, middle / SHED_STEPS))) low = middle;
      else high = middle;
    }
    return low / SHED_STEPS;
  };
  const cut: string[] = [];
  for (const name of names) {
    if (fits(kept)) break;
    if (kept.get(name) === 0) continue;
    cut.unshift(name);
    kept.set(name, most(name));
  }
  // What was shed before room was found elsewhere may not have been in the way: it comes back, the most important first.
  for (const name of cut) kept.set(name, most(name));
  const limits = new Map(
    cut
      .filter((name) => must(kept.get(name), `share of ${name}`) < 1)
      .map((name) => [name, (infeasible(new Map(kept).set(name, 1)) ?? []).map(({ words }) => words).join('; ')]),
  );
  return { kept, limits };
}
