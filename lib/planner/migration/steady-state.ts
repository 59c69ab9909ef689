import { compare } from '../finding';
import type { FactoryPlan, ServingPlan } from '../plan';
import type { SteadyState } from './migration-plan';

/** A workload as a plan runs it. */
export function steadyState(plan: FactoryPlan, name: string): SteadyState | null {
  const workload = plan.workloads.find((each) => each.name === name);
  const cost = plan.cost.workloads[name];
  if (workload === undefined || cost === undefined) return null;
  const serving = plan.sites.flatMap((site) => site.serving).filter((each) => each.workload === name);
  const sites = [...new Set(workload.sites.map((each) => each.site))].sort(compare);
  const jurisdictions = plan.sites.filter((site) => sites.includes(site.name)).map((site) => site.jurisdiction);
  return {
    model: serving[0]?.model.id ?? workload.model,
    sites,
    jurisdictions: [...new Set(jurisdictions)].sort(compare),
    accelerators: workload.sites.reduce((sum, each) => sum + each.accelerators, 0),
    usdPerHour: cost.usdPerHour,
    usdPerMillionOutput: cost.perMillion?.outputUsd ?? null,
    kw: cost.kwhPerHour,
    gramsPerMillionOutput: cost.perMillion?.gramsPerMillionOutput ?? null,
    ttftMs: slowest(serving, (each) => each.estimate.ttftMs),
    interTokenMs: slowest(serving, (each) => each.estimate.interTokenMs),
  };
}

const slowest = (serving: readonly ServingPlan[], of: (each: ServingPlan) => number): number | null =>
  serving.length === 0 ? null : Math.max(...serving.map(of));
