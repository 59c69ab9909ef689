import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { Construct } from 'constructs';
import type { Grant } from '../identity/grant';
import type { AwsPlace } from '../place';
import { idOfValue } from '../value-id';

/** Rights of a principal in a cluster, with the access policy of each. */
const policies = {
  admin: 'AmazonEKSClusterAdminPolicy',
  // Unlike the admin view policy, it does not show secrets.
  viewer: 'AmazonEKSViewPolicy',
} as const;

/** Gives an IAM principal rights in a cluster, by an access entry. */
export function addAccessEntry(
  scope: Construct,
  kind: keyof typeof policies,
  principalArn: string,
  { clusterName, place }: { readonly clusterName: string; readonly place: AwsPlace },
): Grant {
  const id = `${kind}-${idOfValue(principalArn)}`;
  const found = scope.node.tryFindChild(`${id}-policy`);
  if (found instanceof EksAccessPolicyAssociation) return { ready: [found] };
  const entry = new EksAccessEntry(scope, id, { clusterName, principalArn, type: 'STANDARD' });
  const policy = new EksAccessPolicyAssociation(scope, `${id}-policy`, {
    clusterName,
    principalArn: entry.principalArn,
    policyArn: `arn:${place.partition}:eks::aws:cluster-access-policy/${policies[kind]}`,
    accessScope: { type: 'cluster' },
  });
  return { ready: [policy] };
}
