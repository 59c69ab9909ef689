import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { Construct } from 'constructs';
import type { TrafficPlan } from '../../planner/plan';
import type { TrafficTarget } from '../../port/port';
import type { Balancer, BalancerLookup } from './balancer-lookup';
import type { MoveAlarms, MoveNotice } from './move-alarms';
import { idOf } from './names';
import type { AwsOptions } from './options';

/**
 * Health checks of targets: one for each site of the library's own balancers, one for each workload at any other.
 *
 * Route 53 probes from the internet and so cannot see an internal balancer. A balancer of the library is therefore judged by
 * its own metric, through an alarm in its region: less than one healthy node means that the site takes no requests. A site
 * with a stated host name is probed from outside at the workload's own name there, which its gateway routes to the servers:
 * under its own address the gateway knows no route. `AwsOptions.probe` turns that off for what the internet cannot reach.
 */
export class HealthChecks {
  private readonly made = new Map<string, Route53HealthCheck | undefined>();

  constructor(
    private readonly scope: Construct,
    private readonly plan: TrafficPlan,
    private readonly options: AwsOptions,
    private readonly balancers: BalancerLookup,
    private readonly moves: MoveAlarms,
    private readonly zoneId: string,
  ) {}

  public of(target: TrafficTarget, workload: string): Route53HealthCheck | undefined {
    const balancer = this.balancers.of(target);
    const key = balancer === null ? `${workload}-${target.site}` : target.site;
    if (!this.made.has(key)) {
      this.made.set(key, balancer === null ? this.probe(target, key) : this.watch(target, balancer));
    }
    return this.made.get(key);
  }

  private watch(target: TrafficTarget, balancer: Balancer): Route53HealthCheck {
    const { site } = target;
    const alarm = addEntryAlarm(this.scope, site, balancer, this.moves.noticeOf(target));
    return new Route53HealthCheck(this.scope, `health-${idOf(site)}`, {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: alarm.alarmName,
      cloudwatchAlarmRegion: balancer.region,
      insufficientDataHealthStatus: 'LastKnownStatus',
      tags: { Name: `${this.plan.name}-${site}` },
    });
  }

  private probe(target: TrafficTarget, key: string): Route53HealthCheck | undefined {
    const kind = this.options.probe?.(target) ?? 'https';
    if (kind === 'none' || target.hostname === null) return undefined;
    const record = new Route53Record(this.scope, `probe-${idOf(key)}`, {
      zoneId: this.zoneId,
      name: target.ownHostname,
      type: 'CNAME',
      ttl: this.plan.ttlSeconds,
      records: [target.hostname],
    });
    const check = new Route53HealthCheck(this.scope, `health-${idOf(key)}`, {
      fqdn: target.ownHostname,
      port: target.port,
      requestInterval: 10,
      failureThreshold: 3,
      ...(kind === 'tcp'
        ? { type: 'TCP' }
        : target.isTls
          ? { type: 'HTTPS', resourcePath: this.plan.healthCheckPath, enableSni: true }
          : { type: 'HTTP', resourcePath: this.plan.healthCheckPath }),
      tags: { Name: `${this.plan.name}-${key}` },
      dependsOn: [record],
    });
    this.moves.watchProbe(target, key, check);
    return check;
  }
}

/** The alarm on a balancer of the library that has no healthy node. */
export function addEntryAlarm(
  scope: Construct,
  site: string,
  balancer: Balancer,
  notice: MoveNotice | undefined,
): CloudwatchMetricAlarm {
  const { alarmActions = [], description } = notice ?? {};
  return new CloudwatchMetricAlarm(scope, `entry-alarm-${idOf(site)}`, {
    ...(balancer.provider === undefined ? {} : { provider: balancer.provider }),
    alarmName: `${balancer.name}-entry-down`,
    alarmDescription: `The entry of ${site} has no healthy node and takes no requests${description === undefined ? '' : `; ${description}`}`,
    namespace: 'AWS/NetworkELB',
    metricName: 'HealthyHostCount',
    dimensions: { LoadBalancer: balancer.metricName, TargetGroup: balancer.targetGroupMetricName },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 2,
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'breaching',
    ...(alarmActions.length === 0 ? {} : { alarmActions }),
  });
}
