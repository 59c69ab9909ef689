import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { Construct } from 'constructs';
import { alarmName, nameTag } from '../rules/names';
import type { Balancer, BalancerLookup } from './balancer-lookup';
import { type FrontDoorTarget, type HostProbe, hostOf, routeScope, siteScope } from './front-door';
import { entryNotice, type MoveNotice, type ProbeAlarms } from './move-alarms';

export interface HealthChecksProps {
  readonly name: string;
  readonly ttlSeconds: number;
  readonly healthCheckPath: string;
  readonly zoneId: string;
  readonly balancers: BalancerLookup;
  readonly alarms: ProbeAlarms;
}

/**
 * Health checks of targets: one for each site with a balancer of AWS, and one for each route at any other entry.
 *
 * Route 53 probes from the internet and cannot reach an internal balancer. A balancer is therefore judged by its own metric,
 * through an alarm in its region: with less than one healthy node the site takes no requests. An entry by DNS name is probed
 * at the name of the workload there, which its gateway routes to the servers: under its own name the gateway has no route.
 */
export class HealthChecks {
  private readonly made = new Map<string, Route53HealthCheck | undefined>();

  constructor(
    private readonly scope: Construct,
    private readonly props: HealthChecksProps,
  ) {}

  public of(target: FrontDoorTarget, route: string): Route53HealthCheck | undefined {
    const balancer = this.props.balancers.of(target);
    const scope =
      balancer === null ? siteScope(routeScope(this.scope, route), target.site) : siteScope(this.scope, target.site);
    const { path } = scope.node;
    if (!this.made.has(path)) {
      this.made.set(path, balancer === null ? this.probe(scope, target, route) : this.watch(scope, target, balancer));
    }
    return this.made.get(path);
  }

  private watch(scope: Construct, target: FrontDoorTarget, balancer: Balancer): Route53HealthCheck {
    const { site } = target;
    const alarm = addEntryAlarm(this.scope, site, balancer, entryNotice(this.scope, target));
    return new Route53HealthCheck(scope, 'health', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: alarm.alarmName,
      cloudwatchAlarmRegion: balancer.region,
      insufficientDataHealthStatus: 'LastKnownStatus',
      tags: { Name: nameTag(this.props.name, site) },
    });
  }

  private probe(scope: Construct, target: FrontDoorTarget, route: string): Route53HealthCheck | undefined {
    const { name, zoneId, ttlSeconds, alarms } = this.props;
    const host = hostOf(target);
    if (host?.probe === undefined) return undefined;
    const { hostname } = host.probe;
    const record = new Route53Record(scope, 'probe', {
      zoneId,
      name: hostname,
      type: 'CNAME',
      ttl: ttlSeconds,
      records: [host.hostname],
    });
    const check = new Route53HealthCheck(scope, 'health', {
      fqdn: hostname,
      port: host.probe.port ?? 443,
      requestInterval: 10,
      failureThreshold: 3,
      ...this.protocol(host.probe),
      tags: { Name: nameTag(name, route, target.site) },
      dependsOn: [record],
    });
    alarms.watch(target, { scope, key: `${route}-${target.site}`, hostname, checkId: check.id });
    return check;
  }

  private protocol({ protocol = 'https' }: HostProbe) {
    const resourcePath = this.props.healthCheckPath;
    switch (protocol) {
      case 'tcp':
        return { type: 'TCP' };
      case 'https':
        return { type: 'HTTPS', resourcePath, enableSni: true };
      case 'http':
        return { type: 'HTTP', resourcePath };
    }
  }
}

/** Adds the alarm for a balancer that has no healthy node. */
export function addEntryAlarm(
  scope: Construct,
  site: string,
  balancer: Balancer,
  notice: MoveNotice | undefined,
): CloudwatchMetricAlarm {
  const { alarmActions = [], description } = notice ?? {};
  return new CloudwatchMetricAlarm(siteScope(scope, site), 'entry-alarm', {
    ...(balancer.provider === undefined ? {} : { provider: balancer.provider }),
    alarmName: alarmName(balancer.name, 'entry-down'),
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
