import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Aspects, type TerraformStack } from 'cdktf';
import { IdentityTags } from './identity-tags';

/** Region, account, role and tags of an AWS provider. */
export interface AwsProviderSettings {
  /** Region of the resources, such as `eu-north-1`. */
  readonly region: string;
  /** The 12 digits of the account; no other is touched. @default - the account of the credentials */
  readonly accountId?: string;
  /** Role that Terraform assumes. @default - the identity of the credentials */
  readonly assumeRoleArn?: string;
  /** Default tags of every resource. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Returns the AWS provider of a stack, or of another site in the same stack under that site's name as alias. It is added if the
 * stack has none.
 */
export function awsProvider(stack: TerraformStack, settings: AwsProviderSettings, alias?: string): AwsProvider {
  const { region, accountId, assumeRoleArn, tags } = settings;
  const id = alias === undefined ? 'aws' : `aws-${alias}`;
  const found = stack.node.tryFindChild(id);
  if (found instanceof AwsProvider) return found;
  return new AwsProvider(stack, id, {
    region,
    ...(tags === undefined ? {} : { defaultTags: [{ tags: { ...tags } }] }),
    ...(alias === undefined ? {} : { alias }),
    ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
    ...(assumeRoleArn === undefined ? {} : { assumeRole: [{ roleArn: assumeRoleArn, sessionName: 'ai-factory' }] }),
  });
}

/** Adds the AWS provider of a site to a stack, and the identity tags of its resources. Call it when the stack is created. */
export function configureAws(stack: TerraformStack, settings: AwsProviderSettings): AwsProvider {
  tagWithPaths(stack);
  return awsProvider(stack, settings);
}

/** Gives every AWS resource of a stack its construct path as a tag. Call it when the stack is created. */
function tagWithPaths(stack: TerraformStack): void {
  Aspects.of(stack).add(new IdentityTags());
}

/** Returns the provider of a site in a stack that has one for each of several sites. */
export function siteProvider(stack: TerraformStack, site: string): AwsProvider | undefined {
  const found = stack.node.tryFindChild(`aws-${site}`);
  return found instanceof AwsProvider ? found : undefined;
}

/** Region of Route 53's own metrics, for a traffic stack of a factory without AWS sites. */
const HOME_REGION = 'us-east-1';

/**
 * Adds the AWS providers of a traffic stack: one for each AWS site, under the site's name as alias, since the balancer of a site
 * is read in its region and account, and the first one again for everything else.
 */
export function configureTraffic(
  stack: TerraformStack,
  sites: Readonly<Record<string, AwsProviderSettings>>,
  props: { readonly home?: string; readonly tags: Readonly<Record<string, string>> },
): void {
  tagWithPaths(stack);
  const own = Object.values(sites)[0];
  const home = (props.home === undefined ? undefined : sites[props.home]) ?? own;
  awsProvider(stack, home ?? { region: HOME_REGION, tags: props.tags });
  for (const [site, settings] of Object.entries(sites)) awsProvider(stack, settings, site);
}
