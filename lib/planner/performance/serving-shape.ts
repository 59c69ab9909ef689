import type { Accelerator, Model, Precision } from '../../catalog/rows';

/** How a replica is split: tensor x pipeline x data = its accelerators; expert divides them again. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: number;
  readonly data: number;
}

/** One replica of a model on accelerators. */
export interface ServingShape {
  readonly model: Model;
  readonly precision: Precision;
  readonly kvPrecision: Precision;
  readonly accelerator: Accelerator;
  readonly accelerators: number;
  readonly nodes: number;
  /** Accelerators joined by one scale-up fabric. */
  readonly scaleUpDomain: number;
  /** Network of one accelerator to other nodes in GB/s; null: not known. */
  readonly scaleOutGbS: number | null;
  readonly parallelism: Parallelism;
  readonly engine?: string;
}

/** Memory of a replica; GB are per accelerator, `kvTokens` is over the whole replica. */
export interface MemoryFit {
  readonly fits: boolean;
  readonly weightsGb: number;
  readonly reservedGb: number;
  readonly kvGb: number;
  readonly kvBytesPerToken: number;
  readonly kvTokens: number;
}

/** Requests in flight on one replica. */
export interface ServingLoad {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly concurrency: number;
  /** Share of prompt tokens found in the prefix cache. @default 0 */
  readonly prefixCacheHitRate?: number;
  /** Tokens accepted per step with speculative decoding. @default 1 */
  readonly speculativeTokensPerStep?: number;
  /** Who sends: `open` for arrivals at random, `closed` for clients that wait for their answer. @default 'open' */
  readonly arrival?: 'open' | 'closed';
  /** Whether the engine is tuned for this load, as for a published benchmark. @default false */
  readonly tuned?: boolean;
  /** Power limit of each accelerator in W. @default - the board power */
  readonly powerCapW?: number;
}

export interface ServingEstimate {
  readonly outputTokensPerSecond: number;
  readonly requestsPerSecond: number;
  /** Mean time to the first token. */
  readonly ttftMs: number;
  /** Mean time between tokens. */
  readonly tpotMs: number;
  /** Draw at the wall, in W: the replica's accelerators with their part of the nodes around them; 0 where no board power is known. */
  readonly powerW: number;
  /** Requests whose cache fits at once. */
  readonly maxConcurrency: number;
  readonly bound: 'compute' | 'memory-bandwidth' | 'communication' | 'overhead' | 'memory-capacity';
  readonly basis: string;
  /** Median error to expect of each figure, as a share. */
  readonly expectedError: { readonly tokensPerSecond: number; readonly ttft: number; readonly tpot: number };
}

export type Estimated = { readonly estimate: ServingEstimate } | { readonly reason: string };
