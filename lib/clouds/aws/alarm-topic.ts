import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { boundedName } from '../../planner/names';
import type { TrafficPlan } from '../../planner/plan';
import type { AwsOptions } from './options';
import { acknowledgeWildcard, policyDocument } from './policy-document';
import { addTopic } from './topic';

/** Region in which Route 53 publishes the metrics of its health checks. */
const HEALTH_REGION = 'us-east-1';

/**
 * A topic beside the metrics of Route 53: an alarm notifies topics of its own region alone. Its key is its own, since
 * CloudWatch may not publish to a topic under the key that SNS keeps for itself.
 */
export class AlarmTopic extends Construct {
  public readonly arn: string;
  public readonly provider: AwsProvider;

  constructor(scope: Construct, plan: TrafficPlan, stack: TerraformStack, options: AwsOptions) {
    super(scope, 'health-topic');
    this.provider = providerIn(stack, plan, options);
    const { provider } = this;
    const { accountId } = new DataAwsCallerIdentity(this, 'account', { provider });
    const own = { StringEquals: { 'aws:SourceAccount': accountId } };
    const name = boundedName([plan.name, 'health'], 60);
    const key = new KmsKey(this, 'key', {
      provider,
      description: `${name}: the topic of health alarms`,
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      tags: { Name: name },
      policy: policyDocument([
        {
          Sid: 'Account',
          Principal: { AWS: `arn:${options.partition ?? 'aws'}:iam::${accountId}:root` },
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
      notify: plan.notify,
      provider,
    });
    this.arn = arn;
  }
}

/** The front door's own identity, in the region of the health checks' metrics. */
function providerIn(stack: TerraformStack, plan: TrafficPlan, options: AwsOptions): AwsProvider {
  const home = stack.node.findChild('aws') as AwsProvider;
  return new AwsProvider(stack, 'aws-health', {
    alias: 'health',
    region: HEALTH_REGION,
    defaultTags: [{ tags: { ...options.tags, 'ai-factory:factory': plan.name } }],
    ...(home.allowedAccountIdsInput === undefined ? {} : { allowedAccountIds: home.allowedAccountIdsInput }),
    ...(home.assumeRoleInput === undefined ? {} : { assumeRole: home.assumeRoleInput }),
  });
}
