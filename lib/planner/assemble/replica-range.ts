import type { ServingPlan } from '../model/plan';
import { constant, type Explained, numberAt, type Quantity, SHARE, stated } from '../model/quantity';
import { spareReplicas } from '../size/spare-replicas';
import type { PresentLeg } from './placed-legs';

const UNIT = 'replica';

/** Replicas beyond what the demand needs, as a number that the factory file decides. */
export function spareOf({ leg, pool, replica }: Pick<PresentLeg, 'leg' | 'pool' | 'replica'>): Quantity {
  const { path, spec } = leg.workload;
  const { survives } = spec.objectives;
  const count = spareReplicas(leg.workload, pool, replica);
  return stated('spare', count, UNIT, `${path}.objectives.survives (${survives})`);
}

/** Returns the replicas that a serving may have, from quiet hours to its peak. */
export function replicaRange(placed: PresentLeg): Explained<ServingPlan['replicas']> {
  const { leg, pool, replicas, targetKey } = placed;
  const { path, spec } = leg.workload;
  const planned = (): Quantity => numberAt('planned', replicas, UNIT, `${path}.sites.${targetKey}.replicas`);
  const max =
    spec.maxReplicas === undefined
      ? planned()
      : planned().atLeast(stated('maxReplicas', spec.maxReplicas, UNIT, `${path}.maxReplicas`));
  if (leg.capacity === 'held') {
    return { min: constant('none', 0, UNIT, 'the phase holds its nodes and weights, no servers'), max };
  }
  // Both ends of a move are whole while it lasts: nobody knows at what hour traffic shifts. A pool with a stated count is
  // paid for in any case, so nothing is gained by scaling down inside it.
  if (leg.move !== null || pool.spec.count !== undefined) return { min: planned(), max };
  const spare = spareOf(placed);
  const peak = stated('peak factor', spec.demand.peakFactor, SHARE, `${path}.demand.peakFactor`);
  const quiet = planned().minus(spare).over(peak).ceil().plus(spare);
  return { min: quiet.atMost(planned()), max };
}
