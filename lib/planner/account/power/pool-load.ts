import type { Accelerator, Machine, Region } from '../../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../../spec/budget';
import type { NodePoolPlan } from '../../model/plan';

/** A pool with its machines. */
export interface PoolLoad {
  readonly pool: NodePoolPlan;
  readonly machine: Machine;
  readonly accelerator: Accelerator | null;
  readonly nodes: number;
  /** Nodes, or parts of them, that serve: those draw their typical power whatever their batches, the others idle. */
  readonly busy: number;
}

export interface PowerInput {
  readonly site: string;
  readonly spec: PowerSpec | undefined;
  /** Racks are filled as far as the hall can cool them. */
  readonly cooling?: CoolingSpec | undefined;
  readonly isFacilityOwn: boolean;
  readonly region: Region | null;
  readonly loads: readonly PoolLoad[];
  /** Feed by pool. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Nodes in a rack by pool. @default - as many as the rack's limits carry */
  readonly nodesPerRack: Readonly<Record<string, number>>;
}
