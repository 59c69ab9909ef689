import { kilowatts, round } from '../../units/convert';
import { formatFinding } from '../finding';
import type { FactoryPlan } from '../plan';
import { money, table } from './table';

/** The plan as a person reads it: sites, workloads, traffic, then everything that was found. */
export function formatPlan(plan: FactoryPlan): string {
  const kw = (watts: number): string => `${round(kilowatts(watts), 1)}`;
  const sites = plan.sites.flatMap((site) =>
    site.pools.map((pool, index) => {
      const first = index === 0;
      const { limit, itPeakW, facilityPeakW } = site.power;
      return [
        first ? site.name : '',
        pool.name,
        pool.machine,
        `${pool.nodes.planned}`,
        `${pool.nodes.planned * (pool.accelerator?.perNode ?? 0)}`,
        pool.capacity.type,
        first ? `${kw(itPeakW)}${limit === null ? '' : ` / ${kw(limit.usableW)}`}` : '',
        first ? kw(facilityPeakW) : '',
        first ? money(plan.cost.sites[site.name]?.usdPerHour ?? 0) : '',
      ];
    }),
  );
  const workloads = plan.workloads.flatMap((workload) =>
    workload.sites.map((target) => {
      const serving = plan.sites
        .find((site) => site.name === target.site)
        ?.serving.find((each) => each.workload === workload.name && each.pool === target.pool);
      const against = (value: number | undefined, limit: number | null | undefined): string =>
        value === undefined ? '-' : `${round(value)}${limit == null ? '' : ` / ${limit}`}`;
      const price = plan.cost.workloads[workload.name]?.perMillion;
      return [
        workload.name,
        workload.model,
        `${target.site}.${target.pool}`,
        `${target.weight}%`,
        `${target.replicas} x ${target.replicas === 0 ? 0 : target.accelerators / target.replicas}`,
        `${round((serving?.estimate.outputTokensPerSecond ?? 0) * target.replicas)}`,
        against(serving?.estimate.ttftMs, serving?.objectives.ttftMs),
        against(serving?.estimate.interTokenMs, serving?.objectives.interTokenMs),
        price == null ? '-' : money(price.outputUsd),
      ];
    }),
  );
  const siteHead = ['site', 'pool', 'machine', 'nodes', 'GPUs', 'capacity', 'IT kW / limit', 'facility kW', '$/h'];
  const workHead = [
    'workload',
    'model',
    'where',
    'share',
    'replicas x GPUs',
    'tokens/s',
    'TTFT ms',
    'ITL ms',
    '$/M out',
  ];
  const { cost } = plan;
  return [
    `${plan.name}: ${money(cost.usdPerHour)}/h, ${money(cost.usdPerMonth)}/month, ${round(cost.kwhPerDay)} kWh/day${cost.carbonKgPerDay === null ? '' : `, ${round(cost.carbonKgPerDay)} kg CO2e/day`}`,
    '',
    ...table([siteHead, ...sites]),
    ...plan.sites
      .filter((site) => site.power.basis === 'accounting')
      .map((site) => `${site.name}: ${site.power.statement}`),
    '',
    ...table([workHead, ...workloads]),
    '',
    ...plan.findings.map(formatFinding),
    '',
  ].join('\n');
}
