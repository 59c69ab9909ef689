import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { TrafficPlan, TrafficRoutePlan } from '../../planner/plan';
import type { TrafficTarget } from '../../port/port';
import { BalancerLookup, hostnameOf } from './balancer-lookup';
import type { GuardOf } from './guard';
import { HealthChecks } from './health-checks';
import { MoveAlarms } from './move-alarms';
import { idOf } from './names';
import type { AwsOptions } from './options';

export interface FrontDoorProps {
  readonly plan: TrafficPlan;
  readonly options: AwsOptions;
  readonly stack: TerraformStack;
  readonly zoneId: string;
  readonly guard: GuardOf;
}

/**
 * One record per route and site, with the site's share as weight.
 *
 * All are CNAMEs, for balancers too: an alias is of type A, which cannot share a name with another cloud's CNAME, so a hall
 * that joins later would replace every live record. A weight of 0 keeps the record, ready for the next step of a migration.
 */
export function addWeightedRecords(
  scope: Construct,
  { plan, options, stack, zoneId, guard }: FrontDoorProps,
): Route53Record[] {
  const balancers = new BalancerLookup(scope, stack);
  const checks = new HealthChecks(scope, plan, options, balancers, new MoveAlarms(scope, plan, stack, options), zoneId);
  return plan.routes.flatMap((route) =>
    route.targets.map((target) => {
      const check = checks.of(target, route.workload);
      const identifier = identifierOf(route, target);
      return new Route53Record(scope, `${idOf(route.workload)}-${idOf(identifier)}`, {
        zoneId,
        name: route.hostname,
        type: 'CNAME',
        ttl: plan.ttlSeconds,
        records: [hostnameOf(target, balancers.of(target))],
        setIdentifier: identifier,
        weightedRoutingPolicy: { weight: target.weight },
        ...(check === undefined ? {} : { healthCheckId: check.id }),
        ...guard(target, route),
      });
    }),
  );
}

/** The site, and the serving too where a site serves a route from several pools. */
export function identifierOf(route: TrafficRoutePlan, target: TrafficTarget): string {
  const same = route.targets.filter(({ site }) => site === target.site);
  return same.length === 1 ? target.site : `${target.site}-${target.serving.name}`;
}
