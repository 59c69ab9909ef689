import type { CloudPool, CloudSubstrate, NodePoolPlan, SitePlan } from '../../../planner/model/plan';
import type { NetworkZone } from './address-plan';
import { AWS } from './site';

/** Everything below Kubernetes at an AWS site, created or existing. */
export interface SubstratePlan extends CloudSubstrate {
  readonly provider: typeof AWS;
  /** Account of the site, and the limits of the roles in it. */
  readonly account: AccountPlan;
  /** VPC that is created, or an existing one, which has the key `existing`. */
  readonly network: NetworkPlan | ExistingNetworkPlan;
  /** The one KMS key of the site. */
  readonly keys: KeyPlan;
  /** EKS cluster that is created, or an existing one, which has the key `existing`. */
  readonly cluster: ClusterPlan | ExistingClusterPlan;
  /** Bucket of the model weights. */
  readonly store: StorePlan;
  /** Queue, topic and rules for interruptions and alarms. */
  readonly events: EventPlan;
  /** Load balancer in front of the gateway. */
  readonly entry: EntryPlan;
  /** AWS budget with alerts. Null if the site states no money budget. */
  readonly budget: BudgetPlan | null;
}

/** The account of a site, and who acts in it. */
export interface AccountPlan {
  /** The 12 digits of the account; Terraform refuses to touch any other. */
  readonly accountId: string;
  /** Partition of the region, for ARNs. */
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov';
  /** Role that Terraform assumes; null: the identity of the caller. */
  readonly assumeRoleArn: string | null;
  /** Policy that bounds every role of the site; null: none. */
  readonly permissionsBoundary: string | null;
  /** IAM path of every role of the site, such as `/`. */
  readonly rolePath: string;
  /** Whether the service-linked roles of EC2 Auto Scaling and EC2 Spot are created. */
  readonly serviceLinkedRoles: 'exist' | 'create';
}

/** The subnets of one zone. */
export type ZonePlan = NetworkZone;

/** The VPC that is created for a site. */
export interface NetworkPlan {
  /** Prefix of every name at the site: `<factory>-<site>`. */
  readonly name: string;
  /** IPv4 range of the VPC, which the subnets of the zones divide. */
  readonly cidr: string;
  /** Zones with the ranges of their subnets. */
  readonly zones: readonly ZonePlan[];
  /** NAT gateways: none, one for all zones, or one in each zone. */
  readonly nat: 'none' | 'single' | 'per-zone';
  /** Short names of the interface endpoints, such as `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  /** Buckets of registries that image layers are read from through the gateway endpoint. */
  readonly layerBuckets: readonly string[];
  /** Days for which the flow log is kept. */
  readonly flowLogRetentionDays: number;
  /** Domain names that may be resolved from the network; null: no DNS allow-list. */
  readonly allowedDomains: readonly string[] | null;
}

