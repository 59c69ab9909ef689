import { ruleGroupName, telemetryNames } from '../../../planner/model/names';
import type { NodePoolPlan, TelemetryPlan } from '../../../planner/model/plan';
import { SECONDS_PER_MINUTE } from '../../../units/convert';
import { epochSeconds } from '../../../units/instant';
import { siteLabels, siteMatchers, type TelemetrySite } from '../identity';
import { poolIdleShare, poolNodes, resourceLabel, siteAcceleratorWatts } from '../signals';
import { type Alert, alertRule, number, type RecordingRule, type RuleGroup } from './rule';

/** Errors that the application and not the device causes. Source: NVIDIA XID catalogue, r580 (memory). */
const APPLICATION_XIDS = [13, 31, 43, 45];
/** Minutes before the end of a reservation at which the alert fires. */
const ENDING_MINUTES = 240;

/** Rules of a site as a whole: devices, nodes, queues, capacity, power. */
export function siteRules(site: TelemetrySite, telemetry: TelemetryPlan): readonly RuleGroup[] {
  const labels = siteLabels(site);
  const object = telemetryNames(site.factory).site(site.name);
  return [
    { name: ruleGroupName(object, 'records'), interval: '30s', rules: siteRecords(site, telemetry) },
    {
      name: ruleGroupName(object, 'alerts'),
      interval: '30s',
      rules: siteAlerts(site, telemetry).map((alert) => alertRule(alert, labels, telemetry.runbookUrl)),
    },
  ];
}

const hasDeviceMetrics = (site: TelemetrySite) => site.pools.some((pool) => pool.accelerator?.vendor === 'nvidia');

/** Nodes of a pool now; pools of an existing cluster carry no label of ours and count as planned. */
const nodesNow = (factory: string, pool: NodePoolPlan): string =>
  `(${poolNodes(factory, pool.name)} or vector(${pool.manager === 'existing' ? pool.nodes.planned : 0}))`;

/** Tokens of each tenant and the power of the site: accelerators, IT, facility. */
function siteRecords(site: TelemetrySite, telemetry: TelemetryPlan): readonly RecordingRule[] {
  const labels = siteLabels(site);
  const at = siteMatchers(site);
  const tokens: RecordingRule[] = [
    {
      record: 'ai_factory:tenant_output_tokens_per_second',
      expr: `sum by (tenant) (ai_factory:output_tokens_per_second{${at}})`,
      labels,
    },
    {
      record: 'ai_factory:tenant_prompt_tokens_per_second',
      expr: `sum by (tenant) (ai_factory:prompt_tokens_per_second{${at}})`,
      labels,
    },
  ];
  if (!hasDeviceMetrics(site)) return tokens;
  const hosts = site.pools
    .filter((pool) => (telemetry.hostWatts?.[pool.name] ?? 0) > 0)
    .map((pool) => `${nodesNow(site.factory, pool)} * ${number(telemetry.hostWatts?.[pool.name] ?? 0)}`);
  const it = [siteAcceleratorWatts, ...hosts].join(' + ');
  const pue = telemetry.pue ?? null;
  return [
    ...tokens,
    { record: 'ai_factory:site_accelerator_watts', expr: siteAcceleratorWatts, labels },
    { record: 'ai_factory:site_it_watts', expr: it, labels },
    ...(pue === null
      ? []
      : [
          {
            record: 'ai_factory:site_facility_watts',
            expr: `sum(ai_factory:site_it_watts{${at}}) * ${number(pue)}`,
            labels: { ...labels, pue: number(pue) },
          },
        ]),
    {
      record: 'ai_factory:site_output_tokens_per_second_per_watt',
      expr: `sum(ai_factory:output_tokens_per_second{${at}}) / (sum(ai_factory:site_it_watts{${at}}) > 0)`,
      labels,
    },
  ];
}

/** Alerts of a site. */
function siteAlerts(site: TelemetrySite, telemetry: TelemetryPlan): readonly Alert[] {
  return [
    ...(hasDeviceMetrics(site) ? deviceAlerts() : []),
    ...nodeAlerts(site),
    ...queueAlerts(),
    ...site.pools.flatMap((pool) => capacityAlerts(site.factory, pool)),
    ...powerAlerts(site, telemetry),
  ];
}

