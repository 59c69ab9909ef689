import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack } from 'cdktf';
import { describe, expect, it } from 'vitest';
import {
  Admission,
  Gateway,
  Priorities,
  Queues,
  type QueuesProps,
  Rules,
  Serving,
  ServingDashboard,
  type ServingProps,
  ServingRules,
  SiteDashboard,
  TenantBoundary,
  type TenantBoundaryProps,
  TenantNamespace,
  WorkloadRoute,
} from '../../lib/clouds/kubernetes';
import type { SynthesizedStack } from '../../lib/testing';
import { synthesizeAlone } from '../clouds/aws/alone';
import { argsOf, at } from './factories';

/** Synthesizes a plain stack with a Kubernetes provider and what is added to it. */
const alone = (add: (stack: TerraformStack) => void): SynthesizedStack =>
  synthesizeAlone((app) => {
    const stack = new TerraformStack(app, 'alone');
    new KubernetesProvider(stack, 'kubernetes', { configContext: 'hall' });
    add(stack);
    return stack;
  });

describe('TenantNamespace', () => {
  it('is restricted, labelled for admission and gateway, and has accounts without tokens', () => {
    const stack = alone((scope) => {
      const tenant = new TenantNamespace(scope, 'tenant', { name: 'research', owner: 'research@example.com' });
      expect(tenant.namespace).toBe('research');
      expect(tenant.ready).toHaveLength(3);
    });
    expect(at(stack.resource('kubernetes_namespace_v1', 'namespace'), 'metadata')).toMatchObject({
      name: 'research',
      annotations: { 'ai-factory/owner': 'research@example.com' },
      labels: {
        'ai-factory/factory': 'ai-factory',
        'ai-factory/tenant': 'research',
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
    });
    expect(stack.manifest('ServiceAccount', 'research/weights')).toMatchObject({ automountServiceAccountToken: false });
    expect(stack.manifests('ResourceQuota')).toEqual([]);
  });

  it('limits accelerators by resource, or by device class', () => {
    const hard = (quota: { count: number; deviceClass?: string }) =>
      at(
        alone((scope) => new TenantNamespace(scope, 'tenant', { name: 'research', acceleratorQuota: quota })).manifest(
          'ResourceQuota',
          'accelerators',
        ),
        'spec',
        'hard',
      );
    expect(hard({ count: 8 })).toEqual({ 'requests.nvidia.com/gpu': '8' });
    expect(hard({ count: 8, deviceClass: 'gpu.nvidia.com' })).toEqual({
      'gpu.nvidia.com.deviceclass.resource.k8s.io/devices': '8',
    });
  });

  it('adds a boundary that waits for the namespace', () => {
    const stack = alone((scope) => {
      const { policies } = new TenantNamespace(scope, 'tenant', { name: 'research' }).addBoundary({});
      expect(policies.length).toBeGreaterThan(4);
    });
    const policies = stack
      .resources('kubernetes_manifest')
      .filter((each) => at(each, 'manifest', 'kind') === 'NetworkPolicy');
    for (const policy of policies) {
      expect(policy['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
      expect(at(policy, 'manifest', 'metadata', 'namespace')).toBe('research');
    }
  });
});

describe('TenantBoundary', () => {
  const boundary = (props: Partial<TenantBoundaryProps> = {}): SynthesizedStack =>
    alone((scope) => new TenantBoundary(scope, 'boundary', { namespace: 'research', ...props }));
  const namesOf = (stack: SynthesizedStack) =>
    ['NetworkPolicy', 'CiliumNetworkPolicy', 'ApplicationNetworkPolicy'].flatMap((kind) =>
      stack.manifests(kind).map((each) => `${kind} ${at(each, 'metadata', 'name')}`),
    );

  it('denies everything and allows DNS and serving by default', () => {
    const stack = boundary();
    expect(namesOf(stack).sort()).toEqual([
      'NetworkPolicy allow-dns',
      'NetworkPolicy allow-picker',
      'NetworkPolicy allow-replica',
      'NetworkPolicy allow-serving',
      'NetworkPolicy default-deny',
    ]);
    expect(at(stack.manifest('NetworkPolicy', 'default-deny'), 'spec')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    // Without a gateway, Prometheus and the picker reach the servers.
    expect(at(stack.manifest('NetworkPolicy', 'allow-serving'), 'spec', 'ingress', 0, 'from')).toHaveLength(2);
    expect(at(stack.manifest('NetworkPolicy', 'allow-picker'), 'spec', 'ingress')).toHaveLength(1);
  });

  it('admits the proxies of a gateway', () => {
    const stack = boundary({ gateway: { name: 'llm', namespace: 'gateways' } });
    expect(at(stack.manifest('NetworkPolicy', 'allow-serving'), 'spec', 'ingress', 0, 'from', 0)).toEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' } },
      podSelector: {
        matchLabels: {
          'gateway.envoyproxy.io/owning-gateway-name': 'llm',
          'gateway.envoyproxy.io/owning-gateway-namespace': 'gateways',
        },
      },
    });
  });

  it('admits requests on the ports of the servers', () => {
    const ports = { serverPorts: [9000, 8000] };
    const stack = boundary({ ...ports, egressNamespaces: ['data'], ingressNamespaces: ['agents'] });
    const both = [9000, 8000].map((port) => ({ protocol: 'TCP', port }));
    const paths = [
      ['allow-serving', 'ingress', 0],
      ['allow-picker', 'egress', 0],
      ['allow-to-tenants', 'egress', 1],
      ['allow-tenants-to-servers', 'ingress', 0],
    ] as const;
    for (const [name, direction, index] of paths)
      expect(at(stack.manifest('NetworkPolicy', name), 'spec', direction, index, 'ports')).toEqual(both);
    expect(at(boundary().manifest('NetworkPolicy', 'allow-serving'), 'spec', 'ingress', 0, 'ports')).toEqual([
      { protocol: 'TCP', port: 8000 },
    ]);
  });

  it('opens ranges, tenants and domains that are listed', () => {
    const stack = boundary({
      egressCidrs: ['10.30.0.0/16'],
      egressNamespaces: ['data'],
      ingressNamespaces: ['agents'],
      egressDomains: ['*.example.com'],
      egressEnforcement: 'cilium',
      loaderDomains: ['huggingface.co'],
    });
    expect(namesOf(stack)).toEqual(
      expect.arrayContaining([
        'NetworkPolicy allow-ranges',
        'NetworkPolicy allow-to-tenants',
        'NetworkPolicy allow-from-tenants',
        'CiliumNetworkPolicy allow-domains',
        'CiliumNetworkPolicy allow-loader',
      ]),
    );
    expect(at(stack.manifest('NetworkPolicy', 'allow-ranges'), 'spec', 'egress', 0, 'to')).toEqual([
      { ipBlock: { cidr: '10.30.0.0/16' } },
    ]);
    expect(at(stack.manifest('CiliumNetworkPolicy', 'allow-domains'), 'spec', 'egress', 1, 'toFQDNs')).toEqual([
      { matchPattern: '*.example.com' },
    ]);
  });

  it('refuses domain names that the policy engine cannot enforce', () => {
    expect(() => boundary({ egressDomains: ['example.com'] })).toThrow(
      /namespace "research" .*example\.com.*set `egressEnforcement` to "cilium"/,
    );
  });
});

describe('Queues', () => {
  const gpus = (nominal: string) => [{ flavor: 'h200', resources: [{ name: 'nvidia.com/gpu', nominal }] }];
  const base: QueuesProps = {
    flavors: [{ name: 'h200', nodeLabels: { pool: 'h200' } }],
    queues: [{ name: 'serving', tenants: [{ namespace: 'chat' }, { namespace: 'code' }], quotas: gpus('24') }],
  };
  const queues = (props: Partial<QueuesProps> = {}): SynthesizedStack =>
    alone((scope) => new Queues(scope, 'queues', { ...base, ...props }));

  it('creates a flavor, a cohort, a cluster queue and a local queue for each tenant', () => {
    const stack = queues();
    expect(at(stack.manifest('ResourceFlavor', 'h200'), 'spec')).toEqual({ nodeLabels: { pool: 'h200' } });
    expect(stack.manifest('Cohort', 'ai-factory')).toBeDefined();
    expect(at(stack.manifest('ClusterQueue', 'ai-factory-serving'), 'spec')).toMatchObject({
      cohortName: 'ai-factory',
      stopPolicy: 'None',
      fairSharing: { weight: '1' },
      preemption: { withinClusterQueue: 'LowerPriority', reclaimWithinCohort: 'Any' },
      namespaceSelector: { matchExpressions: [{ values: ['chat', 'code'] }] },
      resourceGroups: [
        {
          coveredResources: ['nvidia.com/gpu'],
          flavors: [{ name: 'h200', resources: [{ name: 'nvidia.com/gpu', nominalQuota: '24' }] }],
        },
      ],
    });
    for (const namespace of ['chat', 'code']) {
      expect(at(stack.manifest('LocalQueue', `${namespace}/serving`), 'spec')).toEqual({
        clusterQueue: 'ai-factory-serving',
      });
    }
  });

  it('names cluster-wide objects after the factory', () => {
    const stack = queues({ factory: 'lab' });
    expect(stack.manifest('Cohort', 'lab')).toBeDefined();
    expect(stack.manifest('ClusterQueue', 'lab-serving')).toBeDefined();
  });

  it('has the names of its cluster queues as a handle', () => {
    alone((scope) => {
      const made = new Queues(scope, 'queues', base);
      expect(made.clusterQueues).toEqual({ serving: 'ai-factory-serving' });
      expect(made.cohort).toBe('ai-factory');
    });
  });

  it('rejects a quota of an unknown flavor', () => {
    expect(() => queues({ flavors: [{ name: 'h100', nodeLabels: {} }] })).toThrow(
      /queue "serving" .*unknown flavor "h200"; defined flavors: h100/,
    );
  });
});

describe('Serving', () => {
  const base: ServingProps = {
    name: 'chat',
    namespace: 'assistants',
    model: { repository: 'Qwen/Qwen2.5-7B-Instruct' },
    engine: { image: 'docker.io/vllm/vllm-openai:v0.26.0' },
    cacheGib: 20,
    storage: { className: 'shared' },
  };
  const serving = (props: Partial<ServingProps> = {}): SynthesizedStack =>
    alone((scope) => new Serving(scope, 'serving', { ...base, ...props }));
  const podOf = (stack: SynthesizedStack) => at(stack.manifest('Deployment', 'assistants/chat'), 'spec', 'template');

  it('downloads the model into a cache and serves it on one accelerator', () => {
    const stack = serving();
    expect(at(stack.manifest('PersistentVolumeClaim', 'weights-chat'), 'spec')).toMatchObject({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'shared',
      resources: { requests: { storage: '20Gi' } },
    });
    const [job] = stack.manifests('Job');
    expect(at(job, 'spec', 'template', 'spec', 'containers', 0, 'command')).toEqual(
      expect.arrayContaining(['hf', 'download', 'Qwen/Qwen2.5-7B-Instruct', '/models/chat']),
    );
    expect(argsOf(podOf(stack))).toEqual([
      '/models/chat',
      '--served-model-name=chat',
      '--tensor-parallel-size=1',
      '--port=8000',
    ]);
    expect(at(podOf(stack), 'spec', 'containers', 0, 'resources', 'limits')).toEqual({
      cpu: '8',
      memory: '64Gi',
      'nvidia.com/gpu': '1',
    });
    expect(at(podOf(stack), 'spec', 'priorityClassName')).toBeUndefined();
    expect(at(podOf(stack), 'spec', 'tolerations')).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' },
    ]);
  });

  it('has a scaler and an endpoint picker only if asked for', () => {
    const kinds = ['ScaledObject', 'InferencePool', 'InferenceObjective'];
    expect(kinds.flatMap((kind) => serving().manifests(kind))).toEqual([]);
    const stack = serving({ prometheusUrl: 'http://prometheus:9090', pickerImage: 'example.com/picker:v1' });
    for (const kind of kinds) expect(stack.manifest(kind, 'assistants/chat')).toBeDefined();
    const picker = stack.manifest('Deployment', 'assistants/chat-epp');
    expect(at(picker, 'spec', 'template', 'spec', 'containers', 0, 'image')).toBe('example.com/picker:v1');
  });

  it('waits for what it is told to wait for', () => {
    const stack = alone((scope) => {
      const tenant = new TenantNamespace(scope, 'tenant', { name: 'assistants' });
      const chat = new Serving(scope, 'serving', { ...base, after: tenant.ready });
      expect(chat.serviceUrl).toBe('http://chat-http.assistants.svc:8000');
    });
    expect(stack.resource('kubernetes_manifest', 'serving/service')['depends_on']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^kubernetes_namespace_v1\./)]),
    );
  });

  it('requests accelerators through DRA with a device class', () => {
    expect(() => serving({ acceleratorApi: 'dra' })).toThrow(/serving "chat" .*set `deviceClass`/);
    const stack = serving({ acceleratorApi: 'dra', deviceClass: 'gpu.nvidia.com', acceleratorsPerPod: 2 });
    const requests = at(stack.manifest('ResourceClaimTemplate', 'chat'), 'spec', 'spec', 'devices', 'requests', 0);
    expect(at(requests, 'exactly')).toMatchObject({ deviceClassName: 'gpu.nvidia.com', count: 2 });
  });

  it.each<[string, Partial<ServingProps>, RegExp]>([
    ['a name that is too long', { name: 'c'.repeat(47) }, /47 characters; use at most 46/],
    ['no model', { model: undefined }, /serving "chat" has no model; set `model.repository`/],
    ['several nodes without arguments', { nodesPerReplica: 2 }, /spans 2 nodes; set `engine.args`/],
  ])('rejects %s', (_name, props, message) => {
    expect(() => serving(props)).toThrow(message);
  });
});

