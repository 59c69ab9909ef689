import type { Explanations } from '../explain/trace';

/** One thing that costs money at a site. */
export interface CostLine {
  /** `pool.<name>`, `system`, `control-plane`, `nat`, `endpoints`, `keys`, `storage`, `egress`. */
  readonly id: string;
  readonly kind: 'nodes' | 'platform' | 'storage' | 'egress';
  readonly quantity: number;
  readonly unit: string;
  readonly usdPerUnit: number;
  readonly usdPerHour: number;
  readonly usdPerMonth: number;
  /** How it is paid for, in words. */
  readonly basis: string;
  readonly source: string;
  /** Day of the price; null for a price that the factory file states. */
  readonly asOf: string | null;
}

/** What a site costs. */
export interface CostPlan {
  readonly currency: 'USD';
  /** Sorted by id. */
  readonly lines: readonly CostLine[];
  /** Ids of what costs money at an unknown price. It has no line, and the sums are lower bounds if there is any; sorted. */
  readonly unpriced: readonly string[];
  readonly usdPerHour: number;
  readonly usdPerMonth: number;
  readonly limitUsdPerMonth: number | null;
  readonly headroomUsdPerMonth: number | null;
  /** Part of the hourly cost that no workload carries: idle nodes, and all of a site that serves nothing. */
  readonly unallocatedUsdPerHour: number;
  /** Pools with whole nodes that no replica stands on, sorted by pool. */
  readonly idle: readonly IdleCapacity[];
  /** Sorted by pool. */
  readonly breakEven: readonly BreakEven[];
  readonly explanations: Explanations;
}

/** Nodes that stand and serve nothing. */
export interface IdleCapacity {
  readonly pool: string;
  readonly nodes: number;
  /** Null if the price of a node is unknown. */
  readonly usdPerHour: number | null;
}

/** Renting against owning the nodes of a pool. */
export interface BreakEven {
  readonly pool: string;
  readonly rentUsdPerHour: number;
  readonly rentBasis: string;
  readonly ownUsdPerHour: number;
  readonly ownBasis: string;
  /** Share of all hours for which a node must be needed before owning it is cheaper; above 1: never. */
  readonly utilisation: number;
  readonly words: string;
}

/** What a workload costs over all its sites. */
export interface WorkloadCost {
  readonly currency: 'USD';
  readonly usdPerHour: number;
  readonly usdPerMonth: number;
  /** Sorted by site. */
  readonly sites: readonly {
    readonly site: string;
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
  readonly gramsPerHour: number | null;
  readonly explanations: Explanations;
}

/** USD per million tokens at mean demand. */
export interface TokenCost {
  readonly inputUsd: number;
  readonly outputUsd: number;
  /** All cost on output tokens, as many price comparisons count. */
  readonly allOnOutputUsd: number;
  /** The same three at peak demand, when every planned replica is busy. */
  readonly atPeak: { readonly inputUsd: number; readonly outputUsd: number; readonly allOnOutputUsd: number };
  readonly kwhPerMillionOutput: number;
  readonly gramsPerMillionOutput: number | null;
  readonly basis: string;
}

/** What the factory costs. */
export interface FactoryCost {
  readonly currency: 'USD';
  readonly usdPerHour: number;
  readonly usdPerMonth: number;
  readonly unallocatedUsdPerHour: number;
  readonly kwhPerDay: number;
  readonly carbonKgPerDay: number | null;
  /** What costs money at an unknown price, as `SITE.LINE`; the figures in USD are lower bounds if there is any. */
  readonly unpriced: readonly string[];
  /** By site name. */
  readonly sites: Readonly<Record<string, CostPlan>>;
  /** By workload name. */
  readonly workloads: Readonly<Record<string, WorkloadCost>>;
  readonly explanations: Explanations;
}
