import type { PlacedServing } from '../assemble/placed-serving';
import type { NodeSoftware } from '../model/cloud';
import type { NodePoolPlan, ServingPlan, WorkloadPlan } from '../model/plan';
import type { Explainer } from '../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';

/** What is decided of a site before its parts are put together. */
export interface SiteInput {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly pools: readonly NodePoolPlan[];
  /** What images bring to the nodes of pools with accelerators, by pool. */
  readonly software: Readonly<Record<string, NodeSoftware>>;
  readonly serving: readonly ServingPlan[];
  /** The same servings with their legs. */
  readonly placed: readonly PlacedServing[];
  /** Workloads of the factory, with what each has at every site. */
  readonly workloads: readonly WorkloadPlan[];
  /** Reads its parts. */
  readonly explainer: Explainer;
}
