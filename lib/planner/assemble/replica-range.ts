import { computed, constant, stated, type Term, type Trace } from '../model/trace';
import { spareReplicas } from '../size/spare-replicas';
import type { PresentLeg } from './placed-legs';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Returns the replicas that a serving may have, from quiet hours to its peak. */
export function replicaRange(
  { leg, pool, replica, replicas: peak, servingKey, targetKey }: PresentLeg,
  trace: Trace,
): Range {
  const { path, spec } = leg.workload;
  const key = `serving.${servingKey}.replicas`;
  const unit = 'replicas';
  const planned = (): Term => computed('planned', peak, unit, `${path}.sites.${targetKey}.replicas`);
  const { maxReplicas } = spec;
  const max =
    maxReplicas === undefined
      ? trace.detail(`${key}.max`, peak, unit, 'planned', () => [planned()])
      : trace.detail(`${key}.max`, Math.max(peak, maxReplicas), unit, 'max(planned, maxReplicas)', () => [
          planned(),
          stated('maxReplicas', maxReplicas, unit, `${path}.maxReplicas`),
        ]);
  const least = (min: number, formula: string, terms: () => readonly Term[]): Range => ({
    min: trace.detail(`${key}.min`, min, unit, formula, terms),
    max,
  });
  if (leg.capacity === 'held') {
    return least(0, 'none', () => [constant('none', 0, unit, 'the phase holds its nodes and weights, no servers')]);
  }
  // Both ends of a move are whole while it lasts: nobody knows at what hour traffic shifts. A pool with a stated count is
  // paid for in any case, so nothing is gained by scaling down inside it.
  if (leg.move !== null || pool.spec.count !== undefined) return least(peak, 'planned', () => [planned()]);
  const spare = spareReplicas(leg.workload, pool, replica);
  const quiet = Math.ceil((peak - spare) / spec.demand.peakFactor) + spare;
  return least(Math.min(quiet, peak), 'min(ceil((planned - spare) / peak factor) + spare, planned)', () => [
    planned(),
    stated('spare', spare, unit, `${path}.objectives.survives`),
    stated('peak factor', spec.demand.peakFactor, 'of mean demand', `${path}.demand.peakFactor`),
  ]);
}
