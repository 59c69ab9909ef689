import type { AlertPlan, MetricName } from '../../lib/planner/model/plan';
import { metricNames } from '../../lib/spec/telemetry';
import { anAlert } from '../kubernetes/telemetry/fixture';

/** Series that make an alert fire, and series that are near it and do not. Values: promtool's notation, one a minute. */
export interface AlertCase {
  readonly alert: string;
  /** Time of the evaluation. */
  readonly at: string;
  readonly fires: Readonly<Record<string, string>>;
  readonly silent: Readonly<Record<string, string>>;
  /** @default - the time at which it fires */
  readonly silentAt?: string;
}

const own = 'namespace="acme",pod="chat-7d9f8b6c5d-x2x4z"';
const chat = 'handler="/v1/chat/completions"';
const gpu = 'gpu="0",node="n1"';
const steady = (value: number, minutes: number) => `${value}x${minutes}`;
const rising = (perMinute: number, minutes: number) => `0+${perMinute}x${minutes}`;

const answers = (good: number, bad: number, minutes: number) => ({
  [`http_requests_total{${own},${chat},status="2xx"}`]: rising(good, minutes),
  [`http_requests_total{${own},${chat},status="5xx"}`]: rising(bad, minutes),
});
const firstTokens = (inTime: number, all: number, minutes: number) => ({
  [`vllm:time_to_first_token_seconds_bucket{${own},le="1.0"}`]: rising(inTime, minutes),
  [`vllm:time_to_first_token_seconds_count{${own}}`]: rising(all, minutes),
});
const interToken = (fast: number) => ({
  [`vllm:inter_token_latency_seconds_bucket{${own},le="0.05"}`]: rising(fast, 40),
  [`vllm:inter_token_latency_seconds_bucket{${own},le="0.1"}`]: rising(100, 40),
  [`vllm:inter_token_latency_seconds_bucket{${own},le="+Inf"}`]: rising(100, 40),
});
const prefix = (hits: number) => ({
  [`vllm:prefix_cache_hits_total{${own}}`]: rising(hits, 140),
  [`vllm:prefix_cache_queries_total{${own}}`]: rising(10000, 140),
  [`vllm:prompt_tokens_total{${own}}`]: rising(12000, 140),
});
const pool = (held: number) => ({
  'kube_node_labels{node="n1",label_ai_factory_factory="test",label_ai_factory_pool="serve"}': steady(1, 80),
  'kube_node_status_allocatable{node="n1",resource="nvidia_com_gpu"}': steady(8, 80),
  [`kube_pod_container_resource_requests{${own},resource="nvidia_com_gpu",node="n1"}`]: steady(held, 80),
});
const node = (ready: number) => ({
  'kube_node_status_condition{node="n1",condition="Ready",status="true"}': steady(ready, 20),
  'kube_node_status_allocatable{node="n1",resource="nvidia_com_gpu"}': steady(8, 20),
});
const admissions = (soon: number) => ({
  'kueue_admission_wait_time_seconds_bucket{cluster_queue="serving",le="600"}': rising(soon, 70),
  'kueue_admission_wait_time_seconds_bucket{cluster_queue="serving",le="2400"}': rising(10, 70),
  'kueue_admission_wait_time_seconds_bucket{cluster_queue="serving",le="+Inf"}': rising(10, 70),
});
/** A case of one series that differs in its values alone. */
const one = (alert: string, at: string, series: string, fires: string, silent: string): AlertCase => ({
  alert,
  at,
  fires: { [series]: fires },
  silent: { [series]: silent },
});

