import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { acknowledgeWildcard, policyDocument, tlsOnly } from '../identity/policy-document';
import { type RoleSettings, roleSettingsOf } from '../identity/role';
import { AwsPlace } from '../place';
import { alarmName, eventLogGroup, ruleArns, ruleName } from '../rules/names';
import { addEndNotice, type EndingPool } from './end-notice';
import { addLogGroup } from './log-group';
import { addTopic } from './topic';

interface Pattern {
  readonly id: string;
  readonly description: string;
  readonly source: string;
  readonly detailType: string | { readonly prefix: string };
  readonly detail?: Readonly<Record<string, readonly string[]>>;
  /** Karpenter reads the queue, and people read the topic. */
  readonly to: readonly ('queue' | 'topic')[];
}

/** Events that Karpenter acts on, and events that people must know: capacity that begins, ends or idles. */
const patterns: readonly Pattern[] = [
  {
    id: 'health',
    description: 'AWS Health events of the account',
    source: 'aws.health',
    detailType: 'AWS Health Event',
    to: ['queue'],
  },
  {
    id: 'spot-interruption',
    description: 'Spot instances that end in two minutes',
    source: 'aws.ec2',
    detailType: 'EC2 Spot Instance Interruption Warning',
    to: ['queue'],
  },
  {
    id: 'rebalance',
    description: 'Spot instances that are likely to end',
    source: 'aws.ec2',
    detailType: 'EC2 Instance Rebalance Recommendation',
    to: ['queue'],
  },
  {
    id: 'state-change',
    description: 'Instances that start and stop',
    source: 'aws.ec2',
    detailType: 'EC2 Instance State-change Notification',
    to: ['queue'],
  },
  {
    id: 'reservation-interruption',
    description: 'Reserved capacity that is taken back',
    source: 'aws.ec2',
    detailType: 'EC2 Capacity Reservation Instance Interruption Warning',
    to: ['queue', 'topic'],
  },
  {
    // AWS' documents disagree on the exact names, so the beginning is matched.
    id: 'capacity-block',
    description: 'Capacity blocks that begin, are delivered, or end in forty minutes',
    source: 'aws.ec2',
    detailType: { prefix: 'Capacity Block' },
    to: ['queue', 'topic'],
  },
  {
    id: 'capacity-reservation',
    description: 'Capacity reservations that change',
    source: 'aws.ec2',
    detailType: { prefix: 'EC2 Capacity Reservation' },
    to: ['topic'],
  },
  {
    id: 'reservation-idle',
    description: 'Capacity reservations that are mostly unused',
    source: 'aws.health',
    detailType: 'AWS Health Event',
    detail: { eventTypeCode: ['AWS_EC2_ODCR_UNDERUTILIZATION_NOTIFICATION'] },
    to: ['topic'],
  },
];

