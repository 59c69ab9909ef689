import { poolLabels } from '../../planner/model/names';
import type { ServingPlan } from '../../planner/model/plan';
import { number } from './rules/rule';

/**
 * What can be asked about a serving or a site, as PromQL. Pure text: rules and dashboards are made of these, so that an
 * alert and the panel beside it can never mean different things.
 */

/** What identifies a serving in Prometheus. */
export type Served = Pick<ServingPlan, 'name' | 'namespace' | 'nodesPerReplica' | 'acceleratorResource'>;

/** One serving, or all servings of a workload at a site, which share a namespace. */
export type Measured = Served | readonly [Served, ...Served[]];

const servingsOf = (measured: Measured): readonly [Served, ...Served[]] =>
  'namespace' in measured ? [measured] : measured;

/** Matchers of the pods of servings, by the names that a Deployment or a LeaderWorkerSet gives them. */
export function podMatchers(measured: Measured): string {
  const servings = servingsOf(measured);
  const pods = servings.map(
    ({ name, nodesPerReplica }) => `${name}-${nodesPerReplica > 1 ? '[0-9]+(-[0-9]+)?' : '[a-z0-9]+-[a-z0-9]{5}'}`,
  );
  return `namespace="${servings[0].namespace}",pod=~"${pods.join('|')}"`;
}

/** Name of a resource in the labels of kube-state-metrics. */
export const resourceLabel = (resource: string): string => resource.replace(/[^a-zA-Z0-9]/g, '_');

/** Upper bounds of the buckets of vLLM's time to first token, s. */
const TTFT_BUCKETS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
];

/** The bucket that an objective is judged by: the first whose bound is not below it. */
export const ttftBucket = (seconds: number): number => TTFT_BUCKETS.find((bound) => bound >= seconds) ?? 2560;

const sumRate = (metric: string, matchers: string, window: string) => `sum(rate(${metric}{${matchers}}[${window}]))`;

/** Tokens per second, of answers or of prompts. */
export const tokensPerSecond = (serving: Measured, kind: 'generation' | 'prompt', window = '5m'): string =>
  sumRate(`vllm:${kind}_tokens_total`, podMatchers(serving), window);

export const requestsPerSecond = (serving: Measured, window = '5m'): string =>
  sumRate('vllm:request_success_total', podMatchers(serving), window);

export const waitingRequests = (serving: Measured): string => `sum(vllm:num_requests_waiting{${podMatchers(serving)}})`;

export const runningRequests = (serving: Measured): string => `sum(vllm:num_requests_running{${podMatchers(serving)}})`;

/** Mean share of the KV cache in use, 0..1. */
export const kvCacheShare = (serving: Measured): string => `avg(vllm:kv_cache_usage_perc{${podMatchers(serving)}})`;

/** Share of requests to the API that the server failed, 0..1. */
export function errorShare(serving: Measured, window: string): string {
  const requests = `${podMatchers(serving)},handler=~"/v1/.*"`;
  return `${sumRate('http_requests_total', `${requests},status="5xx"`, window)} / ${sumRate('http_requests_total', requests, window)}`;
}

/** Requests to the API that the server failed within a window. */
export const failedRequests = (serving: Measured, window: string): string =>
  `sum(increase(http_requests_total{${podMatchers(serving)},handler=~"/v1/.*",status="5xx"}[${window}]))`;

/** Share of requests whose first token came later than the objective, 0..1; judged at a bucket's bound. */
export function lateFirstTokenShare(serving: Measured, objectiveSeconds: number, window: string): string {
  const bound = ttftBucket(objectiveSeconds);
  const le = Number.isInteger(bound) ? `${bound}.0` : `${bound}`;
  const matchers = podMatchers(serving);
  const metric = 'vllm:time_to_first_token_seconds';
  return `1 - ${sumRate(`${metric}_bucket`, `${matchers},le="${le}"`, window)} / ${sumRate(`${metric}_count`, matchers, window)}`;
}

const quantile = (q: number, metric: string, serving: Measured, window: string) =>
  `histogram_quantile(${q}, sum by (le) (rate(${metric}_bucket{${podMatchers(serving)}}[${window}])))`;

/** Quantile of the time to first token, s. */
export const firstTokenQuantile = (serving: Measured, q: number, window = '5m'): string =>
  quantile(q, 'vllm:time_to_first_token_seconds', serving, window);

/** Quantile of the time between tokens, s. */
export const interTokenQuantile = (serving: Measured, q: number, window = '5m'): string =>
  quantile(q, 'vllm:inter_token_latency_seconds', serving, window);

