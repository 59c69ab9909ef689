export type { TrafficGuard, TrafficTarget } from '../../port/port';
export { type AwsKind, aws } from './adapter';
export { AwsSite, type AwsSiteProps } from './aws-site';
export { balancerName, DISCOVERY_TAG, karpenterNodeRole, logBucket, POOL_TAG, targetGroupName } from './names';
export type { AwsOptions } from './options';
export { ACKNOWLEDGE } from './policy-document';
