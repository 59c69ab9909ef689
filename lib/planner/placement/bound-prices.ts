import { compare } from '../model/finding';
import { MOST_QUESTIONS, moreNodes, moreOf, niceStep, objectiveUnit, saved, unitOf } from './binding';
import { poolPath } from './limits';
import type { Model } from './model';
import type { BindingLimit, PlacementProblem } from './problem';
import { roomOf, worthOf } from './site-room';
import { loadsOf, type Solution, usage } from './solution';

/** Savings below this share of the objective are within the error of the prices. */
const NO_SAVING = 1e-5;
/** What the words of such a price end with. */
const BASIS = 'by the prices of the relaxation';

/**
 * Limits that hold back a placement that is not proven best, priced by the relaxation that bounds it: by how much the
 * bound falls, at its prices, where the site may hold one more node. The eased question is not solved, so the saving is
 * said to be about; only limits that leave no room for one more node are named.
 *
 * @param prices price of a node by pool at the bound
 */
export function boundPricesOf(
  problem: PlacementProblem,
  model: Model,
  solution: Solution,
  prices: readonly number[],
): BindingLimit[] {
  const above = Float64Array.from(model.pools, (pool, p) =>
    pool.fixed === null ? Math.max(0, (prices[p] ?? pool.measure) - pool.measure) : 0,
  );
  const growing = (site: number): number[] =>
    [...model.pools.keys()].filter((p) => model.pools[p]?.site === site && model.pools[p]?.fixed === null);
  const gain = (site: number, eased: { readonly limit?: number; readonly pool?: number; readonly more: number }) => {
    const pools = growing(site);
    return worthOf(roomOf(model, site, pools, eased), above).worth - worthOf(roomOf(model, site, pools), above).worth;
  };
  const least = Math.abs(solution.objective) * NO_SAVING;
  const stated = (each: Pick<BindingLimit, 'path' | 'more'>, saving: number, amount: string): BindingLimit => ({
    ...each,
    words: `${amount} would save about ${saved(saving, problem.minimise)}, ${BASIS}`,
    saves: { value: saving, unit: objectiveUnit(problem.minimise) },
    basis: 'relaxation',
  });
  const loads = loadsOf(model, solution.working);
  const limits = model.limits.flatMap((limit, l): BindingLimit[] => {
    const { source } = limit;
    const used = usage(limit, solution.nodes, loads);
    const steps = growing(limit.site)
      .filter((p) => (above[p] ?? 0) > 0)
      .map((p) => used + ((limit.uses[p] ?? 0) + (limit.adds?.[p] ?? 0)) * (model.pools[p]?.step ?? 1) - source.most)
      .filter((step) => step > 0)
      .map((step) => niceStep(step, source.kind))
      .sort((a, b) => a - b);
    for (const more of new Set(steps)) {
      const saving = gain(limit.site, { limit: l, more });
      if (saving <= least) continue;
      return [
        stated({ path: source.path, more: { value: more, unit: unitOf(source.kind) } }, saving, moreOf(source, more)),
      ];
    }
    return [];
  });
  const pools = model.pools.flatMap((pool, p): BindingLimit[] => {
    const source = problem.pools.find((each) => each.site === pool.siteName && each.pool === pool.name);
    if (source === undefined || pool.fixed !== null || source.maxNodes === null) return [];
    if ((solution.nodes[p] ?? 0) + pool.step <= source.maxNodes) return [];
    const saving = gain(pool.site, { pool: p, more: pool.step });
    return saving <= least
      ? []
      : [
          stated(
            { path: poolPath(source), more: { value: pool.step, unit: 'nodes' } },
            saving,
            moreNodes(pool, pool.step),
          ),
        ];
  });
  return [...limits, ...pools]
    .sort((a, b) => b.saves.value - a.saves.value || compare(a.path, b.path))
    .slice(0, MOST_QUESTIONS);
}
