import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { GATEWAY_CONTROLLER_NAMESPACE, SERVER_PORT, TELEMETRY_NAMESPACE } from '../planner/model/names';
import type { RuntimePlan, SitePlan, TenantPlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { overlaps, parseCidr } from '../units/cidr';
import { addObject, type ObjectOptions } from './objects';
import { pickerPorts } from './picker';

const component = (value: string) => ({ matchLabels: { 'app.kubernetes.io/component': value } });
const namespaceNamed = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const tcp = (port: number) => ({ protocol: 'TCP', port });
/** Instance metadata, from which a pod could take the node's identity. */
const METADATA = '169.254.169.254/32';
/** Agent of EKS pod identity, from which a pod takes its own. */
const POD_IDENTITY = '169.254.170.23/32';
/** Whether a range that a boundary opens would open instance metadata with it. */
function holdsMetadata(cidr: string): boolean {
  const [range, metadata] = [parseCidr(cidr), parseCidr(METADATA)];
  return range !== null && metadata !== null && overlaps(range, metadata);
}
const everywhere = { ipBlock: { cidr: '0.0.0.0/0', except: [METADATA] } };

/** Pods other than servers: those never leave the cluster. */
const notServers = {
  matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['server'] }],
};

/** Pods that a tenant runs itself: not servers, endpoint pickers and weights loaders, which the library creates. */
const ownPods = {
  matchExpressions: [
    { key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['server', 'picker', 'weights'] },
  ],
};

/** A gateway of Envoy Gateway. */
export interface GatewayReference {
  /** Name of the Gateway object. */
  readonly name: string;
  /** Namespace of the gateway. */
  readonly namespace: string;
  /** Namespace of the controller, which runs the proxies of the gateway. @default 'envoy-gateway-system' */
  readonly controllerNamespace?: string;
}

/** Namespace of a boundary, and what its pods may reach beside DNS and serving. */
export interface TenantBoundaryProps {
  /** Namespace of the tenant. */
  readonly namespace: string;
  /**
   * Domain names that its pods may reach on port 443, such as `*.example.com`. Servers never reach them.
   * @default - none
   */
  readonly egressDomains?: readonly string[];
  /**
   * IPv4 ranges that its pods may reach. Instance metadata is excluded. Servers never reach them.
   * @default - none
   */
  readonly egressCidrs?: readonly string[];
  /** Namespaces of the tenants that its pods may reach. @default - none */
  readonly egressNamespaces?: readonly string[];
  /** Namespaces of the tenants whose pods may reach its pods. @default - none */
  readonly ingressNamespaces?: readonly string[];
  /**
   * Policy engine of the cluster. Only `cilium` and `application-network-policy` (EKS) enforce domain names.
   * @default 'cidr-only'
   */
  readonly egressEnforcement?: RuntimePlan['egressEnforcement'];
  /** Ports of the API of its servers and of the servers that its pods may reach. @default [8000] */
  readonly serverPorts?: readonly number[];
  /** Gateway whose proxies send requests to its servers. @default - none */
  readonly gateway?: GatewayReference;
  /** Namespace of Prometheus, which scrapes its servers. @default 'monitoring' */
  readonly monitoringNamespace?: string;
  /**
   * Domain names from which its jobs download weights. Without an engine that enforces domain names, the jobs reach any
   * address on port 443.
   * @default - none; the jobs reach nothing
   */
  readonly loaderDomains?: readonly string[];
  /** Whether the jobs that download weights take an identity from the agent of EKS Pod Identity. @default false */
  readonly podIdentity?: boolean;
  /** Whether the API server has a private address. @default false */
  readonly privateApi?: boolean;
  /** What must exist before the policies, such as the namespace. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * The boundary of a tenant: network policies that deny all traffic of its namespace, and then allow DNS, serving and what is
 * listed.
 */
export class TenantBoundary extends Construct implements IRealized {
  /** Namespace of the tenant. */
  public readonly namespace: string;
  /** The network policies. */
  public readonly policies: readonly Manifest[];
  public readonly ready: readonly Manifest[];