/** An existing VPC. */
export interface ExistingNetworkPlan {
  /** Prefix of every name at the site: `<factory>-<site>`. */
  readonly name: string;
  /** IPv4 range of the VPC, as the site states it. */
  readonly cidr: string;
  /** Ids of the VPC and its subnets, as the site states them. */
  readonly existing: {
    /** Id of the VPC. */
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

/** The KMS key that encrypts what a site stores. */
export interface KeyPlan {
  /** Name of the key: its alias is `alias/<name>`. */
  readonly name: string;
  /** Days between the deletion of the key and its end. */
  readonly deletionWindowDays: number;
  /** Principals that administer the key: the admins of the cluster, sorted. */
  readonly administratorArns: readonly string[];
}

/** The EKS cluster that is created for a site. */
export interface ClusterPlan {
  /** Name of the cluster, from the names of factory and site. */
  readonly name: string;
  /** Minor version of Kubernetes, such as `1.35`. */
  readonly version: string;
  /** Null: the API is reachable from inside the network only. */
  readonly publicCidrs: readonly string[] | null;
  /** Ranges that reach the private endpoint of the API beside the nodes. */
  readonly privateCidrs: readonly string[];
  /** IAM principals that get an access entry with the cluster-admin policy. */
  readonly adminArns: readonly string[];
  /** IAM principals that may read everything. */
  readonly viewerArns: readonly string[];
  /** Days for which the logs of the control plane are kept. */
  readonly logRetentionDays: number;
  /** Whether cluster, buckets and load balancer refuse to be deleted. */
  readonly deletionProtection: boolean;
  /** EKS add-ons with exact versions. Those that nodes need are created before nodes. */
  readonly addons: readonly AddonPlan[];
  /** Node group of controllers, DNS and gateway. */
  readonly system: SystemPoolPlan;
  /** Policies of the roles of add-ons that the library does not know, by add-on. */
  readonly addonPolicyArns: Readonly<Record<string, readonly string[]>>;
  /** Whether Karpenter runs here: it then needs its role, its queue and discovery tags. */
  readonly karpenter: boolean;
}

/** An existing EKS cluster. */
export interface ExistingClusterPlan {
  /** Name of the cluster. */
  readonly name: string;
  /** What the site states of the cluster. */
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

/** An EKS add-on of a cluster. */
export interface AddonPlan {
  /** Name of the add-on, such as `vpc-cni`. */
  readonly name: string;
  /** Exact version, such as `v1.19.0-eksbuild.1`. */
  readonly version: string;
  /** JSON object of the add-on's configuration values; null: its defaults. */
  readonly configuration: Readonly<Record<string, unknown>> | null;
  /** Service account whose role the add-on uses by pod identity; null: none. */
  readonly identity: {
    /** Name of the service account. */
    readonly serviceAccount: string;
    /** Namespace of the service account. */
    readonly namespace: string;
    /** Suffix of the name of the role, after that of the cluster. */
    readonly role: string;
  } | null;
}

/** The managed node group of a site for everything but accelerators. */
export interface SystemPoolPlan {
  /** Instance type. */
  readonly machine: string;
  /** CPU architecture of the machine. */
  readonly architecture: 'amd64' | 'arm64';
  /** Fewest nodes. */
  readonly minCount: number;
  /** Nodes when the group is created; autoscaling changes them later. */
  readonly desiredCount: number;
  /** Most nodes, at least `minCount`. */
  readonly maxCount: number;
  /** Image of the nodes. */
  readonly image: ImagePlan;
  /** Size of the data disk in GiB. */
  readonly diskGib: number;
}

/** Image of nodes, in the terms of EKS and of Karpenter. */
export interface ImagePlan {
  /** Family of the image, which decides the form of the user data. */
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
  /** Prefix of the names of buckets and roles. */
  readonly name: string;
  /** Full bucket name where the account is known; null: name plus account id at apply. */
  readonly bucketName: string | null;
  /** Days for which replaced and deleted versions are kept. */
  readonly noncurrentDays: number;
  /** Existing bucket that receives access logs; null: a log bucket is created. */
  readonly accessLogBucket: string | null;
  /** Service accounts (`namespace/name`) that may read weights by pod identity. */
  readonly readers: readonly {
    /** Namespace of a tenant. */
    readonly namespace: string;
    /** Name of the account of its servers. */
    readonly serviceAccount: string;
  }[];
  /** Service accounts that hydrate weights and may write. */
  readonly writers: readonly {
    /** Namespace of a tenant. */
    readonly namespace: string;
    /** Name of the account of its weights jobs. */
    readonly serviceAccount: string;
  }[];
}

/** Queue and rules for interruption and capacity events. */
export interface EventPlan {
  /** Name of the queue and the topic. */
  readonly name: string;
  /** Pools whose capacity ends: each gets a scale-down and an alarm before the end. */
  readonly endingPools: readonly {
    /** Name of the pool. */
    readonly pool: string;
    /** RFC 3339 in UTC; for a block that is bought on apply the latest end. */
    readonly endsAt: string;
    /** Minutes before the end at which the nodes leave. */
    readonly leadMinutes: number;
    /** RFC 3339 in UTC: `endsAt` less the lead, when the pool scales to zero. @default - the lead before the bought end */
    readonly scaleDownAt?: string;
  }[];
  /** Mail addresses that are subscribed to the topic: those of the money budget and of the factory, sorted. */
  readonly notify: readonly string[];
  /** Days for which the log of events is kept. */
  readonly logRetentionDays: number;
}

/** The site's load balancer in front of its gateway. */
export interface EntryPlan {
  /** Name of the load balancer, by which a front door finds it. */
  readonly name: string;
  /** Whether the load balancer is internet-facing. */
  readonly public: boolean;
  /** Node port of the gateway that the balancer sends to. */
  readonly nodePort: number;
  /** Port that the load balancer listens on. */
  readonly port: number;
  /** How system nodes become targets: by their Auto Scaling group, or by something in the cluster. */
  readonly targets: 'auto-scaling-group' | 'external';
  /** Certificate in the cloud's store; null: TLS ends at the gateway. */
  readonly certificateArn: string | null;
  /** IPv4 ranges that can connect; empty: none. */
  readonly allowedCidrs: readonly string[];
}

/** The AWS budget of a site. */
export interface BudgetPlan {
  /** Name of the budget. */
  readonly name: string;
  /** Amount of the budget in USD per month. */
  readonly usdPerMonth: number;
  /** Shares of the budget, such as 0.8, at which actual and forecast spending are reported. */
  readonly alertShares: readonly number[];
  /** Mail addresses that are notified, beside the topic of the site. */
  readonly notify: readonly string[];
}

/** One network interface of a GPU node. */
export interface InterfacePlan {
  /** Index of the network card. */
  readonly card: number;
  /** Index of the device on its card. */
  readonly device: number;
  /** `interface`: ENA alone; `efa`: ENA and EFA; `efa-only`: EFA alone, without an IP address. */
  readonly type: 'interface' | 'efa' | 'efa-only';
}

/** What AWS alone knows of a pool. */
export interface AwsPoolPlan extends CloudPool {
  readonly provider: typeof AWS;
  /** Null if no image fits; a finding says why. */
  readonly image: ImagePlan | null;
  /** Interfaces of each node in order; empty: one default interface. */
  readonly interfaces: readonly InterfacePlan[];
  /** Whether the nodes are launched in a cluster placement group. */
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