export const alertCases: readonly AlertCase[] = [
  { alert: 'ServingErrorBudgetBurnFast', at: '70m', fires: answers(60, 6, 80), silent: answers(60, 0.1, 80) },
  { alert: 'ServingErrorBudgetBurnSlow', at: '400m', fires: answers(60, 0.6, 420), silent: answers(60, 0.1, 420) },
  one('ServingHasNoReadyPods', '10m', `kube_pod_status_ready{${own},condition="true"}`, '0x20', '1x20'),
  {
    alert: 'ServingStartsSlowly',
    at: '35m',
    fires: {
      [`kube_pod_status_phase{${own},phase="Running"}`]: '1x40',
      [`kube_pod_status_ready{${own},condition="true"}`]: '0x40',
    },
    silent: {
      [`kube_pod_status_phase{${own},phase="Running"}`]: '1x40',
      [`kube_pod_status_ready{${own},condition="true"}`]: '0x20 1x20',
    },
  },
  one('ServingPodPending', '25m', `kube_pod_status_phase{${own},phase="Pending"}`, '1x30', '1x10 0x20'),
  one(
    'ServingPodRestarts',
    '30m',
    `kube_pod_container_status_restarts_total{${own},container="server"}`,
    '0x5 1 2 3 4x30',
    '0x5 1x40',
  ),
  {
    alert: 'ServingMetricsMissing',
    at: '15m',
    fires: { [`kube_pod_status_ready{${own},condition="true"}`]: '1x20' },
    silent: {
      [`kube_pod_status_ready{${own},condition="true"}`]: '1x20',
      [`vllm:num_requests_running{${own}}`]: '0x20',
    },
  },
  one(
    'EndpointPickerDown',
    '8m',
    'kube_deployment_status_replicas_available{namespace="acme",deployment="chat-epp"}',
    '0x10',
    '1x10',
  ),
  { alert: 'FirstTokenBudgetBurnFast', at: '70m', fires: firstTokens(50, 60, 80), silent: firstTokens(55, 60, 80) },
  { alert: 'FirstTokenBudgetBurnSlow', at: '400m', fires: firstTokens(55, 60, 420), silent: firstTokens(59, 60, 420) },
  { alert: 'InterTokenLatencyHigh', at: '35m', fires: interToken(50), silent: interToken(100) },
  one('KvCacheNearlyFull', '15m', `vllm:kv_cache_usage_perc{${own}}`, '0.95x20', '0.85x20'),
  one('RequestQueueLong', '8m', `vllm:num_requests_waiting{${own}}`, '60x10', '50x10'),
  one('RequestsPreempted', '30m', `vllm:num_preemptions_total{${own}}`, rising(60, 40), rising(3, 40)),
  { alert: 'PrefixCacheMisses', at: '135m', fires: prefix(1000), silent: prefix(5000) },
  one('AcceleratorsUnderused', '65m', `DCGM_FI_DEV_GPU_UTIL{${own},${gpu}}`, '10x70', '40x70'),
  // A move is judged in minutes: the same rates are silent in the hour of the serving's own alerts.
  { alert: 'MoveErrorsHigh', at: '10m', fires: answers(60, 6, 20), silent: answers(60, 0.5, 20) },
  { alert: 'MoveFirstTokenLate', at: '10m', fires: firstTokens(40, 60, 20), silent: firstTokens(55, 60, 20) },
  one('MoveServersMissing', '8m', `kube_pod_status_ready{${own},condition="true"}`, '1x10', '2x10'),

  one('GpuXidError', '3m', `DCGM_FI_DEV_XID_ERRORS{${gpu}}`, '79x5', '31x5'),
  one('GpuDoubleBitError', '8m', `DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{${gpu}}`, '0x4 2x10', '2x14'),
  one('GpuNvlinkError', '8m', `DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL{${gpu}}`, '0x4 1x10', '1x14'),
  one('GpuThrottledByHeat', '15m', `DCGM_FI_DEV_THERMAL_VIOLATION{${gpu}}`, rising(1000, 20), '1000x20'),
  one('GpuHot', '15m', `DCGM_FI_DEV_GPU_TEMP{${gpu}}`, '90x20', '85x20'),
  {
    alert: 'GpuTelemetryMissing',
    at: '20m',
    fires: {},
    silent: { [`DCGM_FI_DEV_POWER_USAGE{${gpu}}`]: '400x25' },
  },
  { alert: 'AcceleratorNodeNotReady', at: '15m', fires: node(0), silent: node(1) },
  { alert: 'QueueWaitsLong', at: '60m', fires: admissions(0), silent: admissions(10) },
  one(
    'QueueInadmissible',
    '35m',
    'kueue_pending_workloads{cluster_queue="serving",status="inadmissible"}',
    '1x40',
    '0x40',
  ),
  one(
    'QueueEvictions',
    '50m',
    'kueue_evicted_workloads_total{cluster_queue="serving",reason="Preempted"}',
    rising(1, 60),
    rising(0.1, 60),
  ),
  one(
    'ScalerFails',
    '18m',
    'keda_scaler_detail_errors_total{namespace="acme",scaledObject="chat"}',
    rising(1, 20),
    '3x20',
  ),
  { alert: 'ReservationUnused', at: '70m', fires: pool(2), silent: pool(6) },
  { alert: 'ReservationEndsSoon', at: '10m', fires: {}, silent: {}, silentAt: '200m' },
  one('PowerBudgetNearlySpent', '15m', `DCGM_FI_DEV_POWER_USAGE{${gpu}}`, '19000x20', '17000x20'),
];

/** Leader and worker of a second revision of chat, over two nodes. */
const leader = 'namespace="acme",pod="frontier-0"';
const worker = 'namespace="acme",pod="frontier-0-1"';