describe('WorkloadRoute and Gateway', () => {
  it('send the requests of a host name to a serving', () => {
    const stack = alone((scope) => {
      const gateway = new Gateway(scope, 'gateway', { name: 'llm', namespace: 'gateways', tlsSecret: 'llm-tls' });
      new WorkloadRoute(scope, 'route', {
        workload: 'chat',
        namespace: 'assistants',
        gateway,
        hostnames: ['chat.example.com'],
        backends: [{ serving: 'chat' }],
      });
    });
    expect(at(stack.manifest('Gateway', 'llm'), 'spec')).toMatchObject({
      gatewayClassName: 'llm',
      listeners: [{ port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'llm-tls' }] } }],
    });
    expect(at(stack.manifest('HTTPRoute', 'assistants/chat'), 'spec')).toMatchObject({
      parentRefs: [{ name: 'llm', namespace: 'gateways' }],
      hostnames: ['chat.example.com'],
      rules: [{ backendRefs: [{ kind: 'InferencePool', name: 'chat' }] }],
    });
  });
});

describe('Admission', () => {
  it('applies to the namespaces of the factory and to its accelerators', () => {
    const stack = alone((scope) => new Admission(scope, 'admission', { acceleratorResources: ['amd.com/gpu'] }));
    expect(JSON.stringify(stack.manifests('ValidatingAdmissionPolicy'))).toContain("'amd.com/gpu' in");
    const [binding] = stack.manifests('ValidatingAdmissionPolicyBinding');
    expect(at(binding, 'spec', 'matchResources', 'namespaceSelector', 'matchLabels')).toEqual({
      'ai-factory/factory': 'ai-factory',
    });
  });
});

