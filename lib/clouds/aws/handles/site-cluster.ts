import type { ITerraformDependable } from 'cdktf';
import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';

/** The EKS cluster of a site, as a handle: its attributes are tokens. */
export class SiteCluster {
  /** Name of the cluster. */
  public readonly clusterName: string;
  /** URL of the Kubernetes API. */
  public readonly endpoint: string;
  /** Certificate of the authority of the API, base64. */
  public readonly certificateAuthorityData: string;
  /** Security group that EKS makes for the cluster. */
  public readonly clusterSecurityGroupId: string;
  /** Security group of the nodes. */
  public readonly nodeSecurityGroupId: string;
  /** URL of the OIDC issuer. */
  public readonly oidcIssuerUrl: string;
  /** For `dependsOn` of resources in the substrate stack that need the cluster. */
  public readonly ready: ITerraformDependable;

  public constructor(made: Handle<AwsSubstrate>) {
    this.clusterName = made.string(({ cluster }) => cluster.cluster.clusterName);
    this.endpoint = made.string(({ cluster }) => cluster.cluster.endpoint);
    this.certificateAuthorityData = made.string(({ cluster }) => cluster.cluster.certificateAuthorityData);
    this.clusterSecurityGroupId = made.string(({ cluster }) => cluster.cluster.clusterSecurityGroupId);
    this.nodeSecurityGroupId = made.string(({ cluster }) => cluster.cluster.nodeSecurityGroupId);
    this.oidcIssuerUrl = made.string(({ cluster }) => cluster.cluster.oidcIssuerUrl);
    this.ready = made.dependable(({ cluster }) => cluster.cluster.ready[0]);
  }
}
