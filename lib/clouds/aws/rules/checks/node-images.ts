import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import { awsPoolOf, substrateOf } from '../plan';
import { awsSites } from './aws-sites';

/** Nodes of a pool run one release of their image, which the plan names. */
export const nodeImages: LibraryCheck = {
  id: 'node-images',
  why: 'nodes without a pinned release are of whichever AWS publishes that day, and Karpenter replaces them when that changes',
  check(factory, plan) {
    return awsSites(factory).flatMap((site): LibraryFinding[] => {
      const planned = plan.sites.find((each) => each.name === site.name);
      const cluster = planned === undefined ? undefined : substrateOf(planned)?.cluster;
      const version = cluster === undefined || 'existing' in cluster ? site.spec.cluster.version : cluster.version;
      return site.pools.flatMap(({ name, path }) => {
        const pool = planned?.pools.find((each) => each.name === name);
        const image = pool === undefined ? null : awsPoolOf(pool).image;
        if (image === null || image.release !== null) return [];
        return [
          {
            code: 'image-not-pinned',
            severity: 'error',
            path: `${path}.image.release`,
            message: `no release of ${image.amiType} is pinned for kubernetes ${version ?? 'of the site'}; state one, or add a row ami/${image.family} for this minor under catalog.components`,
          },
        ];
      });
    });
  },
};
