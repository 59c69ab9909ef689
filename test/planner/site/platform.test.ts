import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog, extendCatalog } from '../../../lib/catalog/catalog';
import type { NodeSoftware } from '../../../lib/planner/model/cloud';
import type { PlatformFacts } from '../../../lib/planner/model/platform-facts';
import { dcgmFields } from '../../../lib/planner/site/dcgm';
import { checkPlatform, planPlatform, prometheusUrl } from '../../../lib/planner/site/platform';

/** An image with the driver and the toolkit, such as AL2023. */
const driverImage: NodeSoftware = {
  image: 'al2023',
  driver: true,
  toolkit: true,
  devicePlugin: false,
  partitioning: false,
};
/** An image with everything, such as Bottlerocket. */
const wholeImage: NodeSoftware = { ...driverImage, image: 'bottlerocket', devicePlugin: true, partitioning: true };

/** A site whose nodes the library makes, in a cloud with a plugin of its own. */
const cloud: PlatformFacts = {
  kubernetesVersion: '1.35',
  clusterName: 'acme-frankfurt',
  images: [wholeImage],
  ownDrivers: false,
  rdmaNetworkOperator: false,
  acceleratorApi: 'device-plugin',
  vendors: ['nvidia'],
  acceleratorResources: ['nvidia.com/gpu'],
  multiNode: true,
  installed: [],
  telemetryRetentionDays: 30,
  gatewayNamespace: 'gateway',
  releases: [{ name: 'karpenter', namespace: 'kube-system', after: ['kube-prometheus-stack'] }],
};
const hall: PlatformFacts = {
  ...cloud,
  clusterName: 'hall',
  images: [],
  ownDrivers: true,
  rdmaNetworkOperator: true,
  releases: [],
};

const names = (facts: PlatformFacts) => planPlatform(facts, defaultCatalog).releases.map(({ name }) => name);
const valuesOf = (facts: PlatformFacts, name: string) =>
  planPlatform(facts, defaultCatalog).releases.find((release) => release.name === name)?.values;
const kueueConfiguration = (facts: PlatformFacts) => {
  const values = valuesOf(facts, 'kueue') as { managerConfig: { controllerManagerConfigYaml: string } };
  return JSON.parse(values.managerConfig.controllerManagerConfigYaml);
};

const anyFacts: fc.Arbitrary<PlatformFacts> = fc
  .record({
    images: fc.subarray([driverImage, wholeImage]),
    ownDrivers: fc.boolean(),
    rdmaNetworkOperator: fc.boolean(),
    acceleratorApi: fc.constantFrom('device-plugin' as const, 'dra' as const),
    vendors: fc.subarray(['nvidia', 'amd', 'aws']),
    acceleratorResources: fc.constant(['nvidia.com/gpu']),
    multiNode: fc.boolean(),
    releases: fc.subarray([
      { name: 'karpenter-crd', namespace: 'kube-system' },
      { name: 'karpenter', namespace: 'own', podSecurity: 'privileged' as const, after: ['karpenter-crd'] },
    ]),
    installed: fc.subarray(['cert-manager', 'kube-prometheus-stack', 'gpu-operator', 'kueue', 'keda']),
  })
  .map((facts) => ({ ...cloud, ...facts }));

