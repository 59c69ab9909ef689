import type { Accelerator, Machine, Region } from '../../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../../spec/budget';
import type { NodePoolPlan } from '../../model/plan';
import type { Depth } from '../../model/trace';

/** A pool with the machines that stand in it. */
export interface PoolLoad {
  readonly pool: NodePoolPlan;
  readonly machine: Machine;
  readonly accelerator: Accelerator | null;
  readonly nodes: number;
  /** Share of the nodes that serve, 0..1: those draw their typical power whatever their batches, the others idle. */
  readonly utilisation: number;
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
  /** How much of it is explained. @default 'sums' */
  readonly depth?: Depth;
}