  public constructor(scope: Construct, id: string, props: TenantBoundaryProps) {
    super(scope, id);
    const { egressDomains = [], egressEnforcement = 'cidr-only' } = props;
    if (egressDomains.length > 0 && egressEnforcement === 'cidr-only') {
      throw new Error(
        `boundary of namespace "${props.namespace}" allows domain names (${egressDomains.join(', ')}), which the policy engine "cidr-only" cannot enforce; set \`egressEnforcement\` to "cilium" or "application-network-policy", or list \`egressCidrs\``,
      );
    }
    this.namespace = props.namespace;
    this.policies = addBoundary(this, props);
    this.ready = this.policies;
  }
}

/** Returns the boundary of a planned tenant. */
export const boundaryOf = (
  { namespace, loaderDomains, boundary }: TenantPlan,
  { serving }: Pick<SitePlan, 'serving'>,
  runtime: RuntimePlan,
): TenantBoundaryProps => ({
  namespace,
  egressDomains: boundary.egressDomains,
  egressCidrs: boundary.egressCidrs,
  egressNamespaces: boundary.egressNamespaces,
  ingressNamespaces: boundary.ingressNamespaces,
  egressEnforcement: runtime.egressEnforcement,
  ...(serving.length === 0 ? {} : { serverPorts: [...new Set(serving.map(({ engine }) => engine.port))] }),
  gateway: runtime.gateway,
  monitoringNamespace: runtime.telemetry.namespace,
  loaderDomains,
  podIdentity: runtime.storage.weights.kind === 'bucket',
  privateApi: runtime.privateApi,
});

/**
 * Adds the network policies of a namespace: deny everything, then allow what serving needs, then what the boundary lists.
 *
 * Policies add up: each one here allows for one reason, and none allows more than its reason.
 */
export function addBoundary(scope: Construct, props: TenantBoundaryProps): Manifest[] {
  const { namespace, egressDomains = [], loaderDomains = [] } = props;
  const options: ObjectOptions = props.after === undefined ? {} : { dependsOn: [...props.after] };
  const policy = (name: string, spec: Record<string, unknown>) =>
    addObject(
      scope,
      `policy-${name}`,
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec },
      options,
    );
  const ports = serverPorts(props);
  const gateways = props.gateway === undefined ? [] : [gatewayProxies(props.gateway)];
  const monitoring = namespaceNamed(props.monitoringNamespace ?? TELEMETRY_NAMESPACE);
  const policies = [
    policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('allow-dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ ...namespaceNamed('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
          ports: [{ protocol: 'UDP', port: 53 }, tcp(53)],
        },
      ],
    }),
    policy('allow-serving', {
      podSelector: component('server'),
      policyTypes: ['Ingress'],
      ingress: [{ from: [...gateways, monitoring, { podSelector: component('picker') }], ports }],
    }),
    // Collectives of a replica over several nodes use ports of their own choice.
    policy('allow-replica', {
      podSelector: component('server'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: component('server') }] }],
      egress: [{ to: [{ podSelector: component('server') }] }],
    }),
    policy('allow-picker', {
      podSelector: component('picker'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        ...(gateways.length === 0 ? [] : [{ from: gateways, ports: [tcp(pickerPorts.grpc)] }]),
        { from: [monitoring], ports: [tcp(pickerPorts.metrics)] },
      ],
      egress: [
        { to: [{ podSelector: component('server') }], ports },
        { to: apiServer(props.privateApi ?? false), ports: [tcp(443), tcp(6443)] },
      ],
    }),
  ];
  if (loaderDomains.length > 0) policies.push(loaderPolicy(scope, props, loaderDomains, options));
  const ranges = (props.egressCidrs ?? [])
    .filter((cidr) => cidr !== METADATA)
    .map((cidr) => ({ ipBlock: { cidr, ...(holdsMetadata(cidr) ? { except: [METADATA] } : {}) } }));
  if (ranges.length > 0) {
    policies.push(
      policy('allow-ranges', { podSelector: notServers, policyTypes: ['Egress'], egress: [{ to: ranges }] }),
    );
  }
  for (const { name, spec } of tenantPolicies(props)) policies.push(policy(name, spec));
  return egressDomains.length === 0 ? policies : [...policies, ...domainPolicy(scope, props, egressDomains, options)];
}

const serverPorts = ({ serverPorts: ports = [SERVER_PORT] }: TenantBoundaryProps) => ports.map(tcp);

/** Proxies of the factory's own gateway: the controller runs those of all gateways in its namespace. */
const gatewayProxies = (gateway: GatewayReference) => ({
  ...namespaceNamed(gateway.controllerNamespace ?? GATEWAY_CONTROLLER_NAMESPACE),
  podSelector: {
    matchLabels: {
      'gateway.envoyproxy.io/owning-gateway-name': gateway.name,
      'gateway.envoyproxy.io/owning-gateway-namespace': gateway.namespace,
    },
  },
});

interface NamedSpec {
  readonly name: string;
  readonly spec: Record<string, unknown>;
}

