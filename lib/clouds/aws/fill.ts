import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { siteTag, siteTagValue } from '../../planner/model/names';
import type { NodePoolPlan, SitePlan } from '../../planner/model/plan';
import { type AddonOptions, isBeforeNodes } from './cluster/addons';
import { EksCluster } from './cluster/eks-cluster';
import type { IEksCluster } from './cluster/existing-cluster';
import { KarpenterController } from './cluster/karpenter-controller';
import { SiteEvents } from './events/site-events';
import { EncryptionKey } from './identity/encryption-key';
import { MonthlyBudget } from './monthly-budget';
import { DnsFirewall } from './network/dns-firewall';
import { VpcEndpoints } from './network/endpoints';
import { ExistingNetwork, type INetwork } from './network/existing-network';
import { Network } from './network/network';
import type { CapacityPool, NodeCapacity } from './nodes/capacity';
import { GpuNodeGroup } from './nodes/gpu-node-group';
import { KarpenterNodePool } from './nodes/karpenter-node-pool';
import type { NodeImage } from './nodes/node-settings';
import type { SystemNodeGroup } from './nodes/system-node-group';
import { AwsPlace } from './place';
import {
  type AddonPlan,
  awsPoolOf,
  type ClusterPlan,
  type ExistingClusterPlan,
  type ExistingNetworkPlan,
  type ImagePlan,
  type SubstratePlan,
} from './rules';
import { karpenterPoolName, keyAlias, roleName, sharedNodeGroupName, weightsBucketName } from './rules/names';
import type { AwsSiteSettings } from './settings';
import { SiteEntry } from './site-entry';
import { WeightsStore } from './store/weights-store';

/** One AWS site: its plan and its settings. */
export interface AwsSitePlan {
  /** The neutral part of the plan, with pools and platform. */
  readonly site: SitePlan;
  /** What is created in AWS. */
  readonly substrate: SubstratePlan;
  /** Account, provider and roles that its resources have in common. */
  readonly settings: AwsSiteSettings;
}

/** What an AWS site has below Kubernetes. */
export interface AwsSubstrate {
  /** Key that encrypts secrets, disks, logs, weights and messages. */
  readonly key: EncryptionKey;
  /** VPC of the site, created or existing. */
  readonly network: INetwork;
  /** Queue of interruption events and topic of alarms. */
  readonly events: SiteEvents;
  /** EKS cluster, with its system nodes and Karpenter. */
  readonly cluster: AwsCluster;
  /** Managed node groups by the name of their pool. */
  readonly pools: Readonly<Record<string, GpuNodeGroup>>;
  /** Bucket of the weights, with the roles that read and write it. */
  readonly store: WeightsStore;
  /** Load balancer in front of the gateway. */
  readonly entry: SiteEntry;
  /** Undefined if the site has no money budget. */
  readonly budget: MonthlyBudget | undefined;
}

/** The cluster of an AWS site. */
export interface AwsCluster {
  /** The EKS cluster, created or existing. */
  readonly cluster: IEksCluster;
  /** Undefined for an existing cluster, which has system nodes of its own. */
  readonly systemNodes: SystemNodeGroup | undefined;
  /** Undefined if no pool of the site is launched by Karpenter. */
  readonly karpenter: KarpenterController | undefined;
}

/** Creates everything below Kubernetes of a site, in a stack whose AWS provider is configured for the site. */
export function fillSubstrate(scope: Construct, plan: AwsSitePlan): AwsSubstrate {
  const key = fillKey(scope, 'keys', plan);
  const network = fillNetwork(scope, 'network', plan, { key });
  const events = fillEvents(scope, 'events', plan, { key });
  const cluster = fillCluster(scope, 'cluster', plan, { key, network });
  const pools = Object.fromEntries(
    plan.site.pools
      .filter(({ manager }) => manager === 'managed')
      .map((pool) => [
        pool.name,
        fillNodeGroup(scope, `pool-${pool.name}`, plan, pool, { key, network, events, cluster }),
      ]),
  );
  const store = fillStore(scope, 'store', plan, { key, cluster });
  const entry = fillEntry(scope, 'entry', plan, { network, cluster, store });
  const budget = fillBudget(scope, 'budget', plan, { events });
  return { key, network, events, cluster, pools, store, entry, budget };
}

type Made<K extends keyof AwsSubstrate> = Pick<AwsSubstrate, K>;

