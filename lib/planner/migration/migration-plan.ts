import type { Finding } from '../finding';

/** What a migration takes, stop by stop, and what it leads to. Plain JSON. */
export interface MigrationPlan {
  readonly name: string;
  readonly workloads: readonly string[];
  readonly from: { readonly site: string; readonly pool: string | null };
  readonly to: { readonly site: string; readonly pool: string | null };
  /** Name of the stop at which the file stands. */
  readonly at: string;
  readonly stops: readonly MigrationStopPlan[];
  /** Sums over all stops. */
  readonly total: MoveSums;
  /** Each workload before and after. */
  readonly steady: readonly {
    readonly workload: string;
    readonly before: SteadyState;
    readonly after: SteadyState;
  }[];
  /** Controls that hold at one end only. */
  readonly controls: { readonly gained: readonly string[]; readonly lost: readonly string[] };
  readonly payback: Payback;
  /** What a stop breaks; an error refuses the migration. */
  readonly findings: readonly Finding[];
}

/** Figures of a move; money and energy are what it takes beyond the state before it. */
export interface MoveSums {
  readonly minutes: number;
  /** Accelerator-hours of capacity that stands at both ends for the same requests. */
  readonly doubledAcceleratorHours: number;
  /** Their price. Nodes that are owned or stand anyway have one too, though no bill grows by it. */
  readonly doubledUsd: number;
  /** The part of it for ends without any request: held or kept in reserve. */
  readonly idleUsd: number;
  readonly egressUsd: number;
  /** What the bill grows by: nodes beyond those before, and egress. */
  readonly extraUsd: number;
  readonly extraKwh: number;
  /** Null where the grid of a site is not known. */
  readonly extraCarbonKg: number | null;
}

export interface MigrationStopPlan extends MoveSums {
  readonly name: string;
  readonly ordinal: number;
  readonly isCurrent: boolean;
  /** Share of the moved requests that the target takes, in percent. */
  readonly targetPercent: number;
  /** `capacity` or `traffic`: a stop changes one of them. */
  readonly changes: 'nothing' | 'capacity' | 'traffic' | 'queue';
  /** What its minutes are made of, in words. */
  readonly waits: readonly string[];
  readonly usdPerHour: number;
  /** Mean number of requests in flight whose end changes here. */
  readonly requestsInFlight: number;
}

/** A workload as it runs before or after a move. */
export interface SteadyState {
  readonly model: string;
  readonly sites: readonly string[];
  readonly jurisdictions: readonly string[];
  readonly accelerators: number;
  readonly usdPerHour: number;
  readonly usdPerMillionOutput: number | null;
  readonly kw: number;
  readonly gramsPerMillionOutput: number | null;
  /** The slowest of its servings. */
  readonly ttftMs: number | null;
  readonly interTokenMs: number | null;
}

export interface Payback {
  readonly onceUsd: number;
  /** Saved a month by the state after it; negative where it costs more. */
  readonly savedUsdPerMonth: number;
  /** Null where nothing is saved. */
  readonly months: number | null;
  readonly words: string;
}
