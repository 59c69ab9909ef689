import type { CloudPool, CloudSubstrate, NodePoolPlan, SitePlan } from '../../../planner/plan';
import type { NetworkZone } from './address-plan';
import { AWS } from './site';

/** Everything below Kubernetes at an AWS site, created or existing. */
export interface SubstratePlan extends CloudSubstrate {
  readonly provider: typeof AWS;
  readonly account: AccountPlan;
  readonly network: NetworkPlan | ExistingNetworkPlan;
  readonly keys: KeyPlan;
  readonly cluster: ClusterPlan | ExistingClusterPlan;
  readonly store: StorePlan;
  readonly events: EventPlan;
  readonly entry: EntryPlan;
  readonly budget: BudgetPlan | null;
}

/** The account of a site, and who acts in it. */
export interface AccountPlan {
  readonly accountId: string;
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** Role that Terraform assumes; null: the identity of the caller. */
  readonly assumeRoleArn: string | null;
  /** Policy that bounds every role of the site; null: none. */
  readonly permissionsBoundary: string | null;
  readonly rolePath: string;
  /** Whether the service-linked roles of EC2 Auto Scaling and EC2 Spot are created. */
  readonly serviceLinkedRoles: 'exist' | 'create';
}

/** The subnets of one zone. */
export type ZonePlan = NetworkZone;

export interface NetworkPlan {
  /** Prefix of every name at the site: `<factory>-<site>`. */
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly ZonePlan[];
  readonly nat: 'none' | 'single' | 'per-zone';
  /** Short names of the interface endpoints, such as `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  /** Buckets of registries that image layers are read from through the gateway endpoint. */
  readonly layerBuckets: readonly string[];
  readonly flowLogRetentionDays: number;
  /** Domain names that may be resolved from the network; null: no DNS allow-list. */
  readonly allowedDomains: readonly string[] | null;
}

/** An existing VPC. */
export interface ExistingNetworkPlan {
  /** Prefix of every name at the site: `<factory>-<site>`. */
  readonly name: string;
  readonly cidr: string;
  readonly existing: {
    readonly vpcId: string;
    /** Ids of the subnets of nodes and pods, by zone. */
    readonly privateSubnetIds: Readonly<Record<string, string>>;
    /** Ids of the subnets of the control plane, by zone; null: the private subnets. */
    readonly systemSubnetIds: Readonly<Record<string, string>> | null;
    /** Ids of the subnets of public load balancers, by zone; null: none. */
    readonly publicSubnetIds: Readonly<Record<string, string>> | null;
    /** Whether nothing in the VPC reaches the internet. */
    readonly isIsolated: boolean;
  };
  /** Short names of the interface endpoints that are created in the VPC. */
  readonly interfaceEndpoints: readonly string[];
  /** Domain names that resolve in the VPC; null: no DNS firewall is created. */
  readonly allowedDomains: readonly string[] | null;
}

export interface KeyPlan {
  readonly name: string;
  readonly deletionWindowDays: number;
  /** Whether the key can be replicated to another region (weights and secrets of a migration). */
  readonly multiRegion: boolean;
  readonly administratorArns: readonly string[];
}

export interface ClusterPlan {
  readonly name: string;
  readonly version: string;
  /** Null: the API is reachable from inside the network only. */
  readonly publicCidrs: readonly string[] | null;
  /** Ranges that reach the private endpoint of the API beside the nodes. */
  readonly privateCidrs: readonly string[];
  /** IAM principals that get an access entry with the cluster-admin policy. */
  readonly adminArns: readonly string[];
  /** IAM principals that may read everything. */
  readonly viewerArns: readonly string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
  readonly addons: readonly AddonPlan[];
  readonly system: SystemPoolPlan;
  /** Policies of the roles of add-ons that the library does not know, by add-on. */
  readonly addonPolicyArns: Readonly<Record<string, readonly string[]>>;
  /** Whether Karpenter runs here: it then needs its role, its queue and discovery tags. */
  readonly karpenter: boolean;
}

/** An existing EKS cluster. */
export interface ExistingClusterPlan {
  readonly name: string;
  readonly existing: {
    /** Minor version; null: node groups get the version of the cluster. */
    readonly version: string | null;
    /** Security group of the nodes; null: the security group that EKS created for the cluster. */
    readonly nodeSecurityGroupId: string | null;
    /** Role of the Mountpoint driver for S3, which gets read access to the weights; null: it has access already. */
    readonly weightsDriverRole: string | null;
  };
  /** Whether buckets and the load balancer refuse to be deleted. */
  readonly deletionProtection: boolean;
  /** Whether Karpenter runs here: it then needs its roles. */
  readonly karpenter: boolean;
}