describe('planPlatform', () => {
  it('orders the releases of a cloud that adds one of its own', () => {
    expect(names(cloud)).toMatchInlineSnapshot(`
      [
        "cert-manager",
        "kube-prometheus-stack",
        "gpu-operator",
        "karpenter",
        "lws",
        "keda",
        "inference-extension-crds",
        "llm-d-crds",
        "gateway-helm",
        "ai-gateway-crds-helm",
        "ai-gateway-helm",
        "kueue",
      ]
    `);
  });

  it('orders the releases of an own hall with RDMA', () => {
    expect(names(hall)).toMatchInlineSnapshot(`
      [
        "cert-manager",
        "kube-prometheus-stack",
        "gpu-operator",
        "network-operator",
        "lws",
        "keda",
        "inference-extension-crds",
        "llm-d-crds",
        "gateway-helm",
        "ai-gateway-crds-helm",
        "ai-gateway-helm",
        "kueue",
      ]
    `);
  });

  it('plans every release after the ones that it needs, and Kueue last', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { releases } = planPlatform(facts, defaultCatalog);
        const seen = new Set<string>();
        for (const release of releases) {
          expect(release.after.filter((name) => !seen.has(name))).toEqual([]);
          seen.add(release.name);
        }
        if (!facts.installed.includes('kueue')) expect(releases.at(-1)?.name).toBe('kueue');
      }),
    );
  });

  it('plans nothing that the cluster has already', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(names(facts).filter((name) => facts.installed.includes(name))).toEqual([]);
      }),
    );
  });

  it('gives every namespace of a release a Pod Security level, and leaves kube-system to the cluster', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const plan = planPlatform(facts, defaultCatalog);
        const planned = plan.namespaces.map(({ name }) => name);
        expect(planned).toEqual([...planned].sort());
        expect(planned).not.toContain('kube-system');
        const used = plan.releases.map(({ namespace }) => namespace).filter((name) => name !== 'kube-system');
        expect(used.filter((name) => !planned.includes(name))).toEqual([]);
      }),
    );
  });

  it('pins each release by the catalogue, so that one row moves it', () => {
    const catalog = extendCatalog(defaultCatalog, {
      components: [
        {
          id: 'chart/keda',
          kind: 'chart',
          repository: 'oci://registry.example/charts',
          version: '2.99.0',
          digest: null,
          source: 'test',
          asOf: '2026-11-23',
        },
      ],
    });
    const keda = planPlatform(cloud, catalog).releases.find(({ name }) => name === 'keda');
    expect(keda).toMatchObject({ version: '2.99.0', repository: 'oci://registry.example/charts' });
  });

  it('names the missing row where the catalogue lacks a chart', () => {
    const catalog = { ...defaultCatalog, components: [] };
    expect(() => planPlatform(cloud, catalog)).toThrow(/no row for "chart\/cert-manager" in components/);
  });
});

describe('the GPU operator', () => {
  const parts = (facts: PlatformFacts) => {
    const values = valuesOf(facts, 'gpu-operator') as Record<string, { enabled: boolean }>;
    return Object.fromEntries(
      ['driver', 'toolkit', 'devicePlugin', 'migManager', 'dcgm', 'dcgmExporter'].map((part) => [
        part,
        values[part]?.enabled,
      ]),
    );
  };

  it('brings neither driver nor toolkit to AL2023 nodes', () => {
    expect(parts({ ...cloud, images: [driverImage] })).toEqual({
      driver: false,
      toolkit: false,
      devicePlugin: true,
      migManager: true,
      dcgm: false,
      dcgmExporter: true,
    });
  });

  it('leaves device plugin and MIG to Bottlerocket nodes as well', () => {
    expect(parts(cloud)).toEqual({
      driver: false,
      toolkit: false,
      devicePlugin: false,
      migManager: false,
      dcgm: false,
      dcgmExporter: true,
    });
  });

  it('brings everything to nodes of an own hall, with RDMA in the driver and upgrades node by node', () => {
    expect(parts(hall)).toEqual({
      driver: true,
      toolkit: true,
      devicePlugin: true,
      migManager: true,
      dcgm: false,
      dcgmExporter: true,
    });
    expect(valuesOf(hall, 'gpu-operator')).toMatchObject({
      driver: { rdma: { enabled: true }, upgradePolicy: { autoUpgrade: true, maxParallelUpgrades: 1 } },
    });
  });

  it('gives GPUs by dynamic allocation or by the device plugin, never by both', () => {
    const dra: PlatformFacts = { ...hall, acceleratorApi: 'dra' };
    expect(parts(dra)).toMatchObject({ devicePlugin: false });
    expect(valuesOf(dra, 'dra-driver-nvidia-gpu')).toMatchObject({
      gpuResourcesEnabledOverride: true,
      nvidiaDriverRoot: '/run/nvidia/driver',
    });
    expect(names(hall)).not.toContain('dra-driver-nvidia-gpu');
  });

  it('exports the fields that its list names, each once', () => {
    const values = valuesOf(cloud, 'gpu-operator') as { dcgmExporter: { config: { data: string } } };
    const exported = values.dcgmExporter.config.data.split('\n').map((line) => line.split(',')[0]);
    expect(exported).toEqual(dcgmFields.map(({ name }) => name));
    expect(new Set(exported).size).toBe(exported.length);
  });

  it('is left out where no accelerator is from NVIDIA', () => {
    expect(names({ ...hall, vendors: ['amd'] })).toContain('amd-gpu-operator');
    expect(names({ ...hall, vendors: ['amd'] })).not.toContain('gpu-operator');
    expect(names({ ...cloud, vendors: ['aws'] })).toContain('neuron-helm-chart');
  });
});

