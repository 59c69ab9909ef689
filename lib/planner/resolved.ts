import type { Accelerator, Catalog, Machine, Model, Region } from '../catalog/rows';
import type { FactorySpec } from '../spec/factory';
import type { PoolSpec } from '../spec/pool';
import type { SiteSpec } from '../spec/site';
import type { WorkloadSpec } from '../spec/workload';
import type { CapacityPlan, ImagePlan } from './plan';

/** The factory file with every name looked up; parts whose names are unknown are left out and reported. */
export interface ResolvedFactory {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  readonly sites: readonly ResolvedSite[];
  readonly workloads: readonly ResolvedWorkload[];
}

export interface ResolvedSite {
  readonly name: string;
  readonly path: string;
  readonly spec: SiteSpec;
  readonly region: Region | null;
  readonly jurisdiction: string;
  readonly country: string;
  /** Whether the facility is the user's own, so that power and cooling limits bind. */
  readonly ownFacility: boolean;
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
  readonly image: ImagePlan | null;
  readonly manager: 'managed' | 'karpenter' | 'existing';
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
