import type { Construct } from 'constructs';
import { type RoleSettings, ServiceRole } from '../identity/role';
import type { AwsPlace } from '../place';

/**
 * Policies of nodes: they join the cluster and pull images. Network and disks are managed by pods with roles of their own.
 */
export const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'] as const;

/** Adds a role for the nodes of a managed node group. */
export const addNodeRole = (
  scope: Construct,
  props: RoleSettings & { readonly name: string; readonly description: string; readonly place: AwsPlace },
): ServiceRole => new ServiceRole(scope, 'role', { ...props, service: 'ec2.amazonaws.com', managed: NODE_POLICIES });
