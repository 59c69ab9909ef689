/** The split of requests over sites. */
export interface TrafficPlan {
  readonly name: string;
  /** Name of the front door. */
  readonly frontDoor: string;
  /** Name of the provider that realizes the front door. */
  readonly provider: string;
  readonly domain: string;
  readonly zoneId: string | null;
  readonly zoneName: string | null;
  readonly ttlSeconds: number;
  readonly healthCheckPath: string;
  /** Site whose cluster holds the splitting route, for `http-route`. */
  readonly site: string | null;
  readonly routes: readonly TrafficRoutePlan[];
  /** Migrations between sites, whose splits are guarded. */
  readonly moves: readonly TrafficMovePlan[];
  /** Addresses that are told when an entry fails while a migration moves requests. */
  readonly notify: readonly string[];
}

export interface TrafficRoutePlan {
  readonly workload: string;
  readonly namespace: string;
  readonly hostname: string;
  readonly targets: readonly {
    readonly site: string;
    readonly provider: string;
    readonly region: string | null;
    readonly context: string | null;
    /** Entry DNS name; null: the balancer that the site's substrate made, by its name. */
    readonly hostname: string | null;
    readonly balancerName: string | null;
    /** Name of the workload at this site alone, which probes ask for. */
    readonly ownHostname: string;
    /** Port of the entry, and whether TLS begins there. */
    readonly port: number;
    readonly isTls: boolean;
    /** How a front door outside the clusters probes a stated host name. */
    readonly probe: 'https' | 'tcp' | 'none';
    /** Topic of the site that carries its alarms; null where it has none. */
    readonly topicName: string | null;
    readonly weight: number;
    /** Object whose ready replicas must cover the weight before traffic moves. */
    readonly serving: { readonly kind: 'Deployment' | 'LeaderWorkerSet'; readonly name: string };
    /** Replicas that must be ready at the weight. */
    readonly readyReplicas: number;
    /** The migration between sites that moves requests to or from here; null: none in this phase. */
    readonly move: {
      readonly name: string;
      readonly end: 'from' | 'to';
      /** Share in whole percent of the moved requests that this end takes. */
      readonly percent: number;
    } | null;
  }[];
}

/** A migration between two sites as the split of requests takes part in it. */
export interface TrafficMovePlan {
  readonly name: string;
  /** Namespace that holds the record of the split at both ends. */
  readonly namespace: string;
  readonly from: string;
  readonly to: string;
  /** Share in whole percent of the moved requests that the target takes. */
  readonly percent: number;
  /** Every share that a stop of the migration has, from 0 to 100. */
  readonly percents: readonly number[];
  /** How requests go back; null in phases in which the target takes none. */
  readonly wayBack: WayBackPlan | null;
}

/** The way back that an alarm on a migration asks for. */
export interface WayBackPlan {
  /** Stop at which the target takes fewer requests than now. */
  readonly stop: string;
  /** Steps back to it. */
  readonly steps: number;
  /** Stacks to apply after each step, in order. */
  readonly stacks: readonly string[];
  /** What to do, as a sentence with its commands. */
  readonly words: string;
}

/** Requests of one workload inside one site: to one serving, or split while a migration inside the site shifts them. */
export interface RoutePlan {
  readonly workload: string;
  readonly namespace: string;
  /** Names at which it answers here: that of all sites, and the site's own, for probes; empty: any. */
  readonly hostnames: readonly string[];
  readonly backends: readonly {
    readonly serving: string;
    readonly kind: 'Deployment' | 'LeaderWorkerSet';
    readonly weight: number;
    readonly readyReplicas: number;
  }[];
}

/** A migration as one site takes part in it. */
export interface MovePlan {
  readonly name: string;
  /** Namespace that holds the record of the phase. */
  readonly namespace: string;
  readonly phase: string;
  /** Position of the stop in the migration, from 0 for `planned`. */
  readonly ordinal: number;
  /** Names of all stops in order, for what a refusal says. */
  readonly stops: readonly string[];
  readonly end: 'from' | 'to' | 'both';
  /** Share in whole percent of the moved requests that the target takes. */
  readonly share: number;
  /** Whether a phase leaves this end without running servers, so that it must have no requests before. */
  readonly isLeaving: boolean;
  /** What is watched here while the target takes requests; null in phases in which it takes none. */
  readonly watch: {
    readonly servings: readonly {
      readonly name: string;
      readonly end: 'from' | 'to';
      /** Replicas that must be ready: for its share of the requests, and all where it is kept for return. */
      readonly readyReplicas: number;
    }[];
    readonly wayBack: WayBackPlan;
  } | null;
  /** Pool of this end whose capacity ends, where the move needs it in this phase. */
  readonly capacityEnd: { readonly pool: string; readonly endsAt: string } | null;
}
