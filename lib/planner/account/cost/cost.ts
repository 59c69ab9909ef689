import { HOURS_PER_MONTH, round } from '../../../units/convert';
import { compare, type LibraryFinding } from '../../model/finding';
import { must } from '../../model/must';
import { joined, type Outcome } from '../../model/outcome';
import type { SitePlan, WorkloadPlan } from '../../model/plan';
import type { CostLine, CostPlan, FactoryCost, IdleCapacity, WorkloadCost } from '../../model/plan/cost-plan';
import {
  type Depth,
  decided,
  type Explained,
  explained,
  hoursPerMonth,
  numberAt,
  type Quantity,
  stated,
  sumOf,
} from '../../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../../model/resolved';
import { siteOf } from '../../resolve/find';
import { breakEvenOf } from './break-even';
import { type Carried, carriedAt } from './carried';
import { type CostNumbers, linesOf } from './lines';
import { meanTokens } from './tokens';
import { workloadCost } from './workload-cost';

export interface CostInput {
  readonly factory: ResolvedFactory;
  readonly sites: readonly Pick<SitePlan, 'name' | 'substrate' | 'pools' | 'serving' | 'power'>[];
  readonly workloads: readonly Pick<WorkloadPlan, 'name' | 'sites'>[];
  /** How much of it is explained. @default 'sums' */
  readonly depth?: Depth;
}

/** Cost of a site before and after it is read into the plan. */
export interface PricedSite {
  readonly site: CostInput['sites'][number];
  readonly numbers: Pick<Explained<CostPlan>, 'lines' | 'usdPerHour' | 'unallocatedUsdPerHour'>;
  readonly cost: CostPlan;
}

/**
 * What the factory costs: by site in lines, and by workload for an hour, a month and a million tokens.
 *
 * Workloads carry the nodes that their replicas run on, accelerators that are left over on those included; everything
 * else at a site in proportion. Whole nodes without a replica are idle capacity and carried by none.
 */
export function planCost(input: CostInput): Outcome<FactoryCost> {
  const sites = [...input.sites].sort((a, b) => compare(a.name, b.name));
  const shares = new Map(sites.map((site) => [site.name, carriedAt(site, input.workloads)]));
  const { value: priced, findings } = joined(
    sites.map((site) =>
      siteCost(input, siteOf(input.factory, site.name), site, must(shares.get(site.name), `nodes of ${site.name}`)),
    ),
  );
  const workloads = input.factory.workloads.map((workload): [string, WorkloadCost] => [
    workload.name,
    explained<WorkloadCost>(
      workloadCost(input.factory.catalog, workload, priced, shares),
      `${workload.path}.cost`,
      input.depth ?? 'sums',
    ),
  ]);
  return { value: factoryCost(priced, Object.fromEntries(workloads), input.depth), findings };
}

function factoryCost(
  priced: readonly PricedSite[],
  workloads: FactoryCost['workloads'],
  depth: Depth = 'sums',
): FactoryCost {
  const sum = (of: (each: PricedSite) => Quantity, unit: string): Quantity =>
    sumOf(
      priced.map((each) => of(each).called(each.site.name)),
      unit,
    );
  const usdPerHour = sum(({ numbers }) => numbers.usdPerHour, 'USD/h');
  const energy = ({ site: { name, power } }: PricedSite): Quantity =>
    numberAt('energy', power.energy.kwhPerDay, 'kWh/day', `sites.${name}.power.energy.kwhPerDay`);
  const carbon = priced.flatMap(({ site: { name, power } }) =>
    power.carbon.kgPerDay === null
      ? []
      : [numberAt(name, power.carbon.kgPerDay, 'kg CO2e/day', `sites.${name}.power.carbon.kgPerDay`)],
  );
  const sums = explained<Omit<FactoryCost, 'sites' | 'workloads'>>(
    {
      currency: 'USD',
      usdPerHour,
      usdPerMonth: usdPerHour.times(hoursPerMonth),
      unallocatedUsdPerHour: sum(({ numbers }) => numbers.unallocatedUsdPerHour, 'USD/h'),
      kwhPerDay: sum(energy, 'kWh/day'),
      carbonKgPerDay: carbon.length < priced.length ? null : sumOf(carbon, 'kg CO2e/day'),
      unpriced: priced.flatMap(({ site, cost }) => cost.unpriced.map((id) => `${site.name}.${id}`)),
    },
    'cost',
    depth,
  );
  const { explanations, ...rest } = sums;
  return {
    ...rest,
    sites: Object.fromEntries(priced.map(({ site, cost }) => [site.name, cost])),
    workloads,
    explanations,
  };
}

