import { compare } from '../model/finding';
import type { PlacementPlan } from '../model/plan/placement-plan';
import type { ResolvedFactory } from '../model/resolved';
import { legsOf } from '../moves/legs';
import type { Placement } from '../placement';
import { nodeUsdPerHour } from '../resolve/node-price';
import type { PlacedNumbers } from './placement-numbers';

/** The answer of the placement question in the words of the factory file: by workload, its moving parts put together. */
export function planPlacement(
  factory: ResolvedFactory,
  placement: Placement,
  numbers: PlacedNumbers,
): Omit<PlacementPlan, 'explanations'> {
  const { minimise } = factory.spec.placement;
  const legs = legsOf(factory);
  const workloadOf = (id: string): string => legs.find((leg) => leg.id === id)?.workload.name ?? id;
  const key = (each: { workload: string; site: string; pool: string }): string =>
    `${workloadOf(each.workload)}/${each.site}/${each.pool}`;
  const used = new Set(placement.assignments.map(key));
  const rejected = new Map<string, PlacementPlan['rejected'][number]>();
  for (const each of placement.rejected) {
    const move = legs.find((leg) => leg.id === each.workload)?.move ?? null;
    const ends = legs.filter((leg) => leg.move !== null && leg.workload.name === workloadOf(each.workload));
    const isEnd = ends.some((leg) => leg.workload.spec.sites?.includes(each.site));
    // An end of a move is asked at its own site only; of the other end it says nothing.
    if (used.has(key(each)) || rejected.has(key(each))) continue;
    if (
      move !== null &&
      isEnd &&
      !legs.some((leg) => leg.id === each.workload && leg.workload.spec.sites?.includes(each.site))
    ) {
      continue;
    }
    const reason = move !== null && !isEnd ? `migration ${move.migration} moves it between other sites` : each.reason;
    rejected.set(key(each), { workload: workloadOf(each.workload), site: each.site, pool: each.pool, reason });
  }
  const unpriced = factory.sites.flatMap((site) =>
    site.pools
      .filter((pool) => pool.accelerator !== null && 'reason' in nodeUsdPerHour(site, pool, factory.catalog))
      .map((pool) => `${site.name}.${pool.name}`),
  );
  return {
    minimise,
    ...(minimise === 'cost' && unpriced.length > 0 ? { unpriced } : {}),
    method: placement.quality.method,
    ...numbers,
    rejected: [...rejected.values()].sort(
      (a, b) => compare(a.workload, b.workload) || compare(a.site, b.site) || compare(a.pool, b.pool),
    ),
    conflict: placement.infeasible ?? [],
  };
}