describe('Priorities', () => {
  it('have one name for the scheduler and for Kueue', () => {
    const stack = alone((scope) => {
      const { classNames } = new Priorities(scope, 'priorities', {
        priorities: [{ priority: 'batch', value: 10, preempts: false, description: 'fills idle accelerators' }],
      });
      expect(classNames).toEqual({ batch: 'ai-factory-batch' });
    });
    expect(stack.manifest('PriorityClass', 'ai-factory-batch')).toMatchObject({ preemptionPolicy: 'Never', value: 10 });
    expect(stack.manifest('WorkloadPriorityClass', 'ai-factory-batch')).toMatchObject({ value: 10 });
  });
});

describe('rules and dashboards', () => {
  const chat = { name: 'chat', namespace: 'assistants', costs: [{ basis: 'owned', usdPerAcceleratorHour: 2.1 }] };
  const dashboardOf = (stack: SynthesizedStack): unknown => {
    const [map] = stack.resources('kubernetes_config_map_v1');
    expect(at(map, 'metadata')).toMatchObject({ namespace: 'monitoring', labels: { grafana_dashboard: '1' } });
    const [text] = Object.values(at(map, 'data') ?? {});
    return JSON.parse(String(text));
  };

  it('of a serving ask for the series that its rules record', () => {
    const rules = alone((scope) => new ServingRules(scope, 'rules', chat)).manifests('PrometheusRule');
    expect(rules).toHaveLength(1);
    const recorded = new Set([...JSON.stringify(rules).matchAll(/"record":"([^"]+)"/g)].map(([, name]) => name));
    const dashboard = JSON.stringify(dashboardOf(alone((scope) => new ServingDashboard(scope, 'dashboard', chat))));
    const asked = [...dashboard.matchAll(/ai_factory:\w+/g)].map(([name]) => name);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((name) => !recorded.has(name))).toEqual([]);
  });

  it('of a site have a line for each pool', () => {
    const stack = alone((scope) => {
      const { uid } = new SiteDashboard(scope, 'dashboard', {
        site: 'hall',
        pools: [{ name: 'h200' }, { name: 'l40s' }],
      });
      expect(uid).toMatch(/^aif-[0-9a-f]{16}$/);
    });
    const text = JSON.stringify(dashboardOf(stack));
    const pools = [...text.matchAll(/label_ai_factory_pool=.{1,3}?"(\w+)/g)].map(([, pool]) => pool);
    expect(new Set(pools)).toEqual(new Set(['h200', 'l40s']));
    expect(text).toContain('ai-factory: site hall');
  });

  it('of your own are one object each', () => {
    const rule = { record: 'own:tokens', expr: 'sum(vllm:generation_tokens_total)', labels: {} };
    const stack = alone(
      (scope) =>
        new Rules(scope, 'rules', {
          name: 'own',
          groups: [
            { name: 'own', interval: '30s', rules: [rule] },
            { name: 'empty', interval: '30s', rules: [] },
          ],
        }),
    );
    expect(at(stack.manifest('PrometheusRule', 'monitoring/own'), 'spec', 'groups')).toEqual([
      { name: 'own', interval: '30s', rules: [rule] },
    ]);
  });
});
