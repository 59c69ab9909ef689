import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { acknowledgeWildcard } from '../identity/policy-document';
import { PodRole, type RoleSettings, roleSettingsOf, ServiceRole } from '../identity/role';
import { addCapacity, addPlacementGroup, type CapacityPool } from '../nodes/capacity';
import { NODE_POLICIES } from '../nodes/node-role';
import { AwsPlace } from '../place';
import { karpenterNodeProfile, karpenterNodeRole, roleName } from '../rules/names';
import type { IEksCluster } from './existing-cluster';
import { karpenterStatements } from './karpenter-permissions';

/** Where the controller runs and where it learns of interruptions. */
export interface KarpenterControllerOptions {
  /** Name of the queue with the interruption events. */
  readonly queueName: string;
  /** Namespace of the controller. @default 'karpenter' */
  readonly namespace?: string;
  /** Service account of the controller. @default 'karpenter' */
  readonly serviceAccount?: string;
}

/** What the AWS side of Karpenter is created for: its cluster, queue, key and roles. */
export interface KarpenterControllerProps extends KarpenterControllerOptions, RoleSettings {
  /** Cluster whose pods are served. Nodes get an access entry in it. */
  readonly cluster: IEksCluster;
  /** Key that encrypts the disks of nodes. */
  readonly key: IEncryptionKey;
  /** Region, account and partition of the nodes. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/**
 * What Karpenter needs in AWS: the role of its controller, by EKS Pod Identity; the role, instance profile and access entry of
 * the nodes that it launches; and the capacity of its pools.
 */
export class KarpenterController extends Construct {
  /** Role of the nodes. */
  public readonly nodeRole: ServiceRole;
  /** Name of the instance profile of the nodes. */
  public readonly nodeProfileName: string;
  /** Role of the controller. */
  public readonly controllerRole: PodRole;
  private readonly place: AwsPlace;
  private readonly clusterName: string;

  constructor(scope: Construct, id: string, props: KarpenterControllerProps) {
    super(scope, id);
    const { cluster, key } = props;
    const place = props.place ?? AwsPlace.of(this);
    this.place = place;
    this.clusterName = cluster.physicalName;
    const settings = roleSettingsOf(props);
    // A role of its own: EKS creates the access entry of the role of a managed node group, and this one is created here.
    this.nodeRole = new ServiceRole(this, 'node-role', {
      ...settings,
      name: karpenterNodeRole(cluster.physicalName),
      description: `Nodes that Karpenter launches at ${cluster.physicalName}`,
      place,
      service: 'ec2.amazonaws.com',
      managed: NODE_POLICIES,
    });
    // Created here and not by the controller: that is one right less, and IAM has no endpoint in an isolated network.
    const profile = new IamInstanceProfile(this, 'node-profile', {
      name: karpenterNodeProfile(cluster.physicalName),
      role: this.nodeRole.roleName,
      path: props.rolePath ?? '/',
    });
    this.nodeProfileName = profile.name;
    new EksAccessEntry(this, 'node-access', {
      clusterName: cluster.clusterName,
      principalArn: this.nodeRole.roleArn,
      type: 'EC2_LINUX',
    });
    this.controllerRole = new PodRole(this, 'controller-role', {
      ...settings,
      name: roleName(cluster.physicalName, 'karpenter'),
      description: `Karpenter of ${cluster.physicalName}`,
      place,
      clusterName: cluster.physicalName,
      namespace: props.namespace ?? 'karpenter',
      serviceAccount: props.serviceAccount ?? 'karpenter',
      statements: karpenterStatements({
        place,
        clusterName: cluster.physicalName,
        nodeRoleArn: this.nodeRole.roleArn,
        nodeProfileArn: profile.arn,
        queueName: props.queueName,
        keyArn: key.keyArn,
      }),
    });
    acknowledgeWildcard(
      this.controllerRole,
      'what it launches has no name before; every launch and end is bound to the cluster’s tags, reads and prices know no resource',
    );
    this.controllerRole.associate(cluster.clusterName);
  }

  /** Adds the placement group of a pool, and reserves or buys its capacity if it names no existing reservation. */
  public addPool(pool: CapacityPool): void {
    const own = new Construct(this, `pool-${pool.name}`);
    const placement = pool.placementGroup === true ? addPlacementGroup(own, this.clusterName, pool.name) : null;
    const { capacity } = pool;
    const isReserved = capacity.type === 'reservation' || capacity.type === 'capacity-block';
    if (isReserved && capacity.reservationId == null) {
      addCapacity(own, pool, { place: this.place, clusterName: this.clusterName, placementGroup: placement });
    }
  }
}
