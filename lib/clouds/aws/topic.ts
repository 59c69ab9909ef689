import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import { principalId } from './names';
import { policyDocument, tlsOnly } from './policy-document';

export interface TopicProps {
  readonly name: string;
  /** Key that its messages are encrypted with; its policy must let the publishers use it. */
  readonly keyArn: string;
  readonly accountId: string;
  /** Services of the account that may publish. */
  readonly publishers: readonly string[];
  /** Mail addresses, web addresses, or ARNs of queues and functions that it notifies. */
  readonly notify: readonly string[];
  /** @default - the provider of the stack */
  readonly provider?: AwsProvider;
}

/** A topic for alarms: encrypted, over TLS alone, open to services of its own account. */
export function addTopic(
  scope: Construct,
  props: TopicProps,
): { readonly arn: string; readonly policy: SnsTopicPolicy } {
  const { name, keyArn, accountId, publishers, notify } = props;
  const meta = props.provider === undefined ? {} : { provider: props.provider };
  const topic = new SnsTopic(scope, 'topic', { ...meta, name, kmsMasterKeyId: keyArn, tags: { Name: name } });
  const policy = new SnsTopicPolicy(scope, 'topic-policy', {
    ...meta,
    arn: topic.arn,
    policy: policyDocument([
      {
        Sid: 'Publishers',
        Principal: { Service: [...publishers] },
        Action: 'sns:Publish',
        Resource: topic.arn,
        Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
      { ...tlsOnly('sns', topic.arn), Action: 'sns:Publish' },
    ]),
  });
  for (const address of notify) {
    new SnsTopicSubscription(scope, `notify-${principalId(address)}`, {
      ...meta,
      topicArn: topic.arn,
      protocol: protocolOf(address),
      endpoint: address,
    });
  }
  return { arn: topic.arn, policy };
}

/** Protocol of an address: a queue or function by its ARN, a web address, else mail. */
function protocolOf(address: string): string {
  const service = /^arn:[^:]+:([^:]+):/.exec(address)?.[1];
  if (service !== undefined) return service;
  return address.startsWith('https://') ? 'https' : 'email';
}
