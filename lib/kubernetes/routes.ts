import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { routeNames } from '../planner/model/names';
import type { RoutePlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import type { GatewayReference } from './boundary';
import { addObject } from './objects';
import { readObject } from './read-object';
import { ReadyServers } from './ready-servers';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

/** A serving that takes requests of a route. */
export interface RouteBackend {
  /** Name of the serving. */
  readonly serving: string;
  /** Kind of its servers. @default 'Deployment' */
  readonly kind?: RoutePlan['backends'][number]['kind'];
  /** Share of the requests, if there are several backends. @default 100 */
  readonly weight?: number;
  /** Number of replicas that must be ready before the weight grows. @default 0 */
  readonly readyReplicas?: number;
}

/** Host names of a workload and the servings that take its requests. */
export interface WorkloadRouteProps {
  /** Name of the route. */
  readonly workload: string;
  /** Namespace of the route and of its servings. */
  readonly namespace: string;
  /** Gateway that the route is attached to. */
  readonly gateway: Pick<GatewayReference, 'name' | 'namespace'>;
  /** Host names of the requests. @default - any */
  readonly hostnames?: readonly string[];
  /** Servings that take the requests, split by weight; at least one. */
  readonly backends: readonly RouteBackend[];
  /** What must exist before the route, such as the namespace. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * The route of a workload: from the gateway to the inference pool of its serving, or to those of two servings while a
 * migration moves requests. It stays one object through all phases, so that no phase leaves requests without one.
 */
export class WorkloadRoute extends Construct implements IRealized {
  /** The HTTPRoute. */
  public readonly route: Manifest;
  public readonly ready: readonly Manifest[];

  public constructor(scope: Construct, id: string, props: WorkloadRouteProps) {
    super(scope, id);
    this.route = addRoute(this, props);
    this.ready = [this.route];
  }
}

function addRoute(group: Construct, props: WorkloadRouteProps): Manifest {
  const { workload, namespace, gateway, hostnames = [], after = [] } = props;
  const backends = props.backends.map((backend) => ({
    ...backend,
    kind: backend.kind ?? ('Deployment' as const),
    weight: backend.weight ?? 100,
    readyReplicas: backend.readyReplicas ?? 0,
  }));
  const isSplit = backends.length > 1;
  const { route: name } = routeNames(workload);
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
    { dependsOn: [...after], ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }) },
  );
}
