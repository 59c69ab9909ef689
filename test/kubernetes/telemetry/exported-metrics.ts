/** A metric that rules and dashboards may use. */
interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  /** Labels that the exporter sets; those of the scrape (`namespace`, `pod`, `node`, `job`) come on top. */
  readonly labels: readonly string[];
  readonly unit: string;
  /** Who exports it, at the version at which the name was read. */
  readonly source: string;
}

const from =
  (source: string, common: readonly string[]) =>
  (name: string, type: Metric['type'], unit: string, labels: readonly string[] = []): Metric => ({
    name,
    type,
    unit,
    labels: [...common, ...labels],
    source,
  });

const vllm = from('vllm v0.26 vllm/v1/metrics/loggers.py', ['model_name', 'engine']);
const http = from('prometheus-fastapi-instrumentator in vllm v0.26', ['handler', 'method', 'status']);
const epp = from('llm-d-router v0.10 pkg/epp/metrics', []);
const dcgm = from('dcgm-exporter of gpu-operator v26.7 with the fields of the platform', [
  'gpu',
  'UUID',
  'device',
  'modelName',
  'Hostname',
  'namespace',
  'pod',
  'container',
  'node',
]);
const kueue = from('kueue v0.19 site/content/en/docs/reference/metrics.md', ['cluster_queue']);
const keda = from('keda v2.21 operator metrics (memory)', ['namespace', 'scaledObject', 'scaler', 'triggerIndex']);
const state = from('kube-state-metrics of kube-prometheus-stack 88.4', []);
const karpenter = from('karpenter v1.14 reference/metrics (memory)', []);

/**
 * Every metric that this library asks Prometheus for. Neither a parser nor Prometheus itself can tell a wrong name from
 * a quiet one, so the tests hold every expression against this list.
 */
export const metrics: readonly Metric[] = [
  vllm('vllm:num_requests_running', 'gauge', 'requests'),
  vllm('vllm:num_requests_waiting', 'gauge', 'requests'),
  vllm('vllm:kv_cache_usage_perc', 'gauge', 'share of 1'),
  vllm('vllm:time_to_first_token_seconds', 'histogram', 's'),
  vllm('vllm:inter_token_latency_seconds', 'histogram', 's'),
  vllm('vllm:e2e_request_latency_seconds', 'histogram', 's'),
  vllm('vllm:prompt_tokens_total', 'counter', 'tokens'),
  vllm('vllm:generation_tokens_total', 'counter', 'tokens'),
  vllm('vllm:prefix_cache_hits_total', 'counter', 'tokens'),
  vllm('vllm:prefix_cache_queries_total', 'counter', 'tokens'),
  vllm('vllm:num_preemptions_total', 'counter', 'requests'),
  vllm('vllm:request_success_total', 'counter', 'requests', ['finished_reason']),
  http('http_requests_total', 'counter', 'requests'),

  epp('llm_d_epp_request_total', 'counter', 'requests', ['model_name', 'target_model_name', 'priority']),
  epp('llm_d_epp_request_error_total', 'counter', 'requests', ['model_name', 'target_model_name', 'error_code']),
  epp('llm_d_epp_ready_endpoints', 'gauge', 'pods', ['name']),
  epp('llm_d_epp_average_queue_size', 'gauge', 'requests', ['name']),
  epp('llm_d_epp_average_kv_cache_utilization', 'gauge', 'share of 1', ['name']),
  epp('llm_d_epp_scheduler_e2e_duration_seconds', 'histogram', 's'),

  dcgm('DCGM_FI_DEV_POWER_USAGE', 'gauge', 'W'),
  dcgm('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'counter', 'mJ'),
  dcgm('DCGM_FI_DEV_GPU_UTIL', 'gauge', '%'),
  dcgm('DCGM_FI_DEV_GPU_TEMP', 'gauge', 'Cel'),
  dcgm('DCGM_FI_DEV_MEMORY_TEMP', 'gauge', 'Cel'),
  dcgm('DCGM_FI_DEV_FB_USED', 'gauge', 'MiB'),
  dcgm('DCGM_FI_DEV_FB_FREE', 'gauge', 'MiB'),
  dcgm('DCGM_FI_DEV_SM_CLOCK', 'gauge', 'MHz'),
  dcgm('DCGM_FI_DEV_XID_ERRORS', 'gauge', 'number of the last error', ['err_code', 'err_msg']),
  dcgm('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'counter', 'errors'),
  dcgm('DCGM_FI_DEV_THERMAL_VIOLATION', 'counter', 'time throttled'),
  dcgm('DCGM_FI_DEV_POWER_VIOLATION', 'counter', 'time throttled'),
  dcgm('DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL', 'counter', 'bytes'),
  dcgm('DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL', 'counter', 'errors'),
  dcgm('DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL', 'counter', 'errors'),
  dcgm('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gauge', 'share of 1'),

  kueue('kueue_pending_workloads', 'gauge', 'workloads', ['status']),
  kueue('kueue_admitted_active_workloads', 'gauge', 'workloads'),
  kueue('kueue_admission_wait_time_seconds', 'histogram', 's'),
  kueue('kueue_evicted_workloads_total', 'counter', 'workloads', ['reason']),
  kueue('kueue_cluster_queue_resource_usage', 'gauge', 'of the resource', ['cohort', 'flavor', 'resource']),
  kueue('kueue_cluster_queue_nominal_quota', 'gauge', 'of the resource', ['cohort', 'flavor', 'resource']),

  keda('keda_scaler_detail_errors_total', 'counter', 'errors', ['type']),
  keda('keda_scaler_metrics_value', 'gauge', 'of the trigger', ['metric', 'type']),

  state('kube_node_labels', 'gauge', '1', [
    'node',
    'label_ai_factory_factory',
    'label_ai_factory_pool',
    'label_ai_factory_accelerator',
  ]),
  state('kube_node_status_allocatable', 'gauge', 'of the resource', ['node', 'resource', 'unit']),
  state('kube_node_status_condition', 'gauge', '0 or 1', ['node', 'condition', 'status']),
  state('kube_pod_container_resource_requests', 'gauge', 'of the resource', ['namespace', 'pod', 'node', 'resource']),
  state('kube_pod_container_status_restarts_total', 'counter', 'restarts', ['namespace', 'pod', 'container']),
  state('kube_pod_status_phase', 'gauge', '0 or 1', ['namespace', 'pod', 'phase']),
  state('kube_pod_status_ready', 'gauge', '0 or 1', ['namespace', 'pod', 'condition']),
  state('kube_deployment_status_replicas_available', 'gauge', 'pods', ['namespace', 'deployment']),

  karpenter('karpenter_nodeclaims_created_total', 'counter', 'node claims', ['nodepool', 'reason']),
  karpenter('karpenter_nodeclaims_terminated_total', 'counter', 'node claims', ['nodepool', 'reason']),
];

/** Names of the series of a metric as Prometheus stores them. */
export const seriesOf = (metric: Metric): readonly string[] =>
  metric.type === 'histogram' ? [`${metric.name}_bucket`, `${metric.name}_count`, `${metric.name}_sum`] : [metric.name];
