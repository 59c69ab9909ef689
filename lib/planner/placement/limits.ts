import { GRAMS_PER_KG, HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts, round } from '../../units/convert';
import { counted } from '../../units/counted';
import { compare } from '../model/finding';
import type { LimitKind, PlacementLimit, PlacementProblem } from './problem';

/** One limit of a placement question, which can be lifted to see what it does. */
export interface Limit {
  readonly path: string;
  /** What it says, in words. */
  readonly words: string;
  /** Whether it is a number of nodes, which demands its nodes as well as it limits them. */
  readonly isNodeCount: boolean;
  lift(problem: PlacementProblem): PlacementProblem;
  /** What would fix it if a placement without it has these nodes and loads by pool; null if nothing of it can be stated. */
  fix(at: (site: string, pool: string) => { readonly nodes: number; readonly load: number }): string | null;
}

/** An amount of a limit as a person states it. */
export function amountOf(kind: LimitKind, value: number, rounded = round): string {
  switch (kind) {
    case 'power':
      return `${rounded(kilowatts(value), 1)} kW`;
    case 'air':
      return `${rounded(kilowatts(value), 1)} kW of air cooling`;
    case 'liquid':
      return `${rounded(kilowatts(value), 1)} kW of liquid cooling`;
    case 'money':
      return `$${rounded(value * HOURS_PER_MONTH)} a month`;
    case 'carbon':
      return `${rounded((value * HOURS_PER_DAY) / GRAMS_PER_KG, 1)} kg CO2e a day`;
  }
}

/** Rounds up, for an amount that has to be enough; what is above by the error of a sum alone stays. */
const roundUp = (value: number, digits = 0): number => {
  const factor = 10 ** digits;
  return Math.ceil(value * factor - 1e-6) / factor;
};

function wordsOf({ kind, most, beside = 0, site, feed }: PlacementLimit): string {
  const amount = amountOf(kind, most + beside);
  switch (kind) {
    case 'power':
      return feed === null ? `${site} may draw ${amount} of IT load` : `feed ${feed} of ${site} carries ${amount}`;
    case 'air':
    case 'liquid':
      return `${site} has ${amount}`;
    case 'money':
      return `${site} may cost ${amount}${beside > 0 ? ` and costs up to ${amountOf(kind, beside)} without its pools` : ''}`;
    case 'carbon':
      return `${site} may emit ${amount}`;
  }
}

/** All limits of a question, sorted by path. */
export function limitsOf(problem: PlacementProblem): Limit[] {
  const limits: Limit[] = problem.limits.map((limit) => ({
    path: limit.path,
    words: wordsOf(limit),
    isNodeCount: false,
    lift: (each) => withLimit(each, limit.path, null),
    fix: (at) => {
      const used = Object.entries(limit.perNode).reduce((sum, [pool, each]) => {
        const { nodes, load } = at(limit.site, pool);
        return sum + each * nodes + (limit.perBusyNode?.[pool] ?? 0) * load;
      }, 0);
      return `${amountOf(limit.kind, used + (limit.beside ?? 0), roundUp)} is enough`;
    },
  }));
  for (const pool of problem.pools) {
    if (pool.fixedNodes === null && pool.maxNodes === null) continue;
    const isFixed = pool.fixedNodes !== null;
    const nodes = pool.fixedNodes ?? pool.maxNodes ?? 0;
    limits.push({
      path: poolPath(pool),
      words: `${pool.pool} at ${pool.site} has ${isFixed ? '' : 'at most '}${counted(nodes, 'node')}`,
      isNodeCount: true,
      lift: (each) => withPool(each, pool.site, pool.pool, null),
      fix: (at) => {
        const enough = at(pool.site, pool.pool).nodes;
        return enough === 0 ? null : `${counted(enough, 'node')} ${enough === 1 ? 'is' : 'are'} enough`;
      },
    });
  }
  for (const workload of problem.workloads) {
    if (workload.shares === null) continue;
    const shares = Object.entries(workload.shares)
      .sort(([a], [b]) => compare(a, b))
      .map(([site, share]) => `${round(share * 100)}% at ${site}`);
    limits.push({
      path: `workloads.${workload.name}.shares`,
      words: `${workload.name} is to be served ${shares.join(', ')}`,
      isNodeCount: false,
      lift: (each) => ({
        ...each,
        workloads: each.workloads.map((other) => (other.name === workload.name ? { ...other, shares: null } : other)),
      }),
      fix: () => 'change the shares or leave them out',
    });
  }
  for (const workload of problem.workloads) {
    const sites = workload.sitesThatMayFail ?? 0;
    if (sites <= problem.sitesThatMayFail) continue;
    limits.push({
      path: `workloads.${workload.name}.objectives.survives`,
      words: `${workload.name} survives the loss of any ${sites === 1 ? 'site' : `${sites} sites`}`,
      isNodeCount: false,
      lift: (each) => ({
        ...each,
        workloads: each.workloads.map((other) =>
          other.name === workload.name ? { ...other, sitesThatMayFail: 0 } : other,
        ),
      }),
      fix: () => 'add a site, or survive less',
    });
  }
  if (problem.sitesThatMayFail > 0) {
    limits.push({
      path: 'placement.sitesThatMayFail',
      words: `any ${problem.sitesThatMayFail} ${problem.sitesThatMayFail === 1 ? 'site' : 'sites'} may be lost with demand still held`,
      isNodeCount: false,
      lift: (each) => ({ ...each, sitesThatMayFail: 0 }),
      fix: () => 'add a site, or let fewer fail',
    });
  }
  return limits.sort((a, b) => compare(a.path, b.path));
}

/** Place of a pool's number of nodes in the factory file. */
export const poolPath = (pool: PlacementProblem['pools'][number]): string =>
  `sites.${pool.site}.pools.${pool.pool}.${pool.fixedNodes === null ? 'maxCount' : 'count'}`;

/** The question with another value of one limit; null: without it. */
export const withLimit = (problem: PlacementProblem, path: string, most: number | null): PlacementProblem => ({
  ...problem,
  limits: problem.limits.flatMap((each) => (each.path !== path ? [each] : most === null ? [] : [{ ...each, most }])),
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
