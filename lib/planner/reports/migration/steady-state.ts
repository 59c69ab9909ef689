import { HOURS_PER_DAY, kilowatts, MILLION, SECONDS_PER_HOUR, usdPerMillion } from '../../../units/convert';
import { compare } from '../../model/finding';
import type { FactoryPlan, ServingPlan } from '../../model/plan';
import type { SteadyState } from '../../model/plan/migration-plan';
import { acceleratorMeasures } from './pool-measures';

/** A workload as a plan runs it, and the whole factory with it. */
export function steadyState(plan: FactoryPlan, name: string): SteadyState | null {
  const workload = plan.workloads.find((each) => each.name === name);
  const cost = plan.cost.workloads[name];
  if (workload === undefined || cost === undefined) return null;
  const serving = plan.sites.flatMap((site) => site.serving).filter((each) => each.workload === name);
  const sites = [...new Set(workload.sites.map((each) => each.site))].sort(compare);
  const jurisdictions = plan.sites.filter((site) => sites.includes(site.name)).map((site) => site.jurisdiction);
  const held = workload.sites.map((here) => ({ ...here, each: acceleratorMeasures(plan, here.site, here.pool) }));
  const usdPerHour = held.reduce((sum, { accelerators, each }) => sum + accelerators * each.usdPerHour, 0);
  const kw = held.reduce((sum, { accelerators, each }) => sum + kilowatts(accelerators * each.facilityW), 0);
  const grams = held.some(({ each }) => each.gramsPerHour === null)
    ? null
    : held.reduce((sum, { accelerators, each }) => sum + accelerators * (each.gramsPerHour ?? 0), 0);
  // The tokens are those that the cost of the workload is spread over, so both bases speak of the same demand.
  const tokens = cost.perMillion === null ? null : tokensPerSecond(cost.usdPerHour, cost.perMillion);
  return {
    model: serving[0]?.model.id ?? workload.model,
    sites,
    jurisdictions: [...new Set(jurisdictions)].sort(compare),
    accelerators: workload.sites.reduce((sum, each) => sum + each.accelerators, 0),
    usdPerHour,
    usdPerMillionOutput: tokens === null ? null : usdPerMillion(usdPerHour, tokens.weighted),
    kw,
    gramsPerMillionOutput:
      tokens === null || grams === null ? null : grams / ((tokens.output * SECONDS_PER_HOUR) / MILLION),
    carried: { usdPerHour: cost.usdPerHour, usdPerMillionOutput: cost.perMillion?.outputUsd ?? null },
    factory: {
      usdPerHour: plan.cost.usdPerHour,
      kw: plan.cost.kwhPerDay / HOURS_PER_DAY,
      carbonKgPerDay: plan.cost.carbonKgPerDay,
    },
    ttftMs: slowest(serving, (each) => each.estimate.ttftMs),
    interTokenMs: slowest(serving, (each) => each.estimate.interTokenMs),
  };
}

/** Tokens a second behind a price of tokens: those of answers, and with those of prompts at their weight. */
function tokensPerSecond(
  usdPerHour: number,
  price: { readonly outputUsd: number; readonly allOnOutputUsd: number },
): { readonly weighted: number; readonly output: number } | null {
  if (price.outputUsd === 0 || price.allOnOutputUsd === 0) return null;
  const per = (usd: number): number => (usdPerHour * MILLION) / usd / SECONDS_PER_HOUR;
  return { weighted: per(price.outputUsd), output: per(price.allOnOutputUsd) };
}

const slowest = (serving: readonly ServingPlan[], of: (each: ServingPlan) => number): number | null =>
  serving.length === 0 ? null : Math.max(...serving.map(of));
