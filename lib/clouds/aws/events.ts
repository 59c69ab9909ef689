import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { boundedName } from '../../planner/names';
import type { Realize } from '../../port/port';
import { addEndNotice } from './end-notice';
import { addLogGroup, requireHandle } from './log-group';
import type { AwsOptions } from './options';
import { placeOf } from './place';
import { acknowledgeWildcard, policyDocument, tlsOnly } from './policy-document';
import type { EventPlan } from './rules/plan';
import { addTopic } from './topic';

interface Pattern {
  readonly id: string;
  readonly description: string;
  readonly source: string;
  readonly detailType: string | { readonly prefix: string };
  readonly detail?: Readonly<Record<string, readonly string[]>>;
  /** Karpenter reads the queue; people read the topic. */
  readonly to: readonly ('queue' | 'topic')[];
}

/** Events that Karpenter acts on, and those that people must know: capacity that begins, ends or idles. */
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

/** Interruption queue, capacity events, and the topic that carries every alarm of the site. */
export const realizeEvents =
  (options: AwsOptions): Realize<'events'> =>
  (scope, id, plan, context) => {
    const place = placeOf(scope, context.site, options);
    const keys = requireHandle(context.handles.keys, 'keys', context);
    const group = new Construct(scope, id);
    const queue = new SqsQueue(group, 'queue', {
      name: plan.name,
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      tags: { Name: plan.name },
    });
    const ruleArns = place.arn('events', `rule/${boundedName([plan.name], 40)}-*`);
    const queuePolicy = new SqsQueuePolicy(group, 'queue-policy', {
      queueUrl: queue.id,
      policy: policyDocument([
        {
          Sid: 'Events',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue.arn,
          Condition: { ArnLike: { 'aws:SourceArn': ruleArns }, StringEquals: { 'aws:SourceAccount': place.accountId } },
        },
        tlsOnly('sqs', queue.arn),
      ]),
    });
    acknowledgeWildcard(queuePolicy, 'a refusal of every action without TLS');
    const topic = addTopic(group, {
      name: plan.name,
      keyArn: keys.keyArn,
      accountId: place.accountId,
      publishers: alarmPublishers,
      notify: plan.notify,
    });
    const log = addLogGroup(group, 'log', {
      name: `/aws/events/${plan.name}`,
      retentionDays: plan.logRetentionDays,
      keys,
    });
    const streams = `${place.arn('logs', `log-group:/aws/events/${plan.name}`)}:*`;
    const logPolicy = new CloudwatchLogResourcePolicy(group, 'log-policy', {
      policyName: plan.name,
      policyDocument: policyDocument([
        // Streams are made without a rule to tell of; what is written to them comes from one.
        { Sid: 'Streams', Principal: logWriters, Action: 'logs:CreateLogStream', Resource: streams },
        {
          Sid: 'Events',
          Principal: logWriters,
          Action: 'logs:PutLogEvents',
          Resource: streams,
          Condition: { ArnLike: { 'aws:SourceArn': ruleArns } },
        },
      ]),
    });
    acknowledgeWildcard(logPolicy, 'the ending ":*" of a log group ARN means its streams; AWS requires it');
    for (const pattern of patterns) {
      const rule = addRule(group, plan, pattern);
      if (pattern.to.includes('queue')) addTarget(group, pattern, rule, 'queue', queue.arn, [queuePolicy]);
      if (pattern.to.includes('topic')) {
        addTarget(group, pattern, rule, 'topic', topic.arn, [topic.policy]);
        addTarget(group, pattern, rule, 'log', log.arn, [logPolicy]);
      }
    }
    addEndAlarm(group, plan, topic.arn);
    addEndNotice(group, { plan, place, options, topicArn: topic.arn, keyArn: keys.keyArn });
    return { queueName: queue.name, topicArn: topic.arn };
  };

/** Services that tell of a site: budgets, alarms, cost anomalies, rules. */
const alarmPublishers = [
  'budgets.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'costalerts.amazonaws.com',
  'events.amazonaws.com',
] as const;

/** Services by which a rule writes to a log group. */
const logWriters = { Service: ['delivery.logs.amazonaws.com', 'events.amazonaws.com'] } as const;

const ruleName = (plan: EventPlan, pattern: string): string => `${boundedName([plan.name], 40)}-${pattern}`;

function addRule(scope: Construct, plan: EventPlan, pattern: Pattern): CloudwatchEventRule {
  return new CloudwatchEventRule(scope, `rule-${pattern.id}`, {
    name: ruleName(plan, pattern.id),
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

/** Rings when a capacity block is about to end, whoever watches. */
function addEndAlarm(scope: Construct, plan: EventPlan, topicArn: string): void {
  if (plan.endingPools.length === 0) return;
  new CloudwatchMetricAlarm(scope, 'capacity-block-alarm', {
    alarmName: `${plan.name}-capacity-block`,
    alarmDescription: `A capacity block of ${plan.endingPools.map(({ pool }) => pool).join(', ')} begins or ends; see the log /aws/events/${plan.name}`,
    namespace: 'AWS/Events',
    metricName: 'TriggeredRules',
    dimensions: { RuleName: ruleName(plan, 'capacity-block') },
    statistic: 'Sum',
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    treatMissingData: 'notBreaching',
    alarmActions: [topicArn],
  });
}
