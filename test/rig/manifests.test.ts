import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFactory, aHall, aPool, aSite, aWorkload, type FactoryInput, synthFactory } from '../../lib/testing';
import { sites } from '../testing/factories';
import { twin } from '../twins';
import { cluster, kubectl, rigEnvironment } from './rig';

/**
 * Every Kubernetes object that the library writes, against a real API server with the real custom resource definitions:
 * strict about fields, with admission, Pod Security and the library's own admission policy in force. Nothing is rejected and
 * nothing warned of. Objects are tried and not kept, but for those that the admission of others asks for.
 */
const CONTEXT = 'k8s';
const PORT = 18_500;

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly [field: string]: unknown;
}

const owned = { type: 'owned', usdPerNode: 320_000, lifeYears: 4 } as const;
const overNodes = aWorkload({ model: 'deepseek-r1', parallelism: { tensor: 8, pipeline: 2 } });
const ofResearch = { tenants: { assistants: {}, research: { boundary: 'some', maxAccelerators: 16 } } };
const boundaries = {
  some: { egressDomains: ['example.com', '*.example.com'], egressCidrs: ['10.0.0.0/8', '0.0.0.0/0'] },
};

const factories: Readonly<Record<string, FactoryInput>> = {
  '01-two-regions': twin('01-two-regions'),
  '02-region-to-hall': twin('02-region-to-hall'),
  '03-frontier': twin('03-frontier'),
  '04-one-pool': twin('04-one-pool'),
  'claims of devices, with a quota of them': aFactory({
    sites: { hall: aHall({ acceleratorApi: 'dra' }) },
    workloads: { chat: aWorkload({ tenant: 'research' }) },
    ...ofResearch,
    boundaries,
  }),
  'replicas over nodes with RDMA, in racks': aFactory({
    sites: {
      hall: aHall({
        rdma: {
          resource: 'rdma/shared_a',
          perNode: 8,
          networks: ['rdma-net'],
          devices: { deviceIds: ['1021'], linkTypes: ['infiniband'] },
        },
        topology: ['topology.example.com/block', 'topology.example.com/rack'],
      }),
    },
    workloads: { reason: overNodes },
  }),
  'data-parallel engines over nodes': aFactory({
    sites: { hall: aHall({ rdma: { resource: 'rdma/shared_a', perNode: 8 } }) },
    workloads: { reason: { ...overNodes, parallelism: { tensor: 8, data: 2, expert: 16 } } },
  }),
  'accelerators of AMD': aFactory({
    sites: {
      hall: aHall({
        power: { itKw: 400 },
        pools: { serve: aPool({ machine: 'mi300x-8x', count: 4, capacity: owned }) },
      }),
    },
  }),
  'nodes of Karpenter, by EFA and by spot': aFactory({
    sites: {
      east: aSite({
        pools: {
          serve: aPool({ manager: 'karpenter', fabric: 'efa' }),
          burst: aPool({ manager: 'karpenter', capacity: { type: 'spot' } }),
        },
      }),
    },
    workloads: { chat: aWorkload({ pools: ['serve'] }), other: aWorkload({ pools: ['burst'] }) },
  }),
  'egress by name with Cilium, and a batch queue': aFactory({
    sites: { hall: aHall({ egress: 'cilium' }) },
    workloads: { chat: aWorkload(), fill: aWorkload({ tenant: 'research', priority: 'batch', queue: 'batch' }) },
    ...ofResearch,
    boundaries,
    queues: {
      batch: { tenants: ['research'], priority: 'batch', share: 0.3, lend: false },
      serving: { tenants: ['assistants'], priority: 'critical', borrow: false },
    },
  }),
  'egress by name with the VPC CNI': aFactory({
    workloads: { chat: aWorkload({ tenant: 'research' }) },
    ...ofResearch,
    boundaries,
  }),
  'two halls with a guarded split between them': aFactory({
    sites: { annex: aHall({ context: 'annex', entry: { hostname: 'gateway.annex.example.com' } }), hall: aHall() },
    traffic: { domain: 'example.com', frontDoor: 'http-route', site: 'hall' },
    migrations: { move: { workloads: ['chat'], from: { site: 'hall' }, to: { site: 'annex' }, phase: 'shift' } },
  }),
};

/** Kinds whose definitions the rig has not, so that nothing can be said of them here. */
const UNKNOWN_HERE = ['NicClusterPolicy'];
/** Kinds that are kept while a factory is tried: what the admission of others asks for. */
const KEPT = [
  'Namespace',
  'PriorityClass',
  'ServiceAccount',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

/** The object that a typed resource of the Terraform provider makes. */
const typed: Readonly<Record<string, (values: Record<string, unknown>) => Record<string, unknown>>> = {
  kubernetes_namespace_v1: ({ metadata }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata }),
  kubernetes_config_map_v1: ({ metadata, data }) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }),
};