describe('Kueue', () => {
  it('manages the frameworks that serving and batch use, and none of the platform namespaces', () => {
    const configuration = kueueConfiguration(cloud);
    expect(configuration.apiVersion).toBe('config.kueue.x-k8s.io/v1beta2');
    expect(configuration.integrations.frameworks).toEqual(
      expect.arrayContaining([
        'batch/job',
        'deployment',
        'leaderworkerset.x-k8s.io/leaderworkerset',
        'jobset.x-k8s.io/jobset',
        'pod',
      ]),
    );
    const [rule] = configuration.managedJobsNamespaceSelector.matchExpressions;
    const plan = planPlatform(cloud, defaultCatalog);
    expect(rule.operator).toBe('NotIn');
    expect(rule.values).toEqual(expect.arrayContaining(['kube-system', ...plan.namespaces.map(({ name }) => name)]));
  });

  it('counts watts for accelerators only where queues have a quota for them', () => {
    expect(kueueConfiguration(cloud).resources).toBeUndefined();
    expect(kueueConfiguration({ ...cloud, wattsPerAccelerator: { 'nvidia.com/gpu': 560 } }).resources).toEqual({
      transformations: [{ input: 'nvidia.com/gpu', strategy: 'Retain', outputs: { 'ai-factory/watts': '560' } }],
    });
  });
});

describe('the other releases', () => {
  it('lets Prometheus keep the retention in days and pick up the monitors of all namespaces', () => {
    expect(valuesOf(cloud, 'kube-prometheus-stack')).toMatchObject({
      prometheus: {
        prometheusSpec: {
          retention: '30d',
          serviceMonitorSelectorNilUsesHelmValues: false,
          ruleSelectorNilUsesHelmValues: false,
          podMonitorSelectorNilUsesHelmValues: false,
        },
      },
    });
    expect(prometheusUrl).toBe('http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090');
  });
});

describe('the gateway', () => {
  it('extends the controller in the namespace in which it runs', () => {
    expect(valuesOf(cloud, 'ai-gateway-helm')).toMatchObject({ envoyGateway: { namespace: 'envoy-gateway-system' } });
    const gateway = planPlatform(cloud, defaultCatalog).releases.find(({ name }) => name === 'gateway-helm');
    expect(gateway?.namespace).toBe('envoy-gateway-system');
  });

  it('knows InferencePools before it routes to them', () => {
    const gateway = planPlatform(cloud, defaultCatalog).releases.find(({ name }) => name === 'gateway-helm');
    expect(gateway?.after).toContain('inference-extension-crds');
    expect(gateway?.values).toMatchObject({
      config: {
        envoyGateway: {
          extensionManager: {
            backendResources: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', version: 'v1' }],
          },
        },
      },
    });
  });
});

describe('checkPlatform', () => {
  it('finds nothing wrong with a sound site', () => {
    expect([...checkPlatform(cloud, defaultCatalog), ...checkPlatform(hall, defaultCatalog)]).toEqual([]);
  });

  it('says what stands in the way, all at once', () => {
    const problems = checkPlatform(
      {
        ...hall,
        kubernetesVersion: '1.33',
        images: [driverImage, wholeImage],
        vendors: ['amd', 'nvidia'],
        acceleratorResources: ['nvidia.com/gpu'],
        acceleratorApi: 'dra',
      },
      defaultCatalog,
    );
    expect(problems).toMatchInlineSnapshot(`
      [
        {
          "code": "mixed-node-images",
          "message": "accelerator pools use the node images al2023 and bottlerocket, but the gpu operator takes one set of values for a cluster: which parts bring the driver and the device plugin differ between them; use one family for all accelerator pools",
        },
        {
          "code": "two-drivers",
          "message": "the node image al2023 and bottlerocket brings its driver, but drivers are to be installed by the operator as well; set drivers to installed",
        },
        {
          "code": "kubernetes-too-old",
          "message": "kubernetes 1.33 is older than 1.34, which kueue and dynamic resource allocation need; upgrade the cluster",
        },
        {
          "code": "no-dra-driver",
          "message": "accelerators of amd are requested by dynamic resource allocation, but only nvidia has a device class; use the device-plugin api, or add a row under catalog.deviceClasses",
        },
      ]
    `);
  });
});
