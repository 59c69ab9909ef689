import type { NodeSoftware } from '../model/cloud';
import type { MovePlan, NodePoolPlan, RoutePlan, ServingPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import type { Trace } from '../model/trace';

/** What is decided of a site before its parts are put together. */
export interface SiteInput {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly pools: readonly NodePoolPlan[];
  /** What images bring to the nodes of pools with accelerators, by pool. @default - nothing */
  readonly software?: Readonly<Record<string, NodeSoftware>>;
  readonly serving: readonly ServingPlan[];
  readonly routes: readonly RoutePlan[];
  readonly moves: readonly MovePlan[];
  /** Where the arithmetic of its figures is kept, at the path of the site. */
  readonly trace: Trace;
}
