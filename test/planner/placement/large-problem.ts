import type { PlacementLimit, PlacementProblem } from '../../../lib/planner/placement/problem';
import { sequence } from '../../../lib/planner/placement/sequence';

/** Machines as they are: GPUs in a node, USD/h, W, and how fast they serve against the first. */
const kinds = [
  { name: 'h100', usd: 55, watts: 10_200, speed: 1 },
  { name: 'h200', usd: 63, watts: 10_200, speed: 1.3 },
  { name: 'b200', usd: 113, watts: 14_300, speed: 2.6 },
  { name: 'l40s', usd: 17, watts: 4400, speed: 0.25 },
  { name: 'mi300x', usd: 38, watts: 10_000, speed: 0.9 },
] as const;

/**
 * A question as a large operator would ask it: sites with one to three pools of machines that are sold everywhere at
 * different prices, workloads with the same speed on the same machine, residency that rejects some sites, pools that end
 * and halls whose power ends.
 */
export function largeProblem(
  seed: number,
  size: { readonly sites: number; readonly workloads: number },
): PlacementProblem {
  const next = sequence(seed);
  const between = (low: number, high: number): number => low + next() * (high - low);
  const sites = Array.from({ length: size.sites }, (_, s) => ({
    name: `site-${`${s}`.padStart(3, '0')}`,
    area: Math.floor(next() * 4),
    price: between(0.75, 1.4),
    grid: between(10, 700),
    isHall: next() < 0.4,
  }));
  const pools = sites.flatMap((site) => {
    const count = 1 + Math.floor(next() * 3);
    const start = Math.floor(next() * kinds.length);
    return Array.from({ length: count }, (_, p) => {
      const kind = kinds[(start + p) % kinds.length] as (typeof kinds)[number];
      return {
        site: site.name,
        area: site.area,
        kind,
        row: {
          site: site.name,
          pool: kind.name,
          acceleratorsPerNode: 8,
          maxNodes: next() < 0.8 ? Math.floor(between(2, 16)) : null,
          fixedNodes: null,
          usdPerHourPerNode: kind.usd * site.price * between(0.95, 1.05),
          wattsPerNode: kind.watts,
          gramsPerHourPerNode: (kind.watts / 1000) * site.grid,
        },
      };
    });
  });
  const limits = sites.flatMap((site): PlacementLimit[] =>
    site.isHall
      ? [
          {
            path: `sites.${site.name}.power.itKw`,
            site: site.name,
            kind: 'power',
            feed: null,
            most: between(40_000, 200_000),
            perNode: Object.fromEntries(
              pools.filter((pool) => pool.site === site.name).map((pool) => [pool.row.pool, pool.row.wattsPerNode]),
            ),
          },
        ]
      : [],
  );
  const workloads = Array.from({ length: size.workloads }, (_, w) => {
    const accelerators = [1, 2, 4, 8][Math.floor(next() * 4)] ?? 1;
    const rate = between(0.4, 1.5) * accelerators;
    const areas = next() < 0.4 ? [Math.floor(next() * 4), Math.floor(next() * 4)] : null;
    const spare = [0, 1, 8 / accelerators][Math.floor(next() * 3)] ?? 0;
    const demand = between(40, 440);
    return {
      name: `workload-${`${w}`.padStart(2, '0')}`,
      peakRequestsPerSecond: demand,
      shares: null,
      priority: 1,
      options: pools.map(({ row, kind, area }) => ({
        site: row.site,
        pool: row.pool,
        rejected: areas !== null && !areas.includes(area) ? 'residency' : null,
        acceleratorsPerReplica: accelerators,
        nodesPerReplica: 1,
        requestsPerSecondPerReplica: rate * kind.speed,
        spareReplicas: spare,
        usdPerHourPerReplica: (row.usdPerHourPerNode * accelerators) / 8,
        wattsPerReplica: (row.wattsPerNode * accelerators) / 8,
        gramsPerHourPerReplica: (row.gramsPerHourPerNode * accelerators) / 8,
      })),
    };
  });
  return {
    sites: sites.map((site) => site.name),
    pools: pools.map((pool) => pool.row),
    limits,
    workloads,
    minimise: 'cost',
    sitesThatMayFail: 0,
  };
}
