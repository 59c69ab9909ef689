import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { boundedName, GATEWAY_CONTROLLER_NAMESPACE, KUBERNETES_LIMITS, labelKeys } from '../planner/model/names';
import { acknowledgeOwn } from '../port/acknowledge';
import type { IRealized } from '../port/port';
import type { GatewayReference } from './boundary';
import { DEFAULT_FACTORY } from './labels';
import { addObject } from './objects';

/** Names, listener and service of a gateway. */
export interface GatewayProps {
  /** Name of the gateway. */
  readonly name: string;
  /** Existing namespace of the gateway, and of the secret with its certificate. */
  readonly namespace: string;
  /** Namespace of the controller, which runs the gateway's proxies. @default 'envoy-gateway-system' */
  readonly controllerNamespace?: string;
  /** Name of the gateway class. @default - `name` */
  readonly className?: string;
  /** Name of the service of the proxies. @default - `<name>-gateway` */
  readonly service?: string;
  /** Host name of the requests, such as `*.llm.example.com`. @default - any */
  readonly hostname?: string | null;
  /** Port of the requests. @default - 443 with `tlsSecret`, else 80 */
  readonly port?: number;
  /** Port of the nodes that a load balancer sends to. @default - a service of type LoadBalancer */
  readonly nodePort?: number | null;
  /** Secret with the gateway's certificate. @default - plain HTTP */
  readonly tlsSecret?: string | null;
  /**
   * Value of the label `ai-factory/factory`. Only namespaces with it may attach routes; `TenantNamespace` sets it.
   * @default 'ai-factory'
   */
  readonly factory?: string;
}

/** A gateway of Envoy Gateway, with its class and the settings of its proxies. */
export class Gateway extends Construct implements IRealized, GatewayReference {
  /** Name of the Gateway object. */
  public readonly name: string;
  public readonly namespace: string;
  public readonly controllerNamespace: string;
  public readonly ready: readonly Manifest[];

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    this.name = props.name;
    this.namespace = props.namespace;
    this.controllerNamespace = props.controllerNamespace ?? GATEWAY_CONTROLLER_NAMESPACE;
    this.ready = addGateway(this, props);
  }
}

/** Adds class, proxy settings and listener of a gateway. */
export function addGateway(scope: Construct, props: GatewayProps): Manifest[] {
  const { name, namespace, factory = DEFAULT_FACTORY, className = name } = props;
  const { nodePort = null, hostname = null, tlsSecret = null } = props;
  const { service = boundedName([name, 'gateway'], KUBERNETES_LIMITS.label) } = props;
  const { port = tlsSecret === null ? 80 : 443 } = props;
  const listener = tlsSecret === null ? 'http' : 'https';
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
            nodePort === null
              ? { name: service, type: 'LoadBalancer' }
              : {
                  name: service,
                  type: 'NodePort',
                  patch: {
                    type: 'StrategicMerge',
                    value: {
                      spec: { ports: [{ name: `${listener}-${port}`, port, nodePort }] },
                    },
                  },
                },
        },
      },
    },
  });
  if (nodePort === null) {
    acknowledgeOwn(
      proxy,
      'nothing-public',
      'the load balancer of an existing cluster decides who reaches its addresses',
    );
  }
  const gatewayClass = addObject(
    scope,
    'class',
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: className },
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
        gatewayClassName: className,
        listeners: [
          {
            name: listener,
            port,
            protocol: tlsSecret === null ? 'HTTP' : 'HTTPS',
            ...(hostname === null ? {} : { hostname }),
            ...(tlsSecret === null ? {} : { tls: { mode: 'Terminate', certificateRefs: [{ name: tlsSecret }] } }),
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
