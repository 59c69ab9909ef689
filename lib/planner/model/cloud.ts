import type { Catalog, CatalogRows, Component, Machine } from '../../catalog/rows';
import type { CloudSchema } from '../../spec/cloud-schema';
import type { SiteSpec } from '../../spec/site';
import type { Check } from './check';
import type { CostItem } from './cost-item';
import type { DerivedName } from './derived-name';
import type { Finding } from './finding';
import type {
  CloudPool,
  CloudSubstrate,
  FactoryPlan,
  NodePoolPlan,
  PlatformPlan,
  RdmaDevicesPlan,
  RdmaPlan,
  RuntimePlan,
  ServingPlan,
  SitePlan,
  StoragePlan,
} from './plan';
import type { PlatformFacts } from './platform-facts';
import type { ResolvedFactory, ResolvedPool, ResolvedSite } from './resolved';
import type { Setting } from './setting';

/**
 * What the planner must know of a cloud: data and pure functions, without Terraform.
 *
 * Only the name, the schema of a site and `describe` are required: a cloud whose clusters exist needs no more. The planner
 * looks rules up by the `provider` of a site, and whoever plans passes the rules of every cloud that the factory uses.
 *
 * @typeParam S - a site of the cloud, as its schema gives it
 */
export interface CloudRules<S extends SiteSpec = SiteSpec> extends CloudSchema {
  /** Describes one site in neutral words. */
  describe(site: S, context: DescribeContext): CloudSite;
  /**
   * Rows that the cloud adds to the catalogue: its regions, machines and prices. A row of the catalogue with the same key
   * replaces one of them.
   *
   * @default - none
   */
  readonly rows?: CatalogRows;
  /**
   * Plans what the cloud alone knows of a pool.
   *
   * @default - pools have nothing of the cloud's own
   */
  planPool?(input: CloudPoolInput<S>): CloudPoolResult;
  /**
   * Plans what lies below Kubernetes: network, keys, cluster, sinks.
   *
   * @default - the clusters of the cloud exist
   */
  planSubstrate?(input: SubstrateInput<S>): SubstrateResult;
  /**
   * Returns the Helm releases that the nodes of a site need beside those of every site.
   *
   * @default - none
   */
  releases?(input: ReleaseInput<S>): readonly CloudRelease[];
  /**
   * Returns what of a substrate costs money, with its arithmetic. Pools, stored weights and egress are not among it: the
   * planner prices those itself.
   *
   * @default - the substrate is free
   */
  costs?(input: CloudCostInput<S>): readonly CostItem[];
  /**
   * Rules over sites of this cloud alone; they run after those of every factory.
   *
   * @default - none
   */
  readonly checks?: readonly Check[];
  /**
   * Returns the names that the cloud derives for a site, with the scope in which each must be unique, so that two parts of a
   * factory that would share one are found.
   *
   * @default - none
   */
  names?(site: SitePlan, factory: FactoryPlan): readonly DerivedName[];
  /**
   * Numbers of the cloud's own plan that are chosen and not computed, for `plan --explain`.
   *
   * @default - none
   */
  readonly settings?: readonly Setting[];
}

/** What a cloud knows of a site while it describes it. */
export interface DescribeContext {
  /** Name of the factory. */
  readonly factory: string;
  /** Name of the site. */
  readonly name: string;
  /** Rows that facts may be read from. */
  readonly catalog: Catalog;
}

/** The neutral facts of one site, as its cloud states them. Only `prices` is required. */
export type CloudSite = Pick<SiteFacts, 'prices'> & Partial<Omit<SiteFacts, 'prices'>>;

