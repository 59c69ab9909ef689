import type { MigrationSpec } from '../../spec/traffic';

/** One stop of a migration: a phase, and inside `shift` the index of its share. */
export interface MigrationStop {
  readonly phase: MigrationSpec['phase'];
  /** Index into the shares; 0 outside `shift`. */
  readonly step: number;
}

/** What a stop asks of both ends. */
export interface MigrationState {
  /** `draining`: out of the split, its queue held and drained; `released`: its capacity is given back. */
  readonly source: 'ready' | 'draining' | 'released';
  /** `held`: capacity, weights and secrets are there and nothing runs. */
  readonly target: 'absent' | 'held' | 'ready';
  /** Share of the moved requests that the target takes, 0..1. */
  readonly share: number;
}

/** All stops of a migration in order; a `shift` has one for each of its shares. */
export function stopsOf(migration: Pick<MigrationSpec, 'shares'>): readonly MigrationStop[] {
  return [
    { phase: 'planned', step: 0 },
    { phase: 'prepare', step: 0 },
    { phase: 'warm', step: 0 },
    ...migration.shares.map((_, step) => ({ phase: 'shift' as const, step })),
    { phase: 'drain', step: 0 },
    { phase: 'soak', step: 0 },
    { phase: 'retire', step: 0 },
  ];
}

/** The stop that a migration is at. */
export const stopOf = (migration: Pick<MigrationSpec, 'phase' | 'step'>): MigrationStop => ({
  phase: migration.phase,
  step: migration.phase === 'shift' ? (migration.step ?? 0) : 0,
});

/** Position of a stop in its migration; -1 where a step lies beyond the shares. */
export const ordinalOf = (migration: Pick<MigrationSpec, 'shares'>, stop: MigrationStop): number =>
  stopsOf(migration).findIndex((each) => each.phase === stop.phase && each.step === stop.step);

/**
 * What a stop means. Between any two neighbours either capacity changes or traffic, never both: the target is whole before
 * it gets its first request, and the source stays whole until it has had none for a soak.
 */
export function stateOf(migration: Pick<MigrationSpec, 'shares'>, stop: MigrationStop): MigrationState {
  switch (stop.phase) {
    case 'planned':
      return { source: 'ready', target: 'absent', share: 0 };
    case 'prepare':
      return { source: 'ready', target: 'held', share: 0 };
    case 'warm':
      return { source: 'ready', target: 'ready', share: 0 };
    case 'shift':
      return { source: 'ready', target: 'ready', share: (migration.shares[stop.step] ?? 0) / 100 };
    case 'drain':
      return { source: 'draining', target: 'ready', share: 1 };
    case 'soak':
      return { source: 'ready', target: 'ready', share: 1 };
    case 'retire':
      return { source: 'released', target: 'ready', share: 1 };
  }
}

/** A stop as people read it, such as `shift 25%`. */
export const stopName = (migration: Pick<MigrationSpec, 'shares'>, stop: MigrationStop): string =>
  stop.phase === 'shift' ? `shift ${migration.shares[stop.step] ?? 0}%` : stop.phase;
