import type { Accelerator, Catalog, Machine, Model, Region } from '../catalog/rows';
import type { FactorySpec } from '../spec/factory';
import type { PoolSpec } from '../spec/pool';
import type { SiteSpec } from '../spec/site';
import type { WorkloadSpec } from '../spec/workload';
import type { CloudRules, SiteFacts } from './cloud';
import type { CapacityPlan, NodePoolPlan } from './plan';

/** The factory file with every name looked up; parts whose names are unknown are left out and reported. */
export interface ResolvedFactory {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  /** Rules of the clouds that sites may be of. */
  readonly clouds: readonly CloudRules[];
  readonly sites: readonly ResolvedSite[];
  readonly workloads: readonly ResolvedWorkload[];
}

/** @typeParam S - a site as the schema of its cloud gives it */
export interface ResolvedSite<S extends SiteSpec = SiteSpec> {
  readonly name: string;
  readonly path: string;
  readonly spec: S;
  /** Rules of its cloud. */
  readonly rules: CloudRules;
  /** What its cloud says of it. */
  readonly facts: SiteFacts;
  readonly region: Region | null;
  readonly jurisdiction: string;
  readonly country: string;
  readonly zones: readonly string[];
  readonly pools: readonly ResolvedPool[];
}

export interface ResolvedPool {
  readonly site: string;
  readonly name: string;
  readonly path: string;
  readonly spec: PoolSpec;
  readonly machine: Machine;
  readonly accelerator: Accelerator | null;
  readonly zones: readonly string[];
  readonly capacity: CapacityPlan;
  readonly manager: NodePoolPlan['manager'];
  /** Labels by which the factory tells its nodes from those of other pools and factories. */
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
}

export interface ResolvedWorkload {
  readonly name: string;
  readonly path: string;
  readonly spec: WorkloadSpec;
  readonly model: Model;
}