/** Everything that the planner asks of a site. */
export interface SiteFacts {
  /** Provider of the catalogue's rows that price the site: machines, platform and egress. `owned` is an own hall. */
  readonly prices: string;
  /** Providers of the machine rows that a pool may use, the preferred first. @default - that of `prices` */
  readonly machines: readonly string[];
  /** Row of the region with its country, grid and zones, and the key of the site that names it. @default null - none */
  readonly regionRow: {
    /** Provider of the region row. */
    readonly provider: string;
    /** Id of the region row. */
    readonly id: string;
    /** Key of the site that names the row, such as `region`, for findings. */
    readonly key: string;
  } | null;
  /** Region as the cloud's API names it; also the region of its price rows. @default null - none */
  readonly region: string | null;
  /** Country, ISO 3166-1 alpha-2. @default - that of the region's row */
  readonly country: string | null;
  /** Label of the account or project that the site is billed to. @default null - none */
  readonly accountId: string | null;
  /** Whether the building is the user's own: nodes are owned by default, and energy is paid for. @default false */
  readonly ownFacility: boolean;
  /** Kubeconfig context to reach the cluster by. @default null - the cloud knows how the cluster is reached */
  readonly context: string | null;
  /** Whether the library makes the cluster and its nodes. @default - whether the rules have `planSubstrate` */
  readonly builds: boolean;
  /** Minor version of Kubernetes that the site states. @default null - the pinned one */
  readonly kubernetesVersion: string | null;
  /** Name of a cluster that exists. @default null - the name that the library gives it */
  readonly clusterName: string | null;
  /** Zones that a site without `zones` uses: these, or so many of the region; above 0 zones are checked. @default 0 */
  readonly defaultZones: number | readonly string[];
  /** Whether machines are had only in the ways that `purchase` of their rows lists. @default false */
  readonly soldByRow: boolean;
  /** Range of a site that states none, for a lone site whose network the library makes. @default null - no network is made */
  readonly defaultRange: string | null;
  /** Network between nodes that replicas over several nodes use. @default null - none */
  readonly fabric: FabricFacts | null;
  /** What to do if a pool states a fabric that is not there. @default - use fabric none */
  readonly fabricAdvice: string;
  /** Adapters that the network operator advertises. @default null - none */
  readonly rdmaDevices: RdmaDevicesPlan | null;
  /** How pods ask for accelerators. @default device-plugin */
  readonly acceleratorApi: 'device-plugin' | 'dra';
  /** Who installs the drivers of accelerators: an operator in the cluster, or they are there. @default operator */
  readonly drivers: 'operator' | 'present';
  /** Labels of the nodes from the widest to the narrowest place. @default - none are known */
  readonly topology: readonly string[];
  /** Days that logs of the control plane and the network are kept. @default null - not known */
  readonly logRetentionDays: number | null;
  /** How far network policies hold a list of domain names. @default - addresses only */
  readonly egress: EgressFacts;
  /** Whether the API of the cluster answers at a private address. @default false */
  readonly privateApi: boolean;
  /** Where weights are kept. @default - claims of the `storageClass` of the site, which then must be stated */
  readonly storage: StoragePlan | null;
  /** Class of the volumes of the platform. @default null - `storageClass` of the site, else the default of the cluster */
  readonly volumeClass: string | null;
  /** Load balancer that the substrate puts in front of the gateway's node port. @default null - none */
  readonly entry: EntryFacts | null;
  /** What the site holds for whatever runs there. @default - nothing is known */
  readonly controls: readonly SiteControl[];
}

/** A network between nodes over which one replica can span several. */
export interface FabricFacts {
  /** Name of it in `fabric` of a pool, such as `rdma`. */
  readonly name: string;
  /** Whether nodes of a machine have it. @default - all have */
  on?(machine: Machine): boolean;
  /** Returns what each pod of a replica over several nodes of a pool requests. */
  request(pool: NodePoolPlan): RdmaPlan;
  /** Whether the network operator of the platform advertises it. @default false */
  readonly networkOperator?: boolean;
}

/** How far an egress list of domain names is held at a site. */
export interface EgressFacts {
  /** How network policies of the site hold the list. */
  readonly enforcement: RuntimePlan['egressEnforcement'];
  /** Why the list is not held there and what to do, as the rest of a sentence; null: it is held. */
  readonly loss: string | null;
}

/** Names by which a front door finds what the substrate of a site made. */
export interface EntryFacts {
  /** Name of the load balancer. */
  readonly balancer: string;
  /** Topic that carries the alarms of the site. @default - none */
  readonly topic?: string;
}

/** A control of which a move between sites may gain or lose some. */
export type SiteControl =
  | 'encrypted-with-own-key'
  | 'flow-logs'
  | 'audit-logs'
  | 'private-api'
  | 'resolves-allowed-names'
  | 'unshared-hardware';

/** What a cloud plans of one pool. */
export interface CloudPoolInput<S extends SiteSpec = SiteSpec> {
  /** The whole factory with its rows. */
  readonly factory: ResolvedFactory;
  /** Site of the pool. */
  readonly site: ResolvedSite<S>;
  /** The pool, with its machine and accelerator rows. */
  readonly pool: ResolvedPool;
  /** Fabric that the pool has. */
  readonly fabric: string;
}

