import type { PlatformFacts } from '../model/platform-facts';
import { wattsResource } from './watts';

/**
 * Seconds until a queued workload whose pods are not ready gives its quota back; longer than any server takes to load
 * its weights, or a large model would be evicted while it loads.
 */
const PODS_READY = '90m';

/** Values of the Kueue chart: what it manages, how it shares, and how long it waits. */
export function kueueValues(
  facts: PlatformFacts,
  unmanagedNamespaces: readonly string[],
  telemetryNamespace: string,
): Readonly<Record<string, unknown>> {
  const watts = Object.entries(facts.wattsPerAccelerator ?? {});
  const classes = facts.deviceClasses ?? [];
  const configuration = {
    apiVersion: 'config.kueue.x-k8s.io/v1beta2',
    kind: 'Configuration',
    health: { healthProbeBindAddress: ':8081' },
    metrics: { bindAddress: ':8443', enableClusterQueueResources: true },
    webhook: { port: 9443 },
    leaderElection: { leaderElect: true, resourceName: 'c1f6bfd2.kueue.x-k8s.io' },
    controller: {
      groupKindConcurrency: {
        'Job.batch': 5,
        Pod: 5,
        'Workload.kueue.x-k8s.io': 5,
        'LocalQueue.kueue.x-k8s.io': 1,
        'ClusterQueue.kueue.x-k8s.io': 1,
        'ResourceFlavor.kueue.x-k8s.io': 1,
      },
    },
    clientConnection: { qps: 50, burst: 100 },
    // Endpoint pickers and loaders of weights share the tenants' namespaces and go through no queue.
    manageJobsWithoutQueueName: false,
    managedJobsNamespaceSelector: {
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: unmanagedNamespaces }],
    },
    waitForPodsReady: {
      timeout: PODS_READY,
      recoveryTimeout: '15m',
      // One slow loader must not hold back the admission of everybody else.
      blockAdmission: false,
      requeuingStrategy: {
        timestamp: 'Eviction',
        backoffBaseSeconds: 60,
        backoffMaxSeconds: 3600,
        backoffLimitCount: 10,
      },
    },
    fairSharing: { preemptionStrategies: ['LessThanOrEqualToFinalShare', 'LessThanInitialShare'] },
    integrations: {
      frameworks: [
        'batch/job',
        'deployment',
        'jobset.x-k8s.io/jobset',
        'leaderworkerset.x-k8s.io/leaderworkerset',
        'pod',
        'statefulset',
      ],
    },
    ...(watts.length === 0 && classes.length === 0
      ? {}
      : {
          resources: {
            ...(watts.length === 0
              ? {}
              : {
                  transformations: watts.map(([input, each]) => ({
                    input,
                    strategy: 'Retain',
                    outputs: { [wattsResource]: `${each}` },
                  })),
                }),
            // A claim counts against the quota of the resource that the same devices have without DRA.
            ...(classes.length === 0
              ? {}
              : {
                  deviceClassMappings: classes.map(({ resource, deviceClass }) => ({
                    name: resource,
                    deviceClassNames: [deviceClass],
                  })),
                }),
          },
        }),
  };
  return {
    enableCertManager: true,
    enablePrometheus: true,
    controllerManager: {
      replicas: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      manager: {
        priorityClassName: 'system-cluster-critical',
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
      },
    },
    managerConfig: { controllerManagerConfigYaml: JSON.stringify(configuration, null, 2) },
    metrics: { prometheusNamespace: telemetryNamespace },
  };
}
