import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardUid } from '../../../planner/model/names';
import type { ServingPlan, TelemetryCostPlan } from '../../../planner/model/plan';
import { seconds } from '../../../units/convert';
import { servingMatchers } from '../identity';
import {
  acceleratorsHeld,
  acceleratorUtilisation,
  acceleratorWatts,
  errorShare,
  firstTokenQuantile,
  interTokenQuantile,
  kvCacheShare,
  preemptionsPerSecond,
  prefixHitShare,
  readyPods,
  requestsPerSecond,
  runningRequests,
  type Served,
  tokensPerSecond,
  waitingRequests,
} from '../signals';
import { buildDashboard, type Panel } from './panel';

const limitOf = (ms: number | null): { readonly limit?: number } => (ms === null ? {} : { limit: seconds(ms) });

/** A serving as its dashboard shows it. */
export type DashboardServing = Served & Pick<ServingPlan, 'factory' | 'site' | 'tenant' | 'workload' | 'objectives'>;

/** Returns the dashboard of a serving: what it does, how well, on what and for how much. */
export function servingDashboard(serving: DashboardServing, costs: readonly TelemetryCostPlan[]): Dashboard {
  const { ttftMs, interTokenMs } = serving.objectives;
  const quantiles = (of: (q: number) => string) =>
    [0.5, 0.95, 0.99].map((q) => ({ expr: of(q), legend: `p${q * 100}` }));
  const at = servingMatchers(serving);
  const money: Panel[] =
    costs.length === 0
      ? []
      : [
          {
            title: 'USD per million output tokens',
            kind: 'lines',
            unit: 'currencyUSD',
            description:
              'Price of the accelerators held, over the tokens written; one line for each basis of the price',
            lines: [{ expr: `ai_factory:usd_per_million_output_tokens{${at}}`, legend: '{{basis}}' }],
          },
        ];
  return buildDashboard(
    `${serving.factory}: ${serving.name} at ${serving.site}`,
    dashboardUid([serving.factory, 'serving', serving.site, serving.namespace, serving.name]),
    ['serving', serving.factory, serving.tenant],
    [
      {
        title: 'Now',
        panels: [
          number('Ready pods', 'none', readyPods(serving)),
          number('Accelerators held', 'none', acceleratorsHeld(serving)),
          number('Requests per second', 'reqps', requestsPerSecond(serving)),
          number('Output tokens per second', 'none', tokensPerSecond(serving, 'generation')),
          number('Waiting requests', 'none', waitingRequests(serving), 50),
          number('Accelerator power', 'watt', acceleratorWatts(serving)),
        ],
      },
      {
        title: 'Promises',
        panels: [
          {
            title: 'Time to first token',
            kind: 'lines',
            unit: 's',
            lines: quantiles((q) => firstTokenQuantile(serving, q)),
            ...limitOf(ttftMs),
          },
          {
            title: 'Time between tokens',
            kind: 'lines',
            unit: 's',
            lines: quantiles((q) => interTokenQuantile(serving, q)),
            ...limitOf(interTokenMs),
          },
          {
            title: 'Failed requests',
            kind: 'lines',
            unit: 'percentunit',
            lines: [{ expr: errorShare(serving, '5m'), legend: 'failed' }],
            limit: Math.max(1 - serving.objectives.availability, 0.0001),
          },
          {
            title: 'Tokens per second',
            kind: 'lines',
            unit: 'none',
            lines: [
              { expr: tokensPerSecond(serving, 'generation'), legend: 'written' },
              { expr: tokensPerSecond(serving, 'prompt'), legend: 'read' },
            ],
          },
        ],
      },
      {
        title: 'Pressure',
        panels: [
          {
            title: 'Requests',
            kind: 'lines',
            unit: 'none',
            lines: [
              { expr: runningRequests(serving), legend: 'running' },
              { expr: waitingRequests(serving), legend: 'waiting' },
            ],
          },
          {
            title: 'KV cache in use',
            kind: 'lines',
            unit: 'percentunit',
            lines: [{ expr: kvCacheShare(serving), legend: 'mean over pods' }],
            limit: 0.9,
          },
          {
            title: 'Prefix cache hits',
            kind: 'lines',
            unit: 'percentunit',
            lines: [{ expr: prefixHitShare(serving), legend: 'prompt tokens' }],
          },
          {
            title: 'Preempted requests per second',
            kind: 'lines',
            unit: 'none',
            lines: [{ expr: preemptionsPerSecond(serving), legend: 'preempted' }],
            limit: 0.1,
          },
        ],
      },
      {
        title: 'Energy and money',
        panels: [
          {
            title: 'Output tokens per second and watt',
            kind: 'lines',
            unit: 'none',
            description: 'Tokens per joule of the accelerators',
            lines: [{ expr: `ai_factory:output_tokens_per_second_per_watt{${at}}`, legend: 'tokens per joule' }],
          },
          {
            title: 'Accelerator utilisation',
            kind: 'lines',
            unit: 'percent',
            lines: [{ expr: acceleratorUtilisation(serving), legend: 'mean' }],
          },
          ...money,
        ],
      },
    ],
  );
}

const number = (title: string, unit: string, expr: string, limit?: number): Panel => ({
  title,
  kind: 'number',
  unit,
  lines: [{ expr, legend: title }],
  ...(limit === undefined ? {} : { limit }),
});
