import { EksCluster as EksClusterResource } from '@cdktf/provider-aws/lib/eks-cluster';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addLogGroup } from '../events/log-group';
import type { IEncryptionKey } from '../identity/encryption-key';
import type { Grant } from '../identity/grant';
import { type RoleSettings, roleSettingsOf, ServiceRole } from '../identity/role';
import type { INetwork } from '../network/existing-network';
import { SystemNodeGroup, type SystemNodeGroupOptions } from '../nodes/system-node-group';
import { AwsPlace } from '../place';
import { clusterLogGroup, roleName } from '../rules/names';
import { addAccessEntry } from './access-entries';
import { type AddonOptions, addAddon, type ClusterAddon, isBeforeNodes } from './addons';
import {
  type EksClusterAttributes,
  type EksClusterLookupOptions,
  ExistingCluster,
  type IEksCluster,
  lookUpCluster,
} from './existing-cluster';
import { KarpenterController, type KarpenterControllerOptions } from './karpenter-controller';
import { addClusterSecurity } from './security-groups';

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** Settings of a new EKS cluster; `EksCluster.fromAttributes` and `fromClusterName` return existing ones. */
export interface EksClusterProps extends RoleSettings {
  /** Name of the cluster, unique in the account and region. The names of its roles and log group start with it. */
  readonly name: string;
  /** Minor version of Kubernetes, such as `1.35`. */
  readonly version: string;
  /** Network of the cluster. The control plane gets its interfaces in the system subnets. */
  readonly network: INetwork;
  /** Key of the secrets and logs of the cluster. */
  readonly key: IEncryptionKey;
  /** Ranges that may reach the Kubernetes API from outside the network. @default - the API is private */
  readonly publicCidrs?: readonly string[];
  /**
   * Ranges that may reach the Kubernetes API at its private addresses, such as those of runners or a VPN.
   * @default - the nodes only
   */
  readonly privateCidrs?: readonly string[];
  /** ARNs of IAM principals that administer the cluster. @default - none; see `grantAdmin` */
  readonly adminArns?: readonly string[];
  /** ARNs of IAM principals that may read everything but secrets. @default - none; see `grantView` */
  readonly viewerArns?: readonly string[];
  /** Days for which the logs of the control plane are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Whether Terraform, and with version 6 of its AWS provider EKS too, refuse to delete the cluster. @default true */
  readonly deletionProtection?: boolean;
  /** Lowest major version of the AWS provider that the stack is applied with. @default 5 */
  readonly providerMajor?: 5 | 6;
  /** Region, account and partition of the cluster. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/**
 * An EKS cluster with a private API, encrypted secrets, all logs, and access by access entries only: whoever creates it gets
 * no rights of their own.
 *
 * It has no add-ons and no nodes before `addAddon` and `addSystemNodeGroup` are called.
 */
export class EksCluster extends Construct implements IEksCluster {
  /** Returns an existing cluster. Only attributes that are stated can be used. */
  public static fromAttributes(scope: Construct, id: string, attributes: EksClusterAttributes): IEksCluster {
    return new ExistingCluster(scope, id, attributes);
  }

  /** Returns an existing cluster, whose attributes are read by its name on apply. */
  public static fromClusterName(
    scope: Construct,
    id: string,
    clusterName: string,
    options: EksClusterLookupOptions = {},
  ): IEksCluster {
    return lookUpCluster(scope, id, clusterName, options);
  }

  public readonly physicalName: string;
  public readonly clusterName: string;
  /** ARN of the cluster, which exists only after it is created. */
  public readonly clusterArn: string;
  public readonly version: string;
  public readonly endpoint: string;
  public readonly certificateAuthorityData: string;
  public readonly oidcIssuerUrl: string;
  public readonly clusterSecurityGroupId: string;
  public readonly nodeSecurityGroupId: string;
  /** Security group of the control plane's network interfaces. */
  public readonly controlPlaneSecurityGroupId: string;
  /** The cluster itself. */
  public readonly cluster: EksClusterResource;

