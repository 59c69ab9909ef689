import { joined, type Outcome } from '../model/outcome';
import type { SitePlan, WorkloadPlan } from '../model/plan';
import type { FactoryCost } from '../model/plan/cost-plan';
import type { Depth } from '../model/quantity';
import type { ResolvedFactory } from '../model/resolved';
import { siteOf } from '../resolve/find';
import { planCost } from './cost/cost';
import { planPowerAndCooling } from './power-and-cooling';

/** Sites with their power and cooling, and what the factory costs. */
interface Accounts {
  readonly sites: readonly SitePlan[];
  readonly cost: FactoryCost;
}

/** Adds up what the planned sites draw, heat and cost. */
export function accountFor(
  factory: ResolvedFactory,
  planned: readonly Omit<SitePlan, 'power' | 'cooling'>[],
  workloads: readonly WorkloadPlan[],
  depth: Depth,
): Outcome<Accounts> {
  const budgeted = joined(
    planned.map((plan): Outcome<SitePlan> => {
      const { value, findings } = planPowerAndCooling(
        factory,
        siteOf(factory, plan.name),
        plan.pools,
        workloads,
        depth,
      );
      return { value: { ...plan, ...value }, findings };
    }),
  );
  const sites = budgeted.value;
  const cost = planCost({ factory, sites, workloads, depth });
  return { value: { sites, cost: cost.value }, findings: [...budgeted.findings, ...cost.findings] };
}
