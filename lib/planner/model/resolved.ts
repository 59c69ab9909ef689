import type { Accelerator, Catalog, Machine, Model, Region } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { PoolSpec } from '../../spec/pool';
import type { SiteSpec } from '../../spec/site';
import type { WorkloadSpec } from '../../spec/workload';
import type { CloudRules, SiteFacts } from './cloud';
import type { CapacityPlan, NodePoolPlan } from './plan';
import type { Quantity } from './quantity';

/** The factory file with every name looked up; parts whose names are unknown are left out and reported. */
export interface ResolvedFactory {
  /** The factory as stated, with defaults. */
  readonly spec: FactorySpec;
  /** All rows of the plan: the library's, those of the clouds and those of the factory file. */
  readonly catalog: Catalog;
  /** Rules of the clouds that sites may be of. */
  readonly clouds: readonly CloudRules[];
  /** Sites of known clouds, sorted by name. */
  readonly sites: readonly ResolvedSite[];
  /** Workloads of known models, sorted by name. */
  readonly workloads: readonly ResolvedWorkload[];
}

/**
 * A site with its region row and the facts of its cloud.
 *
 * @typeParam S - a site as the schema of its cloud gives it
 */
export interface ResolvedSite<S extends SiteSpec = SiteSpec> {
  /** Name of the site. */
  readonly name: string;
  /** Path in the factory file, such as `sites.frankfurt`, for findings. */
  readonly path: string;
  /** The site as stated, with defaults. */
  readonly spec: S;
  /** Rules of its cloud. */
  readonly rules: CloudRules;
  /** What its cloud says of it. */
  readonly facts: SiteFacts;
  /** Region row. Null if the site names none or an unknown one. */
  readonly region: Region | null;
  /** Residency area of the region row, such as `eu`; `unknown` without a row. */
  readonly jurisdiction: string;
  /** Country, ISO 3166-1 alpha-2: the stated one, else that of the region row, else `unknown`. */
  readonly country: string;
  /** Stated zones, or the default ones of the cloud. */
  readonly zones: readonly string[];
  /** Pools whose machine and accelerator are known, sorted by name. */
  readonly pools: readonly ResolvedPool[];
}

/** A pool with its machine and accelerator rows, before its number of nodes is known. */
export interface ResolvedPool {
  /** Name of the site. */
  readonly site: string;
  /** Name of the pool. */
  readonly name: string;
  /** Path in the factory file, such as `sites.frankfurt.pools.serve`, for findings. */
  readonly path: string;
  /** The pool as stated, with defaults. */
  readonly spec: PoolSpec;
  /** Machine row: the stated one, or the cheapest with the stated accelerator. */
  readonly machine: Machine;
  /** Accelerator row of the machine. Null if the machine has no accelerators. */
  readonly accelerator: Accelerator | null;
  /** Zones that its nodes may be in. */
  readonly zones: readonly string[];
  /** How its nodes are obtained; a price ceiling is added when the number of nodes is known. */
  readonly capacity: CapacityPlan;
  /** What makes its nodes, in the words of the plan. */
  readonly manager: NodePoolPlan['manager'];
  /** Labels by which the factory tells its nodes from those of other pools and factories. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels by which pods find its nodes: the stated ones, else `labels`. */
  readonly selector: Readonly<Record<string, string>>;
}

/** A workload with its model row. */
export interface ResolvedWorkload {
  /** Name of the workload. */
  readonly name: string;
  /** Path in the factory file, such as `workloads.chat`, for findings. */
  readonly path: string;
  /** The workload as stated, with defaults. */
  readonly spec: WorkloadSpec;
  /** Model row. */
  readonly model: Model;
  /** Rates of its demand over all sites. */
  readonly demand: ResolvedDemand;
}

/** Rates of a demand, whether the factory states requests or tokens. */
export interface ResolvedDemand {
  /** Mean requests per second. */
  readonly requestsPerSecond: number;
  /** Requests per second at peak: the mean times the peak factor. */
  readonly peakRequestsPerSecond: number;
  /** Mean requests per second, with its arithmetic. */
  readonly mean: Quantity;
  /** Requests per second at peak, with its arithmetic. */
  readonly peak: Quantity;
}
