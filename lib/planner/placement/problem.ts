import type { BindingLimit } from '../model/plan/placement-plan';

export type { BindingLimit } from '../model/plan/placement-plan';

/** The placement question in numbers only: which pool runs how many replicas of which workload. */

export interface PlacementProblem {
  readonly workloads: readonly PlacementWorkload[];
  readonly pools: readonly PlacementPool[];
  /** Names of the sites. */
  readonly sites: readonly string[];
  /** What the nodes of a site share: power, cooling, money, carbon. Paths are unique. */
  readonly limits: readonly PlacementLimit[];
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
  /** Sites that it must survive the loss of by itself. @default - those of the whole question */
  readonly sitesThatMayFail?: number;
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
  /** Nodes that exist whether used or not (a fixed count); null: the pool grows with its replicas. */
  readonly fixedNodes: number | null;
  /** Nodes that come together, as a rack does. @default - 1 */
  readonly nodeStep?: number;
  readonly usdPerHourPerNode: number;
  readonly wattsPerNode: number;
  readonly gramsPerHourPerNode: number;
}

/** Kind of a limit: IT load in W, heat to air and to liquid in W, USD an hour, g CO2e an hour. */
export type LimitKind = 'power' | 'air' | 'liquid' | 'money' | 'carbon';

/** One sum over the nodes of a site that must stay below a limit. */
export interface PlacementLimit {
  /** Place in the factory file, such as `sites.hall.power.itKw`. */
  readonly path: string;
  readonly site: string;
  readonly kind: LimitKind;
  /** Feed that the limit is of; null: of the whole site. */
  readonly feed: string | null;
  /** What is left of it for nodes; negative if the site takes more than the limit without any. */
  readonly most: number;
  /** What the site takes of the limit beside its nodes; `most` is without it. @default 0 */
  readonly beside?: number;
  /** What one node of each pool takes of it, with or without replicas; a pool without an entry takes nothing. */
  readonly perNode: Readonly<Record<string, number>>;
  /** What a node full of replicas takes beyond that, by pool. @default - nothing */
  readonly perBusyNode?: Readonly<Record<string, number>>;
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
  /** Limits that hold the objective back, the one whose easing saves most first. */
  readonly binding: readonly BindingLimit[];
  /** The smallest set of limits that conflict; null: feasible. */
  readonly infeasible: readonly ConflictingLimit[] | null;
}

/** One limit of a conflict. */
export interface ConflictingLimit {
  readonly path: string;
  readonly words: string;
  /** Whether it is a stated number of nodes that exceeds the others by itself: they are what is reported. @default false */
  readonly isStatedLoad?: boolean;
  /** Whether it is exceeded although no workload is to be placed. @default false */
  readonly isExceededAlone?: boolean;
}

export interface PlacementAssignment {
  readonly workload: string;
  readonly site: string;
  readonly pool: string;
  readonly replicas: number;
  /** Requests per second that this site is given at peak. */
  readonly requestsPerSecond: number;
}
