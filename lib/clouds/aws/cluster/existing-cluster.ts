import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

/** An EKS cluster. */
export interface IEksCluster {
  /** Name as stated, for names and ARNs of what can exist before the cluster. */
  readonly name: string;
  /** Reference to the name. What uses it is created after the cluster. */
  readonly clusterName: string;
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
  readonly ready: readonly ITerraformDependable[];
}

/** An existing EKS cluster. Its values can be tokens. */
export interface EksClusterAttributes {
  /** Name of the cluster. */
  readonly name: string;
  /** Minor version of Kubernetes. @default - node groups get the version of the cluster */
  readonly version?: string;
  /** URL of the Kubernetes API. @default - must not be asked for */
  readonly endpoint?: string;
  /** Certificate of the authority of the Kubernetes API, in base64. @default - must not be asked for */
  readonly certificateAuthorityData?: string;
  /** URL of the OpenID Connect issuer. @default - must not be asked for */
  readonly oidcIssuerUrl?: string;
  /** Security group that EKS created for the cluster. @default - must not be asked for */
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
export class ExistingCluster implements IEksCluster {
  public readonly name: string;
  public readonly clusterName: string;
  public readonly version: string | undefined;

  constructor(
    public readonly attributes: EksClusterAttributes,
    public readonly ready: readonly ITerraformDependable[] = [],
  ) {
    this.name = attributes.name;
    this.clusterName = attributes.name;
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
        `cluster "${this.name}" has no ${key}; state it in EksCluster.fromAttributes, or read it with EksCluster.fromName`,
      );
    }
    return value;
  }
}

/** Name of an existing cluster, and what cannot be read from it. */
export interface EksClusterLookupProps extends Pick<EksClusterAttributes, 'name' | 'version' | 'weightsDriverRole'> {
  /** Security group of the nodes. @default - the security group that EKS created for the cluster */
  readonly nodeSecurityGroupId?: string;
}

/** Returns a cluster whose attributes are read by its name on apply. */
export function lookUpCluster(scope: Construct, id: string, props: EksClusterLookupProps): IEksCluster {
  const found = new DataAwsEksCluster(scope, id, { name: props.name });
  const attributes: EksClusterAttributes = {
    name: props.name,
    version: props.version,
    endpoint: found.endpoint,
    certificateAuthorityData: found.certificateAuthority.get(0).data,
    oidcIssuerUrl: found.identity.get(0).oidc.get(0).issuer,
    clusterSecurityGroupId: found.vpcConfig.get(0).clusterSecurityGroupId,
    nodeSecurityGroupId: props.nodeSecurityGroupId,
    weightsDriverRole: props.weightsDriverRole,
  };
  return new ExistingCluster(attributes, [found]);
}
