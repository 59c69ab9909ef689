import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';
import { ExistingNetwork, type INetwork, type NetworkAttributes } from '../network/existing-network';
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

/**
 * The network of a site: its attributes are tokens, which can be used before the factory is planned. Reading
 * `availabilityZones` closes the factory.
 */
export class SiteNetwork implements INetwork {
  /** Returns an existing VPC, for `network` of a site. For constructs without a site, use `Network.fromAttributes`. */
  public static fromAttributes(scope: Construct, id: string, attributes: SiteNetworkAttributes): ISiteNetwork {
    return new ExistingSiteNetwork(scope, id, attributes);
  }

  public readonly vpcId: string;
  public readonly addressRange: string;
  /** Ids of the private subnets, in the order of their zones. A list token: pass it on as a whole. */
  public readonly privateSubnetIds: string[];
  /** Ids of the subnets of the control plane, in the order of their zones. A list token: pass it on as a whole. */
  public readonly systemSubnetIds: string[];
  /** Ids of the public subnets, in the order of their zones. A list token: pass it on as a whole. */
  public readonly publicSubnetIds: string[];
  /** For `dependsOn` of resources in the substrate stack that need a way out of the network. */
  public readonly ready: ITerraformDependable[];

  /** @internal */
  public constructor(
    private readonly made: Handle<AwsSubstrate>,
    public readonly isIsolated: boolean,
  ) {
    this.vpcId = made.string(({ network }) => network.vpcId);
    this.addressRange = made.string(({ network }) => network.addressRange);
    this.privateSubnetIds = made.list(({ network }) => network.privateSubnetIds);
    this.systemSubnetIds = made.list(({ network }) => network.systemSubnetIds);
    this.publicSubnetIds = made.list(({ network }) => network.publicSubnetIds);
    this.ready = [made.dependable(({ network, cluster }) => network.ready[0] ?? cluster.cluster.ready[0])];
  }

  /** Zones of the private subnets. Reading it closes the factory. */
  public get availabilityZones(): readonly string[] {
    return this.made.get().network.availabilityZones;
  }

  public privateSubnetId(zone: string): string {
    return this.made.string(({ network }) => network.privateSubnetId(zone));
  }
}

class ExistingSiteNetwork extends ExistingNetwork implements ISiteNetwork {
  public readonly created: ISiteNetwork['created'];

  constructor(scope: Construct, id: string, { endpoints, allowedDomains, ...network }: SiteNetworkAttributes) {
    super(scope, id, network);
    this.created = { endpoints, allowedDomains };
  }
}
