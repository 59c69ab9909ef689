import { servingNames } from '../planner/model/names';
import { podLabels, queueLabel } from './labels';
import type { ServingParts } from './serving-parts';

/** User of every container; the images run as any. */
const USER = 1000;
/** Scratch folder of a container whose root is read-only. */
const SCRATCH = '/scratch';

/** Security context of every pod, as Pod Security `restricted` requires. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Security context of every container, as Pod Security `restricted` requires, with a read-only root. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** What of a pod depends on the cluster and on its part in a replica. */
export interface PodOptions {
  /** Whether the pod requests accelerators by an extended resource or by a DRA claim. */
  readonly acceleratorApi: 'device-plugin' | 'dra';
  /** Part of a replica over several nodes: the leader serves, workers only compute; null: the replica is one pod. */
  readonly role: 'leader' | 'worker' | null;
}

/** The pod of a server: the one place that says what it looks like, for Deployments and for groups over nodes. */
export function podTemplate(serving: ServingParts, { acceleratorApi, role }: PodOptions) {
  const serves = role !== 'worker';
  return {
    metadata: {
      labels: { ...podLabels(serving, 'server'), ...(serving.queue === null ? {} : { [queueLabel]: serving.queue }) },
      annotations: {
        // A node whose model took half an hour to load is not consolidated away.
        'karpenter.sh/do-not-disrupt': 'true',
        ...(serving.togetherIn === null
          ? {}
          : {
              'kueue.x-k8s.io/podset-preferred-topology': serving.togetherIn,
              // Leader and workers are placed as one.
              'kueue.x-k8s.io/podset-group-name': serving.name,
            }),
        ...(serving.rdma === null || serving.rdma.networks.length === 0
          ? {}
          : { 'k8s.v1.cni.cncf.io/networks': serving.rdma.networks.join(',') }),
      },
    },
    spec: {
      automountServiceAccountToken: false,
      serviceAccountName: serving.serviceAccounts.serving,
      ...(serving.priorityClass === null ? {} : { priorityClassName: serving.priorityClass }),
      terminationGracePeriodSeconds: serving.graceSeconds,
      securityContext: podSecurity,
      nodeSelector: serving.nodeSelector,
      tolerations: serving.tolerations.map(({ key, value, effect }) => ({ key, operator: 'Equal', value, effect })),
      topologySpreadConstraints: serving.spread.map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: podLabels(serving, 'server') },
      })),
      ...(acceleratorApi === 'dra'
        ? { resourceClaims: [{ name: 'accelerators', resourceClaimTemplateName: serving.name }] }
        : {}),
      containers: [
        {
          name: 'server',
          image: serving.engine.image,
          imagePullPolicy: 'IfNotPresent',
          command: command(serving, role),
          args: [...serving.engine.args, ...portArguments(serving, serves), ...groupArguments(serving, role)],
          env: Object.entries(environment(serving)).map(([name, value]) => ({ name, value })),
          resources: resources(serving, acceleratorApi),
          securityContext: containerSecurity,
          volumeMounts: [
            { name: 'weights', mountPath: '/models', readOnly: true },
            { name: 'shared-memory', mountPath: '/dev/shm' },
            { name: 'scratch', mountPath: SCRATCH },
            { name: 'tmp', mountPath: '/tmp' },
          ],
          ...(serves ? serverProbes(serving) : {}),
        },
      ],
      volumes: [
        {
          name: 'weights',
          persistentVolumeClaim: { claimName: servingNames(serving.name).weightsClaim, readOnly: true },
        },
        { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: `${serving.resources.sharedMemoryGib}Gi` } },
        { name: 'scratch', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
    },
  };
}

const portArguments = (serving: ServingParts, serves: boolean): string[] =>
  serves ? [`--port=${serving.engine.port}`] : [];

/** Port on which the engines of a data-parallel group find each other. */
const DATA_PARALLEL_PORT = 13345;

/** Data-parallel engines on each node of a group; null: one engine spans the nodes. */
function enginesPerNode({ parallelism, nodesPerReplica }: ServingParts): number | null {
  const { data } = parallelism;
  return data > 1 && data % nodesPerReplica === 0 ? data / nodesPerReplica : null;
}

/** A worker's first engine follows those of the nodes before it, which only a shell can count. */
function command(serving: ServingParts, role: PodOptions['role']): string[] {
  const engines = enginesPerNode(serving);
  if (role !== 'worker' || engines === null) return ['vllm', 'serve'];
  const first = `$((LWS_WORKER_INDEX * ${engines}))`;
  return ['/bin/sh', '-c', `exec vllm serve "$@" --data-parallel-start-rank=${first}`, 'vllm'];
}

/** LeaderWorkerSet puts the group's size, index and leader into each pod's environment. */
function groupArguments(serving: ServingParts, role: PodOptions['role']): string[] {
  if (role === null) return [];
  const engines = enginesPerNode(serving);
  if (engines !== null) {
    return [
      `--data-parallel-size-local=${engines}`,
      '--data-parallel-address=$(LWS_LEADER_ADDRESS)',
      `--data-parallel-rpc-port=${DATA_PARALLEL_PORT}`,
      ...(role === 'worker' ? ['--headless'] : []),
    ];
  }
  return [
    '--distributed-executor-backend=mp',
    '--nnodes=$(LWS_GROUP_SIZE)',
    '--node-rank=$(LWS_WORKER_INDEX)',
    '--master-addr=$(LWS_LEADER_ADDRESS)',
    ...(role === 'worker' ? ['--headless'] : []),
  ];
}

function environment(serving: ServingParts): Record<string, string> {
  return {
    HOME: SCRATCH,
    // Torch looks up the name of the user, and the image has none for this user.
    USER: 'server',
    HF_HUB_OFFLINE: '1',
    VLLM_CACHE_ROOT: `${SCRATCH}/vllm`,
    VLLM_NO_USAGE_STATS: '1',
    TRITON_CACHE_DIR: `${SCRATCH}/triton`,
    ...serving.rdma?.environment,
    ...serving.engine.environment,
  };
}

function resources(serving: ServingParts, acceleratorApi: PodOptions['acceleratorApi']) {
  const { rdma } = serving;
  const amounts = {
    cpu: `${serving.resources.cpu}`,
    memory: `${serving.resources.memoryGib}Gi`,
    ...(acceleratorApi === 'dra' ? {} : { [serving.acceleratorResource]: `${serving.acceleratorsPerPod}` }),
    ...(rdma === null ? {} : { [rdma.resource]: `${rdma.perPodOfNode}` }),
    ...(rdma === null || rdma.hugepagesMib === 0 ? {} : { 'hugepages-2Mi': `${rdma.hugepagesMib}Mi` }),
  };
  return {
    requests: amounts,
    limits: amounts,
    ...(acceleratorApi === 'dra' ? { claims: [{ name: 'accelerators' }] } : {}),
  };
}

/** Seconds between two tries of the startup probe. */
const STARTUP_PERIOD = 10;

function serverProbes(serving: ServingParts) {
  const httpGet = { path: '/health', port: 'http', scheme: 'HTTP' };
  return {
    ports: [{ name: 'http', containerPort: serving.engine.port, protocol: 'TCP' }],
    startupProbe: {
      httpGet,
      periodSeconds: STARTUP_PERIOD,
      timeoutSeconds: 5,
      failureThreshold: serving.startupSeconds / STARTUP_PERIOD,
    },
    readinessProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    // The route to the pod is gone before the engine gets the stop signal.
    lifecycle: { preStop: { sleep: { seconds: serving.drainSeconds } } },
  };
}
