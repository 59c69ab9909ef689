import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { NodePoolPlan } from '../../planner/plan';
import type { INetwork, Realize } from '../../port/port';
import { addCapacity, addPlacementGroup } from './capacity';
import { addCapacityEvents } from './capacity-schedule';
import { baseTemplate, networkInterfaces } from './launch-template';
import { requireHandle, requireSubstrate } from './log-group';
import { nodeRepair } from './node-repair';
import type { AwsOptions } from './options';
import { placeOf } from './place';
import { providerMajor } from './provider-major';
import { awsPoolOf } from './rules/plan';

/** EKS' names of taint effects. */
const taintEffects: Readonly<Record<string, string>> = {
  NoSchedule: 'NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
};

/** A pool as a managed node group: its template follows the machine, its capacity the source that the plan names. */
export const realizeNodePool =
  (options: AwsOptions): Realize<'nodePool'> =>
  (scope, id, plan, context) => {
    const place = placeOf(scope, context.site, options);
    const keys = requireHandle(context.handles.keys, 'keys', context);
    const network = requireHandle(context.handles.network, 'network', context);
    const cluster = requireHandle(context.handles.cluster, 'cluster', context);
    const substrate = requireSubstrate(context);
    const { image, interfaces } = awsPoolOf(plan);
    if (image === null) throw new Error(`pool "${plan.name}" has no image; a managed node group needs one`);
    const group = new Construct(scope, id);
    const placement = addPlacementGroup(group, substrate.cluster.name, plan);
    const capacity = addCapacity(group, plan, place, substrate.cluster.name, placement);
    const name = `${substrate.cluster.name}-${plan.name}`;
    const template = new LaunchTemplate(group, 'template', {
      ...baseTemplate({
        name,
        description: `Pool ${plan.name} of ${substrate.cluster.name}`,
        image,
        diskGib: plan.diskGib,
        keyArn: keys.keyArn,
        localStorage: plan.localNvmeGb > 0,
        fastDisk: plan.localNvmeGb === 0,
        efa: plan.fabric === 'efa',
        tags: { ...options.tags, ...context.site.tags },
      }),
      ...capacity.template,
      instanceType: plan.machine,
      ...(placement === null ? {} : { placement: { groupName: placement.name } }),
      ...(interfaces.length === 0
        ? { vpcSecurityGroupIds: [cluster.nodeSecurityGroupId] }
        : { networkInterfaces: networkInterfaces(interfaces, cluster.nodeSecurityGroupId) }),
    });
    const block = plan.capacity.type === 'capacity-block';
    const ending = substrate.events.endingPools.find((each) => each.pool === plan.name);
    const nodeGroup = new EksNodeGroup(group, 'node-group', {
      clusterName: cluster.clusterName,
      nodeGroupName: plan.name,
      nodeRoleArn: cluster.nodeRoleArn,
      version: substrate.cluster.version,
      ...(image.release === null ? {} : { releaseVersion: image.release }),
      amiType: image.amiType,
      capacityType: capacity.capacityType,
      subnetIds: subnetsOf(plan, network),
      // Before a block starts its nodes cannot exist.
      scalingConfig: {
        minSize: block ? 0 : plan.nodes.min,
        desiredSize: block ? 0 : plan.nodes.planned,
        maxSize: maxSize(plan),
      },
      // One node at a time. EKS' strategy MINIMAL, which ends a node before it starts the next, has no argument in the provider.
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: nodeRepair(providerMajor(options, context.factory)),
      launchTemplate: { id: template.id, version: `${template.latestVersion}` },
      labels: { ...plan.labels },
      taint: plan.taints.map(({ key, value, effect }) => ({ key, value, effect: taintEffect(plan, effect) })),
      tags: { Name: name },
      // A schedule starts and ends the nodes of a block. Of any other pool the plan decides: EKS refuses a least size above the
      // present one, so a pool that a migration fills would never grow if its size were left alone.
      ...(block || ending !== undefined ? { lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] } } : {}),
      dependsOn: cluster.ready.filter((each) => TerraformResource.isTerraformResource(each)),
    });
    addCapacityEvents(group, {
      plan,
      place,
      options,
      keyArn: keys.keyArn,
      capacity,
      clusterName: substrate.cluster.name,
      nodeGroup,
      events: requireHandle(context.handles.events, 'events', context),
      ending,
    });
    return { name: nodeGroup.nodeGroupName };
  };

/** EKS takes no group that may have no node: one that is not needed yet may have one, and has none. */
export const maxSize = ({ nodes }: NodePoolPlan): number => (nodes.max === 0 ? 1 : nodes.max);

function subnetsOf(plan: NodePoolPlan, network: INetwork): string[] {
  return plan.zones.map((zone) => {
    const subnet = network.privateSubnetIds[zone];
    if (subnet === undefined) {
      throw new Error(
        `pool "${plan.name}" is in zone ${zone}, which the network has not; it has ${Object.keys(network.privateSubnetIds).join(', ')}`,
      );
    }
    return subnet;
  });
}

function taintEffect(plan: NodePoolPlan, effect: string): string {
  const found = taintEffects[effect];
  if (found === undefined) {
    throw new Error(
      `pool "${plan.name}" has taint effect "${effect}"; EKS knows ${Object.keys(taintEffects).join(', ')}`,
    );
  }
  return found;
}
