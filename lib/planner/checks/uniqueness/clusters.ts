import type { LibraryFinding } from '../../model/finding';
import { clusterName } from '../../model/names';
import type { FactoryPlan, SitePlan } from '../../model/plan';

/** The cluster of a site: its kubeconfig context, or its name where its cloud knows it. */
export const clusterOf = ({ factory, name, context, cluster, region, accountId }: SitePlan): string =>
  context === null
    ? [
        `cluster ${cluster ?? clusterName(factory, name)}`,
        ...(region === null ? [] : [`in ${region}`]),
        ...(accountId === null ? [] : [`of account ${accountId}`]),
      ].join(' ')
    : `context ${context}`;

/** A site is a cluster: two sites in one would make the same objects twice. */
export function checkSharedClusters({ sites }: FactoryPlan): LibraryFinding[] {
  const first = new Map<string, string>();
  return sites.flatMap((site): LibraryFinding[] => {
    const cluster = clusterOf(site);
    const other = first.get(cluster);
    first.set(cluster, other ?? site.name);
    return other === undefined
      ? []
      : [
          {
            code: 'shared-cluster',
            severity: 'error',
            path: `sites.${site.name}`,
            message: `${cluster} is also that of sites.${other}, and both would make the same objects in it; make one site with the pools of both, or name the context of another cluster`,
          },
        ];
  });
}
