import { HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts, round } from '../../units/convert';
import { compare } from '../finding';
import type { LimitKind } from './model';
import type { PlacementProblem } from './problem';

/** One limit of a placement question, which can be lifted to see what it does. */
export interface Limit {
  readonly path: string;
  readonly kind: LimitKind | 'nodes' | 'shares' | 'failing-sites';
  /** What it says, in words. */
  readonly words: string;
  readonly site: string | null;
  readonly pool: string | null;
  lift(problem: PlacementProblem): PlacementProblem;
}

const places: Record<LimitKind, { readonly path: string; words(limit: number): string }> = {
  itWatts: { path: 'power', words: (limit) => `may draw ${round(kilowatts(limit), 1)} kW of IT load` },
  coolingWatts: { path: 'cooling', words: (limit) => `can cool ${round(kilowatts(limit), 1)} kW` },
  usdPerHour: { path: 'money.usdPerMonth', words: (limit) => `may cost $${round(limit * HOURS_PER_MONTH)} a month` },
  gramsPerHour: {
    path: 'carbon.kgPerDay',
    words: (limit) => `may emit ${round((limit * HOURS_PER_DAY) / 1e3, 1)} kg CO2e a day`,
  },
};

export const limitKinds = ['itWatts', 'coolingWatts', 'usdPerHour', 'gramsPerHour'] as const;

/** Path of a site's limit in the factory file. */
export const limitPath = (site: string, kind: LimitKind): string => `sites.${site}.${places[kind].path}`;

/** All limits of a question, sorted by path. */
export function limitsOf(problem: PlacementProblem): Limit[] {
  const limits: Limit[] = [];
  for (const site of problem.sites) {
    for (const kind of limitKinds) {
      const limit = site[kind];
      if (limit === null) continue;
      limits.push({
        path: limitPath(site.site, kind),
        kind,
        site: site.site,
        pool: null,
        words: `${site.site} ${places[kind].words(limit)}`,
        lift: (each) => withSite(each, site.site, { [kind]: null }),
      });
    }
  }
  for (const pool of problem.pools) {
    if (pool.fixedNodes === null && pool.maxNodes === null) continue;
    const isFixed = pool.fixedNodes !== null;
    const nodes = pool.fixedNodes ?? pool.maxNodes ?? 0;
    limits.push({
      path: `sites.${pool.site}.pools.${pool.pool}.${isFixed ? 'count' : 'maxCount'}`,
      kind: 'nodes',
      site: pool.site,
      pool: pool.pool,
      words: `${pool.pool} at ${pool.site} has ${isFixed ? '' : 'at most '}${nodes} ${nodes === 1 ? 'node' : 'nodes'}`,
      lift: (each) => withPool(each, pool.site, pool.pool, null),
    });
  }
  for (const workload of problem.workloads) {
    if (workload.shares === null) continue;
    const shares = Object.entries(workload.shares)
      .sort(([a], [b]) => compare(a, b))
      .map(([site, share]) => `${round(share * 100)}% at ${site}`);
    limits.push({
      path: `workloads.${workload.name}.shares`,
      kind: 'shares',
      site: null,
      pool: null,
      words: `${workload.name} is to be served ${shares.join(', ')}`,
      lift: (each) => ({
        ...each,
        workloads: each.workloads.map((other) => (other.name === workload.name ? { ...other, shares: null } : other)),
      }),
    });
  }
  if (problem.sitesThatMayFail > 0) {
    limits.push({
      path: 'placement.sitesThatMayFail',
      kind: 'failing-sites',
      site: null,
      pool: null,
      words: `any ${problem.sitesThatMayFail} ${problem.sitesThatMayFail === 1 ? 'site' : 'sites'} may be lost with demand still held`,
      lift: (each) => ({ ...each, sitesThatMayFail: 0 }),
    });
  }
  return limits.sort((a, b) => compare(a.path, b.path));
}

/** The question with some fields of a site changed. */
export const withSite = (
  problem: PlacementProblem,
  site: string,
  change: Partial<Record<LimitKind, number | null>>,
): PlacementProblem => ({
  ...problem,
  sites: problem.sites.map((each) => (each.site === site ? { ...each, ...change } : each)),
});

/** The question with a pool that may grow to `maxNodes`; null: without end. */
export const withPool = (
  problem: PlacementProblem,
  site: string,
  pool: string,
  maxNodes: number | null,
): PlacementProblem => ({
  ...problem,
  pools: problem.pools.map((each) =>
    each.site === site && each.pool === pool ? { ...each, fixedNodes: null, maxNodes } : each,
  ),
});
