import type { FindingCode } from '../model/finding-codes';
import { constant, SHARE } from '../model/quantity';
import type { MemoryFit, ServingEstimate, ServingShape } from '../performance';

/** Share of a replica's estimated rate that is planned for. */
export const plannedShare = constant('planned share', 0.85, SHARE, 'the rest absorbs uneven routing between replicas');
/** Most sequences that one replica batches, whatever memory allows; the scheduler's step grows beyond it. */
export const MAX_SEQUENCES = 512;
/** A replica of a workload on a pool: how many accelerators, split how, at what concurrency. */
export interface Replica {
  readonly shape: ServingShape;
  readonly fit: MemoryFit;
  readonly estimate: ServingEstimate;
  readonly concurrency: number;
  /** Requests per second that are planned for one replica. */
  readonly requestsPerSecond: number;
  readonly contextTokens: number;
}

/** Why a workload has no replica on a pool. */
export interface Refusal {
  readonly code: FindingCode;
  readonly reason: string;
}

export type ReplicaChoice = { readonly replica: Replica } | { readonly rejected: Refusal };
