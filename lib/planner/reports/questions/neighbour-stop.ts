import type { MigrationSpec } from '../../../spec/traffic';
import { type MigrationStop, ordinalOf, stopOf, stopsOf } from '../../moves/stops';

/** Returns the stop beside the present one; undefined if there is none. There is no way back from `retire`. */
export function neighbourStop(migration: MigrationSpec, direction: 'next' | 'back'): MigrationStop | undefined {
  if (direction === 'back' && migration.phase === 'retire') return undefined;
  return stopsOf(migration)[ordinalOf(migration, stopOf(migration)) + (direction === 'next' ? 1 : -1)];
}
