import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup, type EksNodeGroupNodeRepairConfig } from '@cdktf/provider-aws/lib/eks-node-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { ServiceRole } from './identity/role';
import { baseTemplate } from './launch-template';
import { roleName } from './names';
import type { AwsOptions } from './options';
import type { Place } from './place';
import type { ClusterPlan, SystemPoolPlan } from './rules/plan';

export interface SystemPoolProps {
  readonly plan: SystemPoolPlan;
  readonly clusterPlan: ClusterPlan;
  readonly cluster: EksCluster;
  readonly place: Place;
  readonly options: AwsOptions;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly keyArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly nodeRepairConfig: EksNodeGroupNodeRepairConfig;
  readonly after: readonly TerraformResource[];
}

/** What nodes may do by themselves: join, and pull images. Network and disks belong to pods with roles of their own. */
export const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'] as const;

/** Nodes of controllers, DNS and gateways, over several zones. */
export function addSystemPool(scope: Construct, props: SystemPoolProps) {
  const { plan, clusterPlan, cluster, place, options } = props;
  const group = new Construct(scope, 'system');
  const role = new ServiceRole(group, 'role', {
    name: roleName(clusterPlan.name, 'node'),
    description: `Nodes of ${clusterPlan.name}`,
    place,
    options,
    service: 'ec2.amazonaws.com',
    managed: NODE_POLICIES,
  });
  const name = `${clusterPlan.name}-system`;
  const template = new LaunchTemplate(group, 'template', {
    ...baseTemplate({
      name,
      description: `System nodes of ${clusterPlan.name}`,
      image: plan.image,
      diskGib: plan.diskGib,
      keyArn: props.keyArn,
      localStorage: false,
      tags: { ...options.tags, ...props.tags },
    }),
    vpcSecurityGroupIds: [props.securityGroupId],
  });
  const nodeGroup = new EksNodeGroup(group, 'node-group', {
    clusterName: cluster.name,
    nodeGroupName: 'system',
    nodeRoleArn: role.arn,
    version: clusterPlan.version,
    ...(plan.image.release === null ? {} : { releaseVersion: plan.image.release }),
    amiType: plan.image.amiType,
    capacityType: 'ON_DEMAND',
    instanceTypes: [plan.machine],
    subnetIds: [...props.subnetIds],
    scalingConfig: { minSize: plan.minCount, desiredSize: plan.desiredCount, maxSize: plan.maxCount },
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: props.nodeRepairConfig,
    launchTemplate: { id: template.id, version: `${template.latestVersion}` },
    labels: { 'ai-factory/pool': 'system' },
    tags: { Name: name },
    lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
    dependsOn: [...role.grants, ...props.after],
  });
  return { role, nodeGroup };
}
