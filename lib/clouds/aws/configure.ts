import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Aspects, type TerraformStack } from 'cdktf';
import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { StackKind } from '../../port/port';
import { IdentityTags } from './identity-tags';
import type { AwsOptions } from './options';
import { regionOf } from './place';

/** Region of Route 53's own metrics, for a traffic stack of a factory without AWS sites. */
const HOME_REGION = 'us-east-1';

/**
 * Provider blocks of a stack. The substrate has one for its site; the traffic stack has one per AWS site, under the site's
 * name as alias, since a lookup of a site's balancer runs in its region and account. Platform and workloads need none.
 */
export function configureAws(
  stack: TerraformStack,
  kind: StackKind,
  site: SitePlan,
  factory: FactoryPlan,
  options: AwsOptions,
): void {
  if (kind === 'platform' || kind === 'workloads') return;
  Aspects.of(stack).add(new IdentityTags());
  if (kind === 'substrate') {
    addProvider(stack, 'aws', site, options);
    return;
  }
  const sites = factory.sites.filter((each) => each.provider === 'aws');
  const home = sites.find((each) => each.name === site.name) ?? sites[0];
  if (home === undefined) {
    new AwsProvider(stack, 'aws', {
      region: HOME_REGION,
      defaultTags: [{ tags: { ...options.tags, 'ai-factory:factory': factory.name } }],
    });
    return;
  }
  addProvider(stack, 'aws', home, options);
  for (const each of sites) addProvider(stack, `aws-${each.name}`, each, options, each.name);
}

function addProvider(stack: TerraformStack, id: string, site: SitePlan, options: AwsOptions, alias?: string): void {
  const role = options.assumeRoleArns?.[site.name];
  new AwsProvider(stack, id, {
    region: regionOf(site),
    defaultTags: [{ tags: { ...options.tags, ...site.tags } }],
    ...(alias === undefined ? {} : { alias }),
    ...(site.accountId === null ? {} : { allowedAccountIds: [site.accountId] }),
    ...(role === undefined ? {} : { assumeRole: [{ roleArn: role, sessionName: 'ai-factory' }] }),
  });
}

/** The provider of a site in the traffic stack. */
export function siteProvider(stack: TerraformStack, site: string): AwsProvider | undefined {
  const found = stack.node.tryFindChild(`aws-${site}`);
  return found instanceof AwsProvider ? found : undefined;
}
