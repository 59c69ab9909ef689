import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { type SubnetsByZone, subnetIn } from './subnets';

/** A VPC: one that is created, an existing one, or that of a site. Its values can be tokens. */
export interface INetwork {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** IPv4 range of the VPC. */
  readonly addressRange: string;
  /** Zones of the private subnets, such as `eu-north-1a`. */
  readonly availabilityZones: readonly string[];
  /** Ids of the subnets of nodes and pods, in the order of the zones. */
  readonly privateSubnetIds: string[];
  /** Ids of the subnets of the control plane and of endpoints, in the order of the zones. */
  readonly systemSubnetIds: string[];
  /** Ids of the subnets of public load balancers, in the order of the zones. Empty if the network has none. */
  readonly publicSubnetIds: string[];
  /** Whether nothing in the network reaches the internet. */
  readonly isIsolated: boolean;
  /** Routes and endpoints. Clusters and nodes are created after them and destroyed before them. */
  readonly ready: ITerraformDependable[];
  /** Returns the id of the private subnet of a zone. @throws Error that lists the zones */
  privateSubnetId(zone: string): string;
}

/** An existing VPC. Its values can be tokens. */
export interface NetworkAttributes {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** IPv4 range of the VPC, such as `10.32.0.0/16`. */
  readonly addressRange: string;
  /** Ids of the subnets of nodes and pods, by zone, such as `{ 'eu-north-1a': 'subnet-0a1b2c3d' }`. */
  readonly privateSubnetIds: SubnetsByZone;
  /** Ids of the subnets of the control plane, by zone. @default - the private subnets */
  readonly systemSubnetIds?: SubnetsByZone;
  /** Ids of the subnets of public load balancers, by zone. @default - none */
  readonly publicSubnetIds?: SubnetsByZone;
  /** Whether nothing in the VPC reaches the internet, so that nodes use VPC endpoints only. @default false */
  readonly isolated?: boolean;
}

/** A VPC whose attributes are stated. */
export class ExistingNetwork extends Construct implements INetwork {
  public readonly vpcId: string;
  public readonly addressRange: string;
  public readonly availabilityZones: readonly string[];
  public readonly privateSubnetIds: string[];
  public readonly systemSubnetIds: string[];
  public readonly publicSubnetIds: string[];
  public readonly isIsolated: boolean;

  constructor(
    scope: Construct,
    id: string,
    public readonly attributes: NetworkAttributes,
    public readonly ready: ITerraformDependable[] = [],
  ) {
    super(scope, id);
    const { privateSubnetIds, systemSubnetIds = privateSubnetIds, publicSubnetIds = {} } = attributes;
    this.vpcId = attributes.vpcId;
    this.addressRange = attributes.addressRange;
    this.availabilityZones = Object.keys(privateSubnetIds);
    this.privateSubnetIds = Object.values(privateSubnetIds);
    this.systemSubnetIds = Object.values(systemSubnetIds);
    this.publicSubnetIds = Object.values(publicSubnetIds);
    this.isIsolated = attributes.isolated ?? false;
  }

  public privateSubnetId(zone: string): string {
    return subnetIn(this.attributes.privateSubnetIds, zone);
  }
}
