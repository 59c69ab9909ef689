import { findComponent, findRule, required } from '../../catalog/catalog';
import type { Catalog, Component } from '../../catalog/rows';
import { compare, type LibraryFinding } from '../model/finding';
import { GATEWAY_CONTROLLER_NAMESPACE, TELEMETRY_NAMESPACE } from '../model/names';
import type { PlatformPlan, ReleasePlan } from '../model/plan';
import type { PlatformFacts } from '../model/platform-facts';
import { podSecurityLevels } from '../resolve/platform-namespaces';
import { kueueValues } from './kueue';
import {
  aiGatewayValues,
  amdOperatorValues,
  certManagerValues,
  draDriverValues,
  gatewayValues,
  gpuOperatorValues,
  kedaValues,
  lwsValues,
  networkOperatorValues,
  neuronValues,
  prometheusValues,
} from './platform-values';

/** Where the planned Prometheus answers inside the cluster. */
export const prometheusUrl = `http://kube-prometheus-stack-prometheus.${TELEMETRY_NAMESPACE}.svc.cluster.local:9090`;

type Level = PlatformPlan['namespaces'][number]['podSecurity'];

/** One candidate release, in the order in which they install. */
interface Candidate {
  /** Name of the release and of its row, `chart/<name>`. */
  readonly name: string;
  /** Name of the chart where it is not the release's. */
  readonly chart?: string;
  readonly namespace: string;
  readonly when: boolean;
  readonly after: readonly string[];
  readonly timeoutSeconds: number;
  readonly values: (row: Component) => Readonly<Record<string, unknown>>;
  /** Pod Security of its namespace. @default - that in `levels` */
  readonly podSecurity?: Level;
}

/** The same with the namespaces of the releases that the cloud of a site adds. */
const levelsAt = ({ releases = [] }: PlatformFacts): Readonly<Record<string, Level>> => ({
  ...podSecurityLevels,
  ...Object.fromEntries(
    releases.flatMap(({ namespace, podSecurity }) => (podSecurity === undefined ? [] : [[namespace, podSecurity]])),
  ),
});

/**
 * Helm releases of a site in the order that works, each with values that follow from the site.
 *
 * Certificates and the monitoring CRDs come first because later charts use both; device drivers before what schedules on
 * them; CRDs of the inference extension before the gateway that watches them; Kueue last, because its webhooks block
 * other installs while it is not ready. Ask `checkPlatform` first: this function plans for a site without problems.
 *
 * @throws Error where the catalogue lacks the row of a release
 */
export function planPlatform(facts: PlatformFacts, catalog: Catalog): PlatformPlan {
  const wanted = candidates(facts, catalog).filter(({ name, when }) => when && !facts.installed.includes(name));
  const names = new Set(wanted.map(({ name }) => name));
  const releases = wanted.map((candidate): ReleasePlan => {
    const row = required(findComponent(catalog, `chart/${candidate.name}`));
    return {
      name: candidate.name,
      namespace: candidate.namespace,
      chart: candidate.chart ?? candidate.name,
      repository: row.repository,
      version: row.version,
      values: candidate.values(row),
      timeoutSeconds: candidate.timeoutSeconds,
      after: candidate.after.filter((name) => names.has(name)).sort(compare),
    };
  });
  if (!facts.installed.includes('kueue')) releases.push(kueue(facts, catalog, releases));
  const level = {
    ...levelsAt(facts),
    ...Object.fromEntries(
      wanted.flatMap(({ namespace, podSecurity }) => (podSecurity ? [[namespace, podSecurity]] : [])),
    ),
  };
  const shared = [...new Set(releases.map(({ namespace }) => namespace))]
    .filter((name) => name !== 'kube-system')
    .map((name) => ({ name, podSecurity: level[name] ?? 'baseline' }));
  // The gateway's own namespace has no pods: the controller runs its proxies.
  const namespaces = [...shared, { name: facts.gatewayNamespace, podSecurity: 'restricted' as const }];
  return { releases, namespaces: namespaces.sort((a, b) => compare(a.name, b.name)) };
}

/** Kueue waits for every other release, and leaves the namespaces of all of them alone. */
function kueue(facts: PlatformFacts, catalog: Catalog, others: readonly ReleasePlan[]): ReleasePlan {
  const row = required(findComponent(catalog, 'chart/kueue'));
  const unmanaged = [
    'kube-system',
    'kueue-system',
    ...others.map(({ namespace }) => namespace),
    GATEWAY_CONTROLLER_NAMESPACE,
    facts.gatewayNamespace,
  ];
  return {
    name: 'kueue',
    namespace: 'kueue-system',
    chart: 'kueue',
    repository: row.repository,
    version: row.version,
    values: kueueValues(facts, [...new Set(unmanaged)].sort(compare), TELEMETRY_NAMESPACE),
    timeoutSeconds: 900,
    after: others.map(({ name }) => name).sort(compare),
  };
}

/** Releases of drivers and device plugins that the accelerators of a site need, by the rows of their vendors. */
function driverReleases({ vendors, acceleratorApi }: PlatformFacts, catalog: Catalog): readonly string[] {
  const classes = acceleratorApi === 'dra' ? catalog.deviceClasses : [];
  const rows = [...catalog.vendorReleases, ...classes].filter(({ vendor }) => vendors.includes(vendor));
  return [...new Set(rows.flatMap(({ release }) => release ?? []))];
}

