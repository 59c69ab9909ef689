import { compare } from '../model/finding';
import type { PlacementLimit, PlacementOption, PlacementProblem } from './problem';

/** The placement question as indexed arrays, sorted by name, so that the order of the inputs cannot matter. */
export interface Model {
  readonly workloads: readonly ModelWorkload[];
  readonly options: readonly ModelOption[];
  readonly pools: readonly ModelPool[];
  readonly limits: readonly ModelLimit[];
}

export interface ModelWorkload {
  readonly name: string;
  readonly demand: number;
  /** Indices of its options. */
  readonly options: readonly number[];
  /** Sites (indices) where it can run. */
  readonly sites: readonly number[];
  /** Requests per second that a site must hold by itself, where the user fixed shares. */
  readonly shares: readonly { readonly site: number; readonly requestsPerSecond: number }[];
  /** Any this many of its sites may be lost and the rest still holds the demand. */
  readonly lost: number;
}

export interface ModelOption {
  readonly workload: number;
  readonly site: number;
  readonly pool: number;
  readonly source: PlacementOption;
  /** Nodes that one replica takes: a part of a node, or the nodes it spans. */
  readonly load: number;
  readonly rate: number;
  readonly spare: number;
  /** Most replicas beyond the spare ones that can be of use. */
  readonly most: number;
  /** Measure of one replica, for choosing among equals. */
  readonly measure: number;
}

export interface ModelPool {
  readonly site: number;
  readonly siteName: string;
  readonly name: string;
  /** Nodes that exist in any case; null: the pool grows. */
  readonly fixed: number | null;
  /** Most nodes of a growing pool. */
  readonly max: number;
  readonly step: number;
  /** What one node adds to the objective. */
  readonly measure: number;
}

export interface ModelLimit {
  readonly site: number;
  readonly limit: number;
  /** What one node of each pool takes of it, by pool. */
  readonly uses: readonly number[];
  /** What one node's worth of replicas adds, by pool; null: nothing. */
  readonly adds: readonly number[] | null;
  readonly source: PlacementLimit;
}

/** Rates and loads that differ by less are equal: they come from measured models, not from counting. */
export const EPSILON = 1e-9;

/** Sorts, drops what cannot run, and bounds every variable. */
export function buildModel(problem: PlacementProblem): Model {
  const sites = [...problem.sites].sort(compare);
  const siteIndex = new Map(sites.map((site, index) => [site, index]));
  const indexOf = (site: string): number => siteIndex.get(site) ?? -1;
  const sortedPools = [...problem.pools].sort((a, b) => compare(a.site, b.site) || compare(a.pool, b.pool));
  const poolIndex = new Map(sortedPools.map((pool, index) => [`${pool.site}/${pool.pool}`, index]));
  const options: ModelOption[] = [];
  const sortedWorkloads = [...problem.workloads].sort((a, b) => compare(a.name, b.name));
  const own = sortedWorkloads.map((workload, w) => {
    const indices: number[] = [];
    for (const option of [...workload.options].sort((a, b) => compare(a.site, b.site) || compare(a.pool, b.pool))) {
      const pool = poolIndex.get(`${option.site}/${option.pool}`);
      const poolRow = pool === undefined ? undefined : sortedPools[pool];
      if (option.rejected !== null || pool === undefined || poolRow === undefined) continue;
      const perNode = Math.floor(poolRow.acceleratorsPerNode / option.acceleratorsPerReplica);
      if (option.requestsPerSecondPerReplica <= 0 || (option.nodesPerReplica <= 1 && perNode < 1)) continue;
      const load = option.nodesPerReplica > 1 ? option.nodesPerReplica : 1 / perNode;
      const nodes = poolRow.fixedNodes ?? poolRow.maxNodes ?? Number.POSITIVE_INFINITY;
      const room = Math.floor(nodes / load + EPSILON) - option.spareReplicas;
      const useful = Math.ceil(workload.peakRequestsPerSecond / option.requestsPerSecondPerReplica - EPSILON);
      const most = Math.min(useful, room);
      if (most <= 0) continue;
      indices.push(options.length);
      options.push({
        workload: w,
        site: indexOf(option.site),
        pool,
        source: option,
        load,
        rate: option.requestsPerSecondPerReplica,
        spare: option.spareReplicas,
        most,
        measure: measureOf(problem, {
          usd: option.usdPerHourPerReplica,
          watts: option.wattsPerReplica,
          grams: option.gramsPerHourPerReplica,
        }),
      });
    }
    return indices;
  });
  const pools = sortedPools.map((pool, index): ModelPool => {
    const most = options
      .filter((option) => option.pool === index)
      .reduce((sum, option) => sum + (option.most + option.spare) * option.load, 0);
    const step = pool.nodeStep ?? 1;
    const wanted = Math.ceil(most / step - EPSILON) * step;
    const max = pool.maxNodes === null ? wanted : Math.min(wanted, Math.floor(pool.maxNodes / step) * step);
    return {
      site: indexOf(pool.site),
      siteName: pool.site,
      name: pool.pool,
      fixed: pool.fixedNodes,
      max,
      step,
      measure: measureOf(problem, {
        usd: pool.usdPerHourPerNode,
        watts: pool.wattsPerNode,
        grams: pool.gramsPerHourPerNode,
      }),
    };
  });
  return {
    options,
    pools,
    limits: [...problem.limits]
      .sort((a, b) => compare(a.path, b.path))
      .map((source) => {
        const { perBusyNode } = source;
        const byPool = (each: Readonly<Record<string, number>>): number[] =>
          sortedPools.map((pool) => (pool.site === source.site ? (each[pool.pool] ?? 0) : 0));
        return {
          site: indexOf(source.site),
          limit: source.most,
          uses: byPool(source.perNode),
          adds: perBusyNode === undefined ? null : byPool(perBusyNode),
          source,
        };
      }),
    workloads: sortedWorkloads.map((workload, w): ModelWorkload => {
      const indices = own[w] ?? [];
      const at = [...new Set(indices.map((o) => options[o]?.site ?? -1))].sort((a, b) => a - b);
      return {
        name: workload.name,
        demand: workload.peakRequestsPerSecond,
        options: indices,
        sites: at,
        shares: Object.entries(workload.shares ?? {})
          .filter(([, share]) => share > 0)
          .map(([site, share]) => ({ site: indexOf(site), requestsPerSecond: share * workload.peakRequestsPerSecond }))
          .sort((a, b) => a.site - b.site),
        lost: Math.min(Math.max(problem.sitesThatMayFail, workload.sitesThatMayFail ?? 0), at.length),
      };
    }),
  };
}

function measureOf(
  problem: PlacementProblem,
  each: { readonly usd: number; readonly watts: number; readonly grams: number },
): number {
  switch (problem.minimise) {
    case 'cost':
      return each.usd;
    case 'power':
      return each.watts;
    case 'carbon':
      return each.grams;
  }
}
