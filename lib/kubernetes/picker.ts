import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import { servingNames } from '../planner/model/names';
import { endpointLabels, podLabels } from './labels';
import { addObject } from './objects';
import { containerSecurity, podSecurity } from './pod-template';
import type { ServingParts } from './serving-parts';

const GRPC_PORT = 9002;
const HEALTH_PORT = 9003;
const METRICS_PORT = 9090;

export const pickerPorts = { grpc: GRPC_PORT, metrics: METRICS_PORT } as const;

/** The inference pool of a serving and its endpoint picker, which sends each request to the server that suits it best. */
export function addInferencePool(scope: Construct, serving: ServingParts): Manifest[] {
  const { pickerImage } = serving;
  if (pickerImage === null) return [];
  const { namespace } = serving;
  const name = servingNames(serving.name).picker;
  const labels = podLabels(serving, 'picker');
  const metadata = { name, namespace, labels };
  const account = addObject(scope, 'picker-account', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  });
  const role = addObject(scope, 'picker-role', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['inference.networking.k8s.io'], resources: ['inferencepools'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['llm-d.ai'],
        resources: ['inferencemodelrewrites', 'inferenceobjectives'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  });
  const binding = addObject(
    scope,
    'picker-binding',
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    { dependsOn: [account, role] },
  );
  const service = addObject(scope, 'picker-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      selector: labels,
      ports: [
        { name: 'grpc', port: GRPC_PORT, targetPort: GRPC_PORT, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' },
        { name: 'metrics', port: METRICS_PORT, targetPort: METRICS_PORT, protocol: 'TCP' },
      ],
    },
  });
  const deployment = addObject(scope, 'picker', pickerDeployment(serving, pickerImage), { dependsOn: [binding] });
  const pool = addObject(
    scope,
    'pool',
    {
      apiVersion: 'inference.networking.k8s.io/v1',
      kind: 'InferencePool',
      metadata: { name: serving.name, namespace },
      spec: {
        selector: { matchLabels: endpointLabels(serving) },
        targetPorts: [{ number: serving.engine.port }],
        // Requests go on, less well spread, while the picker is away.
        endpointPickerRef: { name, kind: 'Service', port: { number: GRPC_PORT }, failureMode: 'FailOpen' },
      },
    },
    { dependsOn: [service] },
  );
  const objective = addObject(
    scope,
    'objective',
    {
      apiVersion: 'llm-d.ai/v1alpha2',
      kind: 'InferenceObjective',
      metadata: { name: serving.name, namespace },
      spec: { priority: objectivePriorities[serving.priority] ?? 0, poolRef: { name: serving.name } },
    },
    { dependsOn: [pool] },
  );
  const monitor = addObject(scope, 'picker-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, endpoints: [{ port: 'metrics', path: '/metrics', interval: '15s' }] },
  });
  return [account, role, binding, service, deployment, pool, objective, monitor];
}

/** Priority of a serving's requests in the picker; below zero they are shed first. */
const objectivePriorities: Readonly<Record<string, number>> = { critical: 100, standard: 0, batch: -10 };

function pickerDeployment(serving: ServingParts, image: string) {
  const name = servingNames(serving.name).picker;
  const labels = podLabels(serving, 'picker');
  const probe = { grpc: { port: HEALTH_PORT, service: 'inference-extension' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: serving.namespace, labels },
    spec: {
      // It keeps what each server has cached: a second one beside it would know half.
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          // It watches the pods of its pool; nothing else in the namespace gets a token.
          automountServiceAccountToken: true,
          ...(serving.priorityClass === null ? {} : { priorityClassName: serving.priorityClass }),
          // Its streams last as long as the generations that it routes.
          terminationGracePeriodSeconds: serving.graceSeconds,
          securityContext: podSecurity,
          containers: [
            {
              name: 'picker',
              image,
              args: [
                `--pool-name=${serving.name}`,
                `--pool-namespace=${serving.namespace}`,
                '--pool-group=inference.networking.k8s.io',
                `--grpc-port=${GRPC_PORT}`,
                `--grpc-health-port=${HEALTH_PORT}`,
                `--metrics-port=${METRICS_PORT}`,
                // A check of each scrape's token needs rights in the whole cluster; the boundary lets only Prometheus in.
                '--metrics-endpoint-auth=false',
              ],
              ports: [
                { name: 'grpc', containerPort: GRPC_PORT, protocol: 'TCP' },
                { name: 'metrics', containerPort: METRICS_PORT, protocol: 'TCP' },
              ],
              readinessProbe: { ...probe, periodSeconds: 2 },
              livenessProbe: { ...probe, initialDelaySeconds: 5, periodSeconds: 10 },
              lifecycle: { preStop: { sleep: { seconds: 5 } } },
              resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '4', memory: '4Gi' } },
              securityContext: containerSecurity,
            },
          ],
        },
      },
    },
  };
}
