import './bindings';

export type { TrafficGuard, TrafficTarget } from '../../port/port';
export { AwsSite, type AwsSiteProps } from './aws-site';
export { balancerName, DISCOVERY_TAG, karpenterNodeRole, logBucket, POOL_TAG, targetGroupName } from './names';
export type { AwsOptions } from './options';
export { ACKNOWLEDGE } from './policy-document';
export type * from './rules';
export { AwsSiteSpec, awsRules } from './rules';
