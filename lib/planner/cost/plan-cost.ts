import { HOURS_PER_MONTH, kilowatts, MILLION, round, SECONDS_PER_HOUR, usdPerMillion } from '../../units/convert';
import { computed, ruleTerm, stated, Trace } from '../explain/trace';
import { compare, type Finding } from '../finding';
import type { SitePlan, WorkloadPlan } from '../plan';
import type { ResolvedFactory, ResolvedSite, ResolvedWorkload } from '../resolved';
import { checkPriceAge } from './age';
import { breakEvenOf } from './break-even';
import type { CostLine, CostPlan, FactoryCost, TokenCost, WorkloadCost } from './cost-plan';
import { linesOf } from './lines';

export interface CostInput {
  readonly factory: ResolvedFactory;
  readonly sites: readonly Pick<SitePlan, 'name' | 'substrate' | 'pools' | 'serving' | 'power'>[];
  readonly workloads: readonly Pick<WorkloadPlan, 'name' | 'sites'>[];
  /** Day of the plan, such as `2026-11-24`, to judge the age of prices by. @default - prices are not judged */
  readonly onDate?: string;
}

/**
 * What the factory costs: by site in lines, and by workload for an hour, a month and a million tokens.
 *
 * The nodes of a pool are carried by the workloads on it, idle accelerators included; everything else at a site by its
 * workloads in proportion. A pool without workloads stays unallocated.
 */
export function planCost(input: CostInput): { cost: FactoryCost; findings: Finding[] } {
  const findings: Finding[] = [];
  const sites = [...input.sites].sort((a, b) => compare(a.name, b.name));
  const shares = new Map(sites.map((site) => [site.name, sharesAt(site, input.workloads)]));
  const priced = sites.flatMap((site) => {
    const resolved = input.factory.sites.find((each) => each.name === site.name);
    if (resolved === undefined) return [];
    return [{ site, resolved, cost: siteCost(input, resolved, site, shares.get(site.name) ?? new Map(), findings) }];
  });
  const workloads = input.factory.workloads.map((workload) => ({
    name: workload.name,
    cost: workloadCost(input, workload, priced, shares),
  }));
  if (input.onDate !== undefined) {
    const dated = priced.flatMap(({ resolved, cost }) =>
      cost.lines.map((line) => ({
        path: linePath(resolved, line),
        name: `${line.id} (${line.basis})`,
        asOf: line.asOf,
      })),
    );
    findings.push(...checkPriceAge(dated, input.onDate, input.factory.catalog));
  }
  const usdPerHour = priced.reduce((sum, { cost }) => sum + cost.usdPerHour, 0);
  const carbon = sites.map((site) => site.power.carbon.kgPerDay);
  return {
    cost: {
      currency: 'USD',
      usdPerHour,
      usdPerMonth: usdPerHour * HOURS_PER_MONTH,
      unallocatedUsdPerHour: priced.reduce((sum, { cost }) => sum + cost.unallocatedUsdPerHour, 0),
      kwhPerDay: sites.reduce((sum, site) => sum + site.power.energy.kwhPerDay, 0),
      carbonKgPerDay: carbon.includes(null) ? null : carbon.reduce<number>((sum, kg) => sum + (kg ?? 0), 0),
      sites: Object.fromEntries(priced.map(({ site, cost }) => [site.name, cost])),
      workloads: Object.fromEntries(workloads.map(({ name, cost }) => [name, cost])),
    },
    findings,
  };
}

/** Share of each pool's nodes by workload: `pool -> workload -> share`, adding up to 1 where the pool is used. */
type Shares = ReadonlyMap<string, ReadonlyMap<string, number>>;

function sharesAt(site: CostInput['sites'][number], workloads: CostInput['workloads']): Shares {
  return new Map(
    site.pools.map((pool) => {
      const users = workloads.flatMap((workload) =>
        workload.sites
          .filter((each) => each.site === site.name && each.pool === pool.name && each.accelerators > 0)
          .map((each) => [workload.name, each.accelerators] as const),
      );
      const total = users.reduce((sum, [, accelerators]) => sum + accelerators, 0);
      return [pool.name, new Map(users.map(([name, accelerators]) => [name, accelerators / total]))];
    }),
  );
}

