import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { labelKeys } from '../../../planner/model/names';
import type { IEksCluster } from '../cluster/existing-cluster';
import type { IEncryptionKey } from '../identity/encryption-key';
import { type IRole, type RoleSettings, roleSettingsOf } from '../identity/role';
import type { INetwork } from '../network/existing-network';
import { AwsPlace } from '../place';
import { launchTemplateName, roleName } from '../rules/names';
import { baseTemplate } from './launch-template';
import { nodeRepair } from './node-repair';
import { addNodeRole } from './node-role';
import type { NodeImage } from './node-settings';

/** Machine, size and image of the nodes that run controllers. */
export interface SystemNodeGroupOptions {
  /** Name of the node group. @default 'system' */
  readonly name?: string;
  /** Instance type. @default 'm7i.2xlarge' */
  readonly machine?: string;
  /** Image of the nodes. @default - Bottlerocket for x86_64, the newest release when the node group is created */
  readonly image?: NodeImage;
  /** Fewest nodes. @default 3 */
  readonly minCount?: number;
  /** Nodes at first; autoscaling and people change it afterwards. @default - `minCount` */
  readonly desiredCount?: number;
  /** Most nodes. @default 6 */
  readonly maxCount?: number;
  /** Size of the data disk in GiB. @default 100 */
  readonly diskGib?: number;
  /** Key of the disks. @default - the account's default key */
  readonly key?: IEncryptionKey;
  /** Tags of instances, volumes and interfaces, which the default tags of the provider do not reach. @default - none */
  readonly instanceTags?: Readonly<Record<string, string>>;
  /** Lowest major version of the AWS provider that the stack is applied with. @default 5 */
  readonly providerMajor?: 5 | 6;
}

/** Options of a system node group, with the cluster that it joins. */
export interface SystemNodeGroupProps extends SystemNodeGroupOptions, RoleSettings {
  /** Cluster that the nodes join. The names of role and launch template start with its name. */
  readonly cluster: IEksCluster;
  /** Network of the nodes, which are in all its private subnets. */
  readonly network: INetwork;
  /** Region, account and partition of the nodes. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/** A managed node group for controllers, DNS and gateways, in all zones of the network. */
export class SystemNodeGroup extends Construct {
  /** IAM role of the nodes. */
  public readonly nodeRole: IRole;
  /** The node group itself. */
  public readonly nodeGroup: EksNodeGroup;
  /** Launch template of the nodes. */
  public readonly launchTemplate: LaunchTemplate;
  /** Name of the Auto Scaling group, to which load balancers attach. */
  public readonly autoScalingGroupName: string;

  constructor(scope: Construct, id: string, props: SystemNodeGroupProps) {
    super(scope, id);
    const { cluster, network, minCount = 3, image = DEFAULT_IMAGE, name: groupName = 'system' } = props;
    const role = addNodeRole(this, {
      ...roleSettingsOf(props),
      name: roleName(cluster.physicalName, 'node'),
      description: `Nodes of ${cluster.physicalName}`,
      place: props.place ?? AwsPlace.of(this),
    });
    const name = launchTemplateName(cluster.physicalName, groupName);
    const template = new LaunchTemplate(this, 'template', {
      ...baseTemplate({
        name,
        description: `System nodes of ${cluster.physicalName}`,
        image,
        diskGib: props.diskGib ?? 100,
        key: props.key,
        localStorage: false,
        tags: props.instanceTags ?? {},
      }),
      vpcSecurityGroupIds: [cluster.nodeSecurityGroupId],
    });
    const nodeGroup = new EksNodeGroup(this, 'node-group', {
      clusterName: cluster.clusterName,
      nodeGroupName: groupName,
      nodeRoleArn: role.roleArn,
      ...(cluster.version === undefined ? {} : { version: cluster.version }),
      ...(image.release === undefined ? {} : { releaseVersion: image.release }),
      amiType: image.amiType,
      capacityType: 'ON_DEMAND',
      instanceTypes: [props.machine ?? 'm7i.2xlarge'],
      subnetIds: network.privateSubnetIds,
      scalingConfig: { minSize: minCount, desiredSize: props.desiredCount ?? minCount, maxSize: props.maxCount ?? 6 },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: nodeRepair(props.providerMajor ?? 5),
      launchTemplate: { id: template.id, version: `${template.latestVersion}` },
      labels: { [labelKeys.pool]: groupName },
      tags: { Name: name },
      lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
      dependsOn: [...role.grants, ...cluster.ready],
    });
    this.node.defaultChild = nodeGroup;
    this.nodeRole = role;
    this.nodeGroup = nodeGroup;
    this.launchTemplate = template;
    this.autoScalingGroupName = nodeGroup.resources.get(0).autoscalingGroups.get(0).name;
  }
}

const DEFAULT_IMAGE: NodeImage = { family: 'bottlerocket', amiType: 'BOTTLEROCKET_x86_64' };
