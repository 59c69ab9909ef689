import { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { boundedName } from '../../planner/names';
import type { TrafficTarget } from '../../port/port';
import { type Balancer, BalancerLookup } from './balancer-lookup';
import { addEntryAlarm } from './health-checks';
import { MoveAlarms } from './move-alarms';
import { idOf } from './names';
import type { FrontDoorProps } from './weighted-records';

/** Port on which callers arrive. */
const PORT = 443;

interface Endpoint {
  readonly target: TrafficTarget;
  readonly balancer: Balancer;
}

/**
 * One accelerator per route, with an endpoint group per region whose dial is the site's weight.
 *
 * A listener has one group for a region, so sites in one region are its endpoints, split by their weights. A dial is the
 * share of the requests that are near its region: 0 and 100 are exact, and between them the rest goes to the next region, so
 * the share of each site depends on where callers are. Route 53 weights split over all callers alike.
 * @throws Error for a target outside AWS, which no accelerator reaches
 */
export function addAccelerators(
  scope: Construct,
  { plan, options, stack, zoneId, guard }: FrontDoorProps,
): Construct[] {
  const balancers = new BalancerLookup(scope, stack);
  const moves = new MoveAlarms(scope, plan, stack, options);
  const watched = new Set<string>();
  return plan.routes.map((route) => {
    const group = new Construct(scope, idOf(route.workload));
    const accelerator = new GlobalacceleratorAccelerator(group, 'accelerator', {
      name: boundedName([plan.name, route.workload], 64),
      ipAddressType: 'IPV4',
      enabled: true,
      ...(options.accessLogBucket === undefined
        ? {}
        : {
            attributes: {
              flowLogsEnabled: true,
              flowLogsS3Bucket: options.accessLogBucket,
              flowLogsS3Prefix: `accelerator/${route.workload}`,
            },
          }),
    });
    const listener = new GlobalacceleratorListener(group, 'listener', {
      acceleratorArn: accelerator.id,
      protocol: 'TCP',
      portRange: [{ fromPort: PORT, toPort: PORT }],
    });
    const regions = new Map<string, Endpoint[]>();
    for (const target of route.targets) {
      const balancer = balancers.of(target);
      if (balancer === null) {
        throw new Error(
          `site "${target.site}" is outside AWS, which Global Accelerator cannot reach; use frontDoor: route53`,
        );
      }
      const notice = moves.noticeOf(target);
      if (notice !== undefined && !watched.has(target.site)) addEntryAlarm(scope, target.site, balancer, notice);
      if (notice !== undefined) watched.add(target.site);
      regions.set(balancer.region, [...(regions.get(balancer.region) ?? []), { target, balancer }]);
    }
    for (const [region, endpoints] of regions) {
      const dial = endpoints.reduce((sum, { target }) => sum + target.weight, 0);
      const guards = endpoints.map(({ target }) => guard(target, route));
      const dependsOn = guards.flatMap((each) => each.dependsOn ?? []);
      const precondition = guards.flatMap((each) => each.lifecycle?.precondition ?? []);
      const names = endpoints.map(({ target }) => idOf(target.site)).join('-');
      new GlobalacceleratorEndpointGroup(group, `endpoints-${names}`, {
        listenerArn: listener.id,
        endpointGroupRegion: region,
        trafficDialPercentage: dial,
        healthCheckProtocol: 'TCP',
        healthCheckPort: PORT,
        healthCheckIntervalSeconds: 10,
        thresholdCount: 3,
        endpointConfiguration: endpoints.map(({ target, balancer }) => ({
          endpointId: balancer.arn,
          // Only how they compare counts, and at most 255; without requests the dial is 0.
          weight: target.weight,
          clientIpPreservationEnabled: true,
        })),
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
        ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }),
      });
    }
    return new Route53Record(group, 'record', {
      zoneId,
      name: route.hostname,
      type: 'A',
      alias: { name: accelerator.dnsName, zoneId: accelerator.hostedZoneId, evaluateTargetHealth: true },
    });
  });
}