/** Requests per second that lost their place in the KV cache and start again. */
export const preemptionsPerSecond = (serving: Measured, window = '10m'): string =>
  sumRate('vllm:num_preemptions_total', podMatchers(serving), window);

/** Share of prompt tokens that the prefix cache held, 0..1. */
export const prefixHitShare = (serving: Measured, window = '30m'): string =>
  `${sumRate('vllm:prefix_cache_hits_total', podMatchers(serving), window)} / ${sumRate('vllm:prefix_cache_queries_total', podMatchers(serving), window)}`;

export const readyPods = (serving: Measured): string =>
  `sum(kube_pod_status_ready{${podMatchers(serving)},condition="true"})`;

/** Accelerators that the serving's running pods hold. */
export function acceleratorsHeld(serving: Served): string {
  const matchers = podMatchers(serving);
  const resource = resourceLabel(serving.acceleratorResource);
  return (
    `sum(sum by (namespace, pod) (kube_pod_container_resource_requests{${matchers},resource="${resource}"})` +
    ` * on (namespace, pod) sum by (namespace, pod) (kube_pod_status_phase{${matchers},phase="Running"} == 1))`
  );
}

/** Replicas of which every pod is ready. A replica over several nodes has one pod on each. */
export function readyReplicas(measured: Measured): string {
  const ready = servingsOf(measured).map((serving) => {
    if (serving.nodesPerReplica === 1) return readyPods(serving);
    const group = `label_replace(kube_pod_status_ready{${podMatchers(serving)},condition="true"}, "replica", "$1", "pod", "${serving.name}-([0-9]+)(-[0-9]+)?")`;
    return `sum(floor(sum by (replica) (${group}) / ${serving.nodesPerReplica}))`;
  });
  return ready.map(orZero).join(' + ');
}

/** A serving and the price of its accelerators. */
export interface Priced {
  readonly serving: Served;
  readonly usdPerAcceleratorHour: number;
}

/** Output below which a price of tokens says nothing, tokens per second. */
export const QUIET = 0.01;

/** What a million output tokens costs, USD: the accelerators held, over the tokens written. */
export function usdPerMillionOutputTokens(priced: readonly [Priced, ...Priced[]]): string {
  const [first, ...rest] = priced;
  const usdPerHour = priced.map(
    ({ serving, usdPerAcceleratorHour }) =>
      `${priced.length === 1 ? acceleratorsHeld(serving) : orZero(acceleratorsHeld(serving))} * ${number(usdPerAcceleratorHour)}`,
  );
  const tokens = tokensPerSecond([first.serving, ...rest.map(({ serving }) => serving)], 'generation');
  return `(${usdPerHour.join(' + ')}) / 3600 / (${tokens} > ${QUIET}) * 1000000`;
}

/** The value of an expression, or 0 if it has none. */
export const orZero = (expression: string): string => `(${expression} or vector(0))`;

/** Watts that the accelerators of a serving draw. */
export const acceleratorWatts = (serving: Measured): string => `sum(DCGM_FI_DEV_POWER_USAGE{${podMatchers(serving)}})`;

/** Mean utilisation of the serving's accelerators, %. */
export const acceleratorUtilisation = (serving: Measured): string =>
  `avg(DCGM_FI_DEV_GPU_UTIL{${podMatchers(serving)}})`;

/** Watts of all accelerators of a site, used or idle. */
export const siteAcceleratorWatts = 'sum(DCGM_FI_DEV_POWER_USAGE)';

/** Nodes of a pool. */
export const poolNodes = (factory: string, pool: string): string => `count(${nodesOf(factory, pool)})`;

/** Nodes of a pool, by the labels that kube-state-metrics shows of them. */
const nodesOf = (factory: string, pool: string): string =>
  `kube_node_labels{${Object.entries(poolLabels(factory, pool))
    .map(([key, value]) => `label_${resourceLabel(key)}="${value}"`)
    .join(',')}}`;

/** Share of a pool's accelerators that no pod requests, 0..1. */
export function poolIdleShare(factory: string, pool: string, resource: string): string {
  const label = resourceLabel(resource);
  const inPool = `on (node) group_left () ${nodesOf(factory, pool)}`;
  const held = `sum(sum by (node) (kube_pod_container_resource_requests{resource="${label}"}) * ${inPool})`;
  const there = `sum(sum by (node) (kube_node_status_allocatable{resource="${label}"}) * ${inPool})`;
  return `1 - (${held} or vector(0)) / ${there}`;
}
