import type { NodePoolPlan } from '../model/plan';
import type { ResolvedSite } from '../model/resolved';
import { poolOf } from '../resolve/find';
import { usableItWatts } from '../resolve/it-limits';
import { nodeDraw } from '../resolve/node-draw';

/** Resource under which Kueue counts the watts of accelerators. */
export const wattsResource = 'ai-factory/watts';

/** A site's power budget as Kueue deals it out. */
export interface WattsQuota {
  /** Watts of one accelerator with its part of the node, by resource name. */
  readonly perAccelerator: Readonly<Record<string, number>>;
  /** Watts that each pool may draw. */
  readonly pools: Readonly<Record<string, number>>;
}

/**
 * The IT power of a site as quota beside its accelerators; null where there is no budget, or none that Kueue can
 * count: it knows one factor for each resource name of a cluster, so accelerators under one name must draw the same, and it
 * turns no devices of DRA into watts.
 *
 * A pool gets what its planned nodes draw, `accelerators x ceil(node peak / accelerators per node)`, and its part of what
 * the budget leaves, in proportion to the nodes that it may grow by. What is planned is therefore always admitted.
 */
export function planWattsQuota(site: ResolvedSite, pools: readonly NodePoolPlan[]): WattsQuota | null {
  const budget = usableItWatts(site.spec.power, `${site.path}.power`);
  if (budget === null || site.facts.acceleratorApi === 'dra') return null;
  const draws = pools.flatMap((pool) => {
    const { accelerator } = pool;
    if (accelerator === null || pool.nodes.max === 0) return [];
    const resolved = poolOf(site, pool.name);
    const { peakW } = nodeDraw(resolved.machine, resolved.accelerator, accelerator.capW, resolved.path);
    const each = Math.ceil(peakW.value / accelerator.perNode);
    const node = each * accelerator.perNode;
    const { planned, max } = pool.nodes;
    return [
      {
        pool: pool.name,
        resource: accelerator.resource,
        each,
        plannedW: planned * node,
        growthW: (max - planned) * node,
      },
    ];
  });
  const perAccelerator = Object.fromEntries(draws.map(({ resource, each }) => [resource, each]));
  if (draws.length === 0 || draws.some(({ resource, each }) => perAccelerator[resource] !== each)) return null;
  const growth = draws.reduce((sum, { growthW }) => sum + growthW, 0);
  const left = Math.max(budget - draws.reduce((sum, { plannedW }) => sum + plannedW, 0), 0);
  const share = growth === 0 ? 0 : Math.min(left / growth, 1);
  return {
    perAccelerator,
    pools: Object.fromEntries(
      draws.map(({ pool, plannedW, growthW }) => [pool, Math.floor(plannedW + growthW * share)]),
    ),
  };
}
