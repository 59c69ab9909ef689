import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import { policyDocument, tlsOnly } from '../identity/policy-document';
import { idOfValue } from '../value-id';

export interface TopicProps {
  readonly name: string;
  /** Key that encrypts its messages. Its policy must let the publishers use it. */
  readonly keyArn: string;
  readonly accountId: string;
  /** Services that may publish for the account. */
  readonly publishers: readonly string[];
  /** Mail addresses, HTTPS addresses, or ARNs of queues and functions that it notifies. */
  readonly notify: readonly string[];
  /** @default - the provider of the stack */
  readonly provider?: AwsProvider;
}

/** Adds an encrypted topic for alarms, which services publish to over TLS for their own account. */
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
    new SnsTopicSubscription(scope, `notify-${idOfValue(address)}`, {
      ...meta,
      topicArn: topic.arn,
      protocol: protocolOf(address),
      endpoint: address,
    });
  }
  return { arn: topic.arn, policy };
}

/** Returns the protocol of an address: of a queue or function by its ARN, of an HTTPS address, or mail. */
function protocolOf(address: string): string {
  const service = /^arn:[^:]+:([^:]+):/.exec(address)?.[1];
  if (service !== undefined) return service;
  return address.startsWith('https://') ? 'https' : 'email';
}
