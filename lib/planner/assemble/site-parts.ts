import type { Finding } from '../model/finding';
import { must } from '../model/must';
import { joined, type Outcome } from '../model/outcome';
import type { Explainer } from '../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import type { PlacedLegs } from './placed-legs';
import { type PlacedServing, planPlacedServing } from './placed-serving';
import { type PlannedPool, planPool } from './pool';

/** Pools and servings of one site. */
export interface SiteParts {
  readonly site: ResolvedSite;
  readonly pools: readonly PlannedPool[];
  readonly servings: readonly PlacedServing[];
}

/** How sites are assembled. */
interface AssembleOptions {
  /** Whether migrations that are retired have left the file too, and with them the nodes that they shared. */
  readonly isOver: boolean;
  /** Reads the parts. */
  readonly explainer: Explainer;
}

/** Plans pools and servings of every site from what is placed there. */
export const assembleSites = (
  factory: ResolvedFactory,
  placed: PlacedLegs,
  options: AssembleOptions,
): Outcome<readonly SiteParts[], Finding> =>
  joined(factory.sites.map((site) => assembleSite(factory, site, placed, options)));

function assembleSite(
  factory: ResolvedFactory,
  site: ResolvedSite,
  { all, present }: PlacedLegs,
  { isOver, explainer }: AssembleOptions,
): Outcome<SiteParts, Finding> {
  const here = present.filter((each) => each.site === site);
  const pools = joined(
    site.pools.map((pool) => {
      const isShared = here.some((each) => each.pool === pool);
      // The placement holds both ends of every move; nodes are only for what is there in this phase.
      const own = all.filter(
        ({ leg, ...each }) =>
          each.pool === pool && (leg.capacity !== 'none' || (leg.isReleased && !isOver && isShared)),
      );
      return planPool({ factory, site, pool, placed: own, explainer });
    }),
  );
  const servings = joined(
    here.map((each) => {
      const planned = pools.value.find(({ pool }) => pool.name === each.pool.name);
      return planPlacedServing(factory, each, must(planned, `pool ${each.pool.path}`).pool, explainer);
    }),
  );
  return {
    value: { site, pools: pools.value, servings: servings.value.flatMap((each) => each ?? []) },
    findings: [...pools.findings, ...servings.findings],
  };
}
