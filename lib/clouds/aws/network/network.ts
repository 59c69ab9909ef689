import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { type RoleSettings, roleSettingsOf } from '../identity/role';
import { AwsPlace } from '../place';
import { type NetworkZone, zonesOf } from '../rules/address-plan';
import { nameTag } from '../rules/names';
import { DnsFirewall } from './dns-firewall';
import { addEndpoints } from './endpoints';
import { ExistingNetwork, type INetwork, type NetworkAttributes } from './existing-network';
import { addFlowLog } from './flow-log';
import { addSubnets, type Nat, type SubnetsByZone, subnetIn } from './subnets';

/** Address range, zones and ways out of a new VPC. */
export interface NetworkProps extends RoleSettings {
  /** Prefix of the names of everything in the network. */
  readonly name: string;
  /** IPv4 range of the VPC, such as `10.32.0.0/16`. */
  readonly addressRange: string;
  /** Names of the zones, between which `addressRange` is divided; or zones with ranges of their own. */
  readonly zones: readonly string[] | readonly NetworkZone[];
  /** NAT gateways to the internet. @default 'per-zone' */
  readonly nat?: Nat;
  /** Whether public load balancers get subnets although there is no NAT gateway. @default false */
  readonly publicSubnets?: boolean;
  /** Short names of the AWS services that get an interface endpoint, such as `ecr.api`. @default - none */
  readonly interfaceEndpoints?: readonly string[];
  /** Buckets of image registries whose objects pass the gateway endpoint of S3. @default - none */
  readonly layerBuckets?: readonly string[];
  /** Domain names that resolve in the network. @default - all */
  readonly allowedDomains?: readonly string[];
  /** Name of the cluster whose Karpenter launches nodes in the private subnets. @default - `name` */
  readonly clusterName?: string;
  /** Key that encrypts the flow log. @default - CloudWatch's own key */
  readonly key?: IEncryptionKey;
  /** Days for which the flow log is kept. @default 365 */
  readonly flowLogRetentionDays?: number;
  /** Region, account and partition of the network. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/**
 * A VPC with a private, a system and a public subnet in each zone, NAT gateways, VPC endpoints, a flow log and, if domains
 * are listed, a DNS firewall. Nothing in it has a public address but the NAT gateways.
 */
export class Network extends Construct implements INetwork {
  /** Returns an existing VPC, for constructs that are used without a site. Nothing is created for it. */
  public static fromAttributes(scope: Construct, id: string, attributes: NetworkAttributes): INetwork {
    return new ExistingNetwork(scope, id, attributes);
  }

  /** Id of the VPC. Wait for `ready` too if routes are needed. */
  public readonly vpcId: string;
  public readonly addressRange: string;
  public readonly availabilityZones: readonly string[];
  public readonly privateSubnetIds: string[];
  public readonly systemSubnetIds: string[];
  public readonly publicSubnetIds: string[];
  /** Route table of the private and system subnet of each zone. */
  public readonly routeTableIds: Readonly<Record<string, string>>;
  public readonly isIsolated: boolean;
  public readonly ready: ITerraformDependable[];
  private readonly privateSubnets: SubnetsByZone;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { name, addressRange, nat = 'per-zone' } = props;
    const place = props.place ?? AwsPlace.of(this);
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: addressRange,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    // Terraform adopts and empties it: a resource that states no security group reaches nothing.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      tags: { Name: nameTag(name, 'unused') },
    });
    const zones = zonesOf(addressRange, props.zones, nat !== 'none' || (props.publicSubnets ?? false));
    const subnets = addSubnets(this, { name, vpcId: vpc.id, zones, nat, clusterName: props.clusterName ?? name });
    const endpoints = addEndpoints(this, {
      name,
      place,
      vpcId: vpc.id,
      addressRange,
      interfaceEndpoints: props.interfaceEndpoints,
      layerBuckets: props.layerBuckets,
      subnetIds: Object.values(subnets.systemSubnetIds),
      routeTableIds: Object.values(subnets.routeTableIds),
    });
    addFlowLog(this, {
      ...roleSettingsOf(props),
      name,
      place,
      vpcId: vpc.id,
      key: props.key,
      retentionDays: props.flowLogRetentionDays,
    });
    if (props.allowedDomains !== undefined) {
      new DnsFirewall(this, 'dns-firewall', { name, place, vpcId: vpc.id, domains: props.allowedDomains });
    }
    this.vpcId = vpc.id;
    this.addressRange = addressRange;
    this.privateSubnets = subnets.privateSubnetIds;
    this.availabilityZones = Object.keys(subnets.privateSubnetIds);
    this.privateSubnetIds = Object.values(subnets.privateSubnetIds);
    this.systemSubnetIds = Object.values(subnets.systemSubnetIds);
    this.publicSubnetIds = Object.values(subnets.publicSubnetIds);
    this.routeTableIds = subnets.routeTableIds;
    this.isIsolated = nat === 'none';
    this.ready = [...subnets.routes, ...endpoints];
    this.node.defaultChild = vpc;
  }

  public privateSubnetId(zone: string): string {
    return subnetIn(this.privateSubnets, zone);
  }
}
