import type { FactoryPlan, SitePlan } from '../../planner/model/plan';
import type { RoleSettings } from './identity/role';
import type { AwsProviderSettings } from './providers';
import { substrateOf } from './rules/plan';

/** The account of one site, and what its resources have in common. */
export interface AwsSiteSettings {
  /** Path and permissions boundary of every IAM role of the site. */
  readonly roles: RoleSettings;
  /** Partition of the region, for ARNs. */
  readonly partition: string;
  /** Settings of the AWS provider of the stacks of the site. */
  readonly provider: AwsProviderSettings;
  /** Tags of instances, volumes and interfaces, which the default tags of the provider do not reach. */
  readonly instanceTags: Readonly<Record<string, string>>;
  /** Whether the service-linked roles of EC2 Auto Scaling and EC2 Spot are created. */
  readonly serviceLinkedRoles: 'exist' | 'create';
  /** Major version of the AWS provider that every allowed version has. */
  readonly providerMajor: 5 | 6;
}

/**
 * Reads the settings of one site from its plan.
 *
 * @throws Error if the site is not in a region of AWS
 */
export function settingsOf(site: SitePlan, { terraform }: FactoryPlan): AwsSiteSettings {
  const substrate = substrateOf(site);
  if (site.region === null || substrate === null) throw new Error(`site "${site.name}" is not in a region of AWS`);
  const { accountId, partition, assumeRoleArn, permissionsBoundary, rolePath, serviceLinkedRoles } = substrate.account;
  return {
    roles: { permissionsBoundary: permissionsBoundary ?? undefined, rolePath },
    partition,
    provider: {
      region: site.region,
      accountId,
      assumeRoleArn: assumeRoleArn ?? undefined,
      tags: site.tags,
    },
    instanceTags: site.tags,
    serviceLinkedRoles,
    providerMajor: majorOf(terraform.providerConstraints['aws']),
  };
}

/**
 * Returns the major version of the AWS provider that every version of a range has, since attributes of a later one would be
 * unknown: the major of the highest lower bound, or 5 if there is none.
 */
function majorOf(constraint: string | undefined): 5 | 6 {
  const bounds = [...(constraint ?? '').matchAll(/(?:^|,)\s*(?:>=|~>|=|>)?\s*(\d+)/g)];
  return bounds.some(([, major]) => Number(major) >= 6) ? 6 : 5;
}
