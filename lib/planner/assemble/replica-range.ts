import type { ResolvedPool } from '../model/resolved';
import { computed, constant, stated, type Term, type Trace } from '../model/trace';
import type { Leg } from '../moves/legs';
import { type Replica, spareReplicas } from '../size/replica';

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * The replicas that a serving may have, from quiet hours to its peak.
 *
 * @param peak replicas that are planned for peak demand
 * @param at what the serving is called at its site, and its end among those of the workload
 */
export function replicaRange(
  {
    leg,
    pool,
    replica,
    peak,
  }: { readonly leg: Leg; readonly pool: ResolvedPool; readonly replica: Replica; readonly peak: number },
  at: { readonly serving: string; readonly target: string },
  trace: Trace,
): Range {
  const { path, spec } = leg.workload;
  const key = `serving.${at.serving}.replicas`;
  const unit = 'replicas';
  const planned = (): Term => computed('planned', peak, unit, `${path}.sites.${at.target}.replicas`);
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
