import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { NetworkZone } from '../rules/address-plan';
import { DISCOVERY_TAG, nameTag } from '../rules/names';

/** NAT gateways of a network: none, one for all zones, or one in each zone. */
export type Nat = 'none' | 'single' | 'per-zone';

export interface SubnetsProps {
  readonly name: string;
  readonly vpcId: string;
  readonly zones: readonly NetworkZone[];
  readonly nat: Nat;
  /** Cluster whose Karpenter launches nodes in the private subnets. */
  readonly clusterName: string;
}

/** Ids of subnets by zone. */
export type SubnetsByZone = Readonly<Record<string, string>>;

/** Returns the subnet of a zone. @throws Error that lists the zones */
export function subnetIn(subnets: SubnetsByZone, zone: string): string {
  const found = subnets[zone];
  if (found !== undefined) return found;
  const zones = Object.keys(subnets).join(', ') || 'none';
  throw new Error(`the network has no private subnet in zone "${zone}"; its zones are ${zones}`);
}

export interface Subnets {
  readonly privateSubnetIds: SubnetsByZone;
  readonly systemSubnetIds: SubnetsByZone;
  readonly publicSubnetIds: SubnetsByZone;
  /** Route table of the private and system subnet of each zone. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  readonly routes: readonly ITerraformDependable[];
}

/** Adds the subnets of a network by zone, with their routes and NAT gateways. */
export function addSubnets(scope: Construct, props: SubnetsProps): Subnets {
  const { name, vpcId } = props;
  const privateSubnetIds: Record<string, string> = {};
  const systemSubnetIds: Record<string, string> = {};
  const publicSubnetIds: Record<string, string> = {};
  const routeTableIds: Record<string, string> = {};
  const routes: ITerraformDependable[] = [];
  const subnet = (id: string, zone: string, cidrBlock: string, tags: Record<string, string>): Subnet =>
    new Subnet(scope, id, {
      vpcId,
      cidrBlock,
      availabilityZone: zone,
      mapPublicIpOnLaunch: false,
      tags: { Name: nameTag(name, id), ...tags },
    });
  const gateways = addPublicSide(scope, props, (zone, cidr) => {
    const made = subnet(`public-${zone}`, zone, cidr, { 'kubernetes.io/role/elb': '1' });
    publicSubnetIds[zone] = made.id;
    return made;
  });
  for (const zone of props.zones) {
    const inner = subnet(`private-${zone.name}`, zone.name, zone.privateCidr, {
      'kubernetes.io/role/internal-elb': '1',
      [DISCOVERY_TAG]: props.clusterName,
    });
    const system = subnet(`system-${zone.name}`, zone.name, zone.systemCidr, {});
    const table = new RouteTable(scope, `routes-${zone.name}`, {
      vpcId,
      tags: { Name: nameTag(name, 'private', zone.name) },
    });
    for (const [kind, each] of [
      ['private', inner],
      ['system', system],
    ] as const) {
      routes.push(
        new RouteTableAssociation(scope, `${kind}-routes-${zone.name}`, { subnetId: each.id, routeTableId: table.id }),
      );
    }
    const nat = gateways.get(zone.name);
    if (nat !== undefined) {
      routes.push(
        new Route(scope, `egress-${zone.name}`, {
          routeTableId: table.id,
          destinationCidrBlock: '0.0.0.0/0',
          natGatewayId: nat.id,
        }),
      );
    }
    privateSubnetIds[zone.name] = inner.id;
    systemSubnetIds[zone.name] = system.id;
    routeTableIds[zone.name] = table.id;
  }
  return { privateSubnetIds, systemSubnetIds, publicSubnetIds, routeTableIds, routes };
}

/** Adds the public subnets and NAT gateways. Returns the NAT gateway of each zone. */
function addPublicSide(
  scope: Construct,
  { name: network, vpcId, zones, nat }: SubnetsProps,
  addSubnet: (zone: string, cidr: string) => Subnet,
): ReadonlyMap<string, NatGateway> {
  const open = zones.flatMap(({ name, publicCidr }) => (publicCidr === null ? [] : [{ name, cidr: publicCidr }]));
  if (open.length === 0) return new Map();
  const internet = new InternetGateway(scope, 'internet-gateway', { vpcId, tags: { Name: network } });
  const table = new RouteTable(scope, 'public-routes', { vpcId, tags: { Name: nameTag(network, 'public') } });
  const wayOut = new Route(scope, 'public-route', {
    routeTableId: table.id,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: internet.id,
  });
  const own = new Map<string, NatGateway>();
  for (const { name, cidr } of open) {
    const subnet = addSubnet(name, cidr);
    new RouteTableAssociation(scope, `public-routes-${name}`, { subnetId: subnet.id, routeTableId: table.id });
    if (nat === 'none' || (nat === 'single' && own.size > 0)) continue;
    const address = new Eip(scope, `nat-address-${name}`, {
      domain: 'vpc',
      tags: { Name: nameTag(network, 'nat', name) },
      dependsOn: [internet],
    });
    own.set(
      name,
      new NatGateway(scope, `nat-${name}`, {
        subnetId: subnet.id,
        allocationId: address.id,
        tags: { Name: nameTag(network, name) },
        dependsOn: [wayOut],
      }),
    );
  }
  const [first] = own.values();
  return first === undefined ? own : new Map(zones.map(({ name }) => [name, own.get(name) ?? first]));
}