function deviceAlerts(): readonly Alert[] {
  const where = 'GPU {{ $labels.gpu }} of {{ $labels.node }}';
  const series = 'gpu, node';
  return [
    {
      name: 'GpuXidError',
      severity: 'critical',
      for: '0m',
      expr: `max by (${series}) (DCGM_FI_DEV_XID_ERRORS) > 0${APPLICATION_XIDS.map((xid) => ` != ${xid}`).join('')}`,
      summary: 'a GPU reports an error of the device',
      description: `${where} reported XID {{ $value }}`,
    },
    {
      name: 'GpuDoubleBitError',
      severity: 'critical',
      for: '0m',
      expr: `max by (${series}) (increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[15m])) > 0`,
      summary: 'memory of a GPU lost data',
      description: `${where} counted {{ $value | humanize }} errors that its memory could not correct`,
    },
    {
      name: 'GpuNvlinkError',
      severity: 'warning',
      for: '0m',
      expr:
        `max by (${series}) (increase(DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL[15m])) > 0` +
        ` or max by (${series}) (increase(DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL[15m])) > 100`,
      summary: 'the fabric between GPUs loses packets',
      description: `${where} counted {{ $value | humanize }} NVLink errors in 15 minutes`,
    },
    {
      name: 'GpuThrottledByHeat',
      severity: 'warning',
      for: '5m',
      expr: `max by (${series}) (increase(DCGM_FI_DEV_THERMAL_VIOLATION[5m])) > 0`,
      summary: 'a GPU slows down because of heat',
      description: `${where} was throttled by its temperature: look at the inlet temperature and the coolant`,
    },
    {
      name: 'GpuHot',
      severity: 'warning',
      for: '10m',
      expr: `max by (${series}) (DCGM_FI_DEV_GPU_TEMP) > 85`,
      summary: 'a GPU is hot',
      description: `${where} is at {{ $value }} degrees Celsius`,
    },
    {
      name: 'GpuTelemetryMissing',
      severity: 'warning',
      for: '15m',
      expr: 'absent(DCGM_FI_DEV_POWER_USAGE)',
      summary: 'no GPU reports its power',
      description: 'power, cost and device alerts of the site are blind',
    },
  ];
}

function nodeAlerts(site: TelemetrySite): readonly Alert[] {
  const resources = [...new Set(site.pools.flatMap((pool) => pool.accelerator?.resource ?? []))].sort();
  if (resources.length === 0) return [];
  const labels = resources.map((resource) => resourceLabel(resource)).join('|');
  return [
    {
      name: 'AcceleratorNodeNotReady',
      severity: 'warning',
      for: '10m',
      expr: `max by (node) (kube_node_status_condition{condition="Ready",status="true"} == 0) and on (node) max by (node) (kube_node_status_allocatable{resource=~"${labels}"} > 0)`,
      summary: 'a node with accelerators is not ready',
      description: 'node {{ $labels.node }} takes no pods',
    },
  ];
}

function queueAlerts(): readonly Alert[] {
  return [
    {
      name: 'QueueWaitsLong',
      severity: 'warning',
      for: '15m',
      expr: 'histogram_quantile(0.95, sum by (cluster_queue, le) (rate(kueue_admission_wait_time_seconds_bucket[30m]))) > 1800',
      summary: 'work waits long for its quota',
      description:
        '95 % of workloads in {{ $labels.cluster_queue }} are admitted within {{ $value | humanizeDuration }}',
    },
    {
      name: 'QueueInadmissible',
      severity: 'warning',
      for: '30m',
      expr: 'sum by (cluster_queue) (kueue_pending_workloads{status="inadmissible"}) > 0',
      summary: 'a queue cannot admit pending workloads',
      description: '{{ $value }} pending workloads do not fit any quota of their queue {{ $labels.cluster_queue }}',
    },
    {
      name: 'QueueEvictions',
      severity: 'info',
      for: '15m',
      expr: 'sum by (cluster_queue, reason) (increase(kueue_evicted_workloads_total[30m])) > 5',
      summary: 'a queue takes back much of what it admitted',
      description:
        '{{ $value | humanize }} workloads of {{ $labels.cluster_queue }} were evicted: {{ $labels.reason }}',
    },
    {
      name: 'ScalerFails',
      severity: 'warning',
      for: '10m',
      expr: 'sum by (namespace, scaledObject) (rate(keda_scaler_detail_errors_total[5m])) > 0',
      summary: 'an autoscaler cannot read its signal',
      description: '{{ $labels.scaledObject }} in {{ $labels.namespace }} does not scale with the load',
    },
  ];
}

function capacityAlerts(factory: string, pool: NodePoolPlan): readonly Alert[] {
  const { accelerator, capacity } = pool;
  const reserved = capacity.type === 'reservation' || capacity.type === 'capacity-block';
  if (accelerator === null || !reserved) return [];
  const end = capacity.endsAt === null ? null : epochSeconds(capacity.endsAt);
  return [
    {
      name: 'ReservationUnused',
      severity: 'info',
      for: '1h',
      expr: `${poolIdleShare(factory, pool.name, accelerator.resource)} > 0.5`,
      summary: `reserved accelerators of pool ${pool.name} are idle`,
      description: '{{ $value | humanizePercentage }} of the paid accelerators are not requested by any pod',
    },
    ...(end === null
      ? []
      : [
          {
            name: 'ReservationEndsSoon',
            severity: 'warning' as const,
            for: '0m',
            expr: `vector(${end}) - time() < ${ENDING_MINUTES * SECONDS_PER_MINUTE} > 0`,
            summary: `the capacity of pool ${pool.name} ends soon`,
            description: `the reservation ends at ${capacity.endsAt}; the provider takes its nodes before that`,
          },
        ]),
  ];
}

function powerAlerts(site: TelemetrySite, telemetry: TelemetryPlan): readonly Alert[] {
  const budget = telemetry.wattsBudget ?? null;
  if (budget === null || !hasDeviceMetrics(site)) return [];
  return [
    {
      name: 'PowerBudgetNearlySpent',
      severity: 'critical',
      for: '5m',
      expr: `sum(ai_factory:site_it_watts{${siteMatchers(site)}}) > ${number(budget * 0.9)}`,
      summary: `${site.name} draws more than 90 % of its power budget`,
      description: `IT draws {{ $value | humanize }}W of ${number(budget)} W`,
    },
  ];
}
