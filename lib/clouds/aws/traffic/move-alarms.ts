import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsSnsTopic } from '@cdktf/provider-aws/lib/data-aws-sns-topic';
import type { Construct } from 'constructs';
import { alarmName } from '../rules/names';
import { AlarmTopic, type AlarmTopicProps } from './alarm-topic';
import { type FrontDoorRoute, type FrontDoorTarget, hostOf, siteScope } from './front-door';

/*
 * Alarms on the entries of both ends of a migration while its target takes requests. CloudWatch sees whether an entry answers,
 * and not how: Prometheus judges error rates and latencies of a workload, at its own site.
 */

/** What an alarm on an entry adds while a migration moves requests to or from it. */
export interface MoveNotice {
  readonly description: string;
  readonly alarmActions: string[];
}

/** Returns what the alarm on a balancer adds. Undefined if no migration moves its requests now. */
export function entryNotice(scope: Construct, { site, entry, move }: FrontDoorTarget): MoveNotice | undefined {
  const description = move?.warning ?? undefined;
  if (description === undefined) return undefined;
  if ('hostname' in entry || entry.topicName === undefined) return { description, alarmActions: [] };
  const at = siteScope(scope, site);
  const found = at.node.tryFindChild('topic');
  const { topicName, provider } = entry;
  const topic =
    found instanceof DataAwsSnsTopic
      ? found
      : new DataAwsSnsTopic(at, 'topic', { name: topicName, ...(provider === undefined ? {} : { provider }) });
  return { description, alarmActions: [topic.arn] };
}

/** Alarms on probes of Route 53, whose metrics are in one region only. */
export class ProbeAlarms {
  private readonly topic: AlarmTopic | null;

  constructor(
    scope: Construct,
    private readonly props: AlarmTopicProps & { readonly routes: readonly FrontDoorRoute[] },
  ) {
    // The topic lasts as long as a migration: phases come and go, and subscriptions are confirmed by hand.
    const isProbed = props.routes.some(({ targets }) =>
      targets.some((target) => target.move !== undefined && hostOf(target) !== undefined),
    );
    this.topic = isProbed && props.notify.length > 0 ? new AlarmTopic(scope, 'health-topic', props) : null;
  }

  /** Adds an alarm on a health check, while a migration moves requests to or from its target. */
  public watch(
    { move }: FrontDoorTarget,
    check: { readonly scope: Construct; readonly key: string; readonly hostname: string; readonly checkId: string },
  ): void {
    const warning = move?.warning ?? null;
    if (warning === null || this.topic === null) return;
    new CloudwatchMetricAlarm(check.scope, 'probe-alarm', {
      provider: this.topic.provider,
      alarmName: alarmName(this.props.name, check.key, 'probe-fails'),
      alarmDescription: `${check.hostname} does not answer Route 53; ${warning}`,
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: { HealthCheckId: check.checkId },
      statistic: 'Minimum',
      period: 60,
      evaluationPeriods: 2,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'breaching',
      alarmActions: [this.topic.arn],
    });
  }
}
