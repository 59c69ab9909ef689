import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IEksCluster } from '../cluster/existing-cluster';
import type { IEncryptionKey } from '../identity/encryption-key';
import { type IRole, type RoleSettings, roleSettingsOf } from '../identity/role';
import type { INetwork } from '../network/existing-network';
import { AwsPlace } from '../place';
import { launchTemplateName, roleName, securityGroupName } from '../rules/names';
import type { InterfacePlan } from '../rules/plan';
import { addCapacity, addPlacementGroup, type NodeCapacity } from './capacity';
import { addCapacityEvents } from './capacity-schedule';
import { baseTemplate, networkInterfaces } from './launch-template';
import { nodeRepair } from './node-repair';
import { addNodeRole } from './node-role';
import { GPU_TAINTS, type NodeImage, type NodeTaint } from './node-settings';

/** Machine, size, capacity and image of a node group, and the cluster that it joins. */
export interface GpuNodeGroupProps extends RoleSettings {
  /** Name of the node group. */
  readonly name: string;
  /** Cluster that the nodes join. */
  readonly cluster: IEksCluster;
  /** Network of the nodes, which are in its private subnets. */
  readonly network: INetwork;
  /** Instance type, such as `p5.48xlarge`. */
  readonly machine: string;
  /** Zones of the nodes, of those of the network. EFA and reservations need exactly one. */
  readonly zones: readonly string[];
  /** Nodes, and those that are reserved or bought. @default 0 */
  readonly count?: number;
  /** Fewest nodes. A group of a capacity block has none before the block starts. @default - `count` */
  readonly minCount?: number;
  /** Most nodes. @default - `count`, at least 1 */
  readonly maxCount?: number;
  /** How the nodes are obtained. @default - on demand */
  readonly capacity?: NodeCapacity;
  /** Network interfaces of each node; see `efaInterfaces`. @default - one */
  readonly interfaces?: readonly InterfacePlan[];
  /** Whether the nodes are in one cluster placement group. @default false */
  readonly placementGroup?: boolean;
  /**
   * Image of the nodes.
   *
   * @default - Bottlerocket with NVIDIA's drivers for x86_64, the newest release when the node group is created
   */
  readonly image?: NodeImage;
  /** Size of the data disk in GiB. @default 300 */
  readonly diskGib?: number;
  /** Whether the machine has NVMe disks, which then hold images and ephemeral volumes. @default false */
  readonly localStorage?: boolean;
  /** Labels of the nodes. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes. @default - `nvidia.com/gpu=present:NoSchedule` */
  readonly taints?: readonly NodeTaint[];
  /** Key of disks and schedules. @default - the account's default key */
  readonly key?: IEncryptionKey;
  /** Role of the nodes, with an access entry in the cluster. @default - a role of its own */
  readonly nodeRole?: IRole;
  /**
   * Whether the role of its own gets an access entry of type `EC2_LINUX` here. EKS creates a missing one, but does not delete
   * it with the role, and nodes of a later role of the same name could not join. Set it to false for a cluster whose
   * authentication mode is `CONFIG_MAP`.
   * @default true
   */
  readonly accessEntry?: boolean;
  /** Security groups of the nodes. @default - the cluster's security group for nodes */
  readonly securityGroupIds?: readonly string[];
  /** Minutes before the end of a capacity block at which its nodes leave. @default - 40, or 70 for UltraServers */
  readonly leadMinutes?: number;
  /** ARN of the topic of the alarm on an idle reservation. @default - the alarm sends no notification */
  readonly alarmTopicArn?: string;
  /** Tags of instances, volumes and interfaces, which the default tags of the provider do not reach. @default - none */
  readonly instanceTags?: Readonly<Record<string, string>>;
  /** Lowest major version of the AWS provider that the stack is applied with. @default 5 */
  readonly providerMajor?: 5 | 6;
  /** Region, account and partition of the nodes. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/** A managed node group of an EKS cluster. */
export interface IGpuNodeGroup {
  /** IAM role of the nodes. */
  readonly nodeRole: IRole;
  /** Name of the node group in EKS. */
  readonly nodeGroupName: string;
  /** Labels of its nodes. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A managed node group of GPU nodes: a launch template with the machine's EFA interfaces, and the capacity that it names, on
 * demand, spot, reserved or as a capacity block that scales the group up at its start and down before its end.
 */
export class GpuNodeGroup extends Construct implements IGpuNodeGroup {
  /** IAM role of the nodes: the stated one, or the group's own. */
  public readonly nodeRole: IRole;
  /** Name of the node group in EKS, which is known after it is created. */
  public readonly nodeGroupName: string;
  public readonly labels: Readonly<Record<string, string>>;
  /** The node group itself. */
  public readonly nodeGroup: EksNodeGroup;
  /** Launch template of the nodes, with interfaces, disks and user data. */
  public readonly launchTemplate: LaunchTemplate;
  /** Id of its capacity reservation. Undefined if it has none. */
  public readonly reservationId: string | undefined;
  /** Name of the Auto Scaling group, to which load balancers attach. */
  public readonly autoScalingGroupName: string;