function siteCost(
  input: CostInput,
  site: ResolvedSite,
  plan: CostInput['sites'][number],
  carried: readonly Carried[],
): Outcome<PricedSite> {
  const { catalog } = input.factory;
  const priced = linesOf({ site, plan, outputTokens: outputAt(input, site.name), catalog });
  const { lines } = priced.value;
  const usdPerHour = sumOf(
    lines.map((line) => line.usdPerHour.called(line.id)),
    'USD/h',
  );
  const usdPerMonth = usdPerHour.times(hoursPerMonth);
  const idle = [...carried]
    .sort((a, b) => compare(a.pool, b.pool))
    .flatMap((pool) => (pool.idleNodes === 0 ? [] : [idleOf(site, plan, pool, lines)]));
  const idleCosts = idle.flatMap((each) => (each.usdPerHour === null ? [] : [each.usdPerHour.called(each.pool)]));
  const isUsed = carried.some((pool) => pool.parts.length > 0);
  const limit =
    site.spec.money === undefined
      ? null
      : stated('limit', site.spec.money.usdPerMonth, 'USD/month', `${site.path}.money.usdPerMonth`);
  const numbers: Explained<Omit<CostPlan, 'explanations'>> = {
    currency: 'USD',
    lines,
    unpriced: [...priced.value.unpriced].sort(compare),
    usdPerHour,
    usdPerMonth,
    limitUsdPerMonth: limit,
    headroomUsdPerMonth: limit === null ? null : limit.minus(usdPerMonth),
    unallocatedUsdPerHour: isUsed ? sumOf(idleCosts, 'USD/h') : usdPerHour,
    idle,
    breakEven: site.pools.flatMap((pool) => {
      const each = plannedNodes(plan, pool.name) === 0 ? null : breakEvenOf(site, pool, catalog);
      return each === null ? [] : [each];
    }),
  };
  const cost = explained<CostPlan>(numbers, `${site.path}.cost`, input.depth ?? 'sums');
  return {
    value: { site: plan, numbers, cost },
    findings: [...priced.findings, ...checkLimits(site, plan, cost)],
  };
}

/** Whole nodes of a pool without a replica, and what they cost. */
function idleOf(
  site: ResolvedSite,
  plan: CostInput['sites'][number],
  { pool, idleNodes }: Carried,
  lines: readonly CostNumbers[],
): Explained<IdleCapacity> {
  const line = lines.find((each) => each.id === `pool.${pool}`);
  const planned = plannedNodes(plan, pool);
  const inUse = decided('in use', planned - idleNodes, 'node', 'whole nodes that the replicas of its workloads need');
  const nodes = numberAt('planned', planned, 'node', `${site.path}.pools.${pool}.nodes.planned`).minus(inUse);
  return { pool, nodes, usdPerHour: line === undefined ? null : nodes.times(line.usdPerUnit) };
}

/** Nodes that a pool of a site has in the plan. */
const plannedNodes = ({ pools }: Pick<SitePlan, 'pools'>, name: string): number =>
  must(
    pools.find((each) => each.name === name),
    `pool ${name}`,
  ).nodes.planned;

/** Findings for money and carbon beyond the limits of a site, and for limits that cannot be checked. */
function checkLimits(
  site: ResolvedSite,
  plan: Pick<SitePlan, 'power'>,
  { lines, usdPerMonth, unpriced }: CostPlan,
): LibraryFinding[] {
  const findings: LibraryFinding[] = [];
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
      severity: 'error',
      path: `${site.path}.carbon.kgPerDay`,
      message: `a limit of ${carbonLimit} kg a day is set, and the carbon of the grid is not known, so it cannot be checked; set power.gridGramsPerKwh`,
    });
  }
  if (limit !== null && unpriced.length > 0) {
    findings.push({
      code: 'money-limit-unpriced',
      severity: 'error',
      path: `${site.path}.money.usdPerMonth`,
      message: `a limit of $${limit} a month is set, and the price of ${unpriced.join(', ')} is unknown, so it cannot be checked; add the prices that the warnings no-price name`,
    });
  }
  return findings;
}

const poolUsd = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, line) => (line.id.startsWith('pool.') ? sum + line.usdPerHour : sum), 0);

/** Mean output tokens a second that a site serves. */
function outputAt(input: CostInput, site: string): Quantity {
  const tokens = input.factory.workloads.reduce((sum, workload) => {
    const plan = input.workloads.find((each) => each.name === workload.name);
    const weight = (plan?.sites ?? []).reduce((total, each) => (each.site === site ? total + each.weight : total), 0);
    return sum + (meanTokens(workload).output.value * weight) / 100;
  }, 0);
  return decided('tokens', tokens, 'token/s', 'mean demand of its workloads');
}
