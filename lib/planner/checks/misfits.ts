import type { FactorySpec } from '../../spec/factory';
import type { LibraryFinding } from '../model/finding';
import type { ResolvedFactory } from '../model/resolved';
import { sorted } from '../model/sorted';
import { atStop } from '../moves/at-stop';
import { legsOf } from '../moves/legs';
import { stopName, stopsOf } from '../moves/stops';
import { placeWorkloads } from '../placement';
import type { Placement, PlacementProblem } from '../placement/problem';
import { rangesOf } from './other-stops';

/**
 * The stops of each migration at which its ends do not fit, where the placement of all of them together does not.
 *
 * Both ends are placed as if both ran, so the conflict itself does not say whether it is the move that brings it: each stop
 * is asked alone, with the ends that are there.
 */
export function misfits(factory: ResolvedFactory, problem: PlacementProblem, placement: Placement): LibraryFinding[] {
  const { infeasible } = placement;
  if (infeasible === null) return [];
  const asked = new Map<string, boolean>();
  const fits = (spec: FactorySpec): boolean => {
    const absent = legsOf({ ...factory, spec })
      .filter((leg) => leg.capacity === 'none')
      .map((leg) => leg.id);
    const key = absent.join();
    const known = asked.get(key);
    if (known !== undefined) return known;
    const workloads = problem.workloads.filter((each) => !absent.includes(each.name));
    const does = placeWorkloads({ ...problem, workloads }).infeasible === null;
    asked.set(key, does);
    return does;
  };
  return sorted(factory.spec.migrations).flatMap(([name, migration]): LibraryFinding[] => {
    const stops = stopsOf(migration);
    const broken = stops.filter((stop) => !fits(atStop(factory.spec, name, stop)));
    // What fits at no stop is not brought by the move.
    if (broken.length === 0 || broken.length === stops.length) return [];
    const where = rangesOf(
      migration,
      broken.map((stop) => stopName(migration, stop)),
    );
    const limits = infeasible.map(({ path, words }) => `${path}: ${words}`).join('; ');
    return [
      {
        code: 'limits-conflict',
        severity: 'error',
        path: `migrations.${name}`,
        message: `the move does not fit at ${where}, when ${broken.some((stop) => stop.phase === 'retire') ? 'its target is' : 'both of its ends are'} there: ${limits}; ease one of these limits, or move a smaller share`,
      },
    ];
  });
}
