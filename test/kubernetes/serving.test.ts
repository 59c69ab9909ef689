import { describe, expect, it } from 'vitest';
import { argsOf, at, efaSites, inHall, inRegion, overTwoNodes, rdma } from './factories';

const leaderWorkers = (stack: ReturnType<typeof inHall>) => {
  const [group] = stack.manifests('LeaderWorkerSet');
  return {
    leader: at(group, 'spec', 'leaderWorkerTemplate', 'leaderTemplate'),
    worker: at(group, 'spec', 'leaderWorkerTemplate', 'workerTemplate'),
  };
};

describe('servers of a replica that fits a node', () => {
  const stack = inHall();
  const [deployment] = stack.manifests('Deployment').filter((each) => at(each, 'metadata', 'name') === 'chat');
  const template = at(deployment, 'spec', 'template');
  const pod = at(template, 'spec');

  it('serve the weights of the cache, split and batched as planned', () => {
    expect(argsOf(template)).toMatchInlineSnapshot(`
      [
        "/models/llama-3.3-70b",
        "--served-model-name=llama-3.3-70b",
        "--tensor-parallel-size=1",
        "--max-model-len=6144",
        "--max-num-seqs=84",
        "--gpu-memory-utilization=0.9",
        "--enable-prefix-caching",
        "--kv-cache-dtype=fp8",
        "--quantization=fp8",
        "--shutdown-timeout=368",
        "--port=8000",
      ]
    `);
  });

  it('let a generation end before they do: the engine waits, and the pod waits for the engine', () => {
    const wait = Number(
      argsOf(template)
        .find((arg) => `${arg}`.startsWith('--shutdown-timeout='))
        ?.toString()
        .split('=')[1],
    );
    const drain = Number(at(pod, 'containers', 0, 'lifecycle', 'preStop', 'sleep', 'seconds'));
    expect(wait).toBeGreaterThan(0);
    expect(Number(at(pod, 'terminationGracePeriodSeconds'))).toBeGreaterThan(drain + wait);
  });

  it('may take half an hour to load before they count as dead', () => {
    const probe = at(pod, 'containers', 0, 'startupProbe');
    expect(Number(at(probe, 'periodSeconds')) * Number(at(probe, 'failureThreshold'))).toBeGreaterThanOrEqual(1800);
  });

  it('ask for accelerators once, and read the weights only', () => {
    expect(at(pod, 'containers', 0, 'resources', 'limits')).toEqual(at(pod, 'containers', 0, 'resources', 'requests'));
    expect(at(pod, 'containers', 0, 'volumeMounts', 0)).toEqual({
      name: 'weights',
      mountPath: '/models',
      readOnly: true,
    });
  });

  it('leave before their successors come, and leave their number to the scaler', () => {
    expect(at(deployment, 'spec', 'strategy', 'rollingUpdate')).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(stack.resource('kubernetes_manifest', 'serving-chat/servers')['computed_fields']).toContain('spec.replicas');
  });

  it('are scaled by what waits and held by what runs, and not by silence', () => {
    const [scaler] = stack.manifests('ScaledObject');
    expect(at(scaler, 'spec', 'triggers', 0, 'metadata', 'query')).toContain('vllm:num_requests_waiting');
    expect(at(scaler, 'spec', 'triggers', 1, 'metadata', 'query')).toContain('vllm:num_requests_running');
    expect(at(scaler, 'spec', 'triggers', 0, 'metadata', 'ignoreNullValues')).toBe('false');
    expect(at(scaler, 'spec', 'fallback')).toEqual({
      failureThreshold: 3,
      replicas: at(scaler, 'spec', 'minReplicaCount'),
      behavior: 'currentReplicasIfHigher',
    });
  });

  it('may be evicted one at a time, broken ones always', () => {
    const [budget] = stack.manifests('PodDisruptionBudget');
    expect(budget).toMatchObject({ spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' } });
  });
});

describe('servers of a replica over nodes', () => {
  const stack = inHall({ rdma, topology: ['example.com/block', 'example.com/rack'] }, overTwoNodes);
  const { leader, worker } = leaderWorkers(stack);

  it('join by ranks of nodes, of which the first alone answers', () => {
    expect(argsOf(leader).slice(-5)).toEqual([
      '--port=8000',
      '--distributed-executor-backend=mp',
      '--nnodes=$(LWS_GROUP_SIZE)',
      '--node-rank=$(LWS_WORKER_INDEX)',
      '--master-addr=$(LWS_LEADER_ADDRESS)',
    ]);
    expect(argsOf(worker).at(-1)).toBe('--headless');
    expect(at(worker, 'spec', 'containers', 0, 'ports')).toBeUndefined();
  });

  it('get requests at their leader only', () => {
    const leaderOnly = { 'leaderworkerset.sigs.k8s.io/worker-index': '0' };
    expect(at(stack.manifests('InferencePool')[0], 'spec', 'selector', 'matchLabels')).toMatchObject(leaderOnly);
    const [service] = stack.manifests('Service').filter((each) => at(each, 'metadata', 'name') === 'chat-http');
    expect(at(service, 'spec', 'selector')).toMatchObject(leaderOnly);
  });

  it('are kept in one rack, by the narrowest place that the site states', () => {
    for (const template of [leader, worker]) {
      expect(at(template, 'metadata', 'annotations')).toMatchObject({
        'kueue.x-k8s.io/podset-preferred-topology': 'example.com/rack',
        'kueue.x-k8s.io/podset-group-name': 'chat',
        'k8s.v1.cni.cncf.io/networks': 'rdma-net',
      });
    }
  });

  it('take the image with the libraries of EFA there, and its interfaces', () => {
    const overEfa = leaderWorkers(inRegion(overTwoNodes, { sites: efaSites }));
    const container = at(overEfa.leader, 'spec', 'containers', 0);
    expect(at(container, 'image')).toContain('llm-d-aws');
    expect(at(container, 'resources', 'limits')).toMatchObject({
      'vpc.amazonaws.com/efa': '16',
      'hugepages-2Mi': '5120Mi',
    });
    expect(at(container, 'env')).toEqual(expect.arrayContaining([{ name: 'FI_PROVIDER', value: 'efa' }]));
    expect(at(leader, 'spec', 'containers', 0, 'image')).toContain('vllm/vllm-openai');
  });

  it('count their engines over nodes where each node has whole ones', () => {
    const parallelism = { tensor: 8, pipeline: 1, data: 2, expert: 16 };
    const parallel = leaderWorkers(inHall({ rdma }, { ...overTwoNodes, parallelism }));
    expect(argsOf(parallel.leader)).toEqual(
      expect.arrayContaining([
        '--data-parallel-size=2',
        '--enable-expert-parallel',
        '--data-parallel-size-local=1',
        '--data-parallel-address=$(LWS_LEADER_ADDRESS)',
      ]),
    );
    expect(at(parallel.worker, 'spec', 'containers', 0, 'command', 2)).toBe(
      'exec vllm serve "$@" --data-parallel-start-rank=$((LWS_WORKER_INDEX * 1))',
    );
  });
});

describe('servers that claim their devices', () => {
  const stack = inHall({ acceleratorApi: 'dra' });

  it('ask by a template of claims and not by the name of a resource', () => {
    const [template] = stack.manifests('ResourceClaimTemplate');
    expect(at(template, 'spec', 'spec', 'devices', 'requests', 0, 'exactly')).toMatchObject({
      deviceClassName: 'gpu.nvidia.com',
      allocationMode: 'ExactCount',
    });
    const [deployment] = stack.manifests('Deployment').filter((each) => at(each, 'metadata', 'name') === 'chat');
    const resources = at(deployment, 'spec', 'template', 'spec', 'containers', 0, 'resources');
    expect(at(resources, 'claims')).toEqual([{ name: 'accelerators' }]);
    expect(Object.keys(Object(at(resources, 'limits')))).not.toContain('nvidia.com/gpu');
  });
});
