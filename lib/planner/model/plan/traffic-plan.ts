/** The split of requests over sites. */
export interface TrafficPlan {
  /** Name of the factory. */
  readonly name: string;
  /** Name of the front door. */
  readonly frontDoor: string;
  /** Name of the provider that realizes the front door. */
  readonly provider: string;
  /** Domain of the workloads, each of which is served at `<workload>.<domain>`. */
  readonly domain: string;
  /** Id of the hosted zone of the domain. Null: it is looked up by `zoneName`. */
  readonly zoneId: string | null;
  /** Name of the hosted zone. Null if a gateway splits requests, which makes no records. */
  readonly zoneName: string | null;
  /** TTL of the DNS records in seconds. */
  readonly ttlSeconds: number;
  /** Path that health checks request, such as `/health`. */
  readonly healthCheckPath: string;
  /** Site whose cluster holds the splitting route, for `http-route`. */
  readonly site: string | null;
  /** Split of each workload that is placed somewhere. */
  readonly routes: readonly TrafficRoutePlan[];
  /** Migrations between sites, whose splits are guarded. */
  readonly moves: readonly TrafficMovePlan[];
  /** Addresses that are notified if an entry fails while a migration moves requests. */
  readonly notify: readonly string[];
}

/** How the requests of one workload are split over sites. */
export interface TrafficRoutePlan {
  /** Name of the workload. */
  readonly workload: string;
  /** Namespace of its servings, the same at every site. */
  readonly namespace: string;
  /** Host name that all sites answer at. */
  readonly hostname: string;
  /** Sites that serve the workload, each once. */
  readonly targets: readonly {
    /** Name of the site. */
    readonly site: string;
    /** Name of the cloud of the site. */
    readonly provider: string;
    /** Region of the load balancer. Null if the cluster exists. */
    readonly region: string | null;
    /** Kubeconfig context of the cluster. Null: the cloud knows how the cluster is reached. */
    readonly context: string | null;
    /** Entry DNS name; null: the balancer that the site's substrate made, by its name. */
    readonly hostname: string | null;
    /** Name of the load balancer of the substrate. Null if `hostname` is stated or the site has none. */
    readonly balancerName: string | null;
    /** Name of the workload at this site alone, which probes ask for. */
    readonly ownHostname: string;
    /** Port of the entry. */
    readonly port: number;
    /** Whether the entry speaks TLS: at port 443, or if the gateway has a certificate. */
    readonly isTls: boolean;
    /** How a front door outside the clusters probes a stated host name. */
    readonly probe: 'https' | 'tcp' | 'none';
    /** Topic of the site that carries its alarms; null where it has none. */
    readonly topicName: string | null;
    /** Percentage of the requests of the workload, a whole number; the targets of a route add up to 100. */
    readonly weight: number;
    /** Object whose ready replicas must cover the weight before traffic moves. */
    readonly serving: {
      /** Kind of the object: a LeaderWorkerSet if a replica spans nodes. */
      readonly kind: 'Deployment' | 'LeaderWorkerSet';
      /** Name of the object. */
      readonly name: string;
    };
    /** Replicas that must be ready at the weight. */
    readonly readyReplicas: number;
    /** The migration between sites that moves requests to or from here; null: none in this phase. */
    readonly move: {
      /** Name of the migration. */
      readonly name: string;
      /** `from`: the migration takes requests away; `to`: it brings them. */
      readonly end: 'from' | 'to';
      /** Share in whole percent of the moved requests that this end takes. */
      readonly percent: number;
    } | null;
  }[];
}

/** A migration between two sites as the split of requests takes part in it. */
export interface TrafficMovePlan {
  /** Name of the migration. */
  readonly name: string;
  /** Namespace that holds the record of the split at both ends. */
  readonly namespace: string;
  /** Site that the requests leave. */
  readonly from: string;
  /** Site that the requests go to. */
  readonly to: string;
  /** Share in whole percent of the moved requests that the target takes. */
  readonly percent: number;
  /** Every share that a stop of the migration has, from 0 to 100. */
  readonly percents: readonly number[];
  /** How requests go back; null in phases in which the target takes none. */
  readonly wayBack: WayBackPlan | null;
}

/** The way back that an alarm on a migration names. */
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
  /** Name of the workload. */
  readonly workload: string;
  /** Namespace of the workload and of its route. */
  readonly namespace: string;
  /** Names at which it answers here: that of all sites, and the site's own, for probes; empty: any. */
  readonly hostnames: readonly string[];
  /** Servings that take the requests; more than one while a migration or several pools split them. */
  readonly backends: readonly {
    /** Name of the serving. */
    readonly serving: string;
    /** Kind of the object that runs it: a LeaderWorkerSet if a replica spans nodes. */
    readonly kind: 'Deployment' | 'LeaderWorkerSet';
    /** Weight of the serving in whole numbers; only its ratio to the others counts. */
    readonly weight: number;
    /** Replicas that must be ready before the weight takes effect; 0 if it is the only serving. */
    readonly readyReplicas: number;
  }[];
}

/** A migration as one site takes part in it. */
export interface MovePlan {
  /** Name of the migration. */
  readonly name: string;
  /** Namespace that holds the record of the phase. */
  readonly namespace: string;
  /** Phase as the factory file states it, such as `shift`. */
  readonly phase: string;
  /** Position of the stop in the migration, from 0 for `planned`. */
  readonly ordinal: number;
  /** Names of all stops in order, for what a refusal says. */
  readonly stops: readonly string[];
  /** End that the site is; `both` for a move between pools or revisions of one site. */
  readonly end: 'from' | 'to' | 'both';
  /** Share in whole percent of the moved requests that the target takes. */
  readonly share: number;
  /** Whether a phase leaves this end without running servers, so that it must have no requests before. */
  readonly isLeaving: boolean;
  /** What is watched here while the target takes requests; null in phases in which it takes none. */
  readonly watch: {
    /** Servings of the migration at this site. */
    readonly servings: readonly {
      /** Name of the serving. */
      readonly name: string;
      /** End of the migration that the serving is. */
      readonly end: 'from' | 'to';
      /** Replicas that must be ready: for its share of the requests, and all where it is kept for return. */
      readonly readyReplicas: number;
    }[];
    /** How requests go back, for the text of alerts. */
    readonly wayBack: WayBackPlan;
  } | null;
  /** Pool of this end whose capacity ends, where the move needs it in this phase. */
  readonly capacityEnd: {
    /** Name of the pool. */
    readonly pool: string;
    /** When its capacity ends, RFC 3339. */
    readonly endsAt: string;
  } | null;
}
