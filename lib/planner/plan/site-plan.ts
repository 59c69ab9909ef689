import type { CoolingPlan } from '../cooling';
import type { PowerPlan } from '../power';
import type { PlatformPlan } from './platform-plan';
import type { NodePoolPlan } from './pool-plan';
import type { RuntimePlan } from './runtime-plan';
import type { ServingPlan } from './serving-plan';
import type { SubstratePlan } from './substrate-plan';

/** One region or hall. Provider-neutral: what a provider cannot do is simply not planned for it. */
export interface SitePlan {
  readonly name: string;
  readonly factory: string;
  /** Name of the provider that realizes the site's substrate: `aws`, `kubernetes`, … */
  readonly provider: string;
  readonly region: string | null;
  readonly accountId: string | null;
  /** Kubeconfig context to reach the cluster by; null means by the cluster's endpoint and the cloud's token. */
  readonly context: string | null;
  readonly jurisdiction: string;
  readonly country: string;
  /** Tags (cloud) and labels (Kubernetes) that everything of the site carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** Null where the cluster already exists: the site then has no substrate stack. */
  readonly substrate: SubstratePlan | null;
  readonly pools: readonly NodePoolPlan[];
  readonly platform: PlatformPlan;
  readonly runtime: RuntimePlan;
  readonly serving: readonly ServingPlan[];
  /** DNS name of the site's own entry point; null where the substrate makes it. */
  readonly entryHostname: string | null;
  readonly power: PowerPlan;
  readonly cooling: CoolingPlan;
}
