import { GATEWAY_CONTROLLER_NAMESPACE, labelKeys } from '../model/names';
import type { PlatformFacts } from '../model/platform-facts';
import { dcgmCsv } from './dcgm';

type Values = Readonly<Record<string, unknown>>;

/** Pods that serve a node's accelerators run on it whatever its taints say. */
export const onTaintedNodes = (keys: readonly string[]) =>
  keys.map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' }));

/** Nodes are tainted with the resource name of their accelerators. */
export const acceleratorTaints = (facts: PlatformFacts): readonly string[] => facts.acceleratorResources;

const monitored = { enabled: true, serviceMonitor: { enabled: true } };

export const certManagerValues = (): Values => ({
  crds: { enabled: true, keep: false },
  global: { priorityClassName: 'system-cluster-critical' },
  podDisruptionBudget: { enabled: true, minAvailable: 1 },
  replicaCount: 2,
  webhook: { replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 } },
});

/**
 * Prometheus picks up every monitor and rule of the cluster, keeps the retention in days and never fills its disk;
 * Grafana shows the dashboards of all namespaces, can be read by whoever reaches it and has no login.
 */
export function prometheusValues(facts: PlatformFacts): Values {
  const storageClass = facts.storageClass ?? null;
  const claim = (gib: number) => ({
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: `${gib}Gi` } },
    ...(storageClass === null ? {} : { storageClassName: storageClass }),
  });
  const everything = {
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    serviceMonitorSelectorNilUsesHelmValues: false,
  };
  return {
    fullnameOverride: 'kube-prometheus-stack',
    crds: { enabled: true },
    // Control planes of managed clusters cannot be scraped, and those of others answer on loopback only.
    kubeControllerManager: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    kubeScheduler: { enabled: false },
    prometheusOperator: { admissionWebhooks: { certManager: { enabled: true } } },
    prometheus: {
      prometheusSpec: {
        ...everything,
        enableAdminAPI: false,
        externalLabels: { cluster: facts.clusterName },
        retention: `${facts.telemetryRetentionDays}d`,
        retentionSize: '85GB',
        walCompression: true,
        resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '8Gi' } },
        storageSpec: { volumeClaimTemplate: { spec: claim(100) } },
      },
    },
    alertmanager: { alertmanagerSpec: { storage: { volumeClaimTemplate: { spec: claim(5) } } } },
    grafana: {
      'grafana.ini': {
        auth: { disable_login_form: true },
        'auth.anonymous': { enabled: true, org_role: 'Viewer' },
        security: { disable_initial_admin_creation: true },
      },
      service: { type: 'ClusterIP' },
      sidecar: { dashboards: { enabled: true, label: 'grafana_dashboard', labelValue: '1', searchNamespace: 'ALL' } },
    },
    'kube-state-metrics': {
      metricLabelsAllowlist: [
        `nodes=[${labelKeys.factory},${labelKeys.pool},${labelKeys.accelerator},node.kubernetes.io/instance-type,topology.kubernetes.io/zone]`,
        `namespaces=[ai-factory/tenant]`,
      ],
    },
  };
}

/**
 * Which parts of the GPU operator run follows from who brings the driver: AL2023 images carry driver and toolkit,
 * Bottlerocket the device plugin as well, and nodes of an own hall carry nothing unless it was installed there.
 */
