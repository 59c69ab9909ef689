import type { FactorySpec } from '../../../spec/factory';
import { compare } from '../../model/finding';
import { type MigrationStop, stateOf, stopName, stopOf } from '../../moves/stops';
import { neighbourStop } from './neighbour-stop';
import type { GivenAnswer } from './question';

/** Returns the present stop of each migration of a factory, and the stops beside it. */
export function migrationStatus(spec: FactorySpec): GivenAnswer {
  const migrations = Object.entries(spec.migrations)
    .sort(([a], [b]) => compare(a, b))
    .map(([name, migration]) => {
      const stop = stopOf(migration);
      const { source, target, share } = stateOf(migration, stop);
      const nameOf = (each: MigrationStop | undefined) => (each === undefined ? null : stopName(migration, each));
      return {
        name,
        at: stopName(migration, stop),
        source,
        target,
        targetPercent: Math.round(share * 100),
        next: nameOf(neighbourStop(migration, 'next')),
        back: nameOf(neighbourStop(migration, 'back')),
      };
    });
  const lines = migrations.map(
    ({ name, at, source, target, targetPercent, next, back }) =>
      `${name}: at ${at} (source ${source}, target ${target} with ${targetPercent}%); next: ${next ?? 'none, it is done'}; back: ${back ?? 'none'}\n`,
  );
  return {
    text: lines.length === 0 ? 'the factory has no migrations\n' : lines.join(''),
    json: { migrations },
    isSound: true,
  };
}
