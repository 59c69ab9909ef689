import type { Explanations } from '../quantity';

/** Why workloads are where they are. */
export interface PlacementPlan {
  /** Quantity that is minimised, as the factory states it. */
  readonly minimise: 'cost' | 'carbon' | 'power';
  /** What is minimised, over all planned nodes. */
  readonly objective: {
    /** Value of the objective for the planned placement. */
    readonly value: number;
    /** Unit of the value. */
    readonly unit: 'USD/h' | 'W' | 'g CO2e/h';
  };
  /**
   * Pools, as `SITE.POOL`, whose nodes have no known price and count as the most expensive of the factory, so that the
   * cost is the least at that assumption only.
   *
   * @default - every price is known, or cost is not minimised
   */
  readonly unpriced?: readonly string[];
  /** `exact`: proven optimal; `bounded`: at most `gap` above the optimum, as a share of the objective. */
  readonly method: 'exact' | 'bounded';
  /** Largest possible distance to the optimum, as a share of the objective; 0 if proven optimal. */
  readonly gap: number;
  /** Pools that do not serve a workload, with the reason; sorted by workload, site, pool. */
  readonly rejected: readonly {
    /** Name of the workload. */
    readonly workload: string;
    /** Name of the site. */
    readonly site: string;
    /** Name of the pool. */
    readonly pool: string;
    /** Why the pool does not serve the workload, as a phrase. */
    readonly reason: string;
  }[];
  /** Limits that hold the objective back with their shadow prices, the largest first. */
  readonly binding: readonly BindingLimit[];
  /** The smallest set of limits that conflict; empty where everything fits. */
  readonly conflict: readonly {
    /** Path of the limit in the factory file. */
    readonly path: string;
    /** The limit with its figures, as a phrase. */
    readonly words: string;
  }[];
  /** How replicas, nodes and latencies came about, by their paths in the plan. */
  readonly explanations: Explanations;
}

/** A limit that holds the objective back, and the shadow price of easing it. */
export interface BindingLimit {
  /** Path of the limit in the factory file. */
  readonly path: string;
  /** What easing it saves, such as `20 kW more at frankfurt would save $31/h`. */
  readonly words: string;
  /** How much more of the limit the saving is for: W, USD/h, g CO2e/h or nodes. */
  readonly more: {
    /** Amount in `unit`. */
    readonly value: number;
    /** Unit of the limit. */
    readonly unit: 'W' | 'USD/h' | 'g CO2e/h' | 'nodes';
  };
  /** What a plan with that much more saves of the objective. */
  readonly saves: {
    /** Amount in `unit`. */
    readonly value: number;
    /** Unit of the objective. */
    readonly unit: 'USD/h' | 'W' | 'g CO2e/h';
  };
  /**
   * `relaxation`: approximate, by the shadow prices of the relaxation of a plan that is not proven optimal.
   *
   * @default - what a plan with the eased limit saves, proven best as well
   */
  readonly basis?: 'relaxation';
}
