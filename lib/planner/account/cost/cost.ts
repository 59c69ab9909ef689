import { HOURS_PER_MONTH, kilowatts, MILLION, round, SECONDS_PER_HOUR, usdPerMillion } from '../../../units/convert';
import { compare, type LibraryFinding } from '../../model/finding';
import { must } from '../../model/must';
import { joined, type Outcome } from '../../model/outcome';
import type { SitePlan, WorkloadPlan } from '../../model/plan';
import type {
  CostLine,
  CostPlan,
  FactoryCost,
  IdleCapacity,
  TokenCost,
  WorkloadCost,
} from '../../model/plan/cost-plan';
import type { ResolvedFactory, ResolvedSite, ResolvedWorkload } from '../../model/resolved';
import { computed, type Depth, decided, ruleTerm, stated, type Term, Trace } from '../../model/trace';
import { siteOf } from '../../resolve/find';
import { breakEvenOf } from './break-even';
import { type Carried, carriedAt } from './carried';
import { linesOf } from './lines';
import { meanTokens } from './tokens';

export interface CostInput {
  readonly factory: ResolvedFactory;
  readonly sites: readonly Pick<SitePlan, 'name' | 'substrate' | 'pools' | 'serving' | 'power'>[];
  readonly workloads: readonly Pick<WorkloadPlan, 'name' | 'sites'>[];
  /** How much of it is explained. @default 'sums' */
  readonly depth?: Depth;
}

/**
 * What the factory costs: by site in lines, and by workload for an hour, a month and a million tokens.
 *
 * Workloads carry the nodes that their replicas stand on, accelerators that are left over on those included; everything
 * else at a site in proportion. Whole nodes that stand without a replica are idle capacity and carried by none.
 */
export function planCost(input: CostInput): Outcome<FactoryCost> {
  const sites = [...input.sites].sort((a, b) => compare(a.name, b.name));
  const shares = new Map(sites.map((site) => [site.name, carriedAt(site, input.workloads)]));
  const costs = joined(
    sites.map((site) =>
      siteCost(input, siteOf(input.factory, site.name), site, must(shares.get(site.name), `nodes of ${site.name}`)),
    ),
  );
  const priced = sites.map((site, index) => ({ site, cost: must(costs.value[index], `cost of ${site.name}`) }));
  const workloads = input.factory.workloads.map((workload) => ({
    name: workload.name,
    cost: workloadCost(input, workload, priced, shares),
  }));
  return { value: factoryCost(sites, priced, workloads, input.depth), findings: costs.findings };
}

