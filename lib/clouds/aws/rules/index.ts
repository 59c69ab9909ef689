import type { CloudRules } from '../../../planner/model/cloud';
import { awsChecks } from './checks';
import { awsCosts } from './costs';
import { awsNames } from './derived-names';
import { describeRegion } from './facts';
import { planAwsPool } from './pools';
import { awsReleases } from './releases';
import { awsSettings } from './settings';
import { AWS, AWS_KEYS, AwsSiteSpec } from './site';
import { planSubstrate } from './substrate';

export type {
  AddonPlan,
  AwsPoolPlan,
  BudgetPlan,
  ClusterPlan,
  EntryPlan,
  EventPlan,
  ExistingClusterPlan,
  ExistingNetworkPlan,
  ImagePlan,
  InterfacePlan,
  KeyPlan,
  NetworkPlan,
  StorePlan,
  SubstratePlan,
  SystemPoolPlan,
  ZonePlan,
} from './plan';
export { awsPoolOf, substrateOf } from './plan';
export { type AwsSiteInput, AwsSiteSpec } from './site';

/** AWS as the planner knows it: regions in which the library makes network, keys, cluster and pools. */
export const awsRules: CloudRules<AwsSiteSpec> = {
  name: AWS,
  siteSchema: AwsSiteSpec,
  realizes: AWS_KEYS,
  frontDoors: ['route53', 'global-accelerator'],
  terraformProviders: { aws: '>= 5.100.0, < 7.0.0' },
  describe: describeRegion,
  planPool: planAwsPool,
  planSubstrate,
  releases: awsReleases,
  costs: awsCosts,
  checks: awsChecks,
  names: awsNames,
  settings: awsSettings,
};
