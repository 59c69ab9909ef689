import { kilowatts } from '../../../units/convert';
import { must } from '../../model/must';
import type { FactoryPlan } from '../../model/plan';

/** What one accelerator of a pool costs, draws and emits, its part of its node included. */
export interface AcceleratorMeasures {
  readonly usdPerHour: number;
  /** Draw while it serves, with the facility's overhead, W. */
  readonly facilityW: number;
  /** Null where the grid is not known. */
  readonly gramsPerHour: number | null;
}

/** Measures of one accelerator that serves: the pool's price over all its accelerators, a busy node's draw over its own. */
export function acceleratorMeasures(plan: FactoryPlan, site: string, pool: string): AcceleratorMeasures {
  const here = must(
    plan.sites.find((each) => each.name === site),
    `site ${site}`,
  );
  const own = here.pools.find((each) => each.name === pool);
  const perNode = own?.accelerator?.perNode ?? 0;
  const all = (own?.nodes.planned ?? 0) * perNode;
  if (all === 0) return { usdPerHour: 0, facilityW: 0, gramsPerHour: 0 };
  const draw = must(
    here.power.pools.find((each) => each.pool === pool),
    `power of ${site}/${pool}`,
  );
  const line = plan.cost.sites[site]?.lines.find((each) => each.id === `pool.${pool}`);
  const facilityW = (draw.nodeBusyW * here.power.pue) / perNode;
  const grid = here.power.carbon.gramsPerKwh;
  return {
    // Nodes without a price have no line; `unpriced` of the cost lists them.
    usdPerHour: (line?.usdPerHour ?? 0) / all,
    facilityW,
    gramsPerHour: grid === null ? null : kilowatts(facilityW) * grid,
  };
}
