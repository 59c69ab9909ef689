import { ruleGroupName, servingNames, telemetryNames } from '../../../planner/model/names';
import type { ServingPlan, TelemetryCostPlan, TelemetryPlan } from '../../../planner/model/plan';
import { minutes, seconds } from '../../../units/convert';
import { type LabelledServing, servingLabels, servingMatchers } from '../identity';
import {
  acceleratorsHeld,
  acceleratorUtilisation,
  acceleratorWatts,
  errorShare,
  interTokenQuantile,
  kvCacheShare,
  lateFirstTokenShare,
  podMatchers,
  preemptionsPerSecond,
  prefixHitShare,
  QUIET,
  readyPods,
  type Served,
  tokensPerSecond,
  ttftBucket,
  waitingRequests,
} from '../signals';
import { type Alert, alertRule, number, type RecordingRule, type RuleGroup } from './rule';

/** Share of requests that the time-to-first-token objective allows to be late. */
export const LATE_BUDGET = 0.01;
/**
 * Burn rates of the two windows: at the fast one a month's budget is gone in two days, at the slow one in five.
 * Source: Google SRE workbook, chapter 5, multiwindow multi-burn-rate alerts.
 */
export const BURN = { fast: 14.4, slow: 6 } as const;
/** Thresholds above which a budget says nothing: an alert must be able to fire. */
export const HIGHEST_SHARE = 0.9;

/** A serving as its rules measure it. */
export type RuledServing = LabelledServing &
  Served &
  Pick<ServingPlan, 'namespace' | 'objectives' | 'replicas' | 'startupSeconds'>;

/** Returns the rules of one serving at one site. */
export function servingRules(
  serving: RuledServing,
  telemetry: Pick<TelemetryPlan, 'costs' | 'runbookUrl'>,
): readonly RuleGroup[] {
  const labels = servingLabels(serving);
  const object = telemetryNames(serving.factory).serving(serving.namespace, serving.name);
  const costs = (telemetry.costs ?? []).filter((cost) => cost.serving === serving.name);
  return [
    {
      name: ruleGroupName(object, 'records'),
      interval: '30s',
      rules: servingRecords(serving, costs),
    },
    {
      name: ruleGroupName(object, 'alerts'),
      interval: '30s',
      rules: servingAlerts(serving).map((alert) => alertRule(alert, labels, telemetry.runbookUrl)),
    },
  ];
}

/** Values kept for a serving: tokens, watts, and what the two cost. */
function servingRecords(serving: RuledServing, costs: readonly TelemetryCostPlan[]): readonly RecordingRule[] {
  const labels = servingLabels(serving);
  const output = `ai_factory:output_tokens_per_second{${servingMatchers(serving)}}`;
  return [
    { record: 'ai_factory:output_tokens_per_second', expr: tokensPerSecond(serving, 'generation'), labels },
    { record: 'ai_factory:prompt_tokens_per_second', expr: tokensPerSecond(serving, 'prompt'), labels },
    { record: 'ai_factory:accelerators_held', expr: acceleratorsHeld(serving), labels },
    { record: 'ai_factory:accelerator_watts', expr: acceleratorWatts(serving), labels },
    {
      record: 'ai_factory:output_tokens_per_second_per_watt',
      expr: `sum(${output}) / (sum(ai_factory:accelerator_watts{${servingMatchers(serving)}}) > 0)`,
      labels,
    },
    ...costs.map((cost) => ({
      record: 'ai_factory:usd_per_million_output_tokens',
      expr:
        `sum(ai_factory:accelerators_held{${servingMatchers(serving)}}) * ${number(cost.usdPerAcceleratorHour)} / 3600` +
        ` / (sum(${output}) > ${QUIET}) * 1000000`,
      labels: { ...labels, basis: cost.basis },
    })),
  ];
}

