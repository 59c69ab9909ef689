import type { SiteControl } from '../cloud';
import type { CloudSubstrate } from './cloud-plan';
import type { CoolingPlan } from './cooling-plan';
import type { PlatformPlan } from './platform-plan';
import type { NodePoolPlan } from './pool-plan';
import type { PowerPlan } from './power-plan';
import type { RuntimePlan } from './runtime-plan';
import type { ServingPlan } from './serving-plan';

/** One region or hall, in neutral words; what only its cloud knows is below `substrate` and `pools[].cloud`. */
export interface SitePlan {
  /** Name of the site. */
  readonly name: string;
  /** Name of the factory. */
  readonly factory: string;
  /** Name of the cloud of the site. */
  readonly provider: string;
  /** Region as the API of the cloud names it. Null if the site has none, such as an own hall. */
  readonly region: string | null;
  /** Account or project that the site is billed to. Null if the cloud has none. */
  readonly accountId: string | null;
  /** Kubeconfig context to reach the cluster by; null: the cloud knows how the cluster is reached. */
  readonly context: string | null;
  /** Name of the cluster that the substrate makes; null if the cluster exists. */
  readonly cluster: string | null;
  /** Provider of the price rows that apply at the site. */
  readonly prices: string;
  /** What the site holds for whatever runs there, sorted. */
  readonly controls: readonly SiteControl[];
  /** Residency area of the site, such as `eu`; `unknown` without a region row. */
  readonly jurisdiction: string;
  /** Country of the site, ISO 3166-1 alpha-2; `unknown` if neither the site nor its region row has one. */
  readonly country: string;
  /** Tags (cloud) and labels (Kubernetes) that everything of the site carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** The cloud's own plan of what lies below Kubernetes; null if the cluster exists: the site then has no substrate stack. */
  readonly substrate: CloudSubstrate | null;
  /** Node pools with their planned number of nodes, sorted by name. */
  readonly pools: readonly NodePoolPlan[];
  /** Helm releases and namespaces of the platform stack. */
  readonly platform: PlatformPlan;
  /** Tenants, queues, gateway, storage and telemetry of the workloads stack. */
  readonly runtime: RuntimePlan;
  /** What serves here in the present phase of migrations, one for each workload, pool and revision. */
  readonly serving: readonly ServingPlan[];
  /** DNS name of the site's own entry point; null where the substrate makes it. */
  readonly entryHostname: string | null;
  /** Peak and typical IT power in W, and the limits that the site states. */
  readonly power: PowerPlan;
  /** Heat in W that air and liquid must remove, and the limits that the site states. */
  readonly cooling: CoolingPlan;
}