/** Returns the place of the resources of a site. */
const placeOf = (scope: Construct, { settings: { partition, provider } }: AwsSitePlan): AwsPlace =>
  AwsPlace.of(scope, { partition, region: provider.region, accountId: provider.accountId });

/** Creates the key of a site. Its service-linked roles are created too, if the settings say so. */
function fillKey(scope: Construct, id: string, plan: AwsSitePlan): EncryptionKey {
  const { keys } = plan.substrate;
  return new EncryptionKey(scope, id, {
    ...keys,
    serviceLinkedRoles: plan.settings.serviceLinkedRoles,
    place: placeOf(scope, plan),
  });
}

/** Creates the VPC of a site, or what an existing VPC is asked to have: endpoints and a DNS firewall. */
function fillNetwork(scope: Construct, id: string, plan: AwsSitePlan, { key }: Made<'key'>): INetwork {
  const { network, cluster } = plan.substrate;
  const place = placeOf(scope, plan);
  if ('existing' in network) return fillExistingNetwork(scope, id, network, place);
  return new Network(scope, id, {
    ...plan.settings.roles,
    name: network.name,
    addressRange: network.cidr,
    zones: network.zones,
    nat: network.nat,
    interfaceEndpoints: network.interfaceEndpoints,
    layerBuckets: network.layerBuckets,
    allowedDomains: network.allowedDomains ?? undefined,
    clusterName: cluster.name,
    key,
    flowLogRetentionDays: network.flowLogRetentionDays,
    place,
  });
}

/** Adds what an existing VPC is asked to have, and returns it. */
function fillExistingNetwork(
  scope: Construct,
  id: string,
  { name, cidr, existing, interfaceEndpoints, allowedDomains }: ExistingNetworkPlan,
  place: AwsPlace,
): INetwork {
  const { vpcId } = existing;
  const attributes = {
    ...existing,
    addressRange: cidr,
    isolated: existing.isIsolated,
    systemSubnetIds: existing.systemSubnetIds ?? undefined,
    publicSubnetIds: existing.publicSubnetIds ?? undefined,
  };
  if (allowedDomains !== null) new DnsFirewall(scope, 'dns-firewall', { name, vpcId, domains: allowedDomains, place });
  const network = (ready: ITerraformDependable[]): INetwork =>
    new ExistingNetwork(scope, 'existing-network', attributes, ready);
  if (interfaceEndpoints.length === 0) return network([]);
  const { ready } = new VpcEndpoints(scope, id, {
    name,
    vpcId,
    addressRange: cidr,
    interfaceEndpoints,
    subnetIds: Object.values(attributes.systemSubnetIds ?? existing.privateSubnetIds),
    place,
  });
  return network(ready);
}

/** Creates queue, topic and rules for the events of a site. */
function fillEvents(scope: Construct, id: string, plan: AwsSitePlan, { key }: Made<'key'>): SiteEvents {
  const { events } = plan.substrate;
  return new SiteEvents(scope, id, {
    ...plan.settings.roles,
    ...events,
    key,
    place: placeOf(scope, plan),
  });
}

/**
 * Creates the EKS cluster of a site with add-ons and system nodes, or looks up an existing one; either gets Karpenter
 * if a pool needs it.
 */
function fillCluster(
  scope: Construct,
  id: string,
  plan: AwsSitePlan,
  { key, network }: Made<'key' | 'network'>,
): AwsCluster {
  const { cluster, events } = plan.substrate;
  const karpenter = cluster.karpenter
    ? { queueName: events.name, namespace: plan.site.platform.releases.find(isKarpenter)?.namespace }
    : undefined;
  const place = placeOf(scope, plan);
  if ('existing' in cluster) {
    const { existing } = cluster;
    const found = EksCluster.fromClusterName(scope, id, cluster.name, {
      version: existing.version ?? undefined,
      nodeSecurityGroupId: existing.nodeSecurityGroupId ?? undefined,
    });
    const controller =
      karpenter === undefined
        ? undefined
        : new KarpenterController(scope, 'karpenter', {
            ...plan.settings.roles,
            ...karpenter,
            cluster: found,
            key,
            place,
          });
    return withPools(plan, { cluster: found, systemNodes: undefined, karpenter: controller });
  }
  const { settings } = plan;
  const made = new EksCluster(scope, id, {
    ...settings.roles,
    name: cluster.name,
    version: cluster.version,
    network,
    key,
    publicCidrs: cluster.publicCidrs ?? undefined,
    privateCidrs: cluster.privateCidrs,
    adminArns: cluster.adminArns,
    viewerArns: cluster.viewerArns,
    logRetentionDays: cluster.logRetentionDays,
    deletionProtection: cluster.deletionProtection,
    providerMajor: settings.providerMajor,
    place,
  });
  const addons = cluster.addons.map((addon) => ({
    name: addon.name,
    options: addonOptions(plan, cluster, addon, place),
  }));
  const isFirst = ({ name, options }: (typeof addons)[number]): boolean => isBeforeNodes(name, options);
  for (const { name, options } of addons.filter(isFirst)) made.addAddon(name, options);
  const { system } = cluster;
  const systemNodes = made.addSystemNodeGroup('system', {
    ...system,
    image: imageOf(system.image),
    instanceTags: settings.instanceTags,
  });
  for (const { name, options } of addons.filter((addon) => !isFirst(addon))) made.addAddon(name, options);
  const controller = karpenter === undefined ? undefined : made.addKarpenter('karpenter', karpenter);
  return withPools(plan, { cluster: made, systemNodes, karpenter: controller });
}

