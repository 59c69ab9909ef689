import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import type { Construct } from 'constructs';
import type { TrafficPlan } from '../../planner/plan';
import type { TrafficTarget } from '../provider';
import type { Balancer, BalancerLookup } from './balancer-lookup';
import { idOf } from './names';
import type { AwsOptions } from './options';

/**
 * One health check per site, shared by all its records.
 *
 * Route 53 probes from the internet and so cannot see an internal balancer. A balancer of the library is therefore judged by
 * its own metric, through an alarm in its region: less than one healthy node means that the site takes no requests. A site
 * with a stated host name is probed from outside; `AwsOptions.probe` turns that off for names that the internet cannot reach.
 */
export class HealthChecks {
  private readonly made = new Map<string, Route53HealthCheck | undefined>();

  constructor(
    private readonly scope: Construct,
    private readonly plan: TrafficPlan,
    private readonly options: AwsOptions,
    private readonly balancers: BalancerLookup,
  ) {}

  public of(target: TrafficTarget): Route53HealthCheck | undefined {
    const { site } = target;
    if (!this.made.has(site)) {
      const balancer = this.balancers.of(target);
      this.made.set(site, balancer === null ? this.probe(target) : this.watch(site, balancer));
    }
    return this.made.get(site);
  }

  private watch(site: string, balancer: Balancer): Route53HealthCheck {
    const alarm = new CloudwatchMetricAlarm(this.scope, `entry-alarm-${idOf(site)}`, {
      ...(balancer.provider === undefined ? {} : { provider: balancer.provider }),
      alarmName: `${balancer.name}-entry-down`,
      alarmDescription: `The entry of ${site} has no healthy node; its DNS records are left out of answers`,
      namespace: 'AWS/NetworkELB',
      metricName: 'HealthyHostCount',
      dimensions: { LoadBalancer: balancer.metricName, TargetGroup: balancer.targetGroupMetricName },
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 2,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'breaching',
    });
    return new Route53HealthCheck(this.scope, `health-${idOf(site)}`, {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: alarm.alarmName,
      cloudwatchAlarmRegion: balancer.region,
      insufficientDataHealthStatus: 'LastKnownStatus',
      tags: { Name: `${this.plan.name}-${site}` },
    });
  }

  private probe(target: TrafficTarget): Route53HealthCheck | undefined {
    const kind = this.options.probe?.(target) ?? 'https';
    if (kind === 'none' || target.hostname === null) return undefined;
    return new Route53HealthCheck(this.scope, `health-${idOf(target.site)}`, {
      fqdn: target.hostname,
      port: 443,
      requestInterval: 10,
      failureThreshold: 3,
      ...(kind === 'https'
        ? { type: 'HTTPS', resourcePath: this.plan.healthCheckPath, enableSni: true }
        : { type: 'TCP' }),
      tags: { Name: `${this.plan.name}-${target.site}` },
    });
  }
}
