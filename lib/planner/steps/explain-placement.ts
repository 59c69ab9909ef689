import { decided, type Explanations, Trace } from '../explain/trace';
import { objectiveUnit, type Placement } from '../placement';
import type { PlacementPool, PlacementProblem } from '../placement/problem';
import type { ResolvedFactory } from '../resolved';

const measures: Readonly<
  Record<PlacementProblem['minimise'], { readonly of: (pool: PlacementPool) => number; readonly how: string }>
> = {
  cost: {
    of: (pool) => pool.usdPerHourPerNode,
    how: 'price of a node; one without a price counts as the dearest of the factory',
  },
  power: { of: (pool) => pool.wattsPerNode, how: 'peak draw of a node' },
  carbon: {
    of: (pool) => pool.gramsPerHourPerNode,
    how: 'typical draw of a node x pue x grid; a grid without a row counts as the dirtiest of the catalogue',
  },
};

/** What was minimised, how far from the least it may be, and what easing a limit would save. */
export function explainPlacement(
  factory: ResolvedFactory,
  problem: PlacementProblem,
  placement: Placement,
): Explanations {
  const trace = new Trace('placement');
  const { minimise } = factory.spec.placement;
  const unit = objectiveUnit(minimise);
  const { of, how } = measures[minimise];
  const standing = placement.nodes.flatMap(({ site, pool, nodes }) => {
    const found = problem.pools.find((each) => each.site === site && each.pool === pool);
    return nodes === 0 || found === undefined ? [] : [{ name: `${site}.${pool}`, nodes, each: of(found) }];
  });
  trace.note(
    'objective.value',
    placement.objective,
    unit,
    standing.map(({ name }) => `nodes of ${name} x measure of ${name}`).join(' + ') || '0',
    standing.flatMap(({ name, nodes, each }) => [
      decided(`nodes of ${name}`, nodes, 'nodes', 'placed, with both ends of every migration'),
      decided(`measure of ${name}`, each, unit, how),
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