  constructor(scope: Construct, id: string, props: GpuNodeGroupProps) {
    super(scope, id);
    const { name, cluster, machine, zones, count = 0, image = DEFAULT_IMAGE, interfaces = [] } = props;
    const { capacity = { type: 'on-demand' } } = props;
    const place = props.place ?? AwsPlace.of(this);
    const usesEfa = interfaces.some(({ type }) => type !== 'interface');
    const placement = props.placementGroup === true ? addPlacementGroup(this, cluster.physicalName, name) : null;
    const reserved = addCapacity(
      this,
      { name, machine, zones, count, capacity },
      { place, clusterName: cluster.physicalName, placementGroup: placement },
    );
    const whole = launchTemplateName(cluster.physicalName, name);
    const groups = [
      ...(props.securityGroupIds ?? [cluster.nodeSecurityGroupId]),
      ...(usesEfa && needsEfaGroup(props) ? [this.addEfaGroup(cluster.physicalName, props)] : []),
    ];
    const template = new LaunchTemplate(this, 'template', {
      ...baseTemplate({
        name: whole,
        description: `Pool ${name} of ${cluster.physicalName}`,
        image,
        diskGib: props.diskGib ?? 300,
        key: props.key,
        localStorage: props.localStorage ?? false,
        fastDisk: props.localStorage !== true,
        efa: usesEfa,
        tags: props.instanceTags ?? {},
      }),
      ...reserved.template,
      instanceType: machine,
      ...(placement === null ? {} : { placement: { groupName: placement.name } }),
      ...(interfaces.length === 0
        ? { vpcSecurityGroupIds: groups }
        : { networkInterfaces: networkInterfaces(interfaces, groups) }),
    });
    const { nodeRole, ready } = this.nodeRoleOf(props, place);
    const isBlock = capacity.type === 'capacity-block';
    const { maxCount = count } = props;
    this.labels = props.labels ?? {};
    const nodeGroup = new EksNodeGroup(this, 'node-group', {
      clusterName: cluster.clusterName,
      nodeGroupName: name,
      nodeRoleArn: nodeRole.roleArn,
      ...(cluster.version === undefined ? {} : { version: cluster.version }),
      ...(image.release === undefined ? {} : { releaseVersion: image.release }),
      amiType: image.amiType,
      capacityType: reserved.capacityType,
      subnetIds: zones.map((zone) => props.network.privateSubnetId(zone)),
      scalingConfig: {
        // Nodes of a block cannot exist before it starts.
        minSize: isBlock ? 0 : (props.minCount ?? count),
        desiredSize: isBlock ? 0 : count,
        // EKS accepts no group that can have no node. One that needs none yet may have one, and has none.
        maxSize: maxCount === 0 ? 1 : maxCount,
      },
      // One node at a time. The provider has no argument for EKS' strategy MINIMAL, which ends a node before it starts the next.
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: nodeRepair(props.providerMajor ?? 5),
      launchTemplate: { id: template.id, version: `${template.latestVersion}` },
      labels: { ...this.labels },
      taint: (props.taints ?? GPU_TAINTS).map(({ key, value, effect }) => ({
        key,
        value,
        effect: taintEffect(name, effect),
      })),
      tags: { Name: whole },
      // A schedule starts and ends the nodes of a block. The size of other groups is not ignored: EKS refuses a minimum above
      // the present size, so a group that a migration fills would never grow.
      ...(isBlock ? { lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] } } : {}),
      dependsOn: [...ready, ...cluster.ready],
    });
    this.node.defaultChild = nodeGroup;
    addCapacityEvents(this, {
      ...roleSettingsOf(props),
      name,
      clusterName: cluster.physicalName,
      nodeGroup,
      capacity,
      reserved,
      count,
      maxCount,
      leadMinutes: props.leadMinutes,
      alarmTopicArn: props.alarmTopicArn,
      key: props.key,
      place,
    });
    this.nodeRole = nodeRole;
    this.nodeGroupName = nodeGroup.nodeGroupName;
    this.nodeGroup = nodeGroup;
    this.launchTemplate = template;
    this.reservationId = reserved.reservationId ?? undefined;
    this.autoScalingGroupName = nodeGroup.resources.get(0).autoscalingGroups.get(0).name;
  }