function candidates(facts: PlatformFacts, catalog: Catalog): readonly Candidate[] {
  const drivers = driverReleases(facts, catalog);
  const forVendor = (name: string) => drivers.includes(name);
  const none = () => ({});
  const prometheus = 'kube-prometheus-stack';
  const release = (
    name: string,
    namespace: string,
    when: boolean,
    after: readonly string[],
    values: (row: Component) => Readonly<Record<string, unknown>>,
    more: Partial<Pick<Candidate, 'timeoutSeconds' | 'chart' | 'podSecurity'>> = {},
  ): Candidate => ({ name, namespace, when, after, values, timeoutSeconds: 600, ...more });
  const own = [
    release('cert-manager', 'cert-manager', true, [], () => certManagerValues()),
    release(prometheus, TELEMETRY_NAMESPACE, true, ['cert-manager'], () => prometheusValues(facts), {
      timeoutSeconds: 900,
    }),
    release('gpu-operator', 'gpu-operator', forVendor('gpu-operator'), [prometheus], () => gpuOperatorValues(facts), {
      timeoutSeconds: 900,
    }),
    release(
      'amd-gpu-operator',
      'kube-amd-gpu',
      forVendor('amd-gpu-operator'),
      ['cert-manager', prometheus, 'gpu-operator'],
      () => amdOperatorValues(facts, drivers),
      { timeoutSeconds: 900, chart: 'gpu-operator-charts' },
    ),
    release('neuron-helm-chart', 'kube-system', forVendor('neuron-helm-chart'), [], () => neuronValues(facts)),
    release(
      'dra-driver-nvidia-gpu',
      'dra-driver-nvidia-gpu',
      forVendor('dra-driver-nvidia-gpu'),
      ['gpu-operator'],
      () => draDriverValues(facts),
    ),
    release(
      'network-operator',
      'network-operator',
      facts.rdmaNetworkOperator,
      ['gpu-operator', 'amd-gpu-operator'],
      () => networkOperatorValues(drivers),
      { timeoutSeconds: 900 },
    ),
    ...(facts.releases ?? []).map(({ name, namespace, after = [], values = none }) =>
      release(name, namespace, true, after, values),
    ),
    release('lws', 'lws-system', facts.multiNode, ['cert-manager', prometheus], () => lwsValues()),
    release('keda', 'keda', true, ['cert-manager', prometheus], () => kedaValues(facts)),
    release('inference-extension-crds', 'inference-extension', true, [], none),
    release('llm-d-crds', 'inference-extension', true, [], none),
    release('gateway-helm', GATEWAY_CONTROLLER_NAMESPACE, true, ['cert-manager', 'inference-extension-crds'], (row) =>
      gatewayValues(row.version),
    ),
    release('ai-gateway-crds-helm', 'envoy-ai-gateway-system', true, ['gateway-helm'], none),
    release(
      'ai-gateway-helm',
      'envoy-ai-gateway-system',
      true,
      ['ai-gateway-crds-helm', 'cert-manager', 'inference-extension-crds', 'llm-d-crds'],
      () => aiGatewayValues(),
    ),
  ];
  // Drivers that only rows name are installed with the values of their charts. A missing chart is a finding of the row.
  const others = drivers.filter(
    (name) => own.every((each) => each.name !== name) && catalog.components.some(({ id }) => id === `chart/${name}`),
  );
  return [
    ...own,
    ...others.map((name) => release(name, name, true, [prometheus], none, { podSecurity: 'privileged' })),
  ];
}

/** Why a site cannot have its platform, at the pools of the site. */
type Problem = Pick<LibraryFinding, 'code' | 'message'>;

/** Returns why a site cannot have its platform. */
export function checkPlatform(facts: PlatformFacts, catalog: Catalog): readonly Problem[] {
  const problems: Problem[] = [];
  const families = facts.images.map(({ image }) => image);
  if (families.length > 1) {
    problems.push({
      code: 'mixed-node-images',
      message: `accelerator pools use the node images ${families.join(' and ')}, but the gpu operator takes one set of values for a cluster: which parts bring the driver and the device plugin differ between them; use one family for all accelerator pools`,
    });
  }
  if (facts.ownDrivers && facts.images.some(({ driver }) => driver)) {
    problems.push({
      code: 'two-drivers',
      message: `the node image ${families.join(' and ')} brings its driver, but drivers are to be installed by the operator as well; set drivers to installed`,
    });
  }
  const oldest = required(findRule(catalog, 'kubernetes-oldest-minor')).value;
  const minor = Number(facts.kubernetesVersion.split('.')[1]);
  if (!facts.installed.includes('kueue') && minor < oldest) {
    problems.push({
      code: 'kubernetes-too-old',
      message: `kubernetes ${facts.kubernetesVersion} is older than 1.${oldest}, which kueue and dynamic resource allocation need; upgrade the cluster`,
    });
  }
  const unreleased = facts.vendors.filter((vendor) => !catalog.vendorReleases.some((row) => row.vendor === vendor));
  if (unreleased.length > 0) {
    problems.push({
      code: 'no-vendor-release',
      message: `no row for ${unreleased.map((vendor) => `"${vendor}"`).join(' and ')} in vendorReleases, so nothing brings the device plugin of these accelerators; add a row under catalog.vendorReleases, with a release of null if the nodes run it themselves`,
    });
  }
  const claimed = catalog.deviceClasses.map(({ vendor }) => vendor);
  const unclaimed = facts.vendors.filter((vendor) => !claimed.includes(vendor));
  if (facts.acceleratorApi === 'dra' && unclaimed.length > 0) {
    problems.push({
      code: 'no-dra-driver',
      message: `accelerators of ${unclaimed.join(' and ')} are requested by dynamic resource allocation, but only ${claimed.join(' and ')} has a device class; use the device-plugin api, or add a row under catalog.deviceClasses`,
    });
  }
  return problems;
}
