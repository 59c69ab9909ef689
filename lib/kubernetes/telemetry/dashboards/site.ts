import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardUid } from '../../../planner/model/names';
import type { TelemetryPlan } from '../../../planner/model/plan';
import { siteMatchers, type TelemetrySite } from '../identity';
import { poolIdleShare, poolNodes } from '../signals';
import { buildDashboard, type Row } from './panel';

/** A site as its dashboard shows it. */
export interface DashboardSite {
  readonly factory: string;
  readonly name: string;
  /** Pools with accelerators whose nodes carry the labels of the library. */
  readonly pools: readonly { readonly name: string; readonly acceleratorResource: string }[];
}

/** Returns what the dashboard of a planned site shows. */
export const dashboardSite = ({ factory, name, pools }: TelemetrySite): DashboardSite => ({
  factory,
  name,
  pools: pools.flatMap((pool) =>
    pool.accelerator === null || pool.manager === 'existing'
      ? []
      : [{ name: pool.name, acceleratorResource: pool.accelerator.resource }],
  ),
});

/** Power figures that the dashboard of a site shows. */
export type DashboardPower = Pick<TelemetryPlan, 'pue' | 'wattsBudget'>;

/** Returns the dashboard of a site as a factory: tokens, power, queues, pools, devices. */
export function siteDashboard(site: DashboardSite, telemetry: DashboardPower): Dashboard {
  const at = siteMatchers(site);
  const rows: Row[] = [
    {
      title: 'Tokens',
      panels: [
        {
          title: 'Output tokens per second by tenant',
          kind: 'lines',
          unit: 'none',
          lines: [{ expr: `ai_factory:tenant_output_tokens_per_second{${at}}`, legend: '{{tenant}}' }],
        },
        {
          title: 'Output tokens per second by workload',
          kind: 'lines',
          unit: 'none',
          lines: [{ expr: `ai_factory:output_tokens_per_second{${at}}`, legend: '{{workload}}' }],
        },
      ],
    },
    powerRow(site, telemetry),
    {
      title: 'Queues',
      panels: [
        {
          title: 'Waiting workloads',
          kind: 'lines',
          unit: 'none',
          lines: [
            {
              expr: 'sum by (cluster_queue, status) (kueue_pending_workloads)',
              legend: '{{cluster_queue}} {{status}}',
            },
          ],
        },
        {
          title: 'Wait for admission, 95 %',
          kind: 'lines',
          unit: 's',
          lines: [
            {
              expr: 'histogram_quantile(0.95, sum by (cluster_queue, le) (rate(kueue_admission_wait_time_seconds_bucket[30m])))',
              legend: '{{cluster_queue}}',
            },
          ],
        },
        {
          title: 'Quota in use',
          kind: 'lines',
          unit: 'percentunit',
          lines: [
            {
              expr: 'sum by (cluster_queue, resource) (kueue_cluster_queue_resource_usage) / (sum by (cluster_queue, resource) (kueue_cluster_queue_nominal_quota) > 0)',
              legend: '{{cluster_queue}} {{resource}}',
            },
          ],
        },
        {
          title: 'Workloads taken back',
          kind: 'lines',
          unit: 'none',
          lines: [
            {
              expr: 'sum by (cluster_queue, reason) (increase(kueue_evicted_workloads_total[30m]))',
              legend: '{{cluster_queue}} {{reason}}',
            },
          ],
        },
      ],
    },
    poolRow(site),
    {
      title: 'Devices',
      panels: [
        {
          title: 'Hottest GPU of each node',
          kind: 'lines',
          unit: 'celsius',
          limit: 85,
          lines: [
            { expr: 'max by (node) (DCGM_FI_DEV_GPU_TEMP)', legend: '{{node}}' },
            { expr: 'max by (node) (DCGM_FI_DEV_MEMORY_TEMP)', legend: '{{node}} memory' },
          ],
        },
        {
          title: 'Slowest SM clock of each node',
          kind: 'lines',
          unit: 'hertz',
          lines: [{ expr: 'min by (node) (DCGM_FI_DEV_SM_CLOCK) * 1000000', legend: '{{node}}' }],
        },
        {
          title: 'NVLink traffic',
          kind: 'lines',
          unit: 'Bps',
          lines: [{ expr: 'sum by (node) (rate(DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL[5m]))', legend: '{{node}}' }],
        },
        {
          title: 'Last XID by GPU',
          kind: 'lines',
          unit: 'none',
          lines: [{ expr: 'max by (node, gpu) (DCGM_FI_DEV_XID_ERRORS) > 0', legend: '{{node}} {{gpu}}' }],
        },
        {
          title: 'GPU memory in use',
          kind: 'lines',
          unit: 'percentunit',
          lines: [
            {
              expr: 'sum by (node) (DCGM_FI_DEV_FB_USED) / (sum by (node) (DCGM_FI_DEV_FB_USED) + sum by (node) (DCGM_FI_DEV_FB_FREE))',
              legend: '{{node}}',
            },
          ],
        },
        {
          title: 'Tensor pipes at work',
          kind: 'lines',
          unit: 'percentunit',
          lines: [{ expr: 'avg by (node) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE)', legend: '{{node}}' }],
        },
      ],
    },
  ];
  return buildDashboard(
    `${site.factory}: site ${site.name}`,
    dashboardUid([site.factory, 'site', site.name]),
    ['site', site.factory],
    rows,
  );
}