/** A series of each revision of chat. */
const both = (name: string, values: string, others = values, labels = '') => ({
  [`${name}{${own}${labels}}`]: values,
  [`${name}{${leader}${labels}}`]: others,
});
/** Buckets of a histogram of which a share of a hundred observations is within the first. */
const within = (name: string, bounds: readonly [number, number], first: number) => ({
  ...both(`${name}_bucket`, rising(first, 20), undefined, `,le="${bounds[0]}"`),
  ...both(`${name}_bucket`, rising(100, 20), undefined, `,le="${bounds[1]}"`),
  ...both(`${name}_bucket`, rising(100, 20), undefined, ',le="+Inf"'),
});
const firstToken = (first: number) => within('vllm:time_to_first_token_seconds', [1, 2.5], first);
const nextToken = (first: number) => within('vllm:inter_token_latency_seconds', [0.05, 0.1], first);
const accelerators = (isWorkerRunning: boolean) => ({
  [`kube_pod_container_resource_requests{${own},resource="nvidia_com_gpu",node="n1"}`]: steady(4, 20),
  [`kube_pod_container_resource_requests{${leader},resource="nvidia_com_gpu",node="n2"}`]: steady(8, 20),
  [`kube_pod_container_resource_requests{${worker},resource="nvidia_com_gpu",node="n3"}`]: steady(8, 20),
  [`kube_pod_status_phase{${own},phase="Running"}`]: steady(1, 20),
  [`kube_pod_status_phase{${leader},phase="Running"}`]: steady(1, 20),
  [`kube_pod_status_phase{${worker},phase="Running"}`]: steady(isWorkerRunning ? 1 : 0, 20),
});
/** 4 accelerators at 6.88 and 16 at 2.50 USD an hour. */
const spending = (tokensPerMinute: number) => ({
  ...accelerators(true),
  ...both('vllm:generation_tokens_total', rising(tokensPerMinute, 20)),
});
const ready = (isWorkerReady: boolean) => ({
  [`kube_pod_status_ready{${own},condition="true"}`]: steady(1, 20),
  [`kube_pod_status_ready{${leader},condition="true"}`]: steady(1, 20),
  [`kube_pod_status_ready{${worker},condition="true"}`]: steady(isWorkerReady ? 1 : 0, 20),
});

type Series = AlertCase['fires'];
type Stated = readonly [limit: NonNullable<AlertPlan['limit']>, fires: Series, silent: Series];

/** A limit of every metric of a workload, measured over two revisions of chat. */
const limits: Readonly<Record<MetricName, Stated>> = {
  outputTokensPerSecond: [{ below: 10 }, {}, both('vllm:generation_tokens_total', rising(360, 20))],
  inputTokensPerSecond: [
    { above: 10 },
    both('vllm:prompt_tokens_total', rising(360, 20)),
    both('vllm:prompt_tokens_total', rising(240, 20)),
  ],
  requestsPerSecond: [
    { above: 1 },
    both('vllm:request_success_total', rising(36, 20)),
    both('vllm:request_success_total', rising(24, 20)),
  ],
  waitingRequests: [
    { above: 10 },
    both('vllm:num_requests_waiting', '6x20'),
    both('vllm:num_requests_waiting', '5x20'),
  ],
  runningRequests: [{ below: 1 }, {}, both('vllm:num_requests_running', '0x20', '1x20')],
  preemptionsPerSecond: [
    { above: 1 },
    both('vllm:num_preemptions_total', rising(36, 20)),
    both('vllm:num_preemptions_total', rising(24, 20)),
  ],
  kvCacheShare: [
    { above: 0.8 },
    both('vllm:kv_cache_usage_perc', '0.95x20', '0.7x20'),
    both('vllm:kv_cache_usage_perc', '0.95x20', '0.6x20'),
  ],
  prefixHitShare: [{ below: 0.3 }, prefix(1000), prefix(5000)],
  errorShare: [{ above: 0.05 }, answers(60, 6, 20), answers(60, 2, 20)],
  ttftSeconds50: [{ above: 1 }, firstToken(49), firstToken(51)],
  ttftSeconds95: [{ above: 1 }, firstToken(94), firstToken(96)],
  ttftSeconds99: [{ above: 1 }, firstToken(98), firstToken(99.5)],
  interTokenSeconds50: [{ above: 0.05 }, nextToken(49), nextToken(51)],
  interTokenSeconds95: [{ above: 0.05 }, nextToken(94), nextToken(96)],
  interTokenSeconds99: [{ above: 0.05 }, nextToken(98), nextToken(99.5)],
  // 67.52 USD an hour, over 12 and 14.4 million tokens.
  usdPerMillionOutputTokens: [{ above: 5 }, spending(100_000), spending(120_000)],
  readyReplicas: [{ below: 2 }, ready(false), ready(true)],
  acceleratorsHeld: [{ above: 12 }, accelerators(true), accelerators(false)],
};

const stated = metricNames.map((metric) => {
  const [limit, fires, silent] = limits[metric];
  return { metric, limit, case: { alert: `stated-${metric}`, at: '15m', fires, silent } };
});

/** An alert on each metric. */
export const statedAlerts: readonly AlertPlan[] = stated.map(({ metric, limit, case: { alert } }) =>
  anAlert({
    name: alert,
    query: { workload: 'chat', metric, servings: ['chat', 'frontier'] },
    limit,
    for: '2m',
  }),
);

/** Cases of the alerts on each metric. */
export const statedCases: readonly AlertCase[] = stated.map((each) => each.case);
