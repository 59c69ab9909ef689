import { GlobalacceleratorAccelerator } from '@cdktf/provider-aws/lib/globalaccelerator-accelerator';
import { GlobalacceleratorEndpointGroup } from '@cdktf/provider-aws/lib/globalaccelerator-endpoint-group';
import { GlobalacceleratorListener } from '@cdktf/provider-aws/lib/globalaccelerator-listener';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { acceleratorName } from '../rules/names';
import { type Balancer, BalancerLookup } from './balancer-lookup';
import {
  type FrontDoorProps,
  type FrontDoorRoute,
  type FrontDoorTarget,
  guardArguments,
  routeScope,
  zoneIdOf,
} from './front-door';
import { addEntryAlarm } from './health-checks';
import { entryNotice } from './move-alarms';

/** Port that callers connect to. */
const PORT = 443;

/** Routes of a front door of accelerators. */
export interface AcceleratorsProps extends FrontDoorProps {
  /** Existing bucket that takes flow logs, under `accelerator/`. @default - no flow logs */
  readonly accessLogBucket?: string;
}

interface Endpoint {
  readonly target: FrontDoorTarget;
  readonly balancer: Balancer;
}

/**
 * A front door of accelerators: one for each route, with an endpoint group for each region whose dial is the share of its
 * sites.
 *
 * A listener has one group for a region, so sites in one region are endpoints of it, split by their weights. A dial is the
 * share of the requests that are near its region. 0 and 100 are exact. Between them the rest goes to the next region, so the
 * share of each site depends on where callers are, unlike that of weighted records.
 *
 * @throws Error for a target that is no balancer of AWS
 */
export class Accelerators extends Construct {
  /** DNS records of the routes, one for each, which are aliases of the accelerators. */
  public readonly records: readonly Route53Record[];

  constructor(scope: Construct, id: string, props: AcceleratorsProps) {
    super(scope, id);
    const zoneId = zoneIdOf(this, props);
    const balancers = new BalancerLookup(this);
    const watched = new Set<string>();
    this.records = props.routes.map((route) => {
      const group = routeScope(this, route.name);
      const accelerator = addAccelerator(group, route, props);
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
            `site "${target.site}" is outside AWS, where Global Accelerator sends no requests; use frontDoor: route53`,
          );
        }
        const notice = entryNotice(this, target);
        if (notice !== undefined && !watched.has(target.site)) addEntryAlarm(this, target.site, balancer, notice);
        if (notice !== undefined) watched.add(target.site);
        regions.set(balancer.region, [...(regions.get(balancer.region) ?? []), { target, balancer }]);
      }
      for (const [region, endpoints] of regions) addEndpointGroup(group, listener.id, region, endpoints);
      return new Route53Record(group, 'record', {
        zoneId,
        name: route.hostname,
        type: 'A',
        alias: { name: accelerator.dnsName, zoneId: accelerator.hostedZoneId, evaluateTargetHealth: true },
      });
    });
  }
}

const addAccelerator = (
  scope: Construct,
  route: FrontDoorRoute,
  { name, accessLogBucket }: AcceleratorsProps,
): GlobalacceleratorAccelerator =>
  new GlobalacceleratorAccelerator(scope, 'accelerator', {
    name: acceleratorName(name, route.name),
    ipAddressType: 'IPV4',
    enabled: true,
    ...(accessLogBucket === undefined
      ? {}
      : {
          attributes: {
            flowLogsEnabled: true,
            flowLogsS3Bucket: accessLogBucket,
            flowLogsS3Prefix: `accelerator/${route.name}`,
          },
        }),
  });

function addEndpointGroup(scope: Construct, listenerArn: string, region: string, endpoints: readonly Endpoint[]): void {
  const guards = endpoints.map(({ target }) => guardArguments(target));
  const dependsOn = guards.flatMap((each) => each.dependsOn ?? []);
  const precondition = guards.flatMap((each) => each.lifecycle?.precondition ?? []);
  new GlobalacceleratorEndpointGroup(scope, `endpoints-${region}`, {
    listenerArn,
    endpointGroupRegion: region,
    trafficDialPercentage: endpoints.reduce((sum, { target }) => sum + target.weight, 0),
    healthCheckProtocol: 'TCP',
    healthCheckPort: PORT,
    healthCheckIntervalSeconds: 10,
    thresholdCount: 3,
    endpointConfiguration: endpoints.map(({ target, balancer }) => ({
      endpointId: balancer.arn,
      // Weights count in proportion to each other, and are at most 255. Without requests the dial is 0.
      weight: target.weight,
      clientIpPreservationEnabled: true,
    })),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }),
  });
}