function factoryCost(
  sites: CostInput['sites'],
  priced: readonly PricedSiteCost[],
  workloads: readonly { readonly name: string; readonly cost: WorkloadCost }[],
  depth: Depth | undefined,
): FactoryCost {
  const trace = new Trace('cost', depth);
  const names = priced.map(({ site }) => site.name).join(' + ') || '0';
  const usdPerHour = trace.note(
    'usdPerHour',
    priced.reduce((sum, { cost }) => sum + cost.usdPerHour, 0),
    'USD/h',
    names,
    priced.map(({ site, cost }) => computed(site.name, cost.usdPerHour, 'USD/h', `sites.${site.name}.cost.usdPerHour`)),
  );
  const unallocated = trace.note(
    'unallocatedUsdPerHour',
    priced.reduce((sum, { cost }) => sum + cost.unallocatedUsdPerHour, 0),
    'USD/h',
    names,
    priced.map(({ site, cost }) =>
      computed(site.name, cost.unallocatedUsdPerHour, 'USD/h', `sites.${site.name}.cost.unallocatedUsdPerHour`),
    ),
  );
  const kwhPerDay = trace.note(
    'kwhPerDay',
    sites.reduce((sum, site) => sum + site.power.energy.kwhPerDay, 0),
    'kWh',
    sites.map((site) => site.name).join(' + ') || '0',
    sites.map((site) =>
      computed(site.name, site.power.energy.kwhPerDay, 'kWh', `sites.${site.name}.power.energy.kwhPerDay`),
    ),
  );
  const carbon = sites.flatMap(({ name, power }) =>
    power.carbon.kgPerDay === null
      ? []
      : [computed(name, power.carbon.kgPerDay, 'kg CO2e', `sites.${name}.power.carbon.kgPerDay`)],
  );
  return {
    currency: 'USD',
    usdPerHour,
    usdPerMonth: trace.note('usdPerMonth', usdPerHour * HOURS_PER_MONTH, 'USD', 'usdPerHour x 730', [
      trace.term('usdPerHour', 'usdPerHour'),
    ]),
    unallocatedUsdPerHour: unallocated,
    kwhPerDay,
    carbonKgPerDay:
      carbon.length < sites.length
        ? null
        : trace.note(
            'carbonKgPerDay',
            carbon.reduce((sum, each) => sum + each.value, 0),
            'kg CO2e',
            carbon.map((each) => each.name).join(' + ') || '0',
            carbon,
          ),
    unpriced: priced.flatMap(({ site, cost }) => cost.unpriced.map((id) => `${site.name}.${id}`)),
    sites: Object.fromEntries(priced.map(({ site, cost }) => [site.name, cost])),
    workloads: Object.fromEntries(workloads.map(({ name, cost }) => [name, cost])),
    explanations: trace.read(),
  };
}

function siteCost(
  input: CostInput,
  site: ResolvedSite,
  plan: CostInput['sites'][number],
  carried: readonly Carried[],
): Outcome<CostPlan> {
  const trace = new Trace(`${site.path}.cost`, input.depth);
  const { catalog } = input.factory;
  const priced = linesOf({ site, plan, outputTokensPerSecond: outputAt(input, site.name), catalog, trace });
  const { lines } = priced.value;
  const unpriced = [...priced.value.unpriced].sort(compare);
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
  const idle = [...carried]
    .sort((a, b) => compare(a.pool, b.pool))
    .flatMap((pool): IdleCapacity[] => {
      if (pool.idleNodes === 0) return [];
      const line = lines.find((each) => each.id === `pool.${pool.pool}`);
      const nodes = plannedNodes(plan, pool.pool);
      const planned = computed('planned', nodes, 'nodes', `${site.path}.pools.${pool.pool}.nodes.planned`);
      trace.detail(`idle.${pool.pool}.nodes`, pool.idleNodes, 'nodes', 'planned - in use', () => [
        planned,
        decided('in use', nodes - pool.idleNodes, 'nodes', 'whole nodes that the replicas of its workloads need'),
      ]);
      if (line === undefined) return [{ pool: pool.pool, nodes: pool.idleNodes, usdPerHour: null }];
      const usd = trace.note(
        `idle.${pool.pool}.usdPerHour`,
        pool.idleNodes * line.usdPerUnit,
        'USD/h',
        'nodes x usdPerUnit',
        [trace.term(`idle.${pool.pool}.nodes`, 'nodes'), trace.term(`${line.id}.usdPerUnit`, 'usdPerUnit')],
      );
      return [{ pool: pool.pool, nodes: pool.idleNodes, usdPerHour: usd }];
    });
  const isUsed = carried.some((pool) => pool.parts.length > 0);
  const pricedIdle = idle.flatMap(({ pool, usdPerHour: usd }) => (usd === null ? [] : [{ pool, usd }]));
  const unallocatedUsdPerHour = isUsed
    ? trace.note(
        'unallocatedUsdPerHour',
        pricedIdle.reduce((sum, each) => sum + each.usd, 0),
        'USD/h',
        pricedIdle.map((each) => each.pool).join(' + ') || '0',
        pricedIdle.map(({ pool }) => trace.term(`idle.${pool}.usdPerHour`, pool)),
      )
    : trace.note('unallocatedUsdPerHour', usdPerHour, 'USD/h', 'usdPerHour', [trace.term('usdPerHour', 'usdPerHour')]);
  const value: CostPlan = {
    currency: 'USD',
    lines,
    unpriced,
    usdPerHour,
    usdPerMonth,
    ...againstLimit(site, usdPerMonth, trace),
    unallocatedUsdPerHour,
    idle,
    breakEven: site.pools.flatMap((pool) => {
      const each = plannedNodes(plan, pool.name) === 0 ? null : breakEvenOf(site, pool, catalog, trace);
      return each === null ? [] : [each];
    }),
    explanations: trace.read(),
  };
  return { value, findings: [...priced.findings, ...checkLimits(site, plan, value)] };
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

/** The money limit of a site and what is left of it. */
function againstLimit(
  { spec, path }: ResolvedSite,
  usdPerMonth: number,
  trace: Trace,
): Pick<CostPlan, 'limitUsdPerMonth' | 'headroomUsdPerMonth'> {
  if (spec.money === undefined) return { limitUsdPerMonth: null, headroomUsdPerMonth: null };
  const limit = spec.money.usdPerMonth;
  trace.detail('limitUsdPerMonth', limit, 'USD', 'limit', () => [
    stated('limit', limit, 'USD', `${path}.money.usdPerMonth`),
  ]);
  return {
    limitUsdPerMonth: limit,
    headroomUsdPerMonth: trace.detail('headroomUsdPerMonth', limit - usdPerMonth, 'USD', 'limit - usdPerMonth', () => [
      trace.term('limitUsdPerMonth', 'limit'),
      trace.term('usdPerMonth', 'usdPerMonth'),
    ]),
  };
}

const poolOf = (line: CostLine): string | null => (line.id.startsWith('pool.') ? line.id.slice('pool.'.length) : null);

const poolUsd = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, line) => (poolOf(line) === null ? sum : sum + line.usdPerHour), 0);

