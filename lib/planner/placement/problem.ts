/** The placement question in numbers only: which pool runs how many replicas of which workload. */

export interface PlacementProblem {
  readonly workloads: readonly PlacementWorkload[];
  readonly pools: readonly PlacementPool[];
  readonly sites: readonly PlacementSite[];
  readonly minimise: 'cost' | 'carbon' | 'power';
  /** Any this many sites may be lost and the rest still hold peak demand. */
  readonly sitesThatMayFail: number;
}

export interface PlacementWorkload {
  readonly name: string;
  /** Peak requests per second to hold over all sites. */
  readonly peakRequestsPerSecond: number;
  /** Share of requests by site that the user fixed, 0..1; null: free. */
  readonly shares: Readonly<Record<string, number>> | null;
  /** One entry for each pool that could run it, feasible or not. */
  readonly options: readonly PlacementOption[];
  /** Higher is served first when not everything fits. */
  readonly priority: number;
}

export interface PlacementOption {
  readonly site: string;
  readonly pool: string;
  /** Why it cannot run here, in words; null: it can. */
  readonly rejected: string | null;
  readonly acceleratorsPerReplica: number;
  /** Nodes that one replica spans; a replica inside a node takes a fraction. */
  readonly nodesPerReplica: number;
  readonly requestsPerSecondPerReplica: number;
  /** Replicas kept beyond demand at each site that serves the workload, for the failure domain it must survive. */
  readonly spareReplicas: number;
  /** Replicas beyond what demand needs count too: what one replica costs in each measure. */
  readonly usdPerHourPerReplica: number;
  readonly wattsPerReplica: number;
  readonly gramsPerHourPerReplica: number;
}

export interface PlacementPool {
  readonly site: string;
  readonly pool: string;
  readonly acceleratorsPerNode: number;
  /** Most nodes that the pool may have; null: as many as demand needs. */
  readonly maxNodes: number | null;
  /** Nodes that stand whether used or not (a fixed count); null: the pool grows with its replicas. */
  readonly fixedNodes: number | null;
  /** Nodes that come together, as a rack does. @default - 1 */
  readonly nodeStep?: number;
  readonly usdPerHourPerNode: number;
  readonly wattsPerNode: number;
  readonly gramsPerHourPerNode: number;
}

/** Limits of a site; null where there is none. */
export interface PlacementSite {
  readonly site: string;
  readonly itWatts: number | null;
  readonly coolingWatts: number | null;
  readonly usdPerHour: number | null;
  readonly gramsPerHour: number | null;
}

export interface Placement {
  /** Sorted by workload, site, pool; only entries with replicas. */
  readonly assignments: readonly PlacementAssignment[];
  /** Nodes of every pool. */
  readonly nodes: readonly { readonly site: string; readonly pool: string; readonly nodes: number }[];
  readonly objective: number;
  /** `exact`: proven optimal; `bounded`: within `gap` of a proven bound. */
  readonly quality: { readonly method: 'exact' | 'bounded'; readonly gap: number };
  /** Each option that is not used, with the reason. */
  readonly rejected: readonly {
    readonly workload: string;
    readonly site: string;
    readonly pool: string;
    readonly reason: string;
  }[];
  /** Limits that hold the objective back, with what easing them saves, in words. */
  readonly binding: readonly { readonly path: string; readonly words: string }[];
  /** The smallest set of limits that conflict; null: feasible. */
  readonly infeasible: readonly { readonly path: string; readonly words: string }[] | null;
}

export interface PlacementAssignment {
  readonly workload: string;
  readonly site: string;
  readonly pool: string;
  readonly replicas: number;
  /** Requests per second that this site is given at peak. */
  readonly requestsPerSecond: number;
}
