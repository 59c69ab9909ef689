import type { ClusterPlan, NetworkPlan, SubstratePlan } from './rules';

/** A VPC that exists. */
export interface ExistingNetworkPlan {
  /** Prefix of the names of everything at the site. */
  readonly name: string;
  readonly existing: {
    readonly vpcId: string;
    readonly addressRange: string;
    /** Ids of the subnets of nodes and pods, by zone. */
    readonly privateSubnetIds: Readonly<Record<string, string>>;
    /** Ids of the subnets of the control plane, by zone. Null: the private subnets. */
    readonly systemSubnetIds: Readonly<Record<string, string>> | null;
    /** Ids of the subnets of public load balancers, by zone. Null: there are none. */
    readonly publicSubnetIds: Readonly<Record<string, string>> | null;
    /** Whether nothing in the VPC reaches the internet. */
    readonly isIsolated: boolean;
  };
  /** Short names of the interface endpoints that are created in the VPC. Empty: it has its own, or NAT. */
  readonly interfaceEndpoints: readonly string[];
}

/** An EKS cluster that exists. */
export interface ExistingClusterPlan {
  readonly name: string;
  readonly existing: {
    /** Minor version of Kubernetes. Null: node groups get the version of the cluster. */
    readonly version: string | null;
    /** Security group of the nodes. Null: the security group that EKS created for the cluster. */
    readonly nodeSecurityGroupId: string | null;
    /** Role of the Mountpoint driver for S3, which gets read access to the weights. Null: it has the access already. */
    readonly weightsDriverRole: string | null;
  };
  readonly deletionProtection: boolean;
  readonly karpenter: boolean;
}

/** Everything below Kubernetes at an AWS site, created or existing. */
export interface AwsSubstratePlan extends Omit<SubstratePlan, 'network' | 'cluster'> {
  readonly network: NetworkPlan | ExistingNetworkPlan;
  readonly cluster: ClusterPlan | ExistingClusterPlan;
}
