import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { SitePlan } from '../../planner/plan';
import type { AwsOptions } from './options';

/** Where resources of a site stand, for names and ARNs. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  /** Account id, or a reference to the caller's where the factory states none. */
  readonly accountId: string;
  /** ARN of a resource in this region and account. */
  arn(service: string, resource: string): string;
  /** ARN of a resource of a global service in this account. */
  globalArn(service: string, resource: string): string;
  /** ARN of a policy that AWS manages. */
  managedPolicyArn(name: string): string;
}

/** @throws Error where the site has no region */
export function placeOf(scope: Construct, site: SitePlan, options: AwsOptions): Place {
  const region = regionOf(site);
  const partition = options.partition ?? 'aws';
  const accountId = site.accountId ?? callerAccount(scope);
  return {
    partition,
    region,
    accountId,
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    globalArn: (service, resource) => `arn:${partition}:${service}::${accountId}:${resource}`,
    managedPolicyArn: (name) => `arn:${partition}:iam::aws:policy/${name}`,
  };
}

/** @throws Error where the site has no region */
export function regionOf(site: SitePlan): string {
  if (site.region === null) throw new Error(`site "${site.name}" has no region; AWS sites need one`);
  return site.region;
}

const CALLER = 'aws-caller';

function callerAccount(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const found = stack.node.tryFindChild(CALLER);
  const caller = found instanceof DataAwsCallerIdentity ? found : new DataAwsCallerIdentity(stack, CALLER);
  return caller.accountId;
}
