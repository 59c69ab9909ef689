import { round } from '../../units/convert';
import type { PlacementPlan } from '../placement';
import { table } from './table';

/** Lines of reasons that fit on a screen; the rest stands in the JSON. */
const MOST_REASONS = 16;
const MOST_LIMITS = 8;

/** Why workloads are where they are: how good the placement is, what holds it back, and what was rejected. */
export function formatPlacement({ minimise, method, gap, rejected, binding, conflict }: PlacementPlan): string[] {
  const aim = { cost: 'cost', carbon: 'carbon', power: 'power' }[minimise];
  const quality =
    conflict.length > 0
      ? 'none that holds every workload'
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