/** What a cloud returns for one pool. */
export interface CloudPoolResult {
  /** Stored as `cloud` of the planned pool; only the cloud reads it. */
  readonly cloud: CloudPool;
  /** What the image of the nodes brings. @default - nothing */
  readonly software?: NodeSoftware;
  /** Problems with the pool. @default - none */
  readonly findings?: readonly Finding[];
}

/** What an image brings to its nodes, so that no operator installs it a second time. */
export interface NodeSoftware {
  /** Name of the image in messages. */
  readonly image: string;
  /** Whether the image has the driver of the accelerators. */
  readonly driver: boolean;
  /** Container toolkit of the accelerators. */
  readonly toolkit: boolean;
  /** Whether the image runs the device plugin. */
  readonly devicePlugin: boolean;
  /** Whether it partitions accelerators. */
  readonly partitioning: boolean;
}

/** What a cloud plans the substrate of one site from. */
export interface SubstrateInput<S extends SiteSpec = SiteSpec> {
  /** The whole factory with its rows. */
  readonly factory: ResolvedFactory;
  /** The site, with its facts. */
  readonly site: ResolvedSite<S>;
  /** Planned pools of the site, with their number of nodes. */
  readonly pools: readonly NodePoolPlan[];
  /** Minor version of the cluster. */
  readonly kubernetesVersion: string;
}

/** What a cloud returns for the substrate of one site. */
export interface SubstrateResult {
  /** Null if it could not be planned; a finding says why. */
  readonly substrate: CloudSubstrate | null;
  /** Problems with the substrate. @default - none */
  readonly findings?: readonly Finding[];
}

/** What a cloud chooses the additional Helm releases of one site from. */
export interface ReleaseInput<S extends SiteSpec = SiteSpec> {
  /** The whole factory with its rows. */
  readonly factory: ResolvedFactory;
  /** The site, with its facts. */
  readonly site: ResolvedSite<S>;
  /** Planned pools of the site, with their number of nodes. */
  readonly pools: readonly NodePoolPlan[];
  /** Facts that the releases of every site are chosen by, such as vendors of accelerators and installed charts. */
  readonly facts: PlatformFacts;
}

/** A Helm release that a cloud adds to the platform of its sites. */
export interface CloudRelease {
  /** Name of the release and of its row in the catalogue, `chart/<name>`. */
  readonly name: string;
  /** Namespace of the release, which the platform stack creates unless it is `kube-system`. */
  readonly namespace: string;
  /** Pod Security level of the namespace, unless the cluster has it. @default baseline */
  readonly podSecurity?: PlatformPlan['namespaces'][number]['podSecurity'];
  /** Releases that must be there first. @default - none */
  readonly after?: readonly string[];
  /**
   * Returns the values of the chart. `row` is the component row of the release.
   *
   * @default - the defaults of the chart
   */
  readonly values?: (row: Component) => Readonly<Record<string, unknown>>;
}

/** What a cloud prices the substrate of one site from. */
export interface CloudCostInput<S extends SiteSpec = SiteSpec> {
  /** The site, with its facts. */
  readonly site: ResolvedSite<S>;
  /** Plan of the substrate that the same cloud returned. */
  readonly substrate: CloudSubstrate;
  /** What serves at the site, for prices that depend on it. */
  readonly serving: readonly ServingPlan[];
}

const defaults: Omit<SiteFacts, 'prices' | 'machines' | 'builds'> = {
  regionRow: null,
  region: null,
  country: null,
  accountId: null,
  ownFacility: false,
  context: null,
  kubernetesVersion: null,
  clusterName: null,
  defaultZones: 0,
  soldByRow: false,
  defaultRange: null,
  fabric: null,
  fabricAdvice: 'use fabric none',
  rdmaDevices: null,
  acceleratorApi: 'device-plugin',
  drivers: 'operator',
  topology: [],
  logRetentionDays: null,
  egress: { enforcement: 'cidr-only', loss: 'its network policies know addresses only' },
  privateApi: false,
  storage: null,
  volumeClass: null,
  entry: null,
  controls: [],
};

/** Returns an object without the members that are undefined, which would hide a default. */
const stated = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

/** Returns everything that the planner asks of a site, with the defaults of what its cloud leaves out. */
export function siteFacts(rules: CloudRules, site: SiteSpec, context: DescribeContext): SiteFacts {
  const described = rules.describe(site, context);
  return {
    ...defaults,
    machines: [described.prices],
    builds: rules.planSubstrate !== undefined,
    ...stated(described),
  };
}