export interface AddonPlan {
  readonly name: string;
  readonly version: string;
  /** JSON object of the add-on's configuration values; null: its defaults. */
  readonly configuration: Readonly<Record<string, unknown>> | null;
  /** Service account whose role the add-on uses by pod identity; null: none. */
  readonly identity: { readonly serviceAccount: string; readonly namespace: string; readonly role: string } | null;
}

export interface SystemPoolPlan {
  readonly machine: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly minCount: number;
  readonly desiredCount: number;
  readonly maxCount: number;
  readonly image: ImagePlan;
  readonly diskGib: number;
}

export interface ImagePlan {
  readonly family: 'al2023' | 'bottlerocket';
  /** EKS `ami_type`. */
  readonly amiType: string;
  /** AMI release that node groups pin; null where the catalogue has none and the user gave none. */
  readonly release: string | null;
  /** Alias that Karpenter pins, such as `bottlerocket@v1.49.0`. */
  readonly alias: string | null;
}

/** Bucket for model weights, and who may read it. */
export interface StorePlan {
  readonly name: string;
  /** Full bucket name where the account is known; null: name plus account id at apply. */
  readonly bucketName: string | null;
  readonly noncurrentDays: number;
  /** Existing bucket that receives access logs; null: a log bucket is created. */
  readonly accessLogBucket: string | null;
  /** Service accounts (`namespace/name`) that may read weights by pod identity. */
  readonly readers: readonly { readonly namespace: string; readonly serviceAccount: string }[];
  /** Service accounts that hydrate weights and may write. */
  readonly writers: readonly { readonly namespace: string; readonly serviceAccount: string }[];
}

/** Queue and rules for interruption and capacity events. */
export interface EventPlan {
  readonly name: string;
  /** Pools whose capacity ends: each gets a scale-down and an alarm before the end. */
  readonly endingPools: readonly {
    readonly pool: string;
    /** RFC 3339 in UTC; for a block that is bought on apply the latest end. */
    readonly endsAt: string;
    readonly leadMinutes: number;
    /** RFC 3339 in UTC: `endsAt` less the lead, when the pool scales to zero. @default - the lead before the bought end */
    readonly scaleDownAt?: string;
  }[];
  readonly notify: readonly string[];
  readonly logRetentionDays: number;
}

/** The site's load balancer in front of its gateway. */
export interface EntryPlan {
  readonly name: string;
  readonly public: boolean;
  /** Node port of the gateway that the balancer sends to. */
  readonly nodePort: number;
  readonly port: number;
  /** How system nodes become targets: by their Auto Scaling group, or by something in the cluster. */
  readonly targets: 'auto-scaling-group' | 'external';
  /** Certificate in the cloud's store; null: TLS ends at the gateway. */
  readonly certificateArn: string | null;
  readonly allowedCidrs: readonly string[];
}

export interface BudgetPlan {
  readonly name: string;
  readonly usdPerMonth: number;
  readonly alertShares: readonly number[];
  readonly notify: readonly string[];
}

/** One network interface of a GPU node. */
export interface InterfacePlan {
  readonly card: number;
  readonly device: number;
  readonly type: 'interface' | 'efa' | 'efa-only';
}

/** What AWS alone knows of a pool. */
export interface AwsPoolPlan extends CloudPool {
  readonly provider: typeof AWS;
  /** Null if no image fits; a finding says why. */
  readonly image: ImagePlan | null;
  /** Interfaces of each node in order; empty: one default interface. */
  readonly interfaces: readonly InterfacePlan[];
  readonly placementGroup: boolean;
  /** Whether its capacity blocks are of UltraServers, which are targeted through a resource group. */
  readonly ultraServer: boolean;
}

const isAwsSubstrate = (substrate: CloudSubstrate): substrate is SubstratePlan => substrate.provider === AWS;
const isAwsPool = (pool: CloudPool): pool is AwsPoolPlan => pool.provider === AWS;

/** Returns the substrate of an AWS site; null if the site is of another cloud, or if the substrate could not be planned. */
export const substrateOf = ({ substrate }: Pick<SitePlan, 'substrate'>): SubstratePlan | null =>
  substrate !== null && isAwsSubstrate(substrate) ? substrate : null;

/** Returns what AWS alone knows of a pool; a pool of another cloud has no image and one default interface. */
export const awsPoolOf = ({ cloud }: Pick<NodePoolPlan, 'cloud'>): AwsPoolPlan =>
  cloud !== null && isAwsPool(cloud)
    ? cloud
    : { provider: AWS, image: null, interfaces: [], placementGroup: false, ultraServer: false };
