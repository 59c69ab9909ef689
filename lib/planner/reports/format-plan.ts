import { kw as kilowattsOf, round } from '../../units/convert';
import { formatFinding } from '../model/finding';
import { must } from '../model/must';
import type { FactoryPlan } from '../model/plan';
import { formatPlacement } from './format-placement';
import { known, money, table } from './table';

const kw = (watts: number): string => `${kilowattsOf(watts)}`;
const against = (value: string, limit: string | null): string => (limit === null ? value : `${value} / ${limit}`);
const dollars = (usd: number): string => `$${round(usd).toLocaleString('en-US')}`;

/** The plan as a person reads it: totals, pools, sites, workloads, why they are there, then everything that was found. */
export function formatPlan(plan: FactoryPlan): string {
  const { cost } = plan;
  const isPlaced = plan.placement.conflict.length === 0;
  const parts = [
    [
      isPlaced
        ? `${plan.name}: ${total(plan)}`
        : `${plan.name}: not every workload is placed, so the factory has no price`,
      `${round(cost.kwhPerDay).toLocaleString('en-US')} kWh/day, ${cost.carbonKgPerDay === null ? 'carbon of a grid is not known' : `${round(cost.carbonKgPerDay).toLocaleString('en-US')} kg CO2e/day`}`,
    ],
    poolTable(plan),
    siteTable(plan),
    workloadTable(plan),
    formatPlacement(plan.placement),
    isPlaced ? breakEvenLines(plan) : [],
    plan.findings.map(formatFinding),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What the factory costs; what has no known price is named and not counted. */
function total({ cost }: FactoryPlan): string {
  const idle = cost.unallocatedUsdPerHour > 0 ? `, ${money(cost.unallocatedUsdPerHour)}/h of it serves nothing` : '';
  const text = `${money(cost.usdPerHour)}/h, ${dollars(cost.usdPerMonth)}/month${idle}`;
  if (cost.unpriced.length === 0) return text;
  const names = `${cost.unpriced.slice(0, MOST_BREAK_EVENS).join(', ')}${cost.unpriced.length > MOST_BREAK_EVENS ? ', …' : ''}`;
  return cost.usdPerHour === 0
    ? `cost unknown: there is no price of ${names}`
    : `at least ${text}, without ${names}, whose price is unknown`;
}

/** Lines of a kind that fit on a screen; the rest is in the JSON. */
const MOST_LINES = 24;
const MOST_BREAK_EVENS = 8;

function breakEvenLines(plan: FactoryPlan): string[] {
  const lines = plan.sites.flatMap((site) =>
    (plan.cost.sites[site.name]?.breakEven ?? []).map((each) => `${site.name}.${each.pool}: ${each.words}`),
  );
  return lines.length <= MOST_BREAK_EVENS
    ? lines
    : [
        ...lines.slice(0, MOST_BREAK_EVENS),
        `… and ${lines.length - MOST_BREAK_EVENS} more, in \`plan --json\` under cost`,
      ];
}

/** Whether a plan is so large that empty rows are left out of its tables. */
const isLarge = (plan: FactoryPlan): boolean =>
  plan.sites.reduce((sum, site) => sum + site.pools.length, 0) > MOST_LINES;

function poolTable(plan: FactoryPlan): string[] {
  const rows = plan.sites.flatMap((site) =>
    site.pools
      .filter((pool) => !isLarge(plan) || pool.nodes.planned > 0)
      .map((pool, index) => {
        const cost = must(plan.cost.sites[site.name], `cost of ${site.name}`);
        const power = site.power.pools.find((each) => each.pool === pool.name);
        const idle = cost.idle.find((each) => each.pool === pool.name)?.nodes ?? 0;
        const capW = pool.accelerator?.capW ?? null;
        return [
          index === 0 ? site.name : '',
          pool.name,
          `${pool.machine}${capW === null ? '' : ` at ${capW} W/GPU`}`,
          `${pool.nodes.planned}`,
          `${idle}`,
          `${pool.nodes.planned * (pool.accelerator?.perNode ?? 0)}`,
          pool.capacity.type,
          power === undefined ? '-' : kw(power.itPeakW),
          power === undefined ? '-' : kw(power.itTypicalW),
          cost.unpriced.includes(`pool.${pool.name}`)
            ? '-'
            : money(cost.lines.find((line) => line.id === `pool.${pool.name}`)?.usdPerHour ?? 0),
        ];
      }),
  );
  return table([
    ['site', 'pool', 'machine', 'nodes', 'idle', 'GPUs', 'capacity', 'peak kW', 'typical kW', '$/h'],
    ...rows,
  ]);
}

function siteTable(plan: FactoryPlan): string[] {
  const hasNodes = (site: FactoryPlan['sites'][number]): boolean => site.pools.some((pool) => pool.nodes.planned > 0);
  const shown = plan.sites.filter((site) => !isLarge(plan) || hasNodes(site));
  const rows = shown.map((site) => {
    const { power, cooling } = site;
    const cost = must(plan.cost.sites[site.name], `cost of ${site.name}`);
    const usd = cost.usdPerHour;
    const isComplete = cost.unpriced.length === 0;
    const isOwn = power.basis === 'facility';
    const liquid = cooling.loop === null ? '' : ` at ${round(cooling.loop.flowLpm)} L/min`;
    return [
      site.name,
      against(kw(power.itPeakW), power.limit === null ? null : kw(power.limit.usableW)),
      `${kw(power.facilityPeakW)} (${round(power.pue, 2)})`,
      against(kw(cooling.airW), cooling.airLimitW === null ? null : kw(cooling.airLimitW)),
      against(kw(cooling.liquidW), cooling.liquidLimitW === null ? null : kw(cooling.liquidLimitW)) + liquid,
      power.carbon.kgPerDay === null ? '-' : `${round(power.carbon.kgPerDay)}`,
      known(money(usd), usd, isComplete),
      against(
        known(dollars(cost.usdPerMonth), usd, isComplete),
        cost.limitUsdPerMonth === null ? null : dollars(cost.limitUsdPerMonth),
      ),
      isOwn ? 'yours' : 'not yours',
    ];
  });
  return table([
    [
      'site',
      'IT peak kW / limit',
      'facility kW (PUE)',
      'heat to air kW / limit',
      'to liquid kW / limit',
      'kg CO2e/day',
      '$/h',
      '$/month / limit',
      'facility',
    ],
    ...rows,
  ]).concat(
    shown.length === plan.sites.length ? [] : [`… and ${plan.sites.length - shown.length} sites without nodes`],
  );
}

function workloadTable(plan: FactoryPlan): string[] {
  const rows = plan.workloads.flatMap((workload) =>
    workload.sites.map((target) => {
      const serving = plan.sites
        .find((site) => site.name === target.site)
        ?.serving.find((each) => each.name === target.serving && each.pool === target.pool);
      const latency = (value: number | undefined, limit: number | null | undefined): string =>
        value === undefined ? '-' : against(`${round(value)}`, limit == null ? null : `${limit}`);
      const cost = plan.cost.workloads[workload.name];
      const here = cost?.sites.find((each) => each.site === target.site);
      const price = cost?.perMillion ?? null;
      const perMillion = (usd: number | undefined): string =>
        usd === undefined ? '-' : known(money(usd), usd, (cost?.unpriced ?? []).length === 0);
      return [
        workload.name,
        workload.model,
        `${target.site}.${target.pool}`,
        `${target.weight}%`,
        `${target.replicas} x ${target.replicas === 0 ? 0 : target.accelerators / target.replicas}`,
        `${round((workload.peak.outputTokensPerSecond * target.weight) / 100)} / ${serving === undefined ? '-' : round(serving.estimate.outputTokensPerSecond * target.replicas)}`,
        latency(serving?.estimate.ttftMs, serving?.objectives.ttftMs),
        latency(serving?.estimate.interTokenMs, serving?.objectives.interTokenMs),
        here === undefined ? '-' : kw(here.facilityW),
        perMillion(price?.inputUsd),
        perMillion(price?.outputUsd),
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    ...table([
      [
        'workload',
        'model',
        'where',
        'share',
        'replicas x GPUs',
        'peak tokens/s / can',
        'TTFT ms',
        'ITL ms',
        'kW',
        '$/M in',
        '$/M out',
      ],
      ...rows,
    ]),
    'kW: facility, typical, of what serves it. $/M: at mean demand, with the nodes for the peak and their part of the site, without idle nodes.',
  ];
}