  private readonly props: EksClusterProps;
  private readonly place: AwsPlace;
  private readonly rules: readonly ITerraformDependable[];
  private readonly addonsBeforeNodes: ITerraformDependable[] = [];
  private readonly systemNodes: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    const { name, network, key, publicCidrs = [], deletionProtection = true } = props;
    const place = props.place ?? AwsPlace.of(this);
    this.props = props;
    this.place = place;
    this.physicalName = name;
    this.version = props.version;
    const logs = addLogGroup(this, 'logs', {
      name: clusterLogGroup(name),
      retentionDays: props.logRetentionDays,
      key,
    });
    const role = new ServiceRole(this, 'role', {
      ...roleSettingsOf(props),
      name: roleName(name, 'cluster'),
      description: `Control plane of ${name}`,
      place,
      service: 'eks.amazonaws.com',
      trust: {
        StringEquals: { 'aws:SourceAccount': place.accountId },
        ArnEquals: { 'aws:SourceArn': place.arn('eks', `cluster/${name}`) },
      },
      managed: ['AmazonEKSClusterPolicy'],
      statements: [
        {
          Sid: 'Secrets',
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
          Resource: key.keyArn,
        },
      ],
    });
    const security = addClusterSecurity(this, { name, place, network, apiCidrs: props.privateCidrs ?? [] });
    this.controlPlaneSecurityGroupId = security.controlPlaneSecurityGroupId;
    this.nodeSecurityGroupId = security.nodeSecurityGroupId;
    this.rules = security.rules;
    const cluster = new EksClusterResource(this, 'cluster', {
      name,
      version: props.version,
      roleArn: role.roleArn,
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: LOG_TYPES,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { resources: ['secrets'], provider: { keyArn: key.keyArn } },
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: true },
      vpcConfig: {
        subnetIds: network.systemSubnetIds,
        securityGroupIds: [security.controlPlaneSecurityGroupId],
        endpointPrivateAccess: true,
        // EKS takes an empty list for every address.
        endpointPublicAccess: publicCidrs.length > 0,
        ...(publicCidrs.length === 0 ? {} : { publicAccessCidrs: [...publicCidrs] }),
      },
      ...((props.providerMajor ?? 5) >= 6 ? { deletionProtection } : {}),
      lifecycle: { preventDestroy: deletionProtection },
      tags: { Name: name },
      // EKS creates a missing log group itself, unencrypted and without an end.
      // Nodes and add-ons come after the cluster, so they have a way out when they start, and still have it when they end.
      dependsOn: [logs, ...role.grants, ...network.ready],
    });
    this.cluster = cluster;
    this.node.defaultChild = cluster;
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthorityData = cluster.certificateAuthority.get(0).data;
    this.oidcIssuerUrl = cluster.identity.get(0).oidc.get(0).issuer;
    this.clusterSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    const admins = new Set(props.adminArns);
    for (const arn of admins) this.grantAdmin(arn);
    for (const arn of props.viewerArns ?? []) if (!admins.has(arn)) this.grantView(arn);
  }

  public get ready(): ITerraformDependable[] {
    return [...this.rules, ...this.addonsBeforeNodes, ...this.systemNodes];
  }

  /** Lets an IAM principal administer the cluster. */
  public grantAdmin(principalArn: string): Grant {
    return addAccessEntry(this, 'admin', principalArn, { clusterName: this.clusterName, place: this.place });
  }

  /** Lets an IAM principal read everything but secrets. */
  public grantView(principalArn: string): Grant {
    return addAccessEntry(this, 'viewer', principalArn, { clusterName: this.clusterName, place: this.place });
  }

  /**
   * Adds an EKS add-on. Add the ones that nodes need before node groups, and the others after the system node group.
   *
   * @throws Error if the add-on has an identity and its permissions are neither known nor stated
   */
  public addAddon(name: string, options: AddonOptions): ClusterAddon {
    const { props, place } = this;
    const isFirst = isBeforeNodes(name, options);
    const addon = addAddon(this, name, {
      ...options,
      ...roleSettingsOf(props),
      cluster: this,
      place,
      key: props.key,
      after: isFirst ? [] : this.systemNodes,
    });
    if (isFirst) this.addonsBeforeNodes.push(addon.resource);
    return addon;
  }

  /** Adds nodes for controllers, DNS and gateways, in all zones of the network. */
  public addSystemNodeGroup(id: string, options: SystemNodeGroupOptions = {}): SystemNodeGroup {
    const { props, place } = this;
    const nodes = new SystemNodeGroup(this, id, {
      ...roleSettingsOf(props),
      key: props.key,
      providerMajor: props.providerMajor,
      ...options,
      network: props.network,
      cluster: this,
      place,
    });
    this.systemNodes.push(nodes.nodeGroup);
    return nodes;
  }

  /** Adds what Karpenter needs in AWS: the roles of its controller and nodes. */
  public addKarpenter(id: string, options: KarpenterControllerOptions): KarpenterController {
    const { props, place } = this;
    return new KarpenterController(this, id, {
      ...roleSettingsOf(props),
      key: props.key,
      ...options,
      cluster: this,
      place,
    });
  }
}