/** Alerts of a serving: those that every serving has, then those of its objectives. */
function servingAlerts(serving: RuledServing): readonly Alert[] {
  const name = `${serving.workload} at ${serving.site}`;
  return [
    ...availabilityAlerts(serving, name),
    ...latencyAlerts(serving, name),
    ...pressureAlerts(serving, name),
    ...moneyAlerts(serving, name),
  ];
}

function availabilityAlerts(serving: RuledServing, name: string): readonly Alert[] {
  const budget = Math.max(1 - serving.objectives.availability, 0.0001);
  const over = (window: string, burn: number) =>
    `(${errorShare(serving, window)}) > ${number(Math.min(burn * budget, HIGHEST_SHARE))}`;
  const pods = podMatchers(serving);
  return [
    {
      name: 'ServingErrorBudgetBurnFast',
      severity: 'critical',
      for: '2m',
      expr: `${over('1h', BURN.fast)} and ${over('5m', BURN.fast)}`,
      summary: `${name} fails requests and spends its error budget within two days`,
      description: `{{ $value | humanizePercentage }} of requests failed in the last hour; the objective is an availability of ${serving.objectives.availability}`,
    },
    {
      name: 'ServingErrorBudgetBurnSlow',
      severity: 'warning',
      for: '15m',
      expr: `${over('6h', BURN.slow)} and ${over('30m', BURN.slow)}`,
      summary: `${name} fails requests and spends its error budget within five days`,
      description: `{{ $value | humanizePercentage }} of requests failed in the last six hours; the objective is an availability of ${serving.objectives.availability}`,
    },
    ...(serving.replicas.min > 0
      ? [
          {
            name: 'ServingHasNoReadyPods',
            severity: 'critical' as const,
            for: '3m',
            expr: `(${readyPods(serving)} or vector(0)) < 1`,
            summary: `${name} has no pod that answers`,
            description: `none of at least ${serving.replicas.min} replicas is ready`,
          },
        ]
      : []),
    {
      name: 'ServingStartsSlowly',
      severity: 'warning',
      for: `${Math.ceil(minutes(serving.startupSeconds))}m`,
      expr: `max by (pod) (kube_pod_status_phase{${pods},phase="Running"} == 1) unless on (pod) max by (pod) (kube_pod_status_ready{${pods},condition="true"} == 1)`,
      summary: `a pod of ${name} runs but does not become ready`,
      description: `pod {{ $labels.pod }} runs without being ready for ${Math.ceil(minutes(serving.startupSeconds))} minutes, the time that loading its weights may take: the weights cache is cold or its store is slow`,
    },
    {
      name: 'ServingPodPending',
      severity: 'warning',
      for: '20m',
      expr: `sum(kube_pod_status_phase{${pods},phase="Pending"}) > 0`,
      summary: `pods of ${name} wait for accelerators`,
      description: '{{ $value }} pods are pending: the queue has no quota, or no node has free accelerators',
    },
    {
      name: 'ServingPodRestarts',
      severity: 'warning',
      for: '0m',
      expr: `sum by (pod) (increase(kube_pod_container_status_restarts_total{${pods}}[30m])) > 2`,
      summary: `a pod of ${name} keeps restarting`,
      description: 'pod {{ $labels.pod }} restarted {{ $value | humanize }} times in 30 minutes',
    },
    {
      name: 'ServingMetricsMissing',
      severity: 'warning',
      for: '10m',
      expr: `(${readyPods(serving)} > 0) unless on () (sum(vllm:num_requests_running{${pods}}) >= 0)`,
      summary: `${name} is ready but reports nothing`,
      description: 'pods are ready but none of their metrics arrives: scaling and all other alerts of it are blind',
    },
    {
      name: 'EndpointPickerDown',
      severity: 'critical',
      for: '3m',
      expr: `kube_deployment_status_replicas_available{namespace="${serving.namespace}",deployment="${servingNames(serving.name).picker}"} < 1`,
      summary: `${name} has no endpoint picker`,
      description: 'the gateway cannot choose a pod for a request without it',
    },
  ];
}

