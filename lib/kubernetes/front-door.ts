import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { routeNames } from '../planner/model/names';
import type { TrafficPlan, TrafficRoutePlan } from '../planner/model/plan';
import type { GuardOf, IRealized } from '../port/port';
import { addObject } from './objects';

/** Split of requests, and the gateway that carries it out. */
export interface GatewayFrontDoorProps {
  /** Planned split; entries of other sites are reached by their host names. */
  readonly plan: TrafficPlan;
  /** Gateway of the site that splits requests. */
  readonly gateway: {
    /** Name of the Gateway object. */
    readonly name: string;
    /** Namespace of the gateway. */
    readonly namespace: string;
  };
  /** Conditions under which a target may take requests. @default - none */
  readonly guardOf?: GuardOf;
}

/** A front door without a cloud: the gateway of one site splits requests over the sites by route weights. */
export class GatewayFrontDoor extends Construct implements IRealized {
  public readonly ready: readonly Manifest[];

  public constructor(scope: Construct, id: string, { plan, gateway, guardOf }: GatewayFrontDoorProps) {
    super(scope, id);
    const { name, namespace } = gateway;
    this.ready = plan.routes.flatMap((route) => addRoute(this, plan, route, { name, namespace }, guardOf));
  }
}

function addRoute(
  scope: Construct,
  plan: TrafficPlan,
  route: TrafficRoutePlan,
  gateway: { readonly name: string; readonly namespace: string },
  guardOf: GuardOf | undefined,
): Manifest[] {
  const { namespace, workload } = route;
  const names = routeNames(workload);
  const group = new Construct(scope, `route-${workload}`);
  const remote = route.targets.filter((target) => target.site !== plan.site);
  const backends = remote.map((target) => {
    if (target.hostname === null) {
      throw new Error(`site "${target.site}" has no entry hostname; state sites.${target.site}.entry.hostname`);
    }
    return addObject(group, `backend-${target.site}`, {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'Backend',
      metadata: { name: names.backend(target.site), namespace },
      spec: {
        endpoints: [{ fqdn: { hostname: target.hostname, port: target.port } }],
        // The gateway there has the certificate of the name that callers ask for, not of its own address.
        ...(target.isTls ? { tls: { wellKnownCACertificates: 'System', sni: route.hostname } } : {}),
      },
    });
  });
  const precondition = route.targets.flatMap((target) => [...(guardOf?.(target, route)?.preconditions ?? [])]);
  const split = addObject(
    group,
    'split',
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: names.split, namespace },
      spec: {
        parentRefs: [gateway],
        hostnames: [route.hostname],
        rules: [
          {
            backendRefs: route.targets.map((target) =>
              target.site === plan.site
                ? {
                    group: 'inference.networking.k8s.io',
                    kind: 'InferencePool',
                    name: target.serving.name,
                    weight: target.weight,
                  }
                : {
                    group: 'gateway.envoyproxy.io',
                    kind: 'Backend',
                    name: names.backend(target.site),
                    weight: target.weight,
                  },
            ),
            timeouts: { request: '0s' },
          },
        ],
      },
    },
    { dependsOn: backends, ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }) },
  );
  return [...backends, split];
}
