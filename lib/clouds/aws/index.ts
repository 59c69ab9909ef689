import './bindings';

export type { TrafficGuard, TrafficTarget } from '../../port/port';
export { AwsGpuNodePool, type AwsGpuNodePoolProps, type IAwsGpuNodePool } from './aws-gpu-node-pool';
export { type AwsClusterProps, AwsSite, type AwsSiteProps, type ExistingAwsClusterProps } from './aws-site';
export type { AddonOptions, ClusterAddon } from './cluster/addons';
export { type EksAccessProps, eksAccess } from './cluster/eks-access';
export { EksCluster, type EksClusterProps } from './cluster/eks-cluster';
export type { EksClusterAttributes, EksClusterLookupOptions, IEksCluster } from './cluster/existing-cluster';
export {
  KarpenterController,
  type KarpenterControllerOptions,
  type KarpenterControllerProps,
} from './cluster/karpenter-controller';
export type { EndingPool } from './events/end-notice';
export { type ISiteEvents, SiteEvents, type SiteEventsProps } from './events/site-events';
export type { AwsCluster, AwsSubstrate } from './fill';
export type { SiteCluster } from './handles/site-cluster';
export type { SiteKey } from './handles/site-key';
export { type ISiteNetwork, SiteNetwork, type SiteNetworkAttributes } from './handles/site-network';
export type { SiteStore } from './handles/site-store';
export { EncryptionKey, type EncryptionKeyProps, type IEncryptionKey } from './identity/encryption-key';
export type { Grant, Grantee } from './identity/grant';
export { ACKNOWLEDGE, type Statement } from './identity/policy-document';
export {
  type IRole,
  type Permissions,
  PodRole,
  type PodRoleProps,
  type RoleSettings,
  ServiceRole,
  type ServiceRoleProps,
} from './identity/role';
export { MonthlyBudget, type MonthlyBudgetProps } from './monthly-budget';
export { DnsFirewall, type DnsFirewallProps } from './network/dns-firewall';
export { VpcEndpoints, type VpcEndpointsProps } from './network/endpoints';
export type { INetwork, NetworkAttributes } from './network/existing-network';
export { Network, type NetworkProps } from './network/network';
export type { BlockPurchase, CapacityPool, NodeCapacity } from './nodes/capacity';
export { GpuNodeGroup, type GpuNodeGroupProps, type IGpuNodeGroup } from './nodes/gpu-node-group';
export { KarpenterNodePool, type KarpenterNodePoolProps } from './nodes/karpenter-node-pool';
export type {
  AmiType,
  ImageFamily,
  NodeImage,
  NodeTaint,
} from './nodes/node-settings';
export { SystemNodeGroup, type SystemNodeGroupOptions, type SystemNodeGroupProps } from './nodes/system-node-group';
export { AwsPlace, type AwsPlaceProps } from './place';
export { awsPolicies } from './policies';
export { type AwsProviderSettings, awsProvider, configureAws, configureTraffic } from './providers';
export { awsRecovery } from './recovery';
export type * from './rules';
export { AwsSiteSpec, awsRules, substrateOf } from './rules';
export type { NetworkZone } from './rules/address-plan';
export { efaInterfaces, type NetworkCards } from './rules/interfaces';
export {
  balancerName,
  DISCOVERY_TAG,
  karpenterNodeRole,
  logBucketName,
  POOL_TAG,
  targetGroupName,
} from './rules/names';
export { type AwsSiteSettings, settingsOf } from './settings';
export { type EntryTargets, type ISiteEntry, SiteEntry, type SiteEntryProps } from './site-entry';
export type { BucketGrantOptions, IPrivateBucket } from './store/bucket-access';
export { type BucketAttributes, type ILogBucket, PrivateBucket, type PrivateBucketProps } from './store/private-bucket';
export { type ServiceAccount, WeightsStore, type WeightsStoreProps } from './store/weights-store';
export { Accelerators, type AcceleratorsProps } from './traffic/accelerators';
export type {
  BalancerEntry,
  FrontDoorProps,
  FrontDoorRoute,
  FrontDoorTarget,
  HostEntry,
  HostProbe,
} from './traffic/front-door';
export { WeightedRecords, type WeightedRecordsProps } from './traffic/weighted-records';
