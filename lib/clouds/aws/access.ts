import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Construct } from 'constructs';
import { principalId } from './names';
import type { Place } from './place';
import type { ClusterPlan } from './rules/plan';

/** Access entries of people and pipelines: the only way in, since the creator gets no rights of its own. */
export function grantAccess(scope: Construct, plan: ClusterPlan, cluster: EksCluster, place: Place): void {
  const admins = new Set(plan.adminArns);
  const viewers = plan.viewerArns.filter((arn) => !admins.has(arn));
  const grant = (arn: string, kind: string, policy: string): void => {
    const id = `${kind}-${principalId(arn)}`;
    const entry = new EksAccessEntry(scope, id, {
      clusterName: cluster.name,
      principalArn: arn,
      type: 'STANDARD',
    });
    new EksAccessPolicyAssociation(scope, `${id}-policy`, {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: `arn:${place.partition}:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: 'cluster' },
    });
  };
  for (const arn of admins) grant(arn, 'admin', 'AmazonEKSClusterAdminPolicy');
  // The view policy leaves out secrets; the admin view policy would show them.
  for (const arn of viewers) grant(arn, 'viewer', 'AmazonEKSViewPolicy');
}
