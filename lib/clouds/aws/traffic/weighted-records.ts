import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { BalancerLookup } from './balancer-lookup';
import { type FrontDoorProps, guardArguments, hostOf, routeScope, siteScope, zoneIdOf } from './front-door';
import { HealthChecks } from './health-checks';
import { ProbeAlarms } from './move-alarms';

/** Routes of a front door of DNS records, and how they are probed. */
export interface WeightedRecordsProps extends FrontDoorProps {
  /** Seconds for which resolvers may keep an answer. @default 30 */
  readonly ttlSeconds?: number;
  /** Path that HTTP probes ask for. @default '/health' */
  readonly healthCheckPath?: string;
  /** Addresses that are notified of a failing probe while a migration moves requests. @default - none */
  readonly notify?: readonly string[];
  /** Tags of the topic and key of those alarms, which are in us-east-1. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Partition of the account, for the policy of the key of those alarms. @default 'aws' */
  readonly partition?: string;
}

/**
 * A front door of weighted DNS records: one for each route and site, with a health check.
 *
 * All are CNAMEs, for balancers too: an alias is of type A, which cannot share a name with a CNAME, so a site outside AWS that
 * joins later would replace every live record. A weight of 0 keeps the record for the next step of a migration.
 */
export class WeightedRecords extends Construct {
  /** Records of all routes, one for each route and site. */
  public readonly records: readonly Route53Record[];

  constructor(scope: Construct, id: string, props: WeightedRecordsProps) {
    super(scope, id);
    const { name, routes, ttlSeconds = 30, healthCheckPath = '/health' } = props;
    const zoneId = zoneIdOf(this, props);
    const balancers = new BalancerLookup(this);
    const { notify = [], partition = 'aws', tags = {} } = props;
    const alarms = new ProbeAlarms(this, { name, routes, notify, partition, tags });
    const checks = new HealthChecks(this, { name, ttlSeconds, healthCheckPath, zoneId, balancers, alarms });
    this.records = routes.flatMap((route) =>
      route.targets.map((target) => {
        const check = checks.of(target, route.name);
        const entry = hostOf(target)?.hostname ?? balancers.of(target)?.dnsName ?? '';
        return new Route53Record(siteScope(routeScope(this, route.name), target.site), 'record', {
          zoneId,
          name: route.hostname,
          type: 'CNAME',
          ttl: ttlSeconds,
          records: [entry],
          setIdentifier: target.site,
          weightedRoutingPolicy: { weight: target.weight },
          ...(check === undefined ? {} : { healthCheckId: check.id }),
          ...guardArguments(target),
        });
      }),
    );
  }
}
