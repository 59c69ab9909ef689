import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import type { BoundaryPlan, RuntimePlan, TenantPlan } from '../planner/plan';
import { overlaps, parseCidr } from '../units/cidr';
import { addObject, type ObjectOptions } from './objects';
import { pickerPorts } from './picker';

const component = (value: string) => ({ matchLabels: { 'app.kubernetes.io/component': value } });
const namespaceNamed = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const tcp = (port: number) => ({ protocol: 'TCP', port });
const SERVER_PORT = 8000;
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

/**
 * What may enter and leave a tenant's namespace: nothing, then what serving needs, then what the boundary names.
 *
 * Policies add up: each one here allows for one reason, and none allows more than its reason.
 */
export function addBoundary(
  scope: Construct,
  tenant: TenantPlan,
  runtime: RuntimePlan,
  options: ObjectOptions,
): Manifest[] {
  const { namespace, boundary } = tenant;
  const policy = (name: string, spec: Record<string, unknown>) =>
    addObject(
      scope,
      `policy-${name}`,
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec },
      options,
    );
  const gateway = gatewayProxies(runtime);
  const monitoring = namespaceNamed(runtime.telemetry.namespace);
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
      ingress: [{ from: [gateway, monitoring, { podSelector: component('picker') }], ports: [tcp(SERVER_PORT)] }],
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
        { from: [gateway], ports: [tcp(pickerPorts.grpc)] },
        { from: [monitoring], ports: [tcp(pickerPorts.metrics)] },
      ],
      egress: [
        { to: [{ podSelector: component('server') }], ports: [tcp(SERVER_PORT)] },
        { to: apiServer(runtime), ports: [tcp(443), tcp(6443)] },
      ],
    }),
  ];
  if (tenant.loaderDomains.length > 0) policies.push(loaderPolicy(scope, tenant, runtime, options));
  const ranges = boundary.egressCidrs
    .filter((cidr) => cidr !== METADATA)
    .map((cidr) => ({ ipBlock: { cidr, ...(holdsMetadata(cidr) ? { except: [METADATA] } : {}) } }));
  if (ranges.length > 0) {
    policies.push(
      policy('allow-ranges', { podSelector: notServers, policyTypes: ['Egress'], egress: [{ to: ranges }] }),
    );
  }
  for (const { name, spec } of tenantPolicies(boundary)) policies.push(policy(name, spec));
  return boundary.egressDomains.length === 0
    ? policies
    : [...policies, ...domainPolicy(scope, tenant, runtime, options)];
}

/** Proxies of the factory's own gateway: the controller runs those of all gateways in its namespace. */
const gatewayProxies = ({ gateway }: RuntimePlan) => ({
  ...namespaceNamed(gateway.controllerNamespace),
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
function tenantPolicies({ egressNamespaces, ingressNamespaces }: BoundaryPlan): NamedSpec[] {
  const podsIn = (namespaces: readonly string[], podSelector: Record<string, unknown>) =>
    namespaces.map((namespace) => ({ ...namespaceNamed(namespace), podSelector }));
  const egress: NamedSpec = {
    name: 'allow-to-tenants',
    spec: {
      podSelector: ownPods,
      policyTypes: ['Egress'],
      egress: [
        { to: podsIn(egressNamespaces, ownPods) },
        { to: podsIn(egressNamespaces, component('server')), ports: [tcp(SERVER_PORT)] },
      ],
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
        ingress: [{ from, ports: [tcp(SERVER_PORT)] }],
      },
    },
  ];
  return [...(egressNamespaces.length === 0 ? [] : [egress]), ...(ingressNamespaces.length === 0 ? [] : ingress)];
}

/**
 * Where the API server may answer. No policy can name it; where the library makes the network, it is private, and so is the
 * address of its service, before which some engines judge and behind which others do.
 */
const apiServer = ({ privateApi }: RuntimePlan) =>
  privateApi ? ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((cidr) => ({ ipBlock: { cidr } })) : [everywhere];

/**
 * What fills the weights cache reaches the source of the weights. Where policies know no names it reaches any HTTPS server:
 * the addresses of a hub or a store are of its own choice.
 */
function loaderPolicy(
  scope: Construct,
  { namespace, loaderDomains }: TenantPlan,
  runtime: RuntimePlan,
  options: ObjectOptions,
): Manifest {
  const name = 'allow-loader';
  const selector = component('weights');
  if (runtime.egressEnforcement === 'cilium') {
    return ciliumPolicy(scope, name, namespace, { selector, domains: loaderDomains, options });
  }
  const identity =
    runtime.storage.weights.kind === 'bucket' ? [{ to: [{ ipBlock: { cidr: POD_IDENTITY } }], ports: [tcp(80)] }] : [];
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

/** Names that pods may reach, which Cilium learns from the answers that they get to their questions. */
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
  { namespace, boundary }: TenantPlan,
  runtime: RuntimePlan,
  options: ObjectOptions,
): Manifest[] {
  const name = 'allow-domains';
  switch (runtime.egressEnforcement) {
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
              egress: [{ to: [{ domainNames: [...boundary.egressDomains] }], ports: [tcp(443)] }],
            },
          },
          options,
        ),
      ];
    case 'cilium':
      return [ciliumPolicy(scope, name, namespace, { selector: notServers, domains: boundary.egressDomains, options })];
    // Plain network policies know no names: the planner reports the loss, and only the stated ranges are open.
    case 'cidr-only':
      return [];
  }
}