function siteCost(
  input: CostInput,
  site: ResolvedSite,
  plan: CostInput['sites'][number],
  shares: Shares,
  findings: Finding[],
): CostPlan {
  const trace = new Trace(`${site.path}.cost`);
  const { catalog } = input.factory;
  const lines = linesOf({
    site,
    plan,
    outputTokensPerSecond: outputAt(input, site.name),
    catalog,
    trace,
    findings,
  });
  const usdPerHour = trace.note(
    'usdPerHour',
    lines.reduce((sum, line) => sum + line.usdPerHour, 0),
    'USD/h',
    lines.map((line) => line.id).join(' + ') || '0',
    lines.map((line) => trace.term(`${line.id}.usdPerHour`, line.id)),
  );
  const usdPerMonth = trace.note('usdPerMonth', usdPerHour * HOURS_PER_MONTH, 'USD', 'usdPerHour x 730', [
    trace.term('usdPerHour', 'usdPerHour'),
  ]);
  const used = lines.filter((line) => (shares.get(poolOf(line) ?? '')?.size ?? 0) > 0);
  const idle = lines.filter((line) => poolOf(line) !== null && !used.includes(line));
  const limit = site.spec.money?.usdPerMonth ?? null;
  if (limit !== null && usdPerMonth > limit * (1 + 1e-9)) {
    findings.push({
      code: 'money-over-limit',
      severity: 'error',
      path: `${site.path}.money.usdPerMonth`,
      message: `the site costs $${round(usdPerMonth)} a month, $${round(poolUsd(lines) * HOURS_PER_MONTH)} of it for pools, the limit is $${limit}; remove nodes, choose cheaper capacity or raise the limit by $${Math.ceil(usdPerMonth - limit)}`,
    });
  }
  const carbonLimit = site.spec.carbon?.kgPerDay;
  const carbon = plan.power.carbon.kgPerDay;
  if (carbonLimit !== undefined && carbon !== null && carbon > carbonLimit * (1 + 1e-9)) {
    findings.push({
      code: 'carbon-over-limit',
      severity: 'error',
      path: `${site.path}.carbon.kgPerDay`,
      message: `the site emits ${round(carbon, 1)} kg CO2e a day, the limit is ${carbonLimit}; remove nodes, choose a site with a cleaner grid or raise the limit`,
    });
  }
  if (carbonLimit !== undefined && carbon === null) {
    findings.push({
      code: 'no-grid-carbon',
      severity: 'warning',
      path: `${site.path}.carbon.kgPerDay`,
      message: `a limit of ${carbonLimit} kg a day is set, but the carbon of the grid is not known here, so it is not checked; state power.gridGramsPerKwh`,
    });
  }
  return {
    currency: 'USD',
    lines,
    usdPerHour,
    usdPerMonth,
    limitUsdPerMonth: limit,
    headroomUsdPerMonth: limit === null ? null : limit - usdPerMonth,
    unallocatedUsdPerHour: used.length === 0 ? usdPerHour : idle.reduce((sum, line) => sum + line.usdPerHour, 0),
    breakEven: site.pools.flatMap((pool) => {
      const planned = plan.pools.find((each) => each.name === pool.name)?.nodes.planned ?? 0;
      const each = planned === 0 ? null : breakEvenOf(site, pool, catalog, trace);
      return each === null ? [] : [each];
    }),
    explanations: trace.read(),
  };
}

const poolOf = (line: CostLine): string | null => (line.id.startsWith('pool.') ? line.id.slice('pool.'.length) : null);

const poolUsd = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, line) => (poolOf(line) === null ? sum : sum + line.usdPerHour), 0);

const linePath = (site: ResolvedSite, line: CostLine): string => {
  const pool = poolOf(line);
  return pool === null ? site.path : `${site.path}.pools.${pool}`;
};

/** Mean tokens a second of a workload. */
function meanTokens(workload: ResolvedWorkload): { readonly input: number; readonly output: number } {
  const { demand } = workload.spec;
  const requests = demand.requestsPerSecond ?? (demand.outputTokensPerSecond ?? 0) / demand.outputTokens;
  return { input: requests * demand.inputTokens, output: requests * demand.outputTokens };
}

function outputAt(input: CostInput, site: string): number {
  return input.factory.workloads.reduce((sum, workload) => {
    const plan = input.workloads.find((each) => each.name === workload.name);
    const weight = (plan?.sites ?? []).reduce((total, each) => (each.site === site ? total + each.weight : total), 0);
    return sum + (meanTokens(workload).output * weight) / 100;
  }, 0);
}

interface PricedSiteCost {
  readonly site: CostInput['sites'][number];
  readonly resolved: ResolvedSite;
  readonly cost: CostPlan;
}

