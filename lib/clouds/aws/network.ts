import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Realize } from '../../port/port';
import { addDnsFirewall } from './dns-firewall';
import { addEndpoints } from './endpoints';
import { addFlowLog } from './flow-log';
import { requireHandle } from './log-group';
import { DISCOVERY_TAG } from './names';
import type { AwsOptions } from './options';
import { placeOf } from './place';
import { type NetworkPlan, substrateOf } from './rules/plan';

/** VPC with its subnets by zone, routes, endpoints, flow log and DNS firewall; nothing in it is public by default. */
export const realizeNetwork =
  (options: AwsOptions): Realize<'network'> =>
  (scope, id, plan, context) => {
    const place = placeOf(scope, context.site, options);
    const keys = requireHandle(context.handles.keys, 'keys', context);
    const group = new Construct(scope, id);
    const vpc = new Vpc(group, 'vpc', {
      cidrBlock: plan.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: plan.name },
    });
    // Adopted and emptied: whatever forgets its security group can talk to nobody.
    new DefaultSecurityGroup(group, 'default-security-group', { vpcId: vpc.id, tags: { Name: `${plan.name}-unused` } });
    const subnets = addSubnets(group, plan, vpc.id, substrateOf(context.site)?.cluster.name ?? plan.name);
    const endpoints = addEndpoints(group, { plan, place, vpcId: vpc.id, ...subnets });
    addFlowLog(group, { plan, place, options, keys, vpcId: vpc.id });
    if (plan.allowedDomains !== null) {
      addDnsFirewall(group, { name: plan.name, place, vpcId: vpc.id, domains: plan.allowedDomains });
    }
    return {
      vpcId: vpc.id,
      cidr: plan.cidr,
      privateSubnetIds: subnets.privateSubnetIds,
      systemSubnetIds: subnets.systemSubnetIds,
      publicSubnetIds: subnets.publicSubnetIds,
      ready: [...subnets.routes, ...endpoints],
    };
  };

function addSubnets(group: Construct, plan: NetworkPlan, vpcId: string, cluster: string) {
  const privateSubnetIds: Record<string, string> = {};
  const systemSubnetIds: Record<string, string> = {};
  const publicSubnetIds: Record<string, string> = {};
  const routeTableIds: string[] = [];
  const routes: TerraformResource[] = [];
  const subnet = (id: string, zone: string, cidrBlock: string, tags: Record<string, string>): Subnet =>
    new Subnet(group, id, {
      vpcId,
      cidrBlock,
      availabilityZone: zone,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${plan.name}-${id}`, ...tags },
    });
  const gateways = addPublicSide(group, plan, vpcId, (zone, cidr) => {
    const made = subnet(`public-${zone}`, zone, cidr, { 'kubernetes.io/role/elb': '1' });
    publicSubnetIds[zone] = made.id;
    return made;
  });
  for (const zone of plan.zones) {
    const inner = subnet(`private-${zone.name}`, zone.name, zone.privateCidr, {
      'kubernetes.io/role/internal-elb': '1',
      [DISCOVERY_TAG]: cluster,
    });
    const system = subnet(`system-${zone.name}`, zone.name, zone.systemCidr, {});
    const table = new RouteTable(group, `routes-${zone.name}`, {
      vpcId,
      tags: { Name: `${plan.name}-private-${zone.name}` },
    });
    for (const [name, each] of [
      ['private', inner],
      ['system', system],
    ] as const) {
      routes.push(
        new RouteTableAssociation(group, `${name}-routes-${zone.name}`, { subnetId: each.id, routeTableId: table.id }),
      );
    }
    const nat = gateways.get(zone.name);
    if (nat !== undefined) {
      routes.push(
        new Route(group, `egress-${zone.name}`, {
          routeTableId: table.id,
          destinationCidrBlock: '0.0.0.0/0',
          natGatewayId: nat.id,
        }),
      );
    }
    privateSubnetIds[zone.name] = inner.id;
    systemSubnetIds[zone.name] = system.id;
    routeTableIds.push(table.id);
  }
  return { privateSubnetIds, systemSubnetIds, publicSubnetIds, routeTableIds, routes };
}

/** Public subnets with their way out, and the NAT gateway that each zone uses. */
function addPublicSide(
  group: Construct,
  plan: NetworkPlan,
  vpcId: string,
  addSubnet: (zone: string, cidr: string) => Subnet,
): ReadonlyMap<string, NatGateway> {
  const open = plan.zones.flatMap(({ name, publicCidr }) => (publicCidr === null ? [] : [{ name, cidr: publicCidr }]));
  if (open.length === 0) return new Map();
  const internet = new InternetGateway(group, 'internet-gateway', { vpcId, tags: { Name: plan.name } });
  const table = new RouteTable(group, 'public-routes', { vpcId, tags: { Name: `${plan.name}-public` } });
  const wayOut = new Route(group, 'public-route', {
    routeTableId: table.id,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: internet.id,
  });
  const own = new Map<string, NatGateway>();
  for (const { name, cidr } of open) {
    const subnet = addSubnet(name, cidr);
    new RouteTableAssociation(group, `public-routes-${name}`, { subnetId: subnet.id, routeTableId: table.id });
    if (plan.nat === 'none' || (plan.nat === 'single' && own.size > 0)) continue;
    const address = new Eip(group, `nat-address-${name}`, {
      domain: 'vpc',
      tags: { Name: `${plan.name}-nat-${name}` },
      dependsOn: [internet],
    });
    own.set(
      name,
      new NatGateway(group, `nat-${name}`, {
        subnetId: subnet.id,
        allocationId: address.id,
        tags: { Name: `${plan.name}-${name}` },
        dependsOn: [wayOut],
      }),
    );
  }
  const [first] = own.values();
  return first === undefined ? own : new Map(plan.zones.map(({ name }) => [name, own.get(name) ?? first]));
}
