import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { TrafficTarget } from '../../port/port';
import { type RoleSettings, roleSettingsOf } from './identity/role';
import type { AwsProviderSettings } from './providers';

/** What a platform team decides about its own AWS accounts. The factory file states everything else. */
export interface AwsOptions extends RoleSettings {
  /** Tags beside the site's own, such as those of a landing zone. @default - the site's tags only */
  readonly tags?: Readonly<Record<string, string>>;
  /** AWS partition. @default 'aws' */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** Role that Terraform assumes for a site, by site name: one account per site. @default - the caller's own identity */
  readonly assumeRoleArns?: Readonly<Record<string, string>>;
  /** Existing bucket that takes access logs. @default - one log bucket per site */
  readonly accessLogBucket?: string;
  /** Whether to create the service-linked roles of EC2 Auto Scaling and EC2 Spot; see `EncryptionKey`. @default 'exist' */
  readonly serviceLinkedRoles?: 'exist' | 'create';
  /**
   * How system nodes become targets of the site's load balancer. `auto-scaling-group`: their group is attached to the
   * target group. `external`: something in the cluster registers them, such as the AWS Load Balancer Controller.
   * @default - `auto-scaling-group`, or `external` for an existing cluster
   */
  readonly entryTargets?: 'auto-scaling-group' | 'external';
  /**
   * Major version of the AWS provider that the stacks are applied with. With 6 the cluster also gets EKS' own deletion
   * protection, and node repair its limits. With both, Terraform refuses to destroy a protected cluster.
   * @default - the lowest that `terraform.providers.aws` of the factory allows
   */
  readonly providerMajor?: 5 | 6;
  /** Policies of add-ons that the library does not know, by add-on name. @default - the known add-ons only */
  readonly addonPolicyArns?: Readonly<Record<string, readonly string[]>>;
  /**
   * How targets with a stated host name are probed by Route 53, whose probes come from the internet.
   * @default - HTTPS with the factory's health check path
   */
  readonly probe?: (target: TrafficTarget) => 'https' | 'tcp' | 'none';
}

/** The options of one site. */
export interface AwsSiteSettings {
  readonly roles: RoleSettings;
  readonly partition: string;
  readonly provider: AwsProviderSettings;
  /** Tags of instances, volumes and interfaces, which the default tags of the provider do not reach. */
  readonly instanceTags: Readonly<Record<string, string>>;
  readonly accessLogBucket: string | undefined;
  readonly serviceLinkedRoles: 'exist' | 'create' | undefined;
  readonly entryTargets: 'auto-scaling-group' | 'external' | undefined;
  readonly providerMajor: 5 | 6;
  readonly addonPolicyArns: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads the settings of one site from the options.
 *
 * @throws Error if the site has no region
 */
export function settingsOf(options: AwsOptions, site: SitePlan, { terraform }: FactoryPlan): AwsSiteSettings {
  if (site.region === null) throw new Error(`site "${site.name}" has no region; state the region of an AWS site`);
  const tags = { ...options.tags, ...site.tags };
  return {
    roles: roleSettingsOf(options),
    partition: options.partition ?? 'aws',
    provider: {
      region: site.region,
      accountId: site.accountId ?? undefined,
      assumeRoleArn: options.assumeRoleArns?.[site.name],
      tags,
    },
    instanceTags: tags,
    accessLogBucket: options.accessLogBucket,
    serviceLinkedRoles: options.serviceLinkedRoles,
    entryTargets: options.entryTargets,
    providerMajor: options.providerMajor ?? majorOf(terraform.providerConstraints.aws),
    addonPolicyArns: options.addonPolicyArns ?? {},
  };
}

/**
 * Returns the major version of the AWS provider that every version of a range has, since attributes of a later one would be
 * unknown: the major of the highest lower bound, or 5 if there is none.
 */
export function majorOf(constraint: string | undefined): 5 | 6 {
  const bounds = [...(constraint ?? '').matchAll(/(?:^|,)\s*(?:>=|~>|=|>)?\s*(\d+)/g)];
  return bounds.some(([, major]) => Number(major) >= 6) ? 6 : 5;
}
