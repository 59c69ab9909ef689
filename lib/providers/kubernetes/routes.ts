import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import type { GatewayPlan, RoutePlan } from '../../planner/plan';
import { addObject } from './objects';
import { ReadyServers } from './ready-servers';

/**
 * The route of a workload inside a site: from the gateway to its inference pool, or to two while a migration inside the
 * site shifts requests between them. It stays one object through all phases, so that no phase leaves requests without one.
 */
export function addRoute(scope: Construct, route: RoutePlan, gateway: GatewayPlan, dependsOn: Manifest[]): Manifest {
  const { workload, namespace, hostname, backends } = route;
  const isSplit = backends.length > 1;
  const ready = new ReadyServers(scope, `route-${workload}`);
  const precondition = backends
    .filter((backend) => isSplit && backend.readyReplicas > 0)
    .map((backend) => ready.cover({ namespace, ...backend, name: backend.serving, where: 'here' }));
  return addObject(
    scope,
    `route-${workload}`,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: workload, namespace },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
        ...(hostname === null ? {} : { hostnames: [hostname] }),
        rules: [
          {
            backendRefs: backends.map((backend) => ({
              group: 'inference.networking.k8s.io',
              kind: 'InferencePool',
              name: backend.serving,
              ...(isSplit ? { weight: backend.weight } : {}),
            })),
            // A generation streams for as long as it takes; the engine ends it, not the route.
            timeouts: { request: '0s' },
          },
        ],
      },
    },
    { dependsOn, ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }) },
  );
}
