import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { addTopic } from '../events/topic';
import { acknowledgeWildcard, policyDocument } from '../identity/policy-document';
import { healthTopicName } from '../rules/names';

/** Region in which Route 53 publishes the metrics of its health checks. */
const HEALTH_REGION = 'us-east-1';

export interface AlarmTopicProps {
  readonly name: string;
  readonly notify: readonly string[];
  readonly partition: string;
  /** Default tags of the provider of that region. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A topic in the region of the metrics of Route 53: an alarm notifies topics of its own region only. It has a key of its own,
 * since CloudWatch cannot publish to a topic under the key that SNS manages.
 */
export class AlarmTopic extends Construct {
  public readonly arn: string;
  public readonly provider: AwsProvider;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.provider = addHealthProvider(this, props.tags);
    const { provider } = this;
    const { accountId } = new DataAwsCallerIdentity(this, 'account', { provider });
    const own = { StringEquals: { 'aws:SourceAccount': accountId } };
    const name = healthTopicName(props.name);
    const key = new KmsKey(this, 'key', {
      provider,
      description: `${name}: the topic of health alarms`,
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      tags: { Name: name },
      policy: policyDocument([
        {
          Sid: 'Account',
          Principal: { AWS: `arn:${props.partition}:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'Publishers',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
          Condition: own,
        },
      ]),
    });
    acknowledgeWildcard(key, 'in a key policy the resource "*" is the key itself, and its account administers it');
    const { arn } = addTopic(this, {
      name,
      keyArn: key.arn,
      accountId,
      publishers: ['cloudwatch.amazonaws.com'],
      notify: props.notify,
      provider,
    });
    this.arn = arn;
  }
}

/** Adds a provider for the region of the health checks' metrics, with the identity of the stack's AWS provider. */
function addHealthProvider(scope: Construct, tags: Readonly<Record<string, string>>): AwsProvider {
  const stack = TerraformStack.of(scope);
  const home = stack.node.children.find(
    (child): child is AwsProvider => child instanceof AwsProvider && child.alias === undefined,
  );
  return new AwsProvider(stack, 'aws_health', {
    // No site has this name: it has a character that names do not have.
    alias: 'route53_health',
    region: HEALTH_REGION,
    defaultTags: [{ tags: { ...tags } }],
    ...(home?.allowedAccountIdsInput === undefined ? {} : { allowedAccountIds: home.allowedAccountIdsInput }),
    ...(home?.assumeRoleInput === undefined ? {} : { assumeRole: home.assumeRoleInput }),
  });
}
