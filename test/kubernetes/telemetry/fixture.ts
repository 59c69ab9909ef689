import type { TelemetrySite } from '../../../lib/kubernetes/telemetry/identity';
import type { AlertPlan, MovePlan, NodePoolPlan, ServingPlan, TelemetryPlan } from '../../../lib/planner/model/plan';

/** A serving whose replica fits a node; `overrides` make it another. */
export const aServing = (overrides: Partial<ServingPlan> = {}): ServingPlan => ({
  factory: 'test',
  name: 'chat',
  isDraining: false,
  workload: 'chat',
  tenant: 'acme',
  namespace: 'acme',
  site: 'frankfurt',
  pool: 'serve',
  model: {
    id: 'llama-3.3-70b',
    repository: 'meta-llama/Llama-3.3-70B-Instruct',
    revision: null,
    precision: 'fp8',
    kvPrecision: 'fp8',
    weightsGb: 71,
    contextTokens: 16384,
  },
  engine: { name: 'vllm', image: 'docker.io/vllm/vllm-openai:v0.26.0', port: 8000, args: [], environment: {} },
  parallelism: { tensor: 4, pipeline: 1, expert: 1, data: 1 },
  nodesPerReplica: 1,
  acceleratorResource: 'nvidia.com/gpu',
  acceleratorsPerPod: 4,
  replicas: { min: 2, max: 6 },
  resources: { cpu: 48, memoryGib: 512, sharedMemoryGib: 64 },
  startupSeconds: 1800,
  graceSeconds: 300,
  drainSeconds: 30,
  cacheGib: 80,
  weightsSource: 'hf://meta-llama/Llama-3.3-70B-Instruct',
  tokenSecret: null,
  serviceAccounts: { serving: 'serving', weights: 'weights' },
  queue: 'serving',
  priority: 'standard',
  priorityClass: 'test-standard',
  nodeSelector: {},
  tolerations: [],
  togetherIn: null,
  spread: [],
  rdma: null,
  scaling: { waitingPerReplica: 8, runningPerReplica: 54, cooldownSeconds: 600, windowSeconds: 300 },
  objectives: { ttftMs: 1000, interTokenMs: 60, availability: 0.999 },
  hostname: 'chat.example.com',
  maxConcurrency: 64,
  pickerImage: 'ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.10.0',
  hydrate: {
    steps: [
      {
        name: 'download',
        fromHub: true,
        image: 'docker.io/vllm/vllm-openai:v0.26.0',
        command: ['hf', 'download', 'meta-llama/Llama-3.3-70B-Instruct'],
      },
    ],
    scratch: false,
  },
  hydrateName: 'weights-chat-abc123',
  estimate: { ttftMs: 200, interTokenMs: 40, outputTokensPerSecond: 1500, basis: 'fixture' },
  ...overrides,
});

/** A serving whose replica spans two nodes. */
export const aWideServing = (): ServingPlan =>
  aServing({
    name: 'frontier',
    workload: 'frontier',
    nodesPerReplica: 2,
    acceleratorsPerPod: 8,
    objectives: { ttftMs: 1500, interTokenMs: null, availability: 0.99 },
  });

export const aPool = (overrides: Partial<NodePoolPlan> = {}): NodePoolPlan => ({
  site: 'frankfurt',
  name: 'serve',
  machine: 'p5.48xlarge',
  architecture: 'amd64',
  accelerator: {
    id: 'h100',
    name: 'NVIDIA H100 80GB',
    vendor: 'nvidia',
    resource: 'nvidia.com/gpu',
    perNode: 8,
    memoryGb: 80,
    boardW: 700,
    capW: null,
  },
  vcpu: 192,
  memoryGib: 2048,
  localNvmeGb: 30000,
  nodes: { min: 2, planned: 2, max: 4 },
  manager: 'managed',
  capacity: { type: 'reservation', reservationId: null, endsAt: '2027-03-01T11:30:00Z' },
  zones: ['eu-central-1a'],
  fabric: 'none',
  cloud: null,
  diskGib: 300,
  labels: {},
  taints: [],
  selector: {},
  nodesPerRack: null,
  ...overrides,
});

export const aTelemetry = (overrides: Partial<TelemetryPlan> = {}): TelemetryPlan => ({
  factory: 'test',
  namespace: 'monitoring',
  prometheusUrl: 'http://prometheus.monitoring:9090',
  retentionDays: 30,
  runbookUrl: 'https://example.com/runbooks',
  pue: 1.2,
  wattsBudget: 20000,
  hostWatts: { serve: 1500 },
  costs: [
    { serving: 'chat', basis: 'on-demand', usdPerAcceleratorHour: 6.88 },
    { serving: 'chat', basis: 'reservation', usdPerAcceleratorHour: 3.93 },
  ],
  ...overrides,
});

export const aSite = (pools: readonly NodePoolPlan[] = [aPool()]): TelemetrySite => ({
  factory: 'test',
  name: 'frankfurt',
  pools,
});

/** A migration that gives frankfurt, its target, a quarter of the requests of chat. */
export const aMove = (overrides: Partial<MovePlan> = {}): MovePlan => ({
  name: 'chat-over',
  namespace: 'acme',
  phase: 'shift',
  ordinal: 4,
  stops: ['planned', 'prepare', 'warm', 'shift 5%', 'shift 25%', 'shift 100%', 'drain', 'soak', 'retire'],
  end: 'to',
  share: 25,
  isLeaving: false,
  watch: {
    servings: [{ name: 'chat', end: 'to', readyReplicas: 2 }],
    wayBack: {
      stop: 'shift 5%',
      steps: 1,
      stacks: ['test-oslo-workloads', 'test-frankfurt-workloads', 'test-traffic'],
      words: 'to send requests back, run npx ai-factory migrate back FILE chat-over',
    },
  },
  capacityEnd: null,
  ...overrides,
});

/** An alert on the price of tokens of chat; `overrides` make it another. */
export const anAlert = (overrides: Partial<AlertPlan> = {}): AlertPlan => ({
  name: 'price',
  query: { workload: 'chat', metric: 'usdPerMillionOutputTokens', servings: ['chat'] },
  limit: { above: 5 },
  for: '1h',
  severity: 'warning',
  summary: 'usdPerMillionOutputTokens of chat at frankfurt is above 5',
  description: null,
  runbookUrl: null,
  ...overrides,
});