function powerRow(site: DashboardSite, telemetry: DashboardPower): Row {
  const at = siteMatchers(site);
  const budget = telemetry.wattsBudget ?? null;
  const pue = telemetry.pue ?? null;
  return {
    title: 'Power and energy',
    panels: [
      {
        title: 'Power',
        kind: 'lines',
        unit: 'watt',
        description: 'Measured draw of the accelerators, plus what the hosts draw beside them, times the PUE',
        ...(budget === null ? {} : { limit: budget * 0.9 }),
        lines: [
          { expr: `ai_factory:site_accelerator_watts{${at}}`, legend: 'accelerators' },
          { expr: `ai_factory:site_it_watts{${at}}`, legend: 'IT' },
          ...(pue === null ? [] : [{ expr: `ai_factory:site_facility_watts{${at}}`, legend: `facility (PUE ${pue})` }]),
          ...(budget === null ? [] : [{ expr: `vector(${budget})`, legend: 'IT budget' }]),
        ],
      },
      {
        title: 'Accelerator energy by node',
        kind: 'lines',
        unit: 'watth',
        description: 'Watt-hours of each hour, from the energy counters of the devices',
        lines: [
          {
            expr: 'sum by (node) (increase(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[1h])) / 3600000',
            legend: '{{node}}',
          },
        ],
      },
      {
        title: 'Output tokens per second and IT watt',
        kind: 'lines',
        unit: 'none',
        lines: [{ expr: `ai_factory:site_output_tokens_per_second_per_watt{${at}}`, legend: 'tokens per joule' }],
      },
      {
        title: 'Throttled by the power limit',
        kind: 'lines',
        unit: 'none',
        lines: [
          { expr: 'sum by (node) (increase(DCGM_FI_DEV_POWER_VIOLATION[5m]) > bool 0)', legend: 'GPUs of {{node}}' },
        ],
      },
    ],
  };
}

const poolRow = (site: DashboardSite): Row => {
  const pools = site.pools.slice(0, 26);
  return {
    title: 'Pools',
    panels:
      pools.length === 0
        ? []
        : [
            {
              title: 'Nodes',
              kind: 'lines',
              unit: 'none',
              lines: pools.map((pool) => ({ expr: poolNodes(site.factory, pool.name), legend: pool.name })),
            },
            {
              title: 'Accelerators that no pod requests',
              kind: 'lines',
              unit: 'percentunit',
              lines: pools.map((pool) => ({
                expr: poolIdleShare(site.factory, pool.name, pool.acceleratorResource),
                legend: pool.name,
              })),
            },
          ],
  };
};
