import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { routeNames } from '../planner/names';
import type { GatewayPlan, RoutePlan } from '../planner/plan';
import { addObject } from './objects';
import { readObject } from './read-object';
import { ReadyServers } from './ready-servers';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

/**
 * The route of a workload inside a site: from the gateway to its inference pool, or to two while a migration inside the
 * site shifts requests between them. It stays one object through all phases, so that no phase leaves requests without one.
 */
export function addRoute(scope: Construct, route: RoutePlan, gateway: GatewayPlan, dependsOn: Manifest[]): Manifest {
  const { workload, namespace, hostnames, backends } = route;
  const isSplit = backends.length > 1;
  const { route: name } = routeNames(workload);
  const group = new Construct(scope, `route-${workload}`);
  const ready = new ReadyServers(group);
  const precondition = backends
    .filter((backend) => isSplit && backend.readyReplicas > 0)
    .map(({ serving, kind, weight, readyReplicas }) => {
      const was = readObject(group, `was-${serving}`, { apiVersion: GATEWAY_API, kind: 'HTTPRoute', name, namespace });
      const refs = `${was}.spec.rules[0].backendRefs`;
      // One backend alone has no weight and takes everything.
      const percentNow = `try([for each in ${refs} : try(each.weight, 100) if each.name == "${serving}"][0], 0)`;
      return ready.cover({ name: serving, namespace, kind, percent: weight, percentNow, readyReplicas, where: 'here' });
    });
  return addObject(
    group,
    'route',
    {
      apiVersion: GATEWAY_API,
      kind: 'HTTPRoute',
      metadata: { name, namespace },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
        ...(hostnames.length === 0 ? {} : { hostnames }),
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
