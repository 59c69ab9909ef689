import { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { boundedName } from '../../planner/names';
import { BalancerLookup } from './balancer-lookup';
import { idOf } from './names';
import type { FrontDoorProps } from './weighted-records';

/** Port on which callers arrive. */
const PORT = 443;

/**
 * One accelerator per route, with an endpoint group per region whose dial is the site's weight.
 *
 * A dial is the share of the requests that are near its region: with dials below 100 the rest goes to the next region. Route
 * 53 weights split over all callers alike; choose by which of the two a migration needs.
 * @throws Error for a target outside AWS, which no accelerator reaches
 */
export function addAccelerators(
  scope: Construct,
  { plan, options, stack, zoneId, guard }: FrontDoorProps,
): Construct[] {
  const balancers = new BalancerLookup(scope, stack);
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
    for (const target of route.targets) {
      const balancer = balancers.of(target);
      if (balancer === null) {
        throw new Error(
          `site "${target.site}" is outside AWS, which Global Accelerator cannot reach; use frontDoor: route53`,
        );
      }
      new GlobalacceleratorEndpointGroup(group, `endpoints-${idOf(target.site)}`, {
        listenerArn: listener.id,
        endpointGroupRegion: balancer.region,
        trafficDialPercentage: target.weight,
        healthCheckProtocol: 'TCP',
        healthCheckPort: PORT,
        healthCheckIntervalSeconds: 10,
        thresholdCount: 3,
        endpointConfiguration: [{ endpointId: balancer.arn, weight: 128, clientIpPreservationEnabled: true }],
        ...guard(target, route),
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
