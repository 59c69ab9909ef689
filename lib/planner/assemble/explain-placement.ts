import type { FactoryCost } from '../model/plan/cost-plan';
import type { ResolvedFactory } from '../model/resolved';
import { computed, type Depth, decided, type Explanations, type Term, Trace } from '../model/trace';
import { objectiveUnit, type Placement } from '../placement';
import type { PlacementPool, PlacementProblem } from '../placement/problem';

/** What one node adds to the objective. */
function measureTerm(
  name: string,
  pool: PlacementPool,
  minimise: PlacementProblem['minimise'],
  unit: string,
  cost: FactoryCost,
): Term {
  const at = `sites.${pool.site}`;
  switch (minimise) {
    case 'cost':
      return cost.sites[pool.site]?.lines.some((line) => line.id === `pool.${pool.pool}`) === true
        ? computed(name, pool.usdPerHourPerNode, unit, `${at}.cost.pool.${pool.pool}.usdPerUnit`)
        : decided(
            name,
            pool.usdPerHourPerNode,
            unit,
            'a node without a price counts as the most expensive of the factory',
          );
    case 'power':
      return computed(name, pool.wattsPerNode, unit, `${at}.power.pools.${pool.pool}.nodePeakW`);
    case 'carbon':
      return decided(
        name,
        pool.gramsPerHourPerNode,
        unit,
        `${at}.power.pools.${pool.pool}.nodeBusyW / 1000 x pue x grid; a grid without a row counts as the dirtiest`,
      );
  }
}

/** What was minimised, how far from the least it may be, and what easing a limit would save. */
export function explainPlacement(
  factory: ResolvedFactory,
  problem: PlacementProblem,
  placement: Placement,
  cost: FactoryCost,
  depth: Depth,
): Explanations {
  if (depth !== 'everything') return {};
  const trace = new Trace('placement', depth);
  const { minimise } = factory.spec.placement;
  const unit = objectiveUnit(minimise);
  const used = placement.nodes.flatMap(({ site, pool, nodes }) => {
    const found = problem.pools.find((each) => each.site === site && each.pool === pool);
    return nodes === 0 || found === undefined ? [] : [{ name: `${site}.${pool}`, nodes, found }];
  });
  trace.note(
    'objective.value',
    placement.objective,
    unit,
    used.map(({ name }) => `nodes of ${name} x measure of ${name}`).join(' + ') || '0',
    used.flatMap(({ name, nodes, found }) => [
      decided(`nodes of ${name}`, nodes, 'nodes', 'placed, with both ends of every migration'),
      measureTerm(`measure of ${name}`, found, minimise, unit, cost),
    ]),
  );
  const objective = trace.term('objective.value', 'objective');
  const { method, gap } = placement.quality;
  if (method === 'exact') {
    trace.note('gap', gap, 'share', 'none', [decided('none', 0, 'share', 'the search proved that nothing is better')]);
  } else {
    const bound = objective.value - gap * Math.abs(objective.value);
    trace.note('gap', gap, 'share', objective.value === 0 ? '0' : '(objective - bound) / objective', [
      objective,
      decided('bound', bound, unit, 'no placement is below it: that of its prices, or of the search'),
    ]);
  }
  placement.binding.forEach(({ path, more, saves }, index) => {
    trace.note(`binding.${index}.more.value`, more.value, more.unit, 'easing', [
      decided('easing', more.value, more.unit, `the least by whole nodes of ${path} that saves anything`),
    ]);
    trace.note(`binding.${index}.saves.value`, saves.value, saves.unit, 'objective - eased', [
      objective,
      decided('eased', objective.value - saves.value, saves.unit, `the objective, placed again with more of ${path}`),
    ]);
  });
  return trace.read();
}
