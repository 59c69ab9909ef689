import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { moveNames } from '../planner/model/names';
import type { MovePlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { addObject } from './objects';
import { readObject } from './read-object';
import type { Precondition } from './ready-servers';

export interface MoveRecordProps {
  readonly move: MovePlan;
  /** What must exist before the record, such as the namespace. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * The record of a migration's phase at one end, and the conditions under which it may change: one phase at a time, from
 * where the world is, and never away from requests that still come.
 */
export class MoveRecord extends Construct implements IRealized {
  public readonly record: Manifest;
  public readonly ready: readonly Manifest[];

  public constructor(scope: Construct, id: string, { move, after = [] }: MoveRecordProps) {
    super(scope, id);
    const { name, namespace, phase, ordinal } = move;
    this.record = addObject(
      this,
      'record',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: moveNames(name).phase, namespace },
        data: { phase, ordinal: `${ordinal}`, stop: move.stops[ordinal] ?? phase },
      },
      {
        dependsOn: [...after],
        lifecycle: { precondition: [oneStep(this, move), ...withoutRequests(this, move), ...withinCapacity(move)] },
      },
    );
    this.ready = [this.record];
  }
}

/** Expression of the data of a config map, for use inside `try()`. */
export const readRecord = (
  scope: Construct,
  id: string,
  record: { readonly name: string; readonly namespace: string },
  provider?: TerraformProvider,
): string => `${readObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...record }, provider)}.data`;

function oneStep(scope: Construct, move: MovePlan): Precondition {
  const { name, namespace, ordinal, stops } = move;
  const record = readRecord(scope, 'was', { name: moveNames(name).phase, namespace });
  // A cluster without a record is before the migration, or was created after it.
  const fresh = ordinal <= 1 || ordinal === stops.length - 1 ? ordinal : 0;
  const was = `try(coalesce(tonumber(${record}.ordinal), ${fresh}), ${fresh})`;
  return {
    condition: `\${abs(${was} - ${ordinal}) <= 1}`,
    errorMessage: `Migration ${name} is at \${try(${record}.stop, "planned")} in this cluster and the file says ${stops[ordinal] ?? ''}: phases are taken one at a time. Set the file to the phase next to it and apply that first; see: ai-factory migrate status`,
  };
}

function withoutRequests(scope: Construct, move: MovePlan): Precondition[] {
  const { name, namespace, end, isLeaving } = move;
  if (!isLeaving || end === 'both') return [];
  const record = readRecord(scope, 'traffic', { name: moveNames(name).traffic, namespace });
  const none = end === 'from' ? 100 : 0;
  const share = `try(coalesce(tonumber(${record}.share), 0), 0)`;
  return [
    {
      condition: `\${${share} == ${none}}`,
      errorMessage: `Migration ${name} would stop servers here while the target takes \${${share}}% of the requests; it must take ${none}% first. Apply the traffic stack, then this one`,
    },
  ];
}

/** An expired reservation provides no nodes, so the move would never finish. */
function withinCapacity({ name, capacityEnd }: MovePlan): Precondition[] {
  if (capacityEnd === null) return [];
  const { pool, endsAt } = capacityEnd;
  return [
    {
      condition: `\${timecmp(plantimestamp(), "${endsAt}") < 0}`,
      errorMessage: `The capacity of pool ${pool} ended at ${endsAt}, and migration ${name} needs it. Extend or replace the reservation and state its end, or step back with: ai-factory migrate back`,
    },
  ];
}
