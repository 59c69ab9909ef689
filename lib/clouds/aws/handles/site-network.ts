import type { ITerraformDependable } from 'cdktf';
import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';
import { type INetwork, Network, type NetworkAttributes } from '../network/network';

/** The network of a site, as a handle: its attributes are tokens. */
export class SiteNetwork {
  /** Returns an existing VPC, for `network` of a site. Its values but the range can be tokens. */
  public static fromAttributes(attributes: NetworkAttributes): INetwork {
    return Network.fromAttributes(attributes);
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
