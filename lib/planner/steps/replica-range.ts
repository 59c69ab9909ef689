import { computed, constant, stated, type Trace } from '../explain/trace';
import type { Leg } from '../migration/legs';
import type { ResolvedPool } from '../resolved';
import { type Replica, spareReplicas } from './capacity';

/** The replicas that a serving may have, from quiet hours to its peak. */
export function replicaRange(
  leg: Leg,
  pool: ResolvedPool,
  replica: Replica,
  peak: number,
  trace: Trace,
): { readonly min: number; readonly max: number } {
  const { path, spec } = leg.workload;
  const at = `serving.${leg.serving}.replicas`;
  const planned = computed('planned', peak, 'replicas', `${path}.sites.${pool.site}.${pool.name}.replicas`);
  const max = trace.detail(
    `${at}.max`,
    Math.max(peak, spec.maxReplicas ?? 0),
    'replicas',
    spec.maxReplicas === undefined ? 'planned' : 'max(planned, maxReplicas)',
    () => [
      planned,
      ...(spec.maxReplicas === undefined
        ? []
        : [stated('maxReplicas', spec.maxReplicas, 'replicas', `${path}.maxReplicas`)]),
    ],
  );
  const least = (value: number, formula: string, terms: Parameters<Trace['note']>[4]): typeof range => ({
    min: trace.detail(`${at}.min`, value, 'replicas', formula, () => terms),
    max,
  });
  const range = { min: 0, max };
  if (leg.capacity === 'held') {
    return least(0, 'none', [constant('none', 0, 'replicas', 'the phase holds its nodes and weights, no servers')]);
  }
  // Both ends of a move are whole while it lasts: nobody knows at what hour traffic shifts. A pool with a stated count is
  // paid for in any case, so nothing is gained by scaling down inside it.
  if (leg.move !== null || pool.spec.count !== undefined) return least(peak, 'planned', [planned]);
  const spare = spareReplicas(leg.workload, pool, replica);
  const quiet = Math.ceil((peak - spare) / spec.demand.peakFactor) + spare;
  return least(Math.min(quiet, peak), 'min(ceil((planned - spare) / peak factor) + spare, planned)', [
    planned,
    stated('spare', spare, 'replicas', `${path}.objectives.survives`),
    stated('peak factor', spec.demand.peakFactor, 'of mean demand', `${path}.demand.peakFactor`),
  ]);
}