function outputAt(input: CostInput, site: string): number {
  return input.factory.workloads.reduce((sum, workload) => {
    const plan = input.workloads.find((each) => each.name === workload.name);
    const weight = (plan?.sites ?? []).reduce((total, each) => (each.site === site ? total + each.weight : total), 0);
    return sum + (meanTokens(workload).output * weight) / 100;
  }, 0);
}

interface PricedSiteCost {
  readonly site: CostInput['sites'][number];
  readonly cost: CostPlan;
}

function workloadCost(
  input: CostInput,
  workload: ResolvedWorkload,
  priced: readonly PricedSiteCost[],
  carriedBySite: ReadonlyMap<string, readonly Carried[]>,
): WorkloadCost {
  const trace = new Trace(`${workload.path}.cost`, input.depth);
  const at = priced.flatMap(({ site, cost }) => {
    const carried = must(carriedBySite.get(site.name), `nodes of ${site.name}`);
    // Nodes without a price have no line, and add nothing to the sums.
    const lineOf = (pool: string): number => cost.lines.find((line) => line.id === `pool.${pool}`)?.usdPerUnit ?? 0;
    const own = carried.flatMap((pool) =>
      pool.parts
        .filter((part) => part.workload === workload.name)
        .map((part) => ({ pool, part, usdPerNode: lineOf(pool.pool) })),
    );
    if (own.length === 0) return [];
    const direct = own.reduce((sum, { part, usdPerNode }) => sum + part.nodes * usdPerNode, 0);
    const inUse = carried.reduce(
      (sum, pool) => sum + pool.parts.reduce((nodes, part) => nodes + part.nodes, 0) * lineOf(pool.pool),
      0,
    );
    const rest = cost.lines.filter((line) => poolOf(line) === null).reduce((sum, line) => sum + line.usdPerHour, 0);
    const usd = trace.note(
      `sites.${site.name}.usdPerHour`,
      direct + (inUse === 0 ? 0 : (rest * direct) / inUse),
      'USD/h',
      `${own.map(({ pool }) => `nodes of ${pool.pool} x price of ${pool.pool}`).join(' + ')}${inUse === 0 ? '' : ' + rest x own / in use'}`,
      [
        ...own.flatMap(({ pool, part, usdPerNode }) => [
          decided(`nodes of ${pool.pool}`, part.nodes, 'nodes', 'nodes in use there, in proportion to its replicas'),
          computed(
            `price of ${pool.pool}`,
            usdPerNode,
            'USD/h',
            // Nodes without a price have no line.
            cost.lines.some((line) => line.id === `pool.${pool.pool}`)
              ? `sites.${site.name}.cost.pool.${pool.pool}.usdPerUnit`
              : 'plan: its price is unknown and left out',
          ),
        ]),
        ...(inUse === 0
          ? []
          : [
              decided('rest', rest, 'USD/h', `every line of sites.${site.name}.cost but its pools`),
              decided('own', direct, 'USD/h', 'the nodes above'),
              decided('in use', inUse, 'USD/h', `the pools of sites.${site.name}.cost without their idle nodes`),
            ]),
      ],
    );
    const needed = cost.unpriced.filter(
      (id) => !id.startsWith('pool.') || own.some(({ pool }) => id === `pool.${pool.pool}`),
    );
    const unpriced = needed.map((id) => `${site.name}.${id}`);
    return [{ site: site.name, usdPerHour: usd, unpriced, ...energyAt(site, own, trace) }];
  });
  const usdPerHour = trace.note(
    'usdPerHour',
    at.reduce((sum, each) => sum + each.usdPerHour, 0),
    'USD/h',
    at.map((each) => each.site).join(' + ') || '0',
    at.map((each) => trace.term(`sites.${each.site}.usdPerHour`, each.site)),
  );
  const kwhPerHour = trace.note(
    'kwhPerHour',
    at.reduce((sum, each) => sum + kilowatts(each.facilityW), 0),
    'kWh an hour',
    at.length === 0 ? '0' : `(${at.map((each) => each.site).join(' + ')}) / 1000`,
    at.map((each) => trace.term(`sites.${each.site}.facilityW`, each.site)),
  );
  const onGrids = at.flatMap(({ site, facilityW, grid }) => (grid === null ? [] : [{ site, facilityW, grid }]));
  const gramsPerHour =
    onGrids.length < at.length
      ? null
      : trace.detail(
          'gramsPerHour',
          onGrids.reduce((sum, { facilityW, grid }) => sum + kilowatts(facilityW) * grid, 0),
          'g CO2e an hour',
          onGrids.map(({ site }) => `power at ${site} / 1000 x grid of ${site}`).join(' + ') || '0',
          () =>
            onGrids.flatMap(({ site, grid }) => [
              trace.term(`sites.${site}.facilityW`, `power at ${site}`),
              computed(`grid of ${site}`, grid, 'g CO2e per kWh', `sites.${site}.power.carbon.gramsPerKwh`),
            ]),
        );
  return {
    currency: 'USD',
    usdPerHour,
    usdPerMonth: trace.note('usdPerMonth', usdPerHour * HOURS_PER_MONTH, 'USD', 'usdPerHour x 730', [
      trace.term('usdPerHour', 'usdPerHour'),
    ]),
    sites: at.map(({ site, usdPerHour: usd, facilityW }) => ({ site, usdPerHour: usd, facilityW })),
    unpriced: at.flatMap((each) => each.unpriced),
    perMillion: tokenCost(input, workload, usdPerHour, kwhPerHour, gramsPerHour, trace),
    kwhPerHour,
    gramsPerHour,
    explanations: trace.read(),
  };
}

