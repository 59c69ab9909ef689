import type { SiteControl } from '../cloud';
import type { CoolingPlan } from '../cooling';
import type { PowerPlan } from '../power';
import type { CloudSubstrate } from './cloud-plan';
import type { PlatformPlan } from './platform-plan';
import type { NodePoolPlan } from './pool-plan';
import type { RuntimePlan } from './runtime-plan';
import type { ServingPlan } from './serving-plan';

/** One region or hall, in neutral words; what only its cloud knows is below `substrate` and `pools[].cloud`. */
export interface SitePlan {
  readonly name: string;
  readonly factory: string;
  /** Name of the cloud of the site. */
  readonly provider: string;
  readonly region: string | null;
  readonly accountId: string | null;
  /** Kubeconfig context to reach the cluster by; null: the cloud knows how the cluster is reached. */
  readonly context: string | null;
  /** Name of the cluster that the substrate makes; null if the cluster exists. */
  readonly cluster: string | null;
  /** Provider of the price rows that apply at the site. */
  readonly prices: string;
  /** What the site holds for whatever runs there, sorted. */
  readonly controls: readonly SiteControl[];
  readonly jurisdiction: string;
  readonly country: string;
  /** Tags (cloud) and labels (Kubernetes) that everything of the site carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** The cloud's own plan of what lies below Kubernetes; null if the cluster exists: the site then has no substrate stack. */
  readonly substrate: CloudSubstrate | null;
  readonly pools: readonly NodePoolPlan[];
  readonly platform: PlatformPlan;
  readonly runtime: RuntimePlan;
  readonly serving: readonly ServingPlan[];
  /** DNS name of the site's own entry point; null where the substrate makes it. */
  readonly entryHostname: string | null;
  readonly power: PowerPlan;
  readonly cooling: CoolingPlan;
}
