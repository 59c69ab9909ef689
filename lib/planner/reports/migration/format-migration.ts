import { round } from '../../../units/convert';
import { formatFinding } from '../../model/finding';
import type { MigrationPlan, SteadyState } from '../../model/plan/migration-plan';
import type { LostSitePlan } from '../lost-site/lost-site';
import { money, table } from '../table';

/** Minutes as people say them. */
function duration(minutes: number): string {
  if (minutes < 120) return `${round(minutes)} min`;
  return minutes < 48 * 60 ? `${round(minutes / 60, 1)} h` : `${round(minutes / 60 / 24, 1)} d`;
}

const place = ({ site, pool }: { readonly site: string; readonly pool: string | null }): string =>
  pool === null ? site : `${site}.${pool}`;

/** A migration as a person reads it: stops, totals, the state before and after, and what was found. */
export function formatMigration(plan: MigrationPlan): string {
  const { total, payback, controls } = plan;
  const carbon = (kg: number | null): string => (kg === null ? '-' : `${kg}`);
  const stops = plan.stops.map((stop) => [
    `${stop.isCurrent ? '>' : ' '} ${stop.name}`,
    stop.changes,
    `${stop.targetPercent}%`,
    duration(stop.minutes),
    money(stop.usdPerHour),
    `${stop.doubledAcceleratorHours}`,
    money(stop.doubledUsd),
    money(stop.idleUsd),
    money(stop.egressUsd),
    money(stop.extraUsd),
    `${stop.doubledKwh}`,
    carbon(stop.doubledCarbonKg),
    `${stop.requestsInFlight}`,
  ]);
  const totals = [
    '  total',
    '',
    '',
    duration(total.minutes),
    '',
    `${total.doubledAcceleratorHours}`,
    money(total.doubledUsd),
    money(total.idleUsd),
    money(total.egressUsd),
    money(total.extraUsd),
    `${total.doubledKwh}`,
    carbon(total.doubledCarbonKg),
    '',
  ];
  const head = [
    '  stop',
    'changes',
    'at target',
    'takes',
    'bill $/h',
    'doubled GPU-h',
    'doubled $',
    'of it idle',
    'egress',
    'extra bill',
    'doubled kWh',
    'kg CO2e',
    'in flight',
  ];
  return [
    `${plan.name}: ${plan.workloads.join(', ')} from ${place(plan.from)} to ${place(plan.to)}, now at ${plan.at}`,
    '',
    ...table([head, ...stops, totals]),
    '',
    ...plan.stops.filter(({ waits }) => waits.length > 0).map(({ name, waits }) => `${name}: ${waits.join('; ')}`),
    `on the meters of the factory the move adds ${total.extraKwh} kWh and ${carbon(total.extraCarbonKg)} kg CO2e: nodes that stand in any case draw their idle power without it`,
    '',
    ...plan.steady.flatMap(({ workload, before, after }) => [...beforeAndAfter(workload, before, after), '']),
    ...controls.gained.map((words) => `gained: ${words}`),
    ...controls.lost.map((words) => `lost: ${words}`),
    `payback: ${payback.words}`,
    ...plan.findings.map(formatFinding),
    '',
  ].join('\n');
}

function beforeAndAfter(workload: string, before: SteadyState, after: SteadyState): string[] {
  const number = (value: number | null, digits = 1): string => (value === null ? '-' : `${round(value, digits)}`);
  const dear = (value: number | null): string => (value === null ? '-' : money(value));
  const row = (words: string, of: (state: SteadyState) => string): string[] => [words, of(before), of(after)];
  return table([
    [workload, 'before', 'after'],
    row('model', (state) => state.model),
    row('sites', (state) => state.sites.join(', ')),
    row('jurisdictions', (state) => state.jurisdictions.join(', ')),
    row('accelerators', (state) => `${state.accelerators}`),
    row('its accelerators: $/h', (state) => money(state.usdPerHour)),
    row('  $/M output tokens', (state) => dear(state.usdPerMillionOutput)),
    row('  kW', (state) => number(state.kw)),
    row('  g CO2e/M output tokens', (state) => number(state.gramsPerMillionOutput)),
    row('with its part of pools and sites: $/h', (state) => money(state.carried.usdPerHour)),
    row('  $/M output tokens', (state) => dear(state.carried.usdPerMillionOutput)),
    row('whole factory: $/h', (state) => money(state.factory.usdPerHour)),
    row('  kW', (state) => number(state.factory.kw)),
    row('  kg CO2e/day', (state) => number(state.factory.carbonKgPerDay)),
    row('TTFT ms', (state) => number(state.ttftMs)),
    row('inter-token ms', (state) => number(state.interTokenMs)),
  ]);
}

/** The loss of a site as a person reads it. */
export function formatLostSite(plan: LostSitePlan): string {
  const workloads = plan.workloads.map((each) => [
    each.workload,
    each.priority,
    `${each.lostRequestsPerSecond}`,
    each.failsOver
      .map(({ site, pool, replicas }) => `${site}.${pool} ${replicas.before} -> ${replicas.after}`)
      .join(', ') || '-',
    `${each.shedPercent}%`,
    duration(each.minutes),
  ]);
  const sites = plan.sites.map(({ site, nodes, itKw, usdPerHour }) => [
    site,
    `${nodes.before} -> ${nodes.after}`,
    `${itKw.before} -> ${itKw.after}${itKw.limit === null ? '' : ` / ${itKw.limit}`}`,
    `${money(usdPerHour.before)} -> ${money(usdPerHour.after)}`,
  ]);
  return [
    `${plan.site} is lost: served again as far as can be after ${duration(plan.minutes)}`,
    '',
    ...table([['workload', 'priority', 'lost requests/s', 'replicas', 'shed', 'takes'], ...workloads]),
    '',
    ...plan.workloads
      .filter(({ waits }) => waits.length > 0)
      .map(({ workload, waits }) => `${workload}: ${waits.join('; ')}`),
    ...plan.toDo.map((words, index) => `${index + 1}. ${words}`),
    '',
    ...table([['site', 'nodes', 'IT kW / limit', '$/h'], ...sites]),
    '',
    ...plan.findings.map(formatFinding),
    '',
  ].join('\n');
}
