import type { PlacementLimit, PlacementPool, PlacementProblem } from '../../../lib/planner/placement/problem';
import { sequence } from '../../../lib/planner/placement/sequence';

/** What makes an instance hard: the weight of whole nodes, halls that are full, rules, fixed splits, a site to lose. */
export const SHAPES = [
  'node-heavy',
  'fixed-nodes',
  'tight-power',
  'full-halls',
  'residency',
  'shares',
  'lost-site',
  'racks',
] as const;
export type Shape = (typeof SHAPES)[number];

/** Machines as in `large-problem`, and one that comes by the rack. */
const kinds = [
  { name: 'h100', usd: 55, watts: 10_200, speed: 1 },
  { name: 'h200', usd: 63, watts: 10_200, speed: 1.3 },
  { name: 'b200', usd: 113, watts: 14_300, speed: 2.6 },
  { name: 'l40s', usd: 17, watts: 4400, speed: 0.25 },
  { name: 'mi300x', usd: 38, watts: 10_000, speed: 0.9 },
] as const;

interface Traits {
  /** Accelerators of a replica; 16 spans two nodes. */
  readonly accelerators: readonly number[];
  readonly spare: readonly number[];
  /** Replicas of the reference machine that the peak needs, least and most. */
  readonly replicas: readonly [number, number];
  readonly mostNodes: readonly [number, number];
  readonly unlimited: number;
  readonly fixed: number;
  readonly halls: number;
  readonly hallKw: readonly [number, number];
  readonly resident: number;
  readonly shared: number;
  readonly step: number;
}

const usual: Traits = {
  accelerators: [1, 2, 4, 8],
  spare: [0, 0, 1],
  replicas: [20, 160],
  mostNodes: [2, 16],
  unlimited: 0.2,
  fixed: 0,
  halls: 0.4,
  hallKw: [40, 200],
  resident: 0.3,
  shared: 0,
  step: 1,
};

const heavy: Traits = {
  ...usual,
  accelerators: [1, 2, 4, 8, 16],
  spare: [0, 0, 1],
  replicas: [2, 14],
  mostNodes: [1, 6],
  unlimited: 0.05,
};

const traits: Readonly<Record<Shape, Traits>> = {
  'node-heavy': heavy,
  'fixed-nodes': { ...heavy, fixed: 0.3 },
  'tight-power': { ...heavy, halls: 0.5, hallKw: [15, 60] },
  'full-halls': { ...heavy, halls: 1, hallKw: [15, 60], replicas: [1, 7] },
  residency: { ...heavy, resident: 1 },
  shares: { ...heavy, shared: 0.4, unlimited: 1, halls: 0 },
  'lost-site': heavy,
  racks: { ...usual, replicas: [10, 80], step: 4, mostNodes: [4, 17] },
};

/** A seeded question of one shape; demand is drawn in replicas, so that nodes weigh as much at any number of sites. */
export function variedProblem(
  seed: number,
  shape: Shape,
  size: { readonly sites: number; readonly workloads: number },
): PlacementProblem {
  const next = sequence(seed * 7919 + SHAPES.indexOf(shape));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const chance = (share: number): boolean => next() < share;
  const between = ([low, high]: readonly [number, number]): number => low + next() * (high - low);
  const of = traits[shape];
  const sites = Array.from({ length: size.sites }, (_, s) => ({
    name: `site-${`${s}`.padStart(3, '0')}`,
    area: Math.floor(next() * 4),
    price: between([0.75, 1.4]),
    grid: between([10, 700]),
    isHall: chance(of.halls),
  }));
  const pools = sites.flatMap((site) => {
    const start = Math.floor(next() * kinds.length);
    return Array.from({ length: 1 + Math.floor(next() * 3) }, (_, p) => {
      const kind = kinds[(start + p) % kinds.length] as (typeof kinds)[number];
      const most = Math.floor(between(of.mostNodes));
      const fixedNodes = chance(of.fixed) ? Math.min(most, 2) : null;
      const row: PlacementPool = {
        site: site.name,
        pool: kind.name,
        acceleratorsPerNode: 8,
        maxNodes: fixedNodes === null && chance(of.unlimited) ? null : most,
        fixedNodes,
        nodeStep: of.step,
        usdPerHourPerNode: kind.usd * site.price * between([0.95, 1.05]),
        wattsPerNode: kind.watts,
        gramsPerHourPerNode: (kind.watts / 1000) * site.grid,
      };
      return { area: site.area, kind, row };
    });
  });
  const limits = sites.flatMap((site): PlacementLimit[] => {
    if (!site.isHall) return [];
    const here = pools.filter((pool) => pool.row.site === site.name);
    const standing = here.reduce((sum, { row }) => sum + (row.fixedNodes ?? 0) * row.wattsPerNode, 0);
    return [
      {
        path: `sites.${site.name}.power.itKw`,
        site: site.name,
        kind: 'power',
        feed: null,
        most: standing + 1000 * between(of.hallKw),
        perNode: Object.fromEntries(here.map(({ row }) => [row.pool, row.wattsPerNode])),
      },
    ];
  });
  const workloads = Array.from({ length: size.workloads }, (_, w) => {
    const accelerators = pick(of.accelerators);
    const rate = between([0.4, 1.5]) * accelerators;
    const areas = chance(of.resident) ? [Math.floor(next() * 4), Math.floor(next() * 4)] : null;
    const spareReplicas = pick(of.spare);
    const demand = between(of.replicas) * rate;
    const first = Math.floor(next() * size.sites);
    const isShared = chance(of.shared) && areas === null;
    const shared = [...new Set([first, (first + 1) % size.sites, (first + 2) % size.sites])].map((s) => sites[s]?.name);
    return {
      name: `workload-${`${w}`.padStart(2, '0')}`,
      peakRequestsPerSecond: demand,
      shares: isShared ? Object.fromEntries(shared.map((site) => [site ?? '', 1 / shared.length])) : null,
      priority: 1,
      options: pools.map(({ row, kind, area }) => ({
        site: row.site,
        pool: row.pool,
        rejected:
          (areas !== null && !areas.includes(area)) || (isShared && !shared.includes(row.site)) ? 'residency' : null,
        acceleratorsPerReplica: accelerators,
        nodesPerReplica: Math.max(1, accelerators / 8),
        requestsPerSecondPerReplica: rate * kind.speed,
        spareReplicas,
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
    sitesThatMayFail: shape === 'lost-site' ? 1 : 0,
  };
}
