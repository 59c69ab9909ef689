import type { FactorySpec } from '../../spec/factory';
import type { MigrationStop } from './stops';

/** The factory as its file would state it with a migration at another stop. */
export function atStop(spec: FactorySpec, migration: string, stop: MigrationStop): FactorySpec {
  const stated = spec.migrations[migration];
  if (stated === undefined) return spec;
  const { step: _, ...rest } = stated;
  const moved = { ...rest, phase: stop.phase, ...(stop.phase === 'shift' ? { step: stop.step } : {}) };
  return { ...spec, migrations: { ...spec.migrations, [migration]: moved } };
}
