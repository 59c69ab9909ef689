import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsSnsTopic } from '@cdktf/provider-aws/lib/data-aws-sns-topic';
import type { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { TrafficPlan } from '../../planner/plan';
import type { TrafficTarget } from '../../port/port';
import { AlarmTopic } from './alarm-topic';
import { siteProvider } from './configure';
import { idOf } from './names';
import type { AwsOptions } from './options';

/** What an alarm on an entry adds while a migration moves requests to or from it. */
export interface MoveNotice {
  readonly description: string;
  readonly alarmActions: string[];
}

/**
 * Alarms on the entries of both ends of a migration while its target takes requests. CloudWatch sees whether an entry
 * answers, and not how: error rates and latencies of a workload are Prometheus' to judge, at its own site.
 */
export class MoveAlarms {
  private readonly topics = new Map<string, string>();
  private readonly health: AlarmTopic | null;

  constructor(
    private readonly scope: Construct,
    private readonly plan: TrafficPlan,
    private readonly stack: TerraformStack,
    options: AwsOptions,
  ) {
    // The topic stands as long as a migration does: phases come and go, and subscriptions are confirmed by hand.
    const probed = plan.routes.flatMap((route) =>
      route.targets.filter((target) => target.move !== null && target.hostname !== null),
    );
    this.health = probed.length === 0 || plan.notify.length === 0 ? null : new AlarmTopic(scope, plan, stack, options);
  }

  /** What the alarm on a site's own balancer adds; undefined where no migration moves its requests now. */
  public noticeOf(target: TrafficTarget): MoveNotice | undefined {
    const words = this.wordsOf(target);
    if (words === undefined) return undefined;
    return { description: words, alarmActions: this.topicOf(target) };
  }

  /** An alarm on a probe of Route 53, whose metrics are in its own region alone. */
  public watchProbe(target: TrafficTarget, key: string, check: Route53HealthCheck): void {
    const words = this.wordsOf(target);
    if (words === undefined || this.health === null) return;
    new CloudwatchMetricAlarm(this.scope, `probe-alarm-${idOf(key)}`, {
      provider: this.health.provider,
      alarmName: `${this.plan.name}-${key}-probe-fails`,
      alarmDescription: `${target.ownHostname} does not answer Route 53; ${words}`,
      namespace: 'AWS/Route53',
      metricName: 'HealthCheckStatus',
      dimensions: { HealthCheckId: check.id },
      statistic: 'Minimum',
      period: 60,
      evaluationPeriods: 2,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'breaching',
      alarmActions: [this.health.arn],
    });
  }

  private wordsOf({ move }: TrafficTarget): string | undefined {
    const own = this.plan.moves.find((each) => each.name === move?.name);
    if (move === null || own === undefined || own.wayBack === null) return undefined;
    return move.end === 'to'
      ? `${own.name} sends it ${own.percent}% of the moved requests: ${own.wayBack.words}`
      : `it is the source of ${own.name}, whose target takes ${own.percent}%: a step back would send it more requests`;
  }

  private topicOf({ site, topicName }: TrafficTarget): string[] {
    if (this.plan.notify.length === 0 || topicName === null) return [];
    const provider = siteProvider(this.stack, site);
    const known =
      this.topics.get(site) ??
      new DataAwsSnsTopic(this.scope, `topic-${idOf(site)}`, {
        name: topicName,
        ...(provider === undefined ? {} : { provider }),
      }).arn;
    this.topics.set(site, known);
    return [known];
  }
}
