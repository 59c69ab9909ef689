import { boundedName } from '../../planner/names';
import type { Place } from './place';
import type { StorePlan } from './rules/plan';

/**
 * Names that several stacks of a site, or several resources of one, agree on without reading each other.
 *
 * All are pure functions of plan names and keep the limits of their services.
 */

/** IAM role and policy names have 64 characters. */
export const roleName = (prefix: string, purpose: string): string => boundedName([prefix, purpose], 64);

/** Role of the nodes that Karpenter launches at a cluster. */
export const karpenterNodeRole = (cluster: string): string => roleName(cluster, 'karpenter-node');

/** Instance profile of those nodes. */
export const karpenterNodeProfile = (cluster: string): string => boundedName([cluster, 'karpenter-node'], 128);

/** Alias of a site's key: stacks that do not make the key name it so. */
export const keyAlias = (keys: string): string => `alias/${keys}`;

/** Tag by which Karpenter finds subnets and security groups; its value is the cluster's name. */
export const DISCOVERY_TAG = 'karpenter.sh/discovery';

/** Tag by which Karpenter finds the reservations of a pool. */
export const POOL_TAG = 'ai-factory:pool';

/** Tag of what belongs to one tenant; its value is the tenant's namespace. */
export const TENANT_TAG = 'ai-factory:tenant';

/** Name of a site's load balancer: at most 32 letters, digits and inner dashes. */
export const balancerName = (name: string): string => boundedName([name], 32);

/** Target group behind the site's load balancer. */
export const targetGroupName = (balancer: string): string => boundedName([balancer, 'gateway'], 32);

export const placementGroupName = (cluster: string, pool: string): string => boundedName([cluster, pool], 255);

/** Weights bucket of a store: as planned, or its name and the account. */
export const weightsBucket = (store: StorePlan, place: Place): string =>
  store.bucketName ?? `${boundedName([store.name, 'weights'], 50)}-${place.accountId}`;

/** Bucket for the access logs of a store's bucket and of the balancer. */
export const logBucket = (store: StorePlan, place: Place): string =>
  `${boundedName([store.name, 'logs'], 50)}-${place.accountId}`;

/** A construct id out of any text, such as an ARN. */
export const idOf = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');

/** A construct id out of an IAM ARN: account and name, without the prefix that all share. */
export const principalId = (arn: string): string => idOf(arn.replace(/^arn:[^:]*:[^:]*:[^:]*:/, ''));
