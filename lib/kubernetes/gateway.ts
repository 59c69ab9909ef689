import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import { labelKeys } from '../planner/names';
import type { GatewayPlan } from '../planner/plan';
import { acknowledge } from '../port/acknowledge';
import { addObject } from './objects';

/** The gateway of a site: class, proxy settings, listener. */
export function addGateway(scope: Construct, factory: string, plan: GatewayPlan): Manifest[] {
  const { name, namespace, service } = plan;
  const listener = plan.tlsSecret === null ? 'http' : 'https';
  const proxy = addObject(scope, 'proxy', {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyProxy',
    metadata: { name, namespace },
    spec: {
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          envoyDeployment: { replicas: 2 },
          envoyService:
            plan.nodePort === null
              ? { name: service, type: 'LoadBalancer' }
              : {
                  name: service,
                  type: 'NodePort',
                  patch: {
                    type: 'StrategicMerge',
                    value: {
                      spec: { ports: [{ name: `${listener}-${plan.port}`, port: plan.port, nodePort: plan.nodePort }] },
                    },
                  },
                },
        },
      },
    },
  });
  if (plan.nodePort === null) {
    acknowledge(proxy, 'nothing-public', 'the load balancer of an existing cluster decides who reaches its addresses');
  }
  const gatewayClass = addObject(
    scope,
    'class',
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: plan.className },
      spec: {
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name, namespace },
      },
    },
    { dependsOn: [proxy] },
  );
  const gateway = addObject(
    scope,
    'gateway',
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace },
      spec: {
        gatewayClassName: plan.className,
        listeners: [
          {
            name: listener,
            port: plan.port,
            protocol: plan.tlsSecret === null ? 'HTTP' : 'HTTPS',
            ...(plan.hostname === null ? {} : { hostname: plan.hostname }),
            ...(plan.tlsSecret === null
              ? {}
              : { tls: { mode: 'Terminate', certificateRefs: [{ name: plan.tlsSecret }] } }),
            allowedRoutes: {
              namespaces: { from: 'Selector', selector: { matchLabels: { [labelKeys.factory]: factory } } },
            },
          },
        ],
      },
    },
    { dependsOn: [gatewayClass] },
  );
  return [proxy, gatewayClass, gateway];
}
