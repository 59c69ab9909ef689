import type { Finding } from '../finding';

/** What a migration takes, stop by stop, and what it leads to. Plain JSON. */
export interface MigrationPlan {
  /** Name of the migration. */
  readonly name: string;
  /** Workloads that move. */
  readonly workloads: readonly string[];
  /** Source of the migration. */
  readonly from: {
    /** Name of the site. */
    readonly site: string;
    /** Name of the pool. Null: any pool of the site. */
    readonly pool: string | null;
  };
  /** Target of the migration. */
  readonly to: {
    /** Name of the site. */
    readonly site: string;
    /** Name of the pool. Null: any pool of the site. */
    readonly pool: string | null;
  };
  /** Name of the stop that the file states. */
  readonly at: string;
  /** Every stop from `planned` to `retire`, with each share of the phase `shift` as a stop of its own. */
  readonly stops: readonly MigrationStopPlan[];
  /** Sums over all stops. */
  readonly total: MoveSums;
  /** Each workload before and after. */
  readonly steady: readonly {
    /** Name of the workload. */
    readonly workload: string;
    /** The workload at the first stop. */
    readonly before: SteadyState;
    /** The workload when the migration is over and has left the factory file. */
    readonly after: SteadyState;
  }[];
  /** Controls that hold at one end only. */
  readonly controls: {
    /** Controls of the target that the source lacks, as sentences. */
    readonly gained: readonly string[];
    /** Controls of the source that the target lacks, as sentences. */
    readonly lost: readonly string[];
  };
  /** When what the move costs is saved. */
  readonly payback: Payback;
  /** What a stop breaks; an error refuses the migration. */
  readonly findings: readonly Finding[];
}

/** Figures of a move; money and energy are what it takes beyond the state before it. */
export interface MoveSums {
  /** Time in minutes. */
  readonly minutes: number;
  /** Accelerator-hours of capacity that both ends have for the same requests. */
  readonly doubledAcceleratorHours: number;
  /** Their price. Nodes that are owned or kept anyway have one too, although they add nothing to a bill. */
  readonly doubledUsd: number;
  /** The part of it for ends without any request: held or kept in reserve. */
  readonly idleUsd: number;
  /** Energy of the doubled capacity at typical draw, with the overhead of its facility, whether a meter shows it or not. */
  readonly doubledKwh: number;
  /** Null where the grid of an end is not known. */
  readonly doubledCarbonKg: number | null;
  /** Price in USD of copying the weights to the target. */
  readonly egressUsd: number;
  /** What the bill grows by: nodes beyond those before, and egress. */
  readonly extraUsd: number;
  /** Planned energy beyond the state before: 0 for nodes that are kept anyway. */
  readonly extraKwh: number;
  /** Null where the grid of a site is not known. */
  readonly extraCarbonKg: number | null;
}

/** One stop of a migration, with what reaching it takes. */
export interface MigrationStopPlan extends MoveSums {
  /** Name of the stop: the phase, or `shift 25%`. */
  readonly name: string;
  /** Position of the stop, from 0 for `planned`. */
  readonly ordinal: number;
  /** Whether the factory file is at this stop. */
  readonly isCurrent: boolean;
  /** Share of the moved requests that the target takes, in percent. */
  readonly targetPercent: number;
  /** `capacity` or `traffic`: a stop changes one of them. */
  readonly changes: 'nothing' | 'capacity' | 'traffic' | 'queue';
  /** What its minutes are made of, in words. */
  readonly waits: readonly string[];
  /** Cost of the whole factory at this stop in USD per hour. */
  readonly usdPerHour: number;
  /** Mean number of requests in flight whose end changes here. */
  readonly requestsInFlight: number;
}

/** A workload as it runs before or after a move. */
export interface SteadyState {
  /** Id of the model row. */
  readonly model: string;
  /** Sites that serve it, sorted. */
  readonly sites: readonly string[];
  /** Jurisdictions of these sites, sorted. */
  readonly jurisdictions: readonly string[];
  /** Accelerators of its replicas. Money, kW and carbon below are theirs alone, with their part of the nodes. */
  readonly accelerators: number;
  /** Price of its part of the nodes in USD per hour. */
  readonly usdPerHour: number;
  /** The same in USD per million output tokens. Null if no tokens are priced. */
  readonly usdPerMillionOutput: number | null;
  /** Facility power at typical draw. */
  readonly kw: number;
  /** Emissions in g CO2e per million output tokens. Null if the grid is unknown or no tokens are priced. */
  readonly gramsPerMillionOutput: number | null;
  /** What it carries in the plan's own cost: with the idle rest of its pools, and its part of the site. */
  readonly carried: {
    /** Carried cost in USD per hour. */
    readonly usdPerHour: number;
    /** Carried cost in USD per million output tokens. Null if no tokens are priced. */
    readonly usdPerMillionOutput: number | null;
  };
  /** The whole factory in that state; what is owned is on the bill, and draws, used or not. */
  readonly factory: {
    /** Cost of all sites in USD per hour. */
    readonly usdPerHour: number;
    /** Facility power of all sites at typical draw, in kW. */
    readonly kw: number;
    /** Emissions of all sites in kg CO2e per day. Null if a grid is unknown. */
    readonly carbonKgPerDay: number | null;
  };
  /** The slowest of its servings. */
  readonly ttftMs: number | null;
  /** Time between output tokens of the slowest serving in ms. Null if nothing serves it. */
  readonly interTokenMs: number | null;
}

/** When a move has saved what it cost. */
export interface Payback {
  /** What the move adds to the bill once, in USD. */
  readonly onceUsd: number;
  /** Saved a month by the state after it; negative where it costs more. */
  readonly savedUsdPerMonth: number;
  /** Until what the move adds to the bill is saved; null where nothing is. */
  readonly months: number | null;
  /** The same for the price of all capacity at both ends, and egress. */
  readonly monthsWithDoubled: number | null;
  /** The result as a sentence with its figures. */
  readonly words: string;
}