export function gpuOperatorValues(facts: PlatformFacts): Values {
  const [image] = facts.images;
  const dra = facts.acceleratorApi === 'dra';
  return {
    cdi: { enabled: true },
    ccManager: { enabled: false },
    daemonsets: { tolerations: onTaintedNodes(acceleratorTaints(facts)) },
    // One exporter for each GPU: the host engine runs inside it and not beside it.
    dcgm: { enabled: false },
    dcgmExporter: {
      enabled: true,
      config: { create: true, name: 'dcgm-fields', data: dcgmCsv() },
      serviceMonitor: {
        enabled: true,
        interval: '15s',
        // The pod that uses the GPU, not the exporter's own, gives the series its namespace and pod.
        honorLabels: true,
        relabelings: [{ action: 'replace', sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }],
      },
    },
    devicePlugin: { enabled: image?.devicePlugin !== true && !dra },
    driver: facts.ownDrivers
      ? {
          enabled: true,
          kernelModuleType: 'auto',
          // The adapters' driver is the nodes' own: the network operator advertises and installs none, so none is waited for.
          rdma: { enabled: facts.rdmaNetworkOperator, useHostMofed: true },
          upgradePolicy: {
            autoUpgrade: true,
            maxParallelUpgrades: 1,
            maxUnavailable: '10%',
            drain: { enable: true, force: false, deleteEmptyDir: true, timeoutSeconds: 3600 },
            waitForCompletion: { timeoutSeconds: 0 },
          },
        }
      : { enabled: false },
    gdrcopy: { enabled: facts.ownDrivers && facts.rdmaNetworkOperator },
    mig: { strategy: 'single' },
    migManager: { enabled: image?.partitioning !== true },
    nfd: { enabled: true },
    'node-feature-discovery': { worker: { tolerations: onTaintedNodes(acceleratorTaints(facts)) } },
    operator: { upgradeCRD: true },
    toolkit: {
      enabled: image?.toolkit !== true,
      // A pod gets GPUs by asking the scheduler for them, never by an environment variable.
      env: [
        { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED', value: 'false' },
        { name: 'ACCEPT_NVIDIA_VISIBLE_DEVICES_AS_VOLUME_MOUNTS', value: 'true' },
      ],
    },
  };
}

/**
 * AMD's operator; node features are discovered once in a cluster. Its own remediation would need a workflow engine.
 * Source: ROCm/gpu-operator helm-charts-k8s/values.yaml.
 */
export function amdOperatorValues(facts: PlatformFacts, drivers: readonly string[]): Values {
  const tolerations = onTaintedNodes(acceleratorTaints(facts));
  return {
    'node-feature-discovery': { enabled: !drivers.includes('gpu-operator'), worker: { tolerations } },
    kmm: { enabled: facts.ownDrivers },
    remediation: { enabled: false },
    crds: { defaultCR: { install: true, upgrade: true } },
    deviceConfig: {
      spec: {
        driver: { enable: facts.ownDrivers, tolerations },
        devicePlugin: { devicePluginTolerations: tolerations, nodeLabellerTolerations: tolerations },
        metricsExporter: {
          enable: true,
          tolerations,
          prometheus: { serviceMonitor: { enable: true, honorLabels: true } },
        },
      },
    },
  };
}

/** Neuron's device plugin; its node problem detector would need an own role and EKS repairs nodes already. */
export const neuronValues = (facts: PlatformFacts): Values => ({
  devicePlugin: { tolerations: onTaintedNodes(acceleratorTaints(facts)) },
  npd: { enabled: false },
  scheduler: { enabled: false },
});

export const draDriverValues = (facts: PlatformFacts): Values => ({
  gpuResourcesEnabledOverride: true,
  // The operator's driver container keeps its files below /run, images keep theirs in the root.
  nvidiaDriverRoot: facts.ownDrivers ? '/run/nvidia/driver' : '/',
  kubeletPlugin: { tolerations: onTaintedNodes(acceleratorTaints(facts)) },
  resources: { gpus: { enabled: true }, computeDomains: { enabled: facts.multiNode } },
});

export const networkOperatorValues = (drivers: readonly string[]): Values => ({
  // One discovery in the cluster: that of a GPU operator if there is one.
  nfd: { enabled: !drivers.includes('gpu-operator') && !drivers.includes('amd-gpu-operator') },
  sriovNetworkOperator: { enabled: false },
  upgradeCRDs: true,
});

export const lwsValues = (): Values => ({
  podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  enableCertManager: true,
  enablePrometheus: true,
  replicaCount: 2,
});

export const kedaValues = (facts: PlatformFacts): Values => ({
  clusterName: facts.clusterName,
  operator: { replicaCount: 2 },
  priorityClassName: 'system-cluster-critical',
  certificates: { autoGenerated: true, certManager: { enabled: true } },
  podDisruptionBudget: { operator: { minAvailable: 1 }, webhooks: { minAvailable: 1 } },
  prometheus: { operator: monitored, metricServer: monitored, webhooks: monitored },
});

/**
 * Envoy Gateway with the AI gateway as its extension, which resolves InferencePools. Source: envoyproxy/ai-gateway
 * v1.1.0 manifests/envoy-gateway-values.yaml and its inference-pool addon.
 */
export const gatewayValues = (version: string): Values => ({
  config: {
    envoyGateway: {
      gateway: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
      provider: {
        type: 'Kubernetes',
        // The compiled-in default is a moving development tag.
        kubernetes: { shutdownManager: { image: `docker.io/envoyproxy/gateway:${version}` } },
      },
      extensionApis: { enableBackend: true, enableEnvoyPatchPolicy: true },
      extensionManager: {
        backendResources: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', version: 'v1' }],
        hooks: {
          xdsTranslator: {
            translation: {
              listener: { includeAll: true },
              route: { includeAll: true },
              cluster: { includeAll: true },
              secret: { includeAll: true },
            },
            post: ['Translation', 'Cluster', 'Route'],
          },
        },
        service: {
          fqdn: { hostname: 'ai-gateway-controller.envoy-ai-gateway-system.svc.cluster.local', port: 1063 },
        },
      },
    },
  },
  deployment: { replicas: 2 },
  podDisruptionBudget: { minAvailable: 1 },
});

/** The AI gateway beside the controller that it extends, with a certificate that is renewed. */
export const aiGatewayValues = (): Values => ({
  controller: { replicaCount: 2, mutatingWebhook: { certManager: { enable: true } } },
  envoyGateway: { namespace: GATEWAY_CONTROLLER_NAMESPACE },
});
