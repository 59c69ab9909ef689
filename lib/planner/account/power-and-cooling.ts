import type { Outcome } from '../model/outcome';
import type { NodePoolPlan, WorkloadPlan } from '../model/plan';
import type { CoolingPlan } from '../model/plan/cooling-plan';
import type { PowerPlan } from '../model/plan/power-plan';
import { type Depth, explained } from '../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import { poolOf } from '../resolve/find';
import { planCooling } from './cooling/cooling';
import type { PoolLoad } from './power/pool-load';
import { planPower } from './power/power';

/** Power and cooling of a site for the nodes that are planned there. */
export function planPowerAndCooling(
  factory: ResolvedFactory,
  site: ResolvedSite,
  pools: readonly NodePoolPlan[],
  workloads: readonly WorkloadPlan[],
  depth: Depth,
): Outcome<{ readonly power: PowerPlan; readonly cooling: CoolingPlan }> {
  const loads = pools.map((pool): PoolLoad => {
    const { machine, accelerator } = poolOf(site, pool.name);
    const nodes = pool.nodes.planned;
    return { pool, machine, accelerator, nodes, busy: busyNodes(pool, workloads) };
  });
  const { power: powerSpec, cooling: coolingSpec } = site.spec;
  const shared = { site: site.name, isFacilityOwn: site.facts.ownFacility, region: site.region, loads };
  const nodesPerRack = Object.fromEntries(
    site.pools.flatMap(({ name, spec }) => (spec.nodesPerRack === undefined ? [] : [[name, spec.nodesPerRack]])),
  );
  const feeds = Object.fromEntries(
    site.pools.flatMap(({ name, spec }) => (spec.feed === undefined ? [] : [[name, spec.feed]])),
  );
  const power = planPower({ ...shared, spec: powerSpec, cooling: coolingSpec, feeds, nodesPerRack }, factory.catalog);
  const cooling = planCooling({ ...shared, spec: coolingSpec, power: power.value }, factory.catalog);
  return {
    value: {
      power: explained<PowerPlan>(power.value, `${site.path}.power`, depth),
      cooling: explained<CoolingPlan>(cooling.value, `${site.path}.cooling`, depth),
    },
    findings: [...power.findings, ...cooling.findings],
  };
}

/** Nodes of a pool, or parts of them, on which replicas run. */
const busyNodes = ({ site, name }: NodePoolPlan, workloads: readonly WorkloadPlan[]): number =>
  workloads
    .flatMap((workload) => workload.sites)
    .filter((each) => each.site === site && each.pool === name && each.capacity === 'ready')
    .reduce((sum, each) => sum + each.nodes, 0);
