import type { MigrationSpec } from '../../spec/traffic';
import { servingName } from '../model/names';
import { poolReference } from '../model/pool-reference';
import type { ResolvedFactory, ResolvedWorkload } from '../model/resolved';
import { sorted } from '../model/sorted';
import { demandOf } from '../resolve/demand';
import { targetModelOf } from '../resolve/target-model';
import { stateOf, stopOf } from './stops';

/**
 * A part of a workload that is placed by itself: a workload that stays is one leg; one that moves has a leg at each end.
 *
 * Both ends of a move are placed in every phase, as if both ran. So the placement of everything else is the same from the
 * first phase to the last, and a move that does not fit in its most demanding phase is refused before it begins.
 */
export interface Leg {
  /** Name in the placement question; the workload's own for all but targets. */
  readonly id: string;
  /** The workload, narrowed to where this leg may be and to its part of the demand. */
  readonly workload: ResolvedWorkload;
  /** Name of what serves it. */
  readonly serving: string;
  /** `none`: not there in this phase; `held`: nodes and weights without servers. */
  readonly capacity: 'none' | 'held' | 'ready';
  readonly isDraining: boolean;
  /**
   * Whether the servers are gone for good. Nodes that they shared with others go only when the migration leaves the file:
   * the stack with the nodes may be applied before the one with the servers, and would take nodes from under the others.
   */
  readonly isReleased: boolean;
  /** Share of this leg's requests that it is given now, 0..1. */
  readonly traffic: number;
  readonly move: { readonly migration: string; readonly end: 'from' | 'to' } | null;
}

/** Every leg of the factory, by workload name. */
export function legsOf(factory: ResolvedFactory): readonly Leg[] {
  return factory.workloads.flatMap((workload) => {
    const move = sorted(factory.spec.migrations).find(([, each]) => each.workloads.includes(workload.name));
    return move === undefined ? [stayingLeg(workload, workload.name)] : movingLegs(factory, workload, ...move);
  });
}

const stayingLeg = (workload: ResolvedWorkload, id: string): Leg => ({
  id,
  workload,
  serving: servingName(workload.name, workload.spec.revision),
  capacity: 'ready',
  isDraining: false,
  isReleased: false,
  traffic: 1,
  move: null,
});

function movingLegs(
  factory: ResolvedFactory,
  workload: ResolvedWorkload,
  name: string,
  migration: MigrationSpec,
): readonly Leg[] {
  const { spec } = workload;
  const { from, to } = migration;
  const moved = movedShare(workload, migration);
  const state = stateOf(migration, stopOf(migration));
  const source: Leg = {
    id: moved === 1 ? workload.name : `${workload.name}@${from.site}`,
    workload: narrow(workload, moved, {
      sites: [from.site],
      ...(from.pool === undefined ? {} : { pools: [poolReference({ site: from.site, name: from.pool })] }),
    }),
    serving: servingName(workload.name, spec.revision),
    capacity: state.source === 'released' ? 'none' : 'ready',
    isDraining: state.source === 'draining',
    isReleased: state.source === 'released',
    traffic: 1 - state.share,
    move: { migration: name, end: 'from' },
  };
  const target: Leg = {
    id: `${workload.name}@${name}`,
    workload: narrow(targetWorkload(factory, workload, migration), moved, {
      sites: [to.site],
      ...(to.pool === undefined ? {} : { pools: [poolReference({ site: to.site, name: to.pool })] }),
    }),
    serving: servingName(workload.name, to.revision ?? spec.revision),
    capacity: state.target === 'absent' ? 'none' : state.target,
    isDraining: false,
    isReleased: false,
    traffic: state.share,
    move: { migration: name, end: 'to' },
  };
  if (moved === 1) return [source, target];
  const rest = Object.entries(spec.shares ?? {}).filter(([site]) => site !== from.site);
  const shares = Object.fromEntries(rest.map(([site, share]) => [site, share / (1 - moved)]));
  return [stayingLeg(narrow(workload, 1 - moved, { shares }), workload.name), source, target];
}

/** Share of a workload's requests that a migration moves: what its source has by `shares`, else all. */
const movedShare = (workload: ResolvedWorkload, migration: MigrationSpec): number =>
  workload.spec.shares === undefined ? 1 : (workload.spec.shares[migration.from.site] ?? 0);

/** The workload as it is after the move: another model or precision where the target names one. */
function targetWorkload(
  { catalog }: ResolvedFactory,
  workload: ResolvedWorkload,
  migration: MigrationSpec,
): ResolvedWorkload {
  const { to } = migration;
  return {
    ...workload,
    model: targetModelOf(catalog, migration) ?? workload.model,
    spec: {
      ...workload.spec,
      // Another model comes with its own weights; what was stated was the old one's.
      ...(to.model === undefined
        ? {}
        : { model: to.model, precision: undefined, weights: { tokenSecret: workload.spec.weights.tokenSecret } }),
      ...(to.precision === undefined ? {} : { precision: to.precision }),
    },
  };
}

function narrow(
  workload: ResolvedWorkload,
  share: number,
  to: Partial<Pick<ResolvedWorkload['spec'], 'sites' | 'pools' | 'shares'>>,
): ResolvedWorkload {
  const { demand } = workload.spec;
  const scaled = {
    ...demand,
    ...(demand.requestsPerSecond === undefined ? {} : { requestsPerSecond: demand.requestsPerSecond * share }),
    ...(demand.outputTokensPerSecond === undefined
      ? {}
      : { outputTokensPerSecond: demand.outputTokensPerSecond * share }),
  };
  return {
    ...workload,
    spec: { ...workload.spec, shares: undefined, ...to, demand: scaled },
    demand: demandOf(scaled, workload.path),
  };
}