function latencyAlerts(serving: RuledServing, name: string): readonly Alert[] {
  const { ttftMs, interTokenMs } = serving.objectives;
  const alerts: Alert[] = [];
  if (ttftMs !== null) {
    const limit = seconds(ttftMs);
    const late = (window: string, burn: number) =>
      `(${lateFirstTokenShare(serving, limit, window)}) > ${number(Math.min(burn * LATE_BUDGET, HIGHEST_SHARE))}`;
    const judged = `within ${ttftBucket(limit)} s, the histogram's bound for ${limit} s`;
    alerts.push(
      {
        name: 'FirstTokenBudgetBurnFast',
        severity: 'critical',
        for: '2m',
        expr: `${late('1h', BURN.fast)} and ${late('5m', BURN.fast)}`,
        summary: `${name} answers too late and spends its latency budget within two days`,
        description: `{{ $value | humanizePercentage }} of first tokens were late in the last hour; 99 % are promised ${judged}`,
      },
      {
        name: 'FirstTokenBudgetBurnSlow',
        severity: 'warning',
        for: '15m',
        expr: `${late('6h', BURN.slow)} and ${late('30m', BURN.slow)}`,
        summary: `${name} answers too late and spends its latency budget within five days`,
        description: `{{ $value | humanizePercentage }} of first tokens were late in the last six hours; 99 % are promised ${judged}`,
      },
    );
  }
  if (interTokenMs !== null) {
    alerts.push({
      name: 'InterTokenLatencyHigh',
      severity: 'warning',
      for: '15m',
      expr: `${interTokenQuantile(serving, 0.99, '10m')} > ${number(seconds(interTokenMs))}`,
      summary: `${name} writes too slowly`,
      description: `99 % of tokens follow within {{ $value | humanizeDuration }}; the objective is ${interTokenMs} ms`,
    });
  }
  return alerts;
}

function pressureAlerts(serving: RuledServing, name: string): readonly Alert[] {
  return [
    {
      name: 'KvCacheNearlyFull',
      severity: 'warning',
      for: '10m',
      expr: `${kvCacheShare(serving)} > 0.9`,
      summary: `the KV cache of ${name} is nearly full`,
      description: '{{ $value | humanizePercentage }} of the cache is in use: requests will soon wait or be preempted',
    },
    {
      name: 'RequestQueueLong',
      severity: 'warning',
      for: '5m',
      expr: `${waitingRequests(serving)} > 50`,
      summary: `requests wait at ${name}`,
      description: `{{ $value }} requests wait for a place in a batch; at most ${serving.replicas.max} replicas are allowed`,
    },
    {
      name: 'RequestsPreempted',
      severity: 'warning',
      for: '10m',
      expr: `${preemptionsPerSecond(serving)} > 0.1`,
      summary: `${name} preempts running requests`,
      description: '{{ $value | humanize }} requests each second lose their cache and start again',
    },
    {
      name: 'PrefixCacheMisses',
      severity: 'info',
      for: '1h',
      expr: `(${prefixHitShare(serving, '1h')}) < 0.3 and ${tokensPerSecond(serving, 'prompt', '1h')} > 100`,
      summary: `the prefix cache of ${name} rarely helps`,
      description:
        '{{ $value | humanizePercentage }} of prompt tokens were cached: routing may spread what belongs together',
    },
  ];
}

function moneyAlerts(serving: RuledServing, name: string): readonly Alert[] {
  return [
    {
      name: 'AcceleratorsUnderused',
      severity: 'info',
      for: '1h',
      expr: `${acceleratorUtilisation(serving)} < 30`,
      summary: `accelerators of ${name} are paid for but idle`,
      description: 'mean utilisation is {{ $value | humanize }} %: fewer replicas would do',
    },
  ];
}