function workloadCost(
  input: CostInput,
  workload: ResolvedWorkload,
  priced: readonly PricedSiteCost[],
  shares: ReadonlyMap<string, Shares>,
): WorkloadCost {
  const trace = new Trace(`${workload.path}.cost`);
  const at = priced.flatMap(({ site, cost }) => {
    const here = shares.get(site.name) ?? new Map();
    const share = (line: CostLine): number => here.get(poolOf(line) ?? '')?.get(workload.name) ?? 0;
    const direct = cost.lines.reduce((sum, line) => sum + line.usdPerHour * share(line), 0);
    if (direct === 0 && !cost.lines.some((line) => share(line) > 0)) return [];
    const carried = cost.lines
      .filter((line) => (here.get(poolOf(line) ?? '')?.size ?? 0) > 0)
      .reduce((sum, line) => sum + line.usdPerHour, 0);
    const rest = cost.lines.filter((line) => poolOf(line) === null).reduce((sum, line) => sum + line.usdPerHour, 0);
    const usd = trace.note(
      `sites.${site.name}.usdPerHour`,
      direct + (carried === 0 ? 0 : (rest * direct) / carried),
      'USD/h',
      'pools x its share of their accelerators, and its part of the rest of the site',
      [
        computed('pools x share', direct, 'USD/h', `sites.${site.name}.cost`),
        computed('pools in use', carried, 'USD/h', `sites.${site.name}.cost`),
        computed('rest of the site', rest, 'USD/h', `sites.${site.name}.cost`),
      ],
    );
    return [{ site: site.name, usdPerHour: usd, ...energyAt(site, here, workload.name) }];
  });
  const usdPerHour = trace.note(
    'usdPerHour',
    at.reduce((sum, each) => sum + each.usdPerHour, 0),
    'USD/h',
    at.map((each) => each.site).join(' + ') || '0',
    at.map((each) => trace.term(`sites.${each.site}.usdPerHour`, each.site)),
  );
  const kwhPerHour = at.reduce((sum, each) => sum + each.kwhPerHour, 0);
  const gramsPerHour = at.some((each) => each.gramsPerHour === null)
    ? null
    : at.reduce((sum, each) => sum + (each.gramsPerHour ?? 0), 0);
  return {
    currency: 'USD',
    usdPerHour,
    usdPerMonth: usdPerHour * HOURS_PER_MONTH,
    sites: at.map(({ site, usdPerHour: usd }) => ({ site, usdPerHour: usd })),
    perMillion: tokenCost(input, workload, usdPerHour, kwhPerHour, gramsPerHour, trace),
    kwhPerHour,
    gramsPerHour,
    explanations: trace.read(),
  };
}

function energyAt(
  site: CostInput['sites'][number],
  shares: Shares,
  workload: string,
): { readonly kwhPerHour: number; readonly gramsPerHour: number | null } {
  const watts = site.power.pools.reduce(
    (sum, pool) => sum + pool.itTypicalW * site.power.pue * (shares.get(pool.pool)?.get(workload) ?? 0),
    0,
  );
  const grid = site.power.carbon.gramsPerKwh;
  return { kwhPerHour: kilowatts(watts), gramsPerHour: grid === null ? null : kilowatts(watts) * grid };
}

function tokenCost(
  { factory: { catalog } }: CostInput,
  workload: ResolvedWorkload,
  usdPerHour: number,
  kwhPerHour: number,
  gramsPerHour: number | null,
  trace: Trace,
): TokenCost | null {
  const mean = meanTokens(workload);
  if (mean.output <= 0) return null;
  const weight = ruleTerm(catalog, 'input-token-weight', 'weight');
  const { peakFactor } = workload.spec.demand;
  const at = (factor: number) => {
    const outputUsd = usdPerMillion(usdPerHour, (mean.output + weight.value * mean.input) * factor);
    return {
      outputUsd,
      inputUsd: outputUsd * weight.value,
      allOnOutputUsd: usdPerMillion(usdPerHour, mean.output * factor),
    };
  };
  const now = at(1);
  const demand = `${workload.path}.demand`;
  const output = stated('output', mean.output, 'tokens/s', demand);
  const inputs = stated('input', mean.input, 'tokens/s', demand);
  const hourly = trace.term('usdPerHour', 'usdPerHour');
  trace.note(
    'perMillion.outputUsd',
    now.outputUsd,
    'USD per million',
    'usdPerHour / ((output + weight x input) x 3600) x 10^6',
    [hourly, output, inputs, weight],
  );
  trace.note('perMillion.inputUsd', now.inputUsd, 'USD per million', 'outputUsd x weight', [
    trace.term('perMillion.outputUsd', 'outputUsd'),
    weight,
  ]);
  trace.note(
    'perMillion.allOnOutputUsd',
    now.allOnOutputUsd,
    'USD per million',
    'usdPerHour / (output x 3600) x 10^6',
    [hourly, output],
  );
  const millionsPerHour = (mean.output * SECONDS_PER_HOUR) / MILLION;
  return {
    ...now,
    atPeak: at(peakFactor),
    kwhPerMillionOutput: kwhPerHour / millionsPerHour,
    gramsPerMillionOutput: gramsPerHour === null ? null : gramsPerHour / millionsPerHour,
    basis: `at mean demand, with all nodes that stand for the peak (${peakFactor}x); an input token counts ${weight.value} of an output token`,
  };
}
