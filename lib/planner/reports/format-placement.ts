import { round } from '../../units/convert';
import type { PlacementPlan } from '../model/plan/placement-plan';
import { table } from './table';

/** Lines of reasons that fit on a screen; the rest is in the JSON. */
const MOST_REASONS = 16;
const MOST_LIMITS = 8;

/** Why workloads are where they are: how good the placement is, what holds it back, and what was rejected. */
export function formatPlacement(placement: PlacementPlan): string[] {
  const { minimise, unpriced, method, gap, rejected, binding, conflict } = placement;
  const aim = { cost: 'cost', carbon: 'carbon', power: 'power' }[minimise];
  const quality =
    conflict.length > 0
      ? 'none that holds every workload'
      : unpriced !== undefined
        ? `not proven to be of least cost: the price of ${unpriced.slice(0, MOST_LIMITS).join(', ')}${unpriced.length > MOST_LIMITS ? ', …' : ''} is unknown and counts as the highest of the factory`
        : method === 'exact'
          ? `least ${aim}, proven`
          : `${aim} at most ${round(gap * 100, 2)}% above the least, not proven best`;
  const more = (count: number, shown: number): string[] =>
    count > shown ? [`… and ${count - shown} more, in \`plan --json\` under placement`] : [];
  return [
    `placement: ${quality}`,
    ...binding.slice(0, MOST_LIMITS).map((each) => `${each.words} (${each.path})`),
    ...more(binding.length, MOST_LIMITS),
    ...(rejected.length === 0
      ? []
      : table([
          ['not here', 'pool', 'because'],
          ...rejected.slice(0, MOST_REASONS).map((each) => [each.workload, `${each.site}.${each.pool}`, each.reason]),
        ])),
    ...more(rejected.length, MOST_REASONS),
  ];
}
