import type { TrafficRoutePlan } from '../../planner/plan';
import type { TrafficGuard, TrafficTarget } from '../../port/port';

/** What a platform team decides about its own AWS accounts; the factory file says everything else. */
export interface AwsOptions {
  /** Tags beside the site's own, such as a landing zone's. @default - the site's tags only */
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of the policy that bounds every role of the factory. @default - no boundary */
  readonly permissionsBoundary?: string;
  /** Path of roles, such as `/platform/`. @default '/' */
  readonly rolePath?: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** Role that Terraform assumes for a site, by site name: one account per site. @default - the caller's own identity */
  readonly assumeRoleArns?: Readonly<Record<string, string>>;
  /** Existing bucket that takes access logs. @default - one log bucket per site */
  readonly accessLogBucket?: string;
  /**
   * Whether the service-linked roles of EC2 Auto Scaling and EC2 Spot are made here. The key policy names the first, and
   * KMS takes only roles that exist; an account that ever had an Auto Scaling group has it.
   * @default 'exist'
   */
  readonly serviceLinkedRoles?: 'exist' | 'create';
  /**
   * How system nodes become targets of the site's load balancer. `auto-scaling-group`: their group is attached to the
   * target group. `external`: something in the cluster registers them, such as the AWS Load Balancer Controller.
   * @default 'auto-scaling-group'
   */
  readonly entryTargets?: 'auto-scaling-group' | 'external';
  /**
   * Major version of the AWS provider that the stacks are applied with. With 6 the cluster also gets EKS' own deletion
   * protection, and node repair its limits; with either, Terraform refuses to destroy a protected cluster.
   * @default - the least that `terraform.providers.aws` of the factory allows
   */
  readonly providerMajor?: 5 | 6;
  /** Policies of add-ons that the adapter does not know, by add-on name. @default - the known add-ons only */
  readonly addonPolicyArns?: Readonly<Record<string, readonly string[]>>;
  /**
   * How targets with a stated host name are probed by Route 53, whose probes come from the internet.
   * @default - HTTPS with the factory's health check path
   */
  readonly probe?: (target: TrafficTarget) => 'https' | 'tcp' | 'none';
  /**
   * Conditions under which a route may move, beside those of migrations: they are added to the record of every target.
   * @default - none
   */
  readonly guard?: (target: TrafficTarget, route: TrafficRoutePlan) => TrafficGuard | undefined;
}