  /** Returns the stated role, or a new one with its access entry, and what nodes wait for. */
  private nodeRoleOf(
    props: GpuNodeGroupProps,
    place: AwsPlace,
  ): { readonly nodeRole: IRole; readonly ready: ITerraformDependable[] } {
    const { name, cluster } = props;
    if (props.nodeRole !== undefined) return { nodeRole: props.nodeRole, ready: [] };
    const nodeRole = addNodeRole(this, {
      ...roleSettingsOf(props),
      name: roleName(cluster.physicalName, name, 'node'),
      description: `Nodes of pool ${name} of ${cluster.physicalName}`,
      place,
    });
    if (props.accessEntry === false) return { nodeRole, ready: nodeRole.grants };
    const entry = new EksAccessEntry(this, 'access', {
      clusterName: cluster.clusterName,
      principalArn: nodeRole.roleArn,
      type: 'EC2_LINUX',
    });
    return { nodeRole, ready: [...nodeRole.grants, entry] };
  }

  /** EFA needs rules, in both directions, that name the group itself; a rule for any address does not count. */
  private addEfaGroup(cluster: string, { name: pool, network: { vpcId } }: GpuNodeGroupProps): string {
    const name = securityGroupName(cluster, pool, 'efa');
    const group = new SecurityGroup(this, 'efa-security-group', {
      name,
      description: `EFA between nodes of ${launchTemplateName(cluster, pool)}`,
      vpcId,
      tags: { Name: name },
    });
    const self = {
      securityGroupId: group.id,
      description: 'Node to node, EFA included',
      ipProtocol: '-1',
      referencedSecurityGroupId: group.id,
    };
    new VpcSecurityGroupIngressRule(this, 'efa-ingress', self);
    new VpcSecurityGroupEgressRule(this, 'efa-egress', self);
    return group.id;
  }
}

const DEFAULT_IMAGE: NodeImage = { family: 'bottlerocket', amiType: 'BOTTLEROCKET_x86_64_NVIDIA' };

/** Whether the nodes are in no group that is known to let EFA traffic pass: EKS' own has no such rule. */
const needsEfaGroup = ({ cluster, securityGroupIds }: GpuNodeGroupProps): boolean =>
  securityGroupIds === undefined && cluster.nodeSecurityGroupId === cluster.clusterSecurityGroupId;

/** EKS' names of taint effects. */
const taintEffects: Readonly<Record<string, string>> = {
  NoSchedule: 'NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
};

function taintEffect(pool: string, effect: string): string {
  const found = taintEffects[effect];
  if (found === undefined) {
    throw new Error(`pool "${pool}" has the taint effect "${effect}"; EKS has ${Object.keys(taintEffects).join(', ')}`);
  }
  return found;
}
