import type { Catalog } from '../../catalog/rows';
import { compare, type LibraryFinding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';
import type { Measures } from '../model/measures';
import type { Outcome } from '../model/outcome';
import { refersTo } from '../model/pool-reference';
import type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import { legsOf } from '../moves/legs';
import type { PlacementOption, PlacementProblem } from '../placement/problem';
import { chooseReplica, sizeKey } from '../size/choose-replica';
import { refuse } from '../size/refusal';
import type { Replica, ReplicaChoice } from '../size/replica';
import { spareReplicas } from '../size/spare-replicas';

/** Serving replicas by workload, site and pool, and the placement question over them. */
export interface Choices {
  readonly problem: PlacementProblem;
  readonly replicas: ReadonlyMap<string, Replica>;
}

export const choiceKey = (workload: string, site: string, pool: string): string => `${workload}/${site}/${pool}`;

/** Sizes every workload on every pool and asks the placement question. */
export function planChoices(factory: ResolvedFactory, measures: Measures): Outcome<Choices> {
  const findings: LibraryFinding[] = [];
  const replicas = new Map<string, Replica>();
  const pools = factory.sites.flatMap((site) =>
    site.pools.map((pool) => ({ site, pool, node: measures.nodeOf(site, pool) })),
  );
  const workloads = legsOf(factory).map(({ id, workload, move }) => {
    const size = sizing(workload, factory.catalog);
    const refused: { site: string; pool: string; code: FindingCode; reason: string }[] = [];
    const options = pools
      .filter(({ pool }) => pool.accelerator !== null)
      .map(({ site, pool, node }): PlacementOption => {
        const choice = size(site, pool);
        const base = { site: site.name, pool: pool.name };
        if ('rejected' in choice) {
          refused.push({ ...base, ...choice.rejected });
          return { ...base, rejected: choice.rejected.reason, ...nothing };
        }
        const { replica } = choice;
        replicas.set(choiceKey(id, site.name, pool.name), replica);
        const share = replica.shape.accelerators / pool.machine.accelerators;
        return {
          ...base,
          rejected: null,
          acceleratorsPerReplica: replica.shape.accelerators,
          nodesPerReplica: replica.shape.nodes,
          requestsPerSecondPerReplica: replica.requestsPerSecond,
          spareReplicas: spareReplicas(workload, pool, replica),
          usdPerHourPerReplica: node.usdPerHour * share,
          wattsPerReplica: node.watts * share,
          gramsPerHourPerReplica: node.gramsPerHour * share,
        };
      });
    // What moves is asked at its own end only.
    const asked = refused.filter(({ site }) => move === null || workload.spec.sites?.includes(site));
    const found = unplaceable(factory, workload, options, asked);
    findings.push(...(move?.end === 'to' ? found.map((each) => ofMove(each, move.migration)) : found));
    return {
      name: id,
      peakRequestsPerSecond: workload.demand.peakRequestsPerSecond,
      shares: move === null ? sharesOf(factory, workload) : null,
      options,
      // Each end of a move is at one site, and the move itself says what holds when that is lost.
      ...(workload.spec.objectives.survives === 'site' && move === null ? { sitesThatMayFail: 1 } : {}),
      priority: { batch: 0, standard: 1, critical: 2 }[workload.spec.priority],
    };
  });
  const problem: PlacementProblem = {
    // What can run nowhere is reported above; it must not make the rest infeasible too.
    workloads: workloads.filter((workload) => workload.options.some((option) => option.rejected === null)),
    pools: pools.map(({ site, pool, node }) => ({
      site: site.name,
      pool: pool.name,
      acceleratorsPerNode: Math.max(pool.machine.accelerators, 1),
      maxNodes: pool.spec.maxCount ?? pool.spec.count ?? null,
      fixedNodes: pool.spec.count ?? null,
      usdPerHourPerNode: node.usdPerHour,
      wattsPerNode: node.watts,
      gramsPerHourPerNode: node.gramsPerHour,
    })),
    sites: factory.sites.map((site) => site.name),
    limits: factory.sites.flatMap((site) => measures.limitsOf(site)),
    minimise: factory.spec.placement.minimise,
    sitesThatMayFail: factory.spec.placement.sitesThatMayFail,
  };
  return { value: { problem, replicas }, findings };
}

const nothing = {
  acceleratorsPerReplica: 0,
  nodesPerReplica: 0,
  requestsPerSecondPerReplica: 0,
  spareReplicas: 0,
  usdPerHourPerReplica: 0,
  wattsPerReplica: 0,
  gramsPerHourPerReplica: 0,
};

/** Sizes a workload on pools; like pools are sized once, which is what makes hundreds of sites quick. */
function sizing(
  workload: ResolvedWorkload,
  catalog: Catalog,
): (site: ResolvedSite, pool: ResolvedPool) => ReplicaChoice {
  const known = new Map<string, ReplicaChoice>();
  return (site, pool) => {
    const refusal = refuse(workload, site, pool);
    if (refusal !== null) return { rejected: refusal };
    const key = sizeKey(workload, site, pool);
    const choice = known.get(key) ?? chooseReplica(workload, site, pool, catalog);
    known.set(key, choice);
    return choice;
  };
}

/** Shares that the user fixed, on the workload or on the pools. */
function sharesOf(factory: ResolvedFactory, workload: ResolvedWorkload): Readonly<Record<string, number>> | null {
  if (workload.spec.shares !== undefined) return workload.spec.shares;
  const stated = factory.sites.flatMap((site) => {
    const shares = site.pools
      .filter((pool) => pool.spec.share !== undefined && refersTo(workload.spec.pools, pool))
      .map((pool) => pool.spec.share ?? 0);
    return shares.length === 0 ? [] : [[site.name, shares.reduce((sum, share) => sum + share, 0)] as const];
  });
  return stated.length === 0 ? null : Object.fromEntries(stated);
}

/** What the target of a move breaks is broken by the move, from the phase in which anything of it is there. */
const ofMove = (finding: LibraryFinding, migration: string): LibraryFinding => ({
  ...finding,
  path: `migrations.${migration}`,
  message: `the move breaks a rule at prepare to retire, at ${finding.path}: ${finding.message}`,
});

function unplaceable(
  factory: ResolvedFactory,
  workload: ResolvedWorkload,
  options: readonly PlacementOption[],
  refused: readonly { site: string; pool: string; code: FindingCode; reason: string }[],
): LibraryFinding[] {
  if (options.some((option) => option.rejected === null)) return [];
  if (refused.length === 0) {
    // Pools that are stated and not here were unknown, and are reported as that.
    if (factory.sites.some((site) => site.pools.length < Object.keys(site.spec.pools).length)) return [];
    return [
      {
        code: 'workload-without-pool',
        severity: 'error',
        path: workload.path,
        message: 'no site has a pool with accelerators; add one under sites.<site>.pools',
      },
    ];
  }
  // One finding for each reason, at the pool that can be changed; a rule of the workload itself is reported at the workload.
  const own = ['site-not-listed', 'pool-not-listed', 'residency', 'no-share'];
  const mendable = refused.filter((each) => !own.includes(each.code));
  const told = mendable.length > 0 ? mendable : refused;
  return [...told]
    .sort((a, b) => compare(a.site, b.site) || compare(a.pool, b.pool))
    .map((each) => ({
      code: each.code,
      severity: 'error' as const,
      path: workload.path,
      message: `${workload.name} cannot run on sites.${each.site}.pools.${each.pool}: ${each.reason}`,
    }));
}
