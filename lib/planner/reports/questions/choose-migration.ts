import type { FactorySpec } from '../../../spec/factory';
import type { MigrationSpec } from '../../../spec/traffic';

/** Returns the migration of a name, the only one if no name is given, or why there is none. */
export function chooseMigration(
  spec: FactorySpec,
  name: string | undefined,
): { readonly name: string; readonly migration: MigrationSpec } | { readonly problem: string } {
  const names = Object.keys(spec.migrations).sort();
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  if (names.length === 0) return { problem: 'the factory has no migrations; add one' };
  if (chosen === undefined) return { problem: `name one of the migrations ${names.join(', ')}` };
  const migration = spec.migrations[chosen];
  return migration === undefined
    ? { problem: `no migration "${chosen}"; the factory has ${names.join(', ')}` }
    : { name: chosen, migration };
}
