import { boundedName, clusterName } from '../../../planner/model/names';

export { idOf, principalId } from '../../../planner/model/names';

/**
 * Every name of AWS, by kind, within the limits of its service. Names start with that of the site, `<factory>-<site>`, or with
 * one that was made from it, such as that of the cluster.
 *
 * All are pure functions: several stacks of a site, or several resources of one, compute a name in the same way without reading
 * each other.
 */

/** Region and account of what has a name. */
interface Place {
  readonly accountId: string;
  arn(service: string, resource: string): string;
}

/** Names that several stacks of a site must agree on without reading each other's state. */
export const siteNames = (factory: string, site: string) => ({
  /** Network, keys, store and budget, and the start of the names of their parts. */
  prefix: boundedName([factory, site], 40),
  cluster: clusterName(factory, site),
  events: boundedName([factory, site, 'events'], 60),
  balancer: balancerName(boundedName([factory, site], 32)),
  bucket: (accountId: string): string => boundedName([factory, site, 'weights', accountId], 63),
});

/** Name of an IAM role or policy, of at most 64 characters. */
export const roleName = (prefix: string, ...purpose: readonly string[]): string =>
  boundedName([prefix, ...purpose], 64);

/** Role of the nodes that Karpenter launches in a cluster. */
export const karpenterNodeRole = (cluster: string): string => roleName(cluster, 'karpenter-node');

/** Instance profile of those nodes. */
export const karpenterNodeProfile = (cluster: string): string => boundedName([cluster, 'karpenter-node'], 128);

/** NodePool, EC2NodeClass and NodeOverlay of a pool, which are of the whole cluster. */
export const karpenterPoolName = (factory: string, pool: string): string => boundedName([factory, pool], 63);

/** Alias of a key, by which stacks that do not create the key refer to it. */
export const keyAlias = (keys: string): string => `alias/${keys}`;

/** Tag by which Karpenter finds subnets and security groups; its value is the cluster's name. */
export const DISCOVERY_TAG = 'karpenter.sh/discovery';

/** Tag by which Karpenter finds the reservations of a pool. */
export const POOL_TAG = 'ai-factory:pool';

/** Tag of resources of one tenant; its value is the tenant's namespace. */
export const TENANT_TAG = 'ai-factory:tenant';

/** Name of a site's load balancer, of at most 32 letters, digits and inner dashes. */
export const balancerName = (name: string): string => boundedName([name], 32);

/** Target group behind the site's load balancer. */
export const targetGroupName = (balancer: string): string => boundedName([balancer, 'gateway'], 32);

/** Cluster placement group of a pool, and group of its reservations. */
export const placementGroupName = (cluster: string, pool: string): string => boundedName([cluster, pool], 255);

/** Managed node group in a cluster that others use too. */
export const sharedNodeGroupName = (prefix: string, pool: string): string => boundedName([prefix, pool], 63);

/** Launch template of a node group. */
export const launchTemplateName = (cluster: string, group: string): string => boundedName([cluster, group], 128);

/** Security group, unique in its VPC. */
export const securityGroupName = (prefix: string, ...purpose: readonly string[]): string =>
  boundedName([prefix, ...purpose], 255);

/** CloudWatch alarm, unique in its account and region. */
export const alarmName = (prefix: string, ...purpose: readonly string[]): string =>
  boundedName([prefix, ...purpose], 255);

/** Schedule of EventBridge Scheduler, in the default group. */
export const scheduleName = (prefix: string, ...purpose: readonly string[]): string =>
  boundedName([prefix, ...purpose], 64);

/** Longest part of a rule's name behind its prefix. */
const RULE_PURPOSE = 24;
/** Start of the names of EventBridge rules, by which policies of queues and logs know them. */
const rulePrefix = (events: string): string => `${boundedName([events], 64 - 1 - RULE_PURPOSE)}-`;

/** EventBridge rule. */
export const ruleName = (events: string, purpose: string): string => `${rulePrefix(events)}${purpose}`;

/** ARN pattern of the rules of a site. */
export const ruleArns = (events: string, place: Place): string => place.arn('events', `rule/${rulePrefix(events)}*`);

/** Log group of the connections of a VPC. */
export const flowLogGroup = (network: string): string => `/ai-factory/${network}/flow`;

/** Log group of a control plane; EKS writes to this name. */
export const clusterLogGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`;

/** Log group of capacity events. */
export const eventLogGroup = (events: string): string => `/aws/events/${events}`;

/** Rule or domain list of the DNS firewall. */
export const dnsRuleName = (network: string, purpose: string): string => boundedName([network, purpose], 64);

/** Accelerator of a route. */
export const acceleratorName = (factory: string, route: string): string => boundedName([factory, route], 64);

/** Topic of the alarms on health checks, which are in one region for the whole factory. */
export const healthTopicName = (factory: string): string => boundedName([factory, 'health'], 60);

/** Name of the bucket of a store's weights. */
export const weightsBucketName = (store: string, place: Pick<Place, 'accountId'>): string =>
  `${boundedName([store, 'weights'], 50)}-${place.accountId}`;

/** Name of the bucket for access logs of a store and of the site's balancer. */
export const logBucketName = (store: string, place: Pick<Place, 'accountId'>): string =>
  `${boundedName([store, 'logs'], 50)}-${place.accountId}`;

/** Value of the tag `Name`, which consoles show; it need not be unique. */
export const nameTag = (prefix: string, ...purpose: readonly string[]): string =>
  boundedName([prefix, ...purpose], 256);
