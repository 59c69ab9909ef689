import type { Finding } from '../finding';
import type { FactoryCost } from './cost-plan';
import type { PlacementPlan } from './placement-plan';
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
  /** Version of the format of the plan. */
  readonly version: 1;
  /** Name of the factory, which the names of its stacks and resources start with. */
  readonly name: string;
  /** Team or e-mail address that answers for the factory. */
  readonly owner: string;
  /** Value of the tag `ai-factory:cost-centre`. Null: resources have no such tag. */
  readonly costCentre: string | null;
  /** Backend and version constraints of all stacks. */
  readonly terraform: TerraformPlan;
  /** Sites whose cloud is known. A site of an unknown cloud is missing and has a finding. */
  readonly sites: readonly SitePlan[];
  /** Each workload over all sites; what runs at one site is in `sites[].serving`. */
  readonly workloads: readonly WorkloadPlan[];
  /** Split of requests over sites. Null if the factory states no `traffic`. */
  readonly traffic: TrafficPlan | null;
  /** Costs, energy and carbon of the factory, by site and by workload. */
  readonly cost: FactoryCost;
  /** Where workloads run, what the placement minimises and how far from the optimum it may be. */
  readonly placement: PlacementPlan;
  /** Problems with the factory, errors first. Nothing is built while one of them is an error. */
  readonly findings: readonly Finding[];
}

/** Settings of the synthesized Terraform itself. */
export interface TerraformPlan {
  /** Version constraint for Terraform, such as `>= 1.11.0, < 2.0.0`. */
  readonly requiredVersion: string;
  /** Backend that stores the state of every stack, each under its own key or file. */
  readonly backend: BackendPlan;
  /** Version ranges of Terraform providers, by name. */
  readonly providerConstraints: Readonly<Record<string, string>>;
}

/** Backend of the Terraform state: an S3 bucket with a lock file, or local files for a trial. */
export type BackendPlan =
  | {
      /** An S3 bucket with a native lock file. */
      readonly type: 's3';
      /** Name of the bucket, which exists already. */
      readonly bucket: string;
      /** Region of the bucket. */
      readonly region: string;
      /** Prefix of the keys: the state of a stack is at `<keyPrefix>/<stack>.tfstate`. */
      readonly keyPrefix: string;
      /** KMS key that encrypts the state. Null: the default encryption of the bucket. */
      readonly kmsKeyId: string | null;
    }
  | {
      /** Files on the machine that runs Terraform. */
      readonly type: 'local';
      /** Directory of the state files, relative to the working directory. */
      readonly directory: string;
    };
