import type { Construct } from 'constructs';
import { GpuNodePool, type GpuNodePoolProps, type IGpuNodePool } from '../../constructs/gpu-node-pool';
import { substrateHandleOf } from './handles/substrate-handle';
import type { IRole } from './identity/role';
import type { GpuNodeGroup } from './nodes/gpu-node-group';
import type { AwsGpuNodePoolOptions } from './props.generated';

/** Settings of a pool of nodes in an AWS region: machine, count, capacity, fabric and image. */
export interface AwsGpuNodePoolProps extends AwsGpuNodePoolOptions, Pick<GpuNodePoolProps, 'name'> {}

/** A pool of nodes in an AWS region. */
export interface IAwsGpuNodePool extends IGpuNodePool {
  /**
   * IAM role of the nodes. All managed node groups of the site share it, that of the system nodes too, so a grant to it reaches
   * every node. In an existing cluster each pool has a role of its own.
   */
  readonly nodeRole: IRole;
  /** Name of the EKS node group. */
  readonly nodeGroupName: string;
}

/**
 * A pool of nodes in an AWS region, with handles on its node group. The scope is an `AwsSite`, or a construct in it.
 *
 * @throws Error if the site is not of AWS
 * @throws FactoryError if the name is taken at the site, or a value is invalid
 */
export class AwsGpuNodePool extends GpuNodePool implements IAwsGpuNodePool {
  /**
   * IAM role of the nodes. All managed node groups of the site share it, that of the system nodes too, so a grant to it reaches
   * every node. In an existing cluster each pool has a role of its own.
   */
  public readonly nodeRole: IRole;
  /** Name of the EKS node group. */
  public readonly nodeGroupName: string;
  /** Name of the Auto Scaling group of the node group. */
  public readonly autoScalingGroupName: string;
  /** Id of the launch template of the nodes. */
  public readonly launchTemplateId: string;

  public constructor(scope: Construct, id: string, props: AwsGpuNodePoolProps) {
    super(scope, id, props);
    const made = substrateHandleOf(this);
    const group = (attribute: (made: GpuNodeGroup) => string): string =>
      made.string(({ pools }) => {
        const found = pools[this.name];
        if (found !== undefined) return attribute(found);
        throw new Error(`pool ${this.site.name}/${this.name} has no node group: Karpenter launches its nodes`);
      });
    this.nodeRole = {
      roleName: group(({ nodeRole }) => nodeRole.roleName),
      roleArn: group(({ nodeRole }) => nodeRole.roleArn),
      roleId: `${this.site.name}-${this.name}`,
    };
    this.nodeGroupName = group(({ nodeGroupName }) => nodeGroupName);
    this.autoScalingGroupName = group(({ autoScalingGroupName }) => autoScalingGroupName);
    this.launchTemplateId = group(({ launchTemplate }) => launchTemplate.id);
  }
}
