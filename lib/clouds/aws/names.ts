import { boundedName } from '../../planner/names';
import type { AwsPlace } from './place';

/**
 * Names that several stacks of a site, or several resources of one, compute in the same way without reading each other.
 *
 * All are pure functions of their arguments and within the limits of their services.
 */

/** Name of an IAM role or policy, of at most 64 characters. */
export const roleName = (prefix: string, purpose: string): string => boundedName([prefix, purpose], 64);

/** Role of the nodes that Karpenter launches in a cluster. */
export const karpenterNodeRole = (cluster: string): string => roleName(cluster, 'karpenter-node');

/** Instance profile of those nodes. */
export const karpenterNodeProfile = (cluster: string): string => boundedName([cluster, 'karpenter-node'], 128);

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

export const placementGroupName = (cluster: string, pool: string): string => boundedName([cluster, pool], 255);

/** Name of the bucket of a store's weights. */
export const weightsBucketName = (store: string, place: AwsPlace): string =>
  `${boundedName([store, 'weights'], 50)}-${place.accountId}`;

/** Name of the bucket for access logs of a store and of the site's balancer. */
export const logBucketName = (store: string, place: AwsPlace): string =>
  `${boundedName([store, 'logs'], 50)}-${place.accountId}`;

/** Returns a construct id for any text, such as an ARN. */
export const idOf = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');

/** Returns a construct id for an IAM ARN: account and name, without the prefix that all ARNs share. */
export const principalId = (arn: string): string => idOf(arn.replace(/^arn:[^:]*:[^:]*:[^:]*:/, ''));