/**
 * Policies between the pods of tenants. Pods of one reach pods of the other on any port, and its servers on their API alone.
 * Each path opens the egress of one namespace and the ingress of the other. They name no domains, so every engine enforces
 * them in the plain form, Cilium too.
 */
function tenantPolicies(props: TenantBoundaryProps): NamedSpec[] {
  const { egressNamespaces = [], ingressNamespaces = [] } = props;
  const ports = serverPorts(props);
  const podsIn = (namespaces: readonly string[], podSelector: Record<string, unknown>) =>
    namespaces.map((namespace) => ({ ...namespaceNamed(namespace), podSelector }));
  const egress: NamedSpec = {
    name: 'allow-to-tenants',
    spec: {
      podSelector: ownPods,
      policyTypes: ['Egress'],
      egress: [{ to: podsIn(egressNamespaces, ownPods) }, { to: podsIn(egressNamespaces, component('server')), ports }],
    },
  };
  const from = podsIn(ingressNamespaces, ownPods);
  const ingress: NamedSpec[] = [
    {
      name: 'allow-from-tenants',
      spec: { podSelector: ownPods, policyTypes: ['Ingress'], ingress: [{ from }] },
    },
    {
      name: 'allow-tenants-to-servers',
      spec: {
        podSelector: component('server'),
        policyTypes: ['Ingress'],
        ingress: [{ from, ports }],
      },
    },
  ];
  return [...(egressNamespaces.length === 0 ? [] : [egress]), ...(ingressNamespaces.length === 0 ? [] : ingress)];
}

/**
 * Addresses of the API server, which no policy can select by name. If the library creates the network, the API server and its
 * service have private addresses; engines differ in which of the two they check.
 */
const apiServer = (privateApi: boolean) =>
  privateApi ? ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((cidr) => ({ ipBlock: { cidr } })) : [everywhere];

/**
 * Lets the jobs that download weights reach the source of the weights. If policies cannot match domain names, the jobs reach
 * any HTTPS server, because the addresses of a hub or a store are not known.
 */
function loaderPolicy(
  scope: Construct,
  { namespace, egressEnforcement, podIdentity = false }: TenantBoundaryProps,
  domains: readonly string[],
  options: ObjectOptions,
): Manifest {
  const name = 'allow-loader';
  const selector = component('weights');
  if (egressEnforcement === 'cilium') {
    return ciliumPolicy(scope, name, namespace, { selector, domains, options });
  }
  const identity = podIdentity ? [{ to: [{ ipBlock: { cidr: POD_IDENTITY } }], ports: [tcp(80)] }] : [];
  return addObject(
    scope,
    `policy-${name}`,
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace },
      spec: {
        podSelector: selector,
        policyTypes: ['Egress'],
        egress: [...identity, { to: [everywhere], ports: [tcp(443)] }],
      },
    },
    options,
  );
}

interface NamedEgress {
  readonly selector: Readonly<Record<string, unknown>>;
  readonly domains: readonly string[];
  readonly options: ObjectOptions;
}

/** Allows domain names, whose addresses Cilium learns from the DNS answers to the pods. */
const ciliumPolicy = (
  scope: Construct,
  name: string,
  namespace: string,
  { selector, domains, options }: NamedEgress,
): Manifest =>
  addObject(
    scope,
    name,
    {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name, namespace },
      spec: {
        endpointSelector: selector,
        egress: [
          {
            toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'kube-dns' } }],
            toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
          },
          {
            toFQDNs: domains.map((domain) => (domain.includes('*') ? { matchPattern: domain } : { matchName: domain })),
            toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }],
          },
        ],
      },
    },
    options,
  );

/** The allow-list of domain names in the form that the site's network engine enforces. */
function domainPolicy(
  scope: Construct,
  { namespace, egressEnforcement = 'cidr-only' }: TenantBoundaryProps,
  domains: readonly string[],
  options: ObjectOptions,
): Manifest[] {
  const name = 'allow-domains';
  switch (egressEnforcement) {
    case 'application-network-policy':
      return [
        addObject(
          scope,
          name,
          {
            apiVersion: 'networking.k8s.aws/v1alpha1',
            kind: 'ApplicationNetworkPolicy',
            metadata: { name, namespace },
            spec: {
              podSelector: notServers,
              policyTypes: ['Egress'],
              egress: [{ to: [{ domainNames: [...domains] }], ports: [tcp(443)] }],
            },
          },
          options,
        ),
      ];
    case 'cilium':
      return [ciliumPolicy(scope, name, namespace, { selector: notServers, domains, options })];
    // Plain network policies cannot match names: the planner reports it, and only the stated ranges are open.
    case 'cidr-only':
      return [];
  }
}