const isKarpenter = ({ name }: { readonly name: string }): boolean => name === 'karpenter';

/** Adds the capacity of the pools that Karpenter launches. */
function withPools({ site }: AwsSitePlan, made: AwsCluster): AwsCluster {
  for (const pool of site.pools.filter(({ manager }) => manager === 'dynamic')) {
    made.karpenter?.addPool(capacityPoolOf(pool, karpenterPoolName(site.factory, pool.name)));
  }
  return made;
}

function addonOptions(
  { substrate }: AwsSitePlan,
  cluster: ClusterPlan,
  { name, version, configuration, identity }: AddonPlan,
  place: AwsPlace,
): AddonOptions {
  return {
    version,
    configuration: configuration ?? undefined,
    ...(identity === null
      ? {}
      : {
          identity: { namespace: identity.namespace, serviceAccount: identity.serviceAccount },
          roleName: roleName(cluster.name, identity.role),
        }),
    policyArns: cluster.addonPolicyArns[name],
    bucket: substrate.store.bucketName ?? weightsBucketName(substrate.store.name, place),
  };
}

const imageOf = ({ family, amiType, release }: ImagePlan): NodeImage => ({
  family,
  amiType,
  ...(release === null ? {} : { release }),
});

/** @throws Error for servers that were bought, which AWS does not have */
function capacityOf(pool: NodePoolPlan): NodeCapacity {
  const { name, capacity } = pool;
  if (capacity.type === 'owned') {
    throw new Error(`pool "${name}" has owned capacity, which AWS does not have; use a reservation`);
  }
  return capacity.type === 'capacity-block' ? { ...capacity, ultraServer: awsPoolOf(pool).ultraServer } : capacity;
}

const capacityPoolOf = (pool: NodePoolPlan, name: string): CapacityPool => ({
  name,
  machine: pool.machine,
  zones: pool.zones,
  count: pool.nodes.planned,
  placementGroup: awsPoolOf(pool).placementGroup,
  capacity: capacityOf(pool),
});

/** Creates the managed node group of a pool, with its capacity. */
function fillNodeGroup(
  scope: Construct,
  id: string,
  plan: AwsSitePlan,
  pool: NodePoolPlan,
  { key, network, events, cluster: { cluster, systemNodes } }: Made<'key' | 'network' | 'events' | 'cluster'>,
): GpuNodeGroup {
  const { substrate, settings } = plan;
  const { image, interfaces, placementGroup } = awsPoolOf(pool);
  if (image === null) throw new Error(`pool "${pool.name}" has no image; a managed node group needs one`);
  const { name: prefix } = substrate.network;
  return new GpuNodeGroup(scope, id, {
    ...settings.roles,
    // An existing cluster can have node groups of others with the same name.
    name: 'existing' in substrate.cluster ? sharedNodeGroupName(prefix, pool.name) : pool.name,
    cluster,
    network,
    machine: pool.machine,
    zones: pool.zones,
    count: pool.nodes.planned,
    minCount: pool.nodes.min,
    maxCount: pool.nodes.max,
    capacity: capacityOf(pool),
    interfaces,
    placementGroup,
    image: imageOf(image),
    diskGib: pool.diskGib,
    localStorage: pool.localNvmeGb > 0,
    labels: pool.labels,
    taints: pool.taints,
    key,
    nodeRole: systemNodes?.nodeRole,
    leadMinutes: substrate.events.endingPools.find((each) => each.pool === pool.name)?.leadMinutes,
    alarmTopicArn: events.topicArn,
    instanceTags: settings.instanceTags,
    providerMajor: settings.providerMajor,
    place: placeOf(scope, plan),
  });
}

