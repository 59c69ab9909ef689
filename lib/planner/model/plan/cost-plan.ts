import type { Explanations } from '../quantity';

/** One thing that costs money at a site. */
export interface CostLine {
  /** `pool.<name>`, `system`, `control-plane`, `nat`, `endpoints`, `keys`, `storage`, `egress`. */
  readonly id: string;
  /** What the line pays for. */
  readonly kind: 'nodes' | 'platform' | 'storage' | 'egress';
  /** Number of units. */
  readonly quantity: number;
  /** What is counted, such as `nodes` or `GB a month`. */
  readonly unit: string;
  /**
   * Price of one unit in USD: of a node per hour, of a platform item per period of its price row, which `basis` names.
   */
  readonly usdPerUnit: number;
  /** Cost in USD per hour. */
  readonly usdPerHour: number;
  /** Cost in USD per month of 730 hours. */
  readonly usdPerMonth: number;
  /** How it is paid for, in words. */
  readonly basis: string;
  /** Source of the price: that of its catalogue row, or the factory file. */
  readonly source: string;
  /** Day of the price; null for a price that the factory file states. */
  readonly asOf: string | null;
}

/** What a site costs. */
export interface CostPlan {
  /** Currency of every amount. */
  readonly currency: 'USD';
  /** Sorted by id. */
  readonly lines: readonly CostLine[];
  /** Ids of what costs money at an unknown price. It has no line, and the sums are lower bounds if there is any; sorted. */
  readonly unpriced: readonly string[];
  /** Sum of the lines in USD per hour. */
  readonly usdPerHour: number;
  /** Sum of the lines in USD per month of 730 hours. */
  readonly usdPerMonth: number;
  /** Monthly budget of the site in USD. Null: none is stated. */
  readonly limitUsdPerMonth: number | null;
  /** Budget less the cost in USD per month; negative if it is exceeded. Null: no budget is stated. */
  readonly headroomUsdPerMonth: number | null;
  /** Part of the hourly cost that no workload carries: idle nodes, and all of a site that serves nothing. */
  readonly unallocatedUsdPerHour: number;
  /** Pools with whole nodes that run no replica, sorted by pool. */
  readonly idle: readonly IdleCapacity[];
  /** Sorted by pool. */
  readonly breakEven: readonly BreakEven[];
  /** Arithmetic of the numbers, by their path in the plan. */
  readonly explanations: Explanations;
}

/** Nodes that serve nothing. */
export interface IdleCapacity {
  /** Name of the pool. */
  readonly pool: string;
  /** Number of whole nodes without a replica. */
  readonly nodes: number;
  /** Cost of these nodes in USD per hour. Null: the price of a node is unknown. */
  readonly usdPerHour: number | null;
}

/** Renting against owning the nodes of a pool. */
export interface BreakEven {
  /** Name of the pool. */
  readonly pool: string;
  /** Price of renting one node in USD per hour. */
  readonly rentUsdPerHour: number;
  /** What is rented, as a phrase. */
  readonly rentBasis: string;
  /** Cost of owning one node in USD per hour. */
  readonly ownUsdPerHour: number;
  /** What ownership includes, as a phrase. */
  readonly ownBasis: string;
  /** Share of all hours for which a node must be needed before owning it is cheaper; above 1: never. */
  readonly utilisation: number;
  /** The result as a sentence with its figures. */
  readonly words: string;
}

/** What a workload costs over all its sites. */
export interface WorkloadCost {
  /** Currency of every amount. */
  readonly currency: 'USD';
  /** Cost in USD per hour: its part of the nodes, and of everything else at its sites. */
  readonly usdPerHour: number;
  /** Cost in USD per month of 730 hours. */
  readonly usdPerMonth: number;
  /** Sorted by site. */
  readonly sites: readonly {
    /** Name of the site. */
    readonly site: string;
    /** Cost at the site in USD per hour. */
    readonly usdPerHour: number;
    /** Typical facility power that serves it there, idle nodes not counted. */
    readonly facilityW: number;
  }[];
  /** What it needs at an unknown price, as `SITE.LINE`; its figures in USD are lower bounds if there is any. */
  readonly unpriced: readonly string[];
  /** Null where demand gives no tokens. */
  readonly perMillion: TokenCost | null;
  /** Energy of what serves it, at typical draw and with the facility's overhead; in kW the same figure is its power. */
  readonly kwhPerHour: number;
  /** Emissions in g CO2e per hour. Null if the grid of a site is unknown. */
  readonly gramsPerHour: number | null;
  /** Arithmetic of the numbers, by their path in the plan. */
  readonly explanations: Explanations;
}

/** USD per million tokens at mean demand. */
export interface TokenCost {
  /** Price of a million input tokens, each of which counts a part of an output token. */
  readonly inputUsd: number;
  /** Price of a million output tokens. */
  readonly outputUsd: number;
  /** All cost on output tokens, as many price comparisons count. */
  readonly allOnOutputUsd: number;
  /** The same three at peak demand, when every planned replica is busy. */
  readonly atPeak: {
    /** Price of a million input tokens. */
    readonly inputUsd: number;
    /** Price of a million output tokens. */
    readonly outputUsd: number;
    /** Price of a million output tokens that carry all cost. */
    readonly allOnOutputUsd: number;
  };
  /** Facility energy in kWh per million output tokens. */
  readonly kwhPerMillionOutput: number;
  /** Emissions in g CO2e per million output tokens. Null if the grid of a site is unknown. */
  readonly gramsPerMillionOutput: number | null;
  /** What the prices include, as a phrase. */
  readonly basis: string;
}

/** What the factory costs. */
export interface FactoryCost {
  /** Currency of every amount. */
  readonly currency: 'USD';
  /** Cost of all sites in USD per hour. */
  readonly usdPerHour: number;
  /** Cost of all sites in USD per month of 730 hours. */
  readonly usdPerMonth: number;
  /** Part of it in USD per hour that no workload carries. */
  readonly unallocatedUsdPerHour: number;
  /** Facility energy of all sites in kWh per day. */
  readonly kwhPerDay: number;
  /** Emissions of all sites in kg CO2e per day. Null if the grid of a site is unknown. */
  readonly carbonKgPerDay: number | null;
  /** What costs money at an unknown price, as `SITE.LINE`; the figures in USD are lower bounds if there is any. */
  readonly unpriced: readonly string[];
  /** By site name. */
  readonly sites: Readonly<Record<string, CostPlan>>;
  /** By workload name. */
  readonly workloads: Readonly<Record<string, WorkloadCost>>;
  /** Arithmetic of the sums, by their path in the plan. */
  readonly explanations: Explanations;
}
