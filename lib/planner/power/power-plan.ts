import type { Explanations } from '../explain/trace';

/** Power of a site, in W unless a name says otherwise. All sums are over its node pools. */
export interface PowerPlan {
  /** `facility`: the facility is the user's own; `accounting`: it is somebody else's. Stated limits bind in both. */
  readonly basis: 'facility' | 'accounting';
  /** What the basis means, in one sentence. */
  readonly statement: string;
  /** Sorted by pool. */
  readonly pools: readonly PoolPower[];
  /** Sorted by pool; the racks that each pool fills. */
  readonly racks: readonly RackPower[];
  /** Sorted by feed. */
  readonly feeds: readonly FeedPower[];
  readonly itPeakW: number;
  readonly itTypicalW: number;
  /** Facility power per IT power. */
  readonly pue: number;
  readonly facilityPeakW: number;
  readonly facilityTypicalW: number;
  /** Null where no limit is stated. */
  readonly limit: PowerLimit | null;
  readonly headroomW: number | null;
  /** The limit that leaves the least room, in words; null where none is stated. */
  readonly binding: { readonly path: string; readonly words: string } | null;
  readonly energy: EnergyPlan;
  readonly carbon: CarbonPlan;
  readonly explanations: Explanations;
}

export interface PoolPower {
  readonly pool: string;
  readonly machine: string;
  readonly nodes: number;
  readonly accelerators: number;
  /** Null where the pool sets no cap. */
  readonly cap: CapPower | null;
  readonly nodePeakW: number;
  /** Mean over the nodes: those that serve and those that stand idle. */
  readonly nodeTypicalW: number;
  /** Typical draw of a node whose accelerators all serve. */
  readonly nodeBusyW: number;
  readonly nodeIdleW: number;
  /** Share of the pool's nodes that replicas run on, 0..1. */
  readonly utilisation: number;
  readonly itPeakW: number;
  readonly itTypicalW: number;
  readonly feed: string | null;
}

/** A power cap on the accelerators of a pool and what it costs in throughput. */
export interface CapPower {
  readonly watts: number;
  readonly boardW: number | null;
  readonly savedW: number;
  /** Throughput left, as shares of the uncapped rates of prompt processing and of token generation. */
  readonly prefillShare: number;
  readonly decodeShare: number;
}

export interface RackPower {
  readonly pool: string;
  readonly nodesPerRack: number;
  readonly racks: number;
  /** Peak draw of a full rack. */
  readonly itPeakW: number;
  readonly limitW: number | null;
}

export interface FeedPower {
  readonly feed: string;
  readonly pools: readonly string[];
  readonly ratedW: number;
  readonly redundancy: 'N' | 'N+1' | '2N';
  readonly usableW: number;
  readonly itPeakW: number;
  readonly headroomW: number;
}

export interface PowerLimit {
  /** IT load that may be drawn after redundancy, derating and growth reserve. */
  readonly usableW: number;
  readonly path: string;
}

export interface EnergyPlan {
  readonly kwhPerDay: number;
  readonly kwhPerMonth: number;
  /** Null where energy is part of somebody else's price, or no price is known. */
  readonly usdPerKwh: number | null;
  readonly usdPerMonth: number | null;
}

export interface CarbonPlan {
  /** Location-based grid intensity; null where no row and no statement has it. */
  readonly gramsPerKwh: number | null;
  readonly kgPerDay: number | null;
}
