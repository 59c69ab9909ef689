import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Construct } from 'constructs';
import type { SitePlan } from '../../planner/plan';
import { addCapacity, addPlacementGroup } from './capacity';
import { karpenterStatements } from './identity/karpenter-permissions';
import { PodRole, ServiceRole } from './identity/role';
import { karpenterNodeProfile, karpenterNodeRole, roleName } from './names';
import type { AwsOptions } from './options';
import type { Place } from './place';
import { acknowledgeWildcard } from './policy-document';
import type { ClusterPlan } from './rules/plan';
import { NODE_POLICIES } from './system-pool';

export interface KarpenterProps {
  readonly plan: ClusterPlan;
  readonly cluster: EksCluster;
  readonly place: Place;
  readonly options: AwsOptions;
  readonly keyArn: string;
  readonly queueName: string;
  readonly site: SitePlan;
}

/** Namespace of the controller where the platform does not say. */
const NAMESPACE = 'karpenter';

/** Roles of Karpenter's controller and nodes, and the reservations of its pools. */
export function addKarpenter(scope: Construct, props: KarpenterProps): void {
  const { plan, cluster, place, options, site } = props;
  const group = new Construct(scope, 'karpenter');
  // A role of its own: EKS makes the access entry of a managed node group's role itself, and this one is made here.
  const nodes = new ServiceRole(group, 'node-role', {
    name: karpenterNodeRole(plan.name),
    description: `Nodes that Karpenter launches at ${plan.name}`,
    place,
    options,
    service: 'ec2.amazonaws.com',
    managed: NODE_POLICIES,
  });
  // Made here and not by the controller: it needs no right to make profiles, and IAM has no endpoint in an isolated network.
  const profile = new IamInstanceProfile(group, 'node-profile', {
    name: karpenterNodeProfile(plan.name),
    role: nodes.name,
    path: options.rolePath ?? '/',
  });
  new EksAccessEntry(group, 'node-access', { clusterName: cluster.name, principalArn: nodes.arn, type: 'EC2_LINUX' });
  const controller = new PodRole(group, 'controller-role', {
    name: roleName(plan.name, 'karpenter'),
    description: `Karpenter of ${plan.name}`,
    place,
    options,
    clusterName: plan.name,
    namespace: site.platform.releases.find(({ name }) => name === 'karpenter')?.namespace ?? NAMESPACE,
    serviceAccount: 'karpenter',
    statements: karpenterStatements({
      place,
      clusterName: plan.name,
      nodeRoleArn: nodes.arn,
      nodeProfileArn: profile.arn,
      queueName: props.queueName,
      keyArn: props.keyArn,
    }),
  });
  acknowledgeWildcard(
    controller,
    'what it launches has no name before; every launch and end is bound to the cluster’s tags, reads and prices know no resource',
  );
  controller.associate(cluster.name);
  for (const pool of site.pools.filter(({ manager }) => manager === 'dynamic')) {
    const own = new Construct(group, `pool-${pool.name}`);
    const placement = addPlacementGroup(own, plan.name, pool);
    const { capacity } = pool;
    const reserved = capacity.type === 'reservation' || capacity.type === 'capacity-block';
    if (reserved && capacity.reservationId === null) addCapacity(own, pool, place, plan.name, placement);
  }
}
