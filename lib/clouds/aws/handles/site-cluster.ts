import type { ITerraformDependable } from 'cdktf';
import type { Handle } from '../../../constructs/handle';
import type { IEksCluster } from '../cluster/existing-cluster';
import type { AwsSubstrate } from '../fill';

/** The EKS cluster of a site: its attributes are tokens, which can be used before the factory is planned. */
export class SiteCluster implements IEksCluster {
  public readonly clusterName: string;
  public readonly version: string;
  public readonly endpoint: string;
  public readonly certificateAuthorityData: string;
  public readonly oidcIssuerUrl: string;
  public readonly clusterSecurityGroupId: string;
  public readonly nodeSecurityGroupId: string;
  /** For `dependsOn` of resources in the substrate stack that need the cluster. */
  public readonly ready: ITerraformDependable[];

  /** @internal */
  public constructor(
    made: Handle<AwsSubstrate>,
    public readonly physicalName: string,
    /** Whether nodes have a security group beside the one that EKS created for the cluster. */
    hasNodeSecurityGroup: boolean,
  ) {
    this.clusterName = made.string(({ cluster }) => cluster.cluster.clusterName);
    this.version = made.string(({ cluster }) => cluster.cluster.version);
    this.endpoint = made.string(({ cluster }) => cluster.cluster.endpoint);
    this.certificateAuthorityData = made.string(({ cluster }) => cluster.cluster.certificateAuthorityData);
    this.oidcIssuerUrl = made.string(({ cluster }) => cluster.cluster.oidcIssuerUrl);
    this.clusterSecurityGroupId = made.string(({ cluster }) => cluster.cluster.clusterSecurityGroupId);
    // Two tokens of one group would be seen as two groups.
    this.nodeSecurityGroupId = hasNodeSecurityGroup
      ? made.string(({ cluster }) => cluster.cluster.nodeSecurityGroupId)
      : this.clusterSecurityGroupId;
    this.ready = [made.dependable(({ cluster }) => cluster.cluster.ready[0])];
  }
}
