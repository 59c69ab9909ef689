import type { LimitKind, PlacementProblem } from '../../../lib/planner/placement/problem';
import { sequence } from '../../../lib/planner/placement/sequence';

export interface ProblemSize {
  readonly sites: number;
  readonly pools: number;
  readonly workloads: number;
}

/** Share of its carbon that a node emits while nothing runs on it. */
const IDLE = 0.4;

/** A factory-like question: pools of several kinds, mixed replica sizes, limits that often bind and sometimes conflict. */
export function randomProblem(seed: number, size: ProblemSize): PlacementProblem {
  const next = sequence(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const chance = (share: number): boolean => next() < share;
  const between = (low: number, high: number): number => low + next() * (high - low);
  const sites = Array.from({ length: 1 + Math.floor(next() * size.sites) }, (_, s) => `site-${s}`);
  const pools = sites.flatMap((site) =>
    Array.from({ length: 1 + Math.floor(next() * size.pools) }, (_, p) => {
      const watts = between(3000, 14000);
      const isFixed = chance(0.2);
      return {
        site,
        pool: `pool-${p}`,
        acceleratorsPerNode: pick([4, 8, 8, 8]),
        maxNodes: isFixed || chance(0.4) ? Math.floor(between(1, 8)) : null,
        fixedNodes: isFixed ? Math.floor(between(1, 5)) : null,
        usdPerHourPerNode: between(10, 110),
        wattsPerNode: watts,
        gramsPerHourPerNode: (watts / 1000) * between(20, 700),
      };
    }),
  );
  const workloads = Array.from({ length: 1 + Math.floor(next() * size.workloads) }, (_, w) => {
    const demand = between(0.5, 30);
    const accelerators = pick([1, 2, 4, 8, 16]);
    const options = pools.map((pool) => {
      const nodes = Math.max(1, Math.ceil(accelerators / pool.acceleratorsPerNode));
      const share = accelerators / pool.acceleratorsPerNode;
      return {
        site: pool.site,
        pool: pool.pool,
        rejected: chance(0.2) ? 'refused for the test' : null,
        acceleratorsPerReplica: accelerators,
        nodesPerReplica: nodes,
        requestsPerSecondPerReplica: between(0.5, 3) * accelerators ** 0.8,
        spareReplicas: pick([0, 0, 1, 1, 2]),
        usdPerHourPerReplica: pool.usdPerHourPerNode * share,
        wattsPerReplica: pool.wattsPerNode * share,
        gramsPerHourPerReplica: pool.gramsPerHourPerNode * share,
      };
    });
    return {
      name: `workload-${w}`,
      peakRequestsPerSecond: demand,
      shares: chance(0.15) && sites.length > 1 ? { 'site-0': 0.7, 'site-1': 0.3 } : null,
      options,
      priority: Math.floor(next() * 3),
    };
  });
  return {
    workloads,
    pools,
    sites,
    limits: sites.flatMap((site) => {
      const here = pools.filter((pool) => pool.site === site);
      const limit = (path: string, kind: LimitKind, most: number, of: (pool: (typeof pools)[number]) => number) => ({
        path: `sites.${site}.${path}`,
        site,
        kind,
        feed: null,
        most,
        perNode: Object.fromEntries(here.map((pool) => [pool.pool, of(pool)])),
      });
      return [
        ...(chance(0.5) ? [limit('power.itKw', 'power', between(20000, 120000), (pool) => pool.wattsPerNode)] : []),
        ...(chance(0.2) ? [limit('cooling.airKw', 'air', between(5000, 60000), (pool) => pool.wattsPerNode / 2)] : []),
        ...(chance(0.3)
          ? [limit('money.usdPerMonth', 'money', between(100, 700), (pool) => pool.usdPerHourPerNode)]
          : []),
        ...(chance(0.2)
          ? [
              {
                ...limit('carbon.kgPerDay', 'carbon', between(2000, 40000), (pool) => pool.gramsPerHourPerNode * IDLE),
                perBusyNode: Object.fromEntries(
                  here.map((pool) => [pool.pool, pool.gramsPerHourPerNode * (1 - IDLE)] as const),
                ),
              },
            ]
          : []),
      ];
    }),
    minimise: pick(['cost', 'carbon', 'power'] as const),
    sitesThatMayFail: sites.length > 1 && chance(0.3) ? 1 : 0,
  };
}
