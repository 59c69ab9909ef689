import type { Explanations } from '../quantity';

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
  /** Peak IT power in W: the nameplate of all planned nodes, less what caps save. */
  readonly itPeakW: number;
  /** Typical IT power in W, with idle nodes at their idle draw. */
  readonly itTypicalW: number;
  /** Facility power per IT power. */
  readonly pue: number;
  /** Peak IT power times `pue`, in W. */
  readonly facilityPeakW: number;
  /** Typical IT power times `pue`, in W, which energy and carbon are computed from. */
  readonly facilityTypicalW: number;
  /** Null where no limit is stated. */
  readonly limit: PowerLimit | null;
  /** Usable power less `itPeakW`, in W; negative if the limit is exceeded. Null: no limit is stated. */
  readonly headroomW: number | null;
  /** The limit that leaves the least room, in words; null where none is stated. */
  readonly binding: {
    /** Path of the limit in the factory file. */
    readonly path: string;
    /** What is left of it, as a phrase. */
    readonly words: string;
  } | null;
  /** Energy of the facility at typical power, and its price. */
  readonly energy: EnergyPlan;
  /** Emissions of that energy. */
  readonly carbon: CarbonPlan;
  /** Arithmetic of the numbers, by their path in the plan. */
  readonly explanations: Explanations;
}

/** Power of one pool. */
export interface PoolPower {
  /** Name of the pool. */
  readonly pool: string;
  /** Id of the machine row, whose power figures are used. */
  readonly machine: string;
  /** Planned nodes. */
  readonly nodes: number;
  /** Accelerators of the planned nodes. */
  readonly accelerators: number;
  /** Null where the pool sets no cap. */
  readonly cap: CapPower | null;
  /** Peak power of one node in W: its nameplate, less what a cap saves. */
  readonly nodePeakW: number;
  /** Mean over the nodes: those that serve and those that are idle. */
  readonly nodeTypicalW: number;
  /** Typical draw of a node whose accelerators all serve. */
  readonly nodeBusyW: number;
  /** Power of one node in W while nothing runs on it. */
  readonly nodeIdleW: number;
  /** Share of the pool's nodes that replicas run on, 0..1. */
  readonly utilisation: number;
  /** Peak power of all nodes in W. */
  readonly itPeakW: number;
  /** Typical power of all nodes in W. */
  readonly itTypicalW: number;
  /** Power feed of the pool. Null: it names none, and the site does not have exactly one. */
  readonly feed: string | null;
}

/** A power cap on the accelerators of a pool and what it costs in throughput. */
export interface CapPower {
  /** Stated cap per accelerator in W. */
  readonly watts: number;
  /** Board power per accelerator in W. Null: not published, and the cap saves nothing in the plan. */
  readonly boardW: number | null;
  /** Peak power that the cap saves over all nodes of the pool, in W. */
  readonly savedW: number;
  /** Throughput left, as shares of the uncapped rates of prompt processing and of token generation. */
  readonly prefillShare: number;
  /** Part of the token generation rate that is left, from 0 to 1. */
  readonly decodeShare: number;
}

/** Power of the racks of one pool. */
export interface RackPower {
  /** Name of the pool. */
  readonly pool: string;
  /** Nodes of a full rack. */
  readonly nodesPerRack: number;
  /** Racks that the planned nodes fill, the last one maybe in part. */
  readonly racks: number;
  /** Peak draw of a full rack. */
  readonly itPeakW: number;
  /** Limit of one rack in W. Null: the site states no `rackKw`. */
  readonly limitW: number | null;
}

/** Load of one power feed. */
export interface FeedPower {
  /** Name of the feed. */
  readonly feed: string;
  /** Pools that it supplies. */
  readonly pools: readonly string[];
  /** Rated power in W. */
  readonly ratedW: number;
  /** Redundancy of the feed. */
  readonly redundancy: 'N' | 'N+1' | '2N';
  /** IT load in W that the feed can carry after redundancy, derating and growth reserve. */
  readonly usableW: number;
  /** Peak power of its pools in W. */
  readonly itPeakW: number;
  /** `usableW` less `itPeakW`; negative if the feed is overloaded. */
  readonly headroomW: number;
}

/** The limit of the IT load of a site. */
export interface PowerLimit {
  /** IT load that may be drawn after redundancy, derating and growth reserve. */
  readonly usableW: number;
  /** Path of the tighter limit in the factory file: that of `itKw` or of `feeds`. */
  readonly path: string;
}

/** Energy of a site at typical facility power. */
export interface EnergyPlan {
  /** Energy in kWh per day. */
  readonly kwhPerDay: number;
  /** Energy in kWh per month of 730 hours. */
  readonly kwhPerMonth: number;
  /** Null where energy is part of somebody else's price, or no price is known. */
  readonly usdPerKwh: number | null;
  /** Price of the energy in USD per month. Null if `usdPerKwh` is null. */
  readonly usdPerMonth: number | null;
}

/** Location-based emissions of the energy of a site. */
export interface CarbonPlan {
  /** Location-based grid intensity; null where no row and no statement has it. */
  readonly gramsPerKwh: number | null;
  /** Emissions in kg CO2e per day. Null if `gramsPerKwh` is null. */
  readonly kgPerDay: number | null;
}