/** Creates a pool of Karpenter in a stack whose Kubernetes provider reaches the site's cluster. */
export function fillDynamicPool(
  scope: Construct,
  id: string,
  plan: AwsSitePlan,
  pool: NodePoolPlan,
): KarpenterNodePool {
  const { cluster, network, keys } = plan.substrate;
  const { image, interfaces, placementGroup } = awsPoolOf(pool);
  if (image?.alias == null) {
    throw new Error(`pool "${pool.name}" has no image alias; Karpenter pools pin one, such as bottlerocket@v1.57.0`);
  }
  return new KarpenterNodePool(scope, id, {
    name: karpenterPoolName(plan.site.factory, pool.name),
    clusterName: cluster.name,
    machine: pool.machine,
    architecture: pool.architecture,
    zones: pool.zones,
    maxCount: pool.nodes.max,
    limits: pool.limits,
    capacity: capacityOf(pool),
    image: { family: image.family, alias: image.alias },
    interfaces,
    placementGroup,
    diskGib: pool.diskGib,
    localStorage: pool.localNvmeGb > 0,
    keyId: keyAlias(keys.name),
    labels: pool.labels,
    taints: pool.taints,
    instanceTags: plan.settings.instanceTags,
    ...('existing' in network
      ? { subnetIds: pool.zones.flatMap((zone) => network.existing.privateSubnetIds[zone] ?? []) }
      : {}),
    ...('existing' in cluster ? { securityGroups: existingSecurityGroups(cluster) } : {}),
  });
}

const existingSecurityGroups = ({ name, existing }: ExistingClusterPlan) =>
  existing.nodeSecurityGroupId === null
    ? { tags: { 'aws:eks:cluster-name': name } }
    : { ids: [existing.nodeSecurityGroupId] };

/** Creates the bucket of the weights, and lets an existing Mountpoint driver read it. */
function fillStore(
  scope: Construct,
  id: string,
  plan: AwsSitePlan,
  { key, cluster: { cluster } }: Made<'key' | 'cluster'>,
): WeightsStore {
  const { substrate, settings } = plan;
  const { store, events } = substrate;
  const made = new WeightsStore(scope, id, {
    ...settings.roles,
    name: store.name,
    bucketName: store.bucketName ?? undefined,
    key,
    cluster,
    readers: store.readers,
    writers: store.writers,
    noncurrentDays: store.noncurrentDays,
    forceDestroy: !substrate.cluster.deletionProtection,
    accessLogBucket: store.accessLogBucket ?? undefined,
    logRetentionDays: events.logRetentionDays,
    place: placeOf(scope, plan),
  });
  const driver = 'existing' in substrate.cluster ? substrate.cluster.existing.weightsDriverRole : null;
  if (driver !== null) made.grantRead({ roleName: driver, roleId: 'weights-driver' });
  return made;
}

/**
 * Creates the load balancer of a site and attaches the system nodes, unless something in the cluster registers them.
 */
function fillEntry(
  scope: Construct,
  id: string,
  plan: AwsSitePlan,
  { network, cluster: { cluster, systemNodes }, store }: Made<'network' | 'cluster' | 'store'>,
): SiteEntry {
  const { substrate } = plan;
  const { entry } = substrate;
  const isAttached = systemNodes !== undefined && entry.targets !== 'external';
  return new SiteEntry(scope, id, {
    ...entry,
    network,
    nodeSecurityGroupId: cluster.nodeSecurityGroupId,
    targets: isAttached ? { autoScalingGroupName: systemNodes.autoScalingGroupName } : 'external',
    certificateArn: entry.certificateArn ?? undefined,
    deletionProtection: substrate.cluster.deletionProtection,
    accessLogs: store.accessLogs,
  });
}

/** Creates the monthly budget of a site; undefined if the site states none. */
function fillBudget(
  scope: Construct,
  id: string,
  { site, substrate: { budget } }: AwsSitePlan,
  { events }: Made<'events'>,
): MonthlyBudget | undefined {
  if (budget === null) return undefined;
  return new MonthlyBudget(scope, id, {
    ...budget,
    costTag: { key: siteTag, value: siteTagValue(site.factory, site.name) },
    topicArn: events.topicArn,
  });
}