/** Names, recipients and retention of the events of a site. */
export interface SiteEventsProps extends RoleSettings {
  /** Name of the queue and the topic, and prefix of the names of the rules. */
  readonly name: string;
  /** Key of messages and logs. Its policy must let the services publish; that of `EncryptionKey` does. */
  readonly key: IEncryptionKey;
  /** Mail addresses, HTTPS addresses, or ARNs of queues and functions that alarms notify. @default - none */
  readonly notify?: readonly string[];
  /** Pools whose capacity ends. @default - none */
  readonly endingPools?: readonly EndingPool[];
  /** Days for which the log of events is kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Region, account and partition of the queue and the topic. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/** A queue and a topic for the events of a site. */
export interface ISiteEvents {
  /** Name of the queue of interruption events, which Karpenter reads. */
  readonly queueName: string;
  /** ARN of that queue, for policies of what reads it. */
  readonly queueArn: string;
  /** ARN of the topic that alarms publish to. */
  readonly topicArn: string;
}

/**
 * The queue of interruption events that Karpenter reads, the topic that carries every alarm of a site, and the EventBridge
 * rules that fill them.
 */
export class SiteEvents extends Construct implements ISiteEvents {
  public readonly queueName: string;
  /** ARN of the queue of interruption events. */
  public readonly queueArn: string;
  public readonly topicArn: string;
  /** Name of the log group of capacity events. */
  public readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: SiteEventsProps) {
    super(scope, id);
    const { name, key, endingPools = [] } = props;
    const place = props.place ?? AwsPlace.of(this);
    const queue = new SqsQueue(this, 'queue', {
      name,
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      tags: { Name: name },
    });
    this.node.defaultChild = queue;
    const rules = ruleArns(name, place);
    const queuePolicy = new SqsQueuePolicy(this, 'queue-policy', {
      queueUrl: queue.id,
      policy: policyDocument([
        {
          Sid: 'Events',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue.arn,
          Condition: { ArnLike: { 'aws:SourceArn': rules }, StringEquals: { 'aws:SourceAccount': place.accountId } },
        },
        tlsOnly('sqs', queue.arn),
      ]),
    });
    acknowledgeWildcard(queuePolicy, 'a refusal of every action without TLS');
    const topic = addTopic(this, {
      name,
      keyArn: key.keyArn,
      accountId: place.accountId,
      publishers: alarmPublishers,
      notify: props.notify ?? [],
    });
    const logGroup = eventLogGroup(name);
    const log = addLogGroup(this, 'log', {
      name: logGroup,
      retentionDays: props.logRetentionDays,
      key,
    });
    const streams = `${place.arn('logs', `log-group:${logGroup}`)}:*`;
    const logPolicy = new CloudwatchLogResourcePolicy(this, 'log-policy', {
      policyName: name,
      policyDocument: policyDocument([
        // Streams are created without a source rule; what is written to them comes from one.
        { Sid: 'Streams', Principal: logWriters, Action: 'logs:CreateLogStream', Resource: streams },
        {
          Sid: 'Events',
          Principal: logWriters,
          Action: 'logs:PutLogEvents',
          Resource: streams,
          Condition: { ArnLike: { 'aws:SourceArn': rules } },
        },
      ]),
    });
    acknowledgeWildcard(logPolicy, 'the ending ":*" of a log group ARN means its streams; AWS requires it');
    for (const pattern of patterns) {
      const rule = addRule(this, name, pattern);
      if (pattern.to.includes('queue')) addTarget(this, pattern, rule, 'queue', queue.arn, [queuePolicy]);
      if (pattern.to.includes('topic')) {
        addTarget(this, pattern, rule, 'topic', topic.arn, [topic.policy]);
        addTarget(this, pattern, rule, 'log', log.arn, [logPolicy]);
      }
    }
    addEndAlarm(this, name, endingPools, topic.arn);
    addEndNotice(this, { ...roleSettingsOf(props), name, endingPools, place, topicArn: topic.arn, key });
    this.queueName = queue.name;
    this.queueArn = queue.arn;
    this.topicArn = topic.arn;
    this.logGroupName = log.name;
  }
}

/** Services that publish to the topic: budgets, alarms, cost anomalies and rules. */
const alarmPublishers = [
  'budgets.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'costalerts.amazonaws.com',
  'events.amazonaws.com',
] as const;

/** Services by which a rule writes to a log group. */
const logWriters = { Service: ['delivery.logs.amazonaws.com', 'events.amazonaws.com'] } as const;

function addRule(scope: Construct, name: string, pattern: Pattern): CloudwatchEventRule {
  return new CloudwatchEventRule(scope, `rule-${pattern.id}`, {
    name: ruleName(name, pattern.id),
    description: pattern.description,
    eventPattern: JSON.stringify({
      source: [pattern.source],
      'detail-type': [pattern.detailType],
      ...(pattern.detail === undefined ? {} : { detail: pattern.detail }),
    }),
  });
}

function addTarget(
  scope: Construct,
  pattern: Pattern,
  rule: CloudwatchEventRule,
  kind: string,
  arn: string,
  after: readonly (SqsQueuePolicy | SnsTopicPolicy | CloudwatchLogResourcePolicy)[],
): void {
  new CloudwatchEventTarget(scope, `rule-${pattern.id}-to-${kind}`, {
    rule: rule.name,
    targetId: kind,
    arn,
    dependsOn: [...after],
  });
}

/** Adds an alarm for capacity blocks that begin or end. */
function addEndAlarm(scope: Construct, name: string, endingPools: readonly EndingPool[], topicArn: string): void {
  if (endingPools.length === 0) return;
  new CloudwatchMetricAlarm(scope, 'capacity-block-alarm', {
    alarmName: alarmName(name, 'capacity-block'),
    alarmDescription: `A capacity block of ${endingPools.map(({ pool }) => pool).join(', ')} begins or ends; see the log /aws/events/${name}`,
    namespace: 'AWS/Events',
    metricName: 'TriggeredRules',
    dimensions: { RuleName: ruleName(name, 'capacity-block') },
    statistic: 'Sum',
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    treatMissingData: 'notBreaching',
    alarmActions: [topicArn],
  });
}