/** Facility power that serves a workload at a site: its nodes at idle, and what its replicas add to that. */
function energyAt(
  site: CostInput['sites'][number],
  own: readonly { readonly pool: Carried; readonly part: Carried['parts'][number] }[],
  trace: Trace,
): { readonly facilityW: number; readonly grid: number | null } {
  const parts = own.flatMap(({ pool, part }) => {
    const power = site.power.pools.find((each) => each.pool === pool.pool);
    return power === undefined ? [] : [{ pool: pool.pool, part, power }];
  });
  const itW = parts.reduce(
    (sum, { part, power }) => sum + part.nodes * power.nodeIdleW + part.busyNodes * (power.nodeBusyW - power.nodeIdleW),
    0,
  );
  const facilityW = trace.note(
    `sites.${site.name}.facilityW`,
    itW * site.power.pue,
    'W',
    `(${parts
      .map(
        ({ pool }) => `nodes of ${pool} x idle of ${pool} + busy of ${pool} x (serving of ${pool} - idle of ${pool})`,
      )
      .join(' + ')}) x pue`,
    [
      ...parts.flatMap(({ pool, part, power }) => [
        decided(`nodes of ${pool}`, part.nodes, 'nodes', 'nodes in use there, in proportion to its replicas'),
        decided(`busy of ${pool}`, part.busyNodes, 'nodes', 'nodes that its replicas take and run on'),
        computed(`idle of ${pool}`, power.nodeIdleW, 'W', `sites.${site.name}.power.pools.${pool}.nodeIdleW`),
        computed(`serving of ${pool}`, power.nodeBusyW, 'W', `sites.${site.name}.power.pools.${pool}.nodeBusyW`),
      ]),
      computed('pue', site.power.pue, 'facility W per IT W', `sites.${site.name}.power.pue`),
    ],
  );
  return { facilityW, grid: site.power.carbon.gramsPerKwh };
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
  const peak = stated('peak', peakFactor, 'of mean demand', `${demand}.peakFactor`);
  const perMillion = (path: string, cost: ReturnType<typeof at>, demanded: string, terms: readonly Term[]): void => {
    const usd = 'USD per million';
    trace.note(
      `${path}.outputUsd`,
      cost.outputUsd,
      usd,
      `usdPerHour / ((output + weight x input)${demanded} x 3600) x 10^6`,
      [hourly, output, inputs, weight, ...terms],
    );
    trace.note(`${path}.inputUsd`, cost.inputUsd, usd, 'outputUsd x weight', [
      trace.term(`${path}.outputUsd`, 'outputUsd'),
      weight,
    ]);
    trace.note(`${path}.allOnOutputUsd`, cost.allOnOutputUsd, usd, `usdPerHour / (output${demanded} x 3600) x 10^6`, [
      hourly,
      output,
      ...terms,
    ]);
  };
  const atPeak = at(peakFactor);
  perMillion('perMillion', now, '', []);
  perMillion('perMillion.atPeak', atPeak, ' x peak', [peak]);
  const millionsPerHour = (mean.output * SECONDS_PER_HOUR) / MILLION;
  const kwhPerMillionOutput = trace.note(
    'perMillion.kwhPerMillionOutput',
    kwhPerHour / millionsPerHour,
    'kWh per million output tokens',
    'kwhPerHour / (output x 3600) x 10^6',
    [trace.term('kwhPerHour', 'kwhPerHour'), output],
  );
  return {
    ...now,
    atPeak,
    kwhPerMillionOutput,
    gramsPerMillionOutput:
      gramsPerHour === null
        ? null
        : trace.detail(
            'perMillion.gramsPerMillionOutput',
            gramsPerHour / millionsPerHour,
            'g CO2e per million output tokens',
            'gramsPerHour / (output x 3600) x 10^6',
            () => [trace.term('gramsPerHour', 'gramsPerHour'), output],
          ),
    basis: `at mean demand, with the nodes that its replicas for the peak (${peakFactor}x) stand on and their part of the site, without idle nodes; an input token counts ${weight.value} of an output token`,
  };
}
