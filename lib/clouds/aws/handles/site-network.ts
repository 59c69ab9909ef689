import type { ITerraformDependable } from 'cdktf';
import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';
import { type INetwork, Network, type NetworkAttributes } from '../network/network';
import type { AwsNetworkOptions } from '../props.generated';

/** An existing VPC that a site is put into. Its values but the range can be tokens. */
export interface SiteNetworkAttributes extends NetworkAttributes {
  /** Interface VPC endpoints that are created in the VPC, such as `ecr.api`. @default - none */
  readonly endpoints?: readonly string[];
  /** DNS names that resolve in the VPC: a DNS firewall is created. @default - all names, and no firewall */
  readonly allowedDomains?: readonly string[];
}

/** An existing VPC with what a site creates in it. */
export interface ISiteNetwork extends INetwork {
  /** What the site creates in the VPC: its interface endpoints, and a DNS firewall for the allowed names. */
  readonly created: Pick<AwsNetworkOptions, 'endpoints' | 'allowedDomains'>;
}

/** The network of a site, as a handle: its attributes are tokens. */
export class SiteNetwork {
  /** Returns an existing VPC, for `network` of a site. For constructs without a site, use `Network.fromAttributes`. */
  public static fromAttributes(attributes: SiteNetworkAttributes): ISiteNetwork {
    const { endpoints, allowedDomains } = attributes;
    return { ...Network.fromAttributes(attributes), created: { endpoints, allowedDomains } };
  }

  /** Id of the VPC. */
  public readonly vpcId: string;
  /** IPv4 range of the VPC. */
  public readonly addressRange: string;
  /** Ids of all private subnets, in the order of their zones. A list token: pass it on as a whole. */
  public readonly privateSubnets: string[];
  /** For `dependsOn` of resources in the substrate stack that need a way out of the network. */
  public readonly ready: ITerraformDependable[];

  public constructor(private readonly made: Handle<AwsSubstrate>) {
    this.vpcId = made.string(({ network }) => network.vpcId);
    this.addressRange = made.string(({ network }) => network.addressRange);
    this.privateSubnets = made.list(({ network }) => Object.values(network.privateSubnetIds));
    this.ready = [made.dependable(({ network, cluster }) => network.ready[0] ?? cluster.cluster.ready[0])];
  }

  /** Returns the id of the private subnet of a zone, such as `eu-north-1a`. */
  public privateSubnetId(zone: string): string {
    return this.made.string(({ network }) => {
      const found = network.privateSubnetIds[zone];
      if (found !== undefined) return found;
      const zones = Object.keys(network.privateSubnetIds).join(', ');
      throw new Error(`the network has no private subnet in zone "${zone}"; there are ${zones}`);
    });
  }
}
