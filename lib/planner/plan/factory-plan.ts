import type { FactoryCost } from '../cost';
import type { Finding } from '../finding';
import type { PlacementPlan } from '../placement';
import type { WorkloadPlan } from './serving-plan';
import type { SitePlan } from './site-plan';
import type { TrafficPlan } from './traffic-plan';

/**
 * The plan: what will be built, decided and explained before any construct exists.
 *
 * Plain JSON. Constructs and providers take these nodes and never a spec, and look nothing up: a node carries every fact
 * that its realisation needs. Lists are sorted by name.
 */
export interface FactoryPlan {
  readonly version: 1;
  readonly name: string;
  readonly owner: string;
  readonly costCentre: string | null;
  readonly terraform: TerraformPlan;
  readonly sites: readonly SitePlan[];
  readonly workloads: readonly WorkloadPlan[];
  readonly traffic: TrafficPlan | null;
  readonly cost: FactoryCost;
  readonly placement: PlacementPlan;
  readonly findings: readonly Finding[];
}

/** Settings of the synthesized Terraform itself. */
export interface TerraformPlan {
  readonly requiredVersion: string;
  readonly backend: BackendPlan;
  /** Version ranges of Terraform providers, by name. */
  readonly providerConstraints: Readonly<Record<string, string>>;
}

export type BackendPlan =
  | {
      readonly type: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly keyPrefix: string;
      readonly kmsKeyId: string | null;
    }
  | { readonly type: 'local'; readonly directory: string };
