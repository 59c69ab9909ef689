import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/** An EKS cluster. */
export interface IEksCluster {
  /** Name of the cluster, as a reference to it: what uses it is created after the cluster. */
  readonly clusterName: string;
  /** The same name as a plain value, for names and ARNs of what can exist before the cluster. */
  readonly physicalName: string;
  /** Minor version of Kubernetes, such as `1.35`. Undefined if it is not known before apply. */
  readonly version: string | undefined;
  /** URL of the Kubernetes API. */
  readonly endpoint: string;
  /** Certificate of the authority of the Kubernetes API, in base64. */
  readonly certificateAuthorityData: string;
  /** URL of the OpenID Connect issuer. */
  readonly oidcIssuerUrl: string;
  /** Security group that EKS creates for the control plane and for nodes without groups of their own. */
  readonly clusterSecurityGroupId: string;
  /** Security group of the nodes. */
  readonly nodeSecurityGroupId: string;
  /** What node groups depend on: rules between control plane and nodes, and the add-ons that nodes need. */
  readonly ready: ITerraformDependable[];
}

/** An existing EKS cluster. Its values can be tokens. */
export interface EksClusterAttributes {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Minor version of Kubernetes. @default - node groups get the version of the cluster */
  readonly version?: string;
  /** URL of the Kubernetes API. @default - reading it is an error */
  readonly endpoint?: string;
  /** Certificate of the authority of the Kubernetes API, in base64. @default - reading it is an error */
  readonly certificateAuthorityData?: string;
  /** URL of the OpenID Connect issuer. @default - reading it is an error */
  readonly oidcIssuerUrl?: string;
  /** Security group that EKS created for the cluster. @default - reading it is an error */
  readonly clusterSecurityGroupId?: string;
  /** Security group of the nodes. @default - `clusterSecurityGroupId` */
  readonly nodeSecurityGroupId?: string;
  /**
   * Name of the IAM role of the Mountpoint driver for Amazon S3, which a site gives read access to its weights.
   * @default - it has access already
   */
  readonly weightsDriverRole?: string;
}

/** A cluster whose attributes are stated. */
export class ExistingCluster extends Construct implements IEksCluster {
  public readonly physicalName: string;
  public readonly clusterName: string;
  public readonly version: string | undefined;

  constructor(
    scope: Construct,
    id: string,
    public readonly attributes: EksClusterAttributes,
    public readonly ready: ITerraformDependable[] = [],
  ) {
    super(scope, id);
    this.physicalName = attributes.clusterName;
    this.clusterName = attributes.clusterName;
    this.version = attributes.version;
  }

  public get endpoint(): string {
    return this.stated('endpoint');
  }

  public get certificateAuthorityData(): string {
    return this.stated('certificateAuthorityData');
  }

  public get oidcIssuerUrl(): string {
    return this.stated('oidcIssuerUrl');
  }

  public get clusterSecurityGroupId(): string {
    return this.stated('clusterSecurityGroupId');
  }

  public get nodeSecurityGroupId(): string {
    return this.attributes.nodeSecurityGroupId ?? this.clusterSecurityGroupId;
  }

  private stated(key: keyof EksClusterAttributes): string {
    const value = this.attributes[key];
    if (value === undefined) {
      throw new Error(
        `cluster "${this.physicalName}" has no ${key}; state it in EksCluster.fromAttributes, or read it with EksCluster.fromClusterName`,
      );
    }
    return value;
  }
}

/** What cannot be read from an existing cluster. */
export interface EksClusterLookupOptions extends Pick<EksClusterAttributes, 'version' | 'weightsDriverRole'> {
  /** Security group of the nodes. @default - the security group that EKS created for the cluster */
  readonly nodeSecurityGroupId?: string;
}

/** Returns a cluster whose attributes are read by its name on apply. */
export function lookUpCluster(
  scope: Construct,
  id: string,
  clusterName: string,
  options: EksClusterLookupOptions,
): IEksCluster {
  const found = new DataAwsEksCluster(scope, id, { name: clusterName });
  const attributes: EksClusterAttributes = {
    ...options,
    clusterName,
    endpoint: found.endpoint,
    certificateAuthorityData: found.certificateAuthority.get(0).data,
    oidcIssuerUrl: found.identity.get(0).oidc.get(0).issuer,
    clusterSecurityGroupId: found.vpcConfig.get(0).clusterSecurityGroupId,
  };
  return new ExistingCluster(found, 'cluster', attributes, [found]);
}
