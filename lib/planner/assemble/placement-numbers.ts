import type { FactoryCost } from '../model/plan/cost-plan';
import type { PlacementPlan } from '../model/plan/placement-plan';
import { decided, modelled, numberAt, type PartlyExplained, type Quantity, SHARE, sumOf } from '../model/quantity';
import { objectiveUnit, type Placement } from '../placement';
import type { PlacementPool, PlacementProblem } from '../placement/problem';

const perNode = { cost: 'USD/h·node', power: 'W/node', carbon: 'g CO2e/h·node' } as const;

/** What one node adds to the objective. */
function measureOf(pool: PlacementPool, { minimise }: PlacementProblem, unit: string, cost: FactoryCost): Quantity {
  const name = `measure of ${pool.site}.${pool.pool}`;
  const at = `sites.${pool.site}`;
  switch (minimise) {
    case 'cost':
      return cost.sites[pool.site]?.lines.some((line) => line.id === `pool.${pool.pool}`) === true
        ? numberAt(name, pool.usdPerHourPerNode, unit, `${at}.cost.lines.pool.${pool.pool}.usdPerUnit`)
        : decided(
            name,
            pool.usdPerHourPerNode,
            unit,
            'a node without a price counts as the most expensive of the factory',
          );
    case 'power':
      return numberAt(name, pool.wattsPerNode, unit, `${at}.power.pools.${pool.pool}.nodePeakW`);
    case 'carbon':
      return decided(
        name,
        pool.gramsPerHourPerNode,
        unit,
        `${at}.power.pools.${pool.pool}.nodeBusyW / 1000 x pue x grid; a grid without a row counts as the dirtiest`,
      );
  }
}

/** The numbers of a placement. */
export type PlacedNumbers = Pick<PlacementPlan, 'objective' | 'gap' | 'binding'>;

/** What was minimised, how far from the least it may be, and what easing a limit would save. */
export function placementNumbers(
  problem: PlacementProblem,
  placement: Placement,
  cost: FactoryCost,
): PartlyExplained<PlacedNumbers> {
  const unit = objectiveUnit(problem.minimise);
  const used = placement.nodes.flatMap(({ site, pool, nodes }) => {
    const found = problem.pools.find((each) => each.site === site && each.pool === pool);
    return nodes === 0 || found === undefined ? [] : [{ name: `${site}.${pool}`, nodes, found }];
  });
  const value = sumOf(
    used.map(({ name, nodes, found }) =>
      decided(`nodes of ${name}`, nodes, 'node', 'placed, with both ends of every migration').times(
        measureOf(found, problem, perNode[problem.minimise], cost),
      ),
    ),
    unit,
  );
  return {
    objective: { value, unit },
    gap: gapOf(value, placement, unit),
    binding: placement.binding.map((each) => ({
      ...each,
      more: {
        value: decided(
          'easing',
          each.more.value,
          each.more.unit,
          `the least of ${each.path}, by whole nodes, that saves anything`,
        ),
        unit: each.more.unit,
      },
      saves: {
        value: modelled(each.saves.value, unit, 'objective - eased', [
          value.called('objective'),
          decided(
            'eased',
            placement.objective - each.saves.value,
            unit,
            `the objective, placed again with more of ${each.path}`,
          ),
        ]),
        unit: each.saves.unit,
      },
    })),
  };
}

/** How far from the least the objective may be. */
function gapOf(objective: Quantity, { quality: { method, gap }, objective: value }: Placement, unit: string): Quantity {
  if (method === 'exact') return decided('none', 0, SHARE, 'the search proved that nothing is better');
  const bound = value - gap * Math.abs(value);
  const how = 'no placement is below it: that of its prices, or of the search';
  return modelled(gap, SHARE, value === 0 ? '0' : '(objective - bound) / objective', [
    objective.called('objective'),
    decided('bound', bound, unit, how),
  ]);
}