/** Objects of every stack, as Terraform hands them to the API once its escapes and references are resolved. */
function objectsOf(input: FactoryInput): KubernetesObject[] {
  const { stacks } = synthFactory(input, { sites });
  const found = Object.values(stacks).flatMap(({ text }) => {
    const { resource = {} } = JSON.parse(text) as {
      resource?: Record<string, Record<string, Record<string, unknown>>>;
    };
    return Object.entries(resource).flatMap(([type, instances]) => {
      if (!type.startsWith('kubernetes_')) return [];
      return Object.values(instances).map((values) => {
        if (type === 'kubernetes_manifest') return values['manifest'];
        const make = typed[type];
        if (make === undefined) throw new Error(`no object is known for ${type}`);
        return make(values);
      });
    });
  });
  const text = JSON.stringify(found)
    .replace(/(?<!\$)\$\{[^}]*\}/g, 'resolved-at-apply')
    .replace(/([$%])\1\{/g, '$1{');
  return JSON.parse(text) as KubernetesObject[];
}

/** The pods that controllers would make of an object: only as pods do they meet Pod Security and quota. */
function podsOf(object: KubernetesObject): KubernetesObject[] {
  const spec = object['spec'] as {
    template?: KubernetesObject;
    leaderWorkerTemplate?: { leaderTemplate: KubernetesObject; workerTemplate: KubernetesObject };
  };
  const templates = [
    spec?.template,
    spec?.leaderWorkerTemplate?.leaderTemplate,
    spec?.leaderWorkerTemplate?.workerTemplate,
  ].filter((template) => (template?.['spec'] as { containers?: unknown })?.containers !== undefined);
  const { name, namespace } = object.metadata;
  return templates.flatMap((template, index) =>
    template === undefined
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { ...template.metadata, name: `${name}-pod-${index}`, ...(namespace ? { namespace } : {}) },
            spec: template['spec'],
          },
        ],
  );
}

const once = (objects: readonly KubernetesObject[]): KubernetesObject[] => [
  ...new Map(
    objects.map((each) => [`${each.apiVersion}/${each.kind}/${each.metadata.namespace}/${each.metadata.name}`, each]),
  ).values(),
];

let env: NodeJS.ProcessEnv;
/** What each factory has, once it was tried. */
const objects = new Map<string, readonly KubernetesObject[]>();

function apply(items: readonly KubernetesObject[], ...args: readonly string[]): string {
  const result = spawnSync(
    'kubectl',
    ['--context', CONTEXT, 'apply', '--server-side', '--validate=strict', '--force-conflicts', ...args, '-f', '-'],
    { env, encoding: 'utf8', input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), maxBuffer: 1 << 26 },
  );
  return `${result.status === 0 ? '' : `exit ${result.status}\n`}${result.stderr}`;
}

beforeAll(() => {
  cluster(CONTEXT, PORT);
  env = rigEnvironment();
});

afterAll(() => {
  const policies = [
    'validatingadmissionpolicybindings',
    'validatingadmissionpolicies',
    'priorityclasses',
    'namespaces',
  ];
  const managed = ['-l', 'app.kubernetes.io/managed-by=ai-factory', '--ignore-not-found', '--wait=false'];
  kubectl(CONTEXT, ['delete', policies.join(','), ...managed], env);
});

describe('every Kubernetes object', () => {
  it.each(Object.keys(factories))('is taken without a warning: %s', (name) => {
    const input = factories[name];
    if (input === undefined) throw new Error(`no factory ${name}`);
    const all = once(objectsOf(input));
    objects.set(name, all);
    const known = all.filter(({ kind }) => !UNKNOWN_HERE.includes(kind));
    const kept = known.filter(({ kind }) => KEPT.includes(kind));
    expect(apply(kept.filter(({ kind }) => kind === 'Namespace'))).toBe('');
    expect(apply(kept)).toBe('');
    const tried = [...known, ...known.flatMap(podsOf)];
    expect(tried.filter(({ kind }) => kind === 'Pod').length).toBeGreaterThan(0);
    expect(apply(tried, '--dry-run=server')).toBe('');
  });

  it('covers every kind that the library writes but for what the rig does not know', () => {
    const kinds = new Set([...objects.values()].flatMap((each) => each.map(({ kind }) => kind)));
    expect([...kinds].sort()).toMatchInlineSnapshot(`
      [
        "ApplicationNetworkPolicy",
        "Backend",
        "CiliumNetworkPolicy",
        "ClusterQueue",
        "Cohort",
        "ConfigMap",
        "Deployment",
        "EC2NodeClass",
        "EnvoyProxy",
        "Gateway",
        "GatewayClass",
        "HTTPRoute",
        "InferenceObjective",
        "InferencePool",
        "Job",
        "LeaderWorkerSet",
        "LocalQueue",
        "Namespace",
        "NetworkPolicy",
        "NicClusterPolicy",
        "NodeOverlay",
        "NodePool",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "PodDisruptionBudget",
        "PriorityClass",
        "PrometheusRule",
        "ResourceClaimTemplate",
        "ResourceFlavor",
        "ResourceQuota",
        "Role",
        "RoleBinding",
        "ScaledObject",
        "Service",
        "ServiceAccount",
        "ServiceMonitor",
        "StorageClass",
        "Topology",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "WorkloadPriorityClass",
      ]
    `);
  });

  it('is refused when a field is misspelt, so that silence means something', () => {
    const wrong = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'default' }, dta: {} };
    expect(apply([wrong], '--dry-run=server')).toMatch(/unknown field|dta/);
  });
});
