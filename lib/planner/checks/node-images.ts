import type { Finding } from '../finding';
import type { Check } from './check';

/** Nodes of a pool run one release of their image, which the plan names. */
export const nodeImages: Check = {
  id: 'node-images',
  why: 'nodes without a pinned release are of whichever AWS publishes that day, and Karpenter replaces them when that changes',
  check({ sites }, plan) {
    return sites.flatMap((site): Finding[] => {
      const planned = plan.sites.find((each) => each.name === site.name);
      return site.pools.flatMap(({ name, path }) => {
        const image = planned?.pools.find((each) => each.name === name)?.image ?? null;
        if (image === null || image.release !== null) return [];
        return [
          {
            code: 'image-not-pinned',
            severity: 'error',
            path: `${path}.image.release`,
            message: `no release of ${image.amiType} is pinned for kubernetes ${planned?.substrate?.cluster.version ?? 'of the site'}; state one, or add a row ami/${image.family} for this minor under catalog.components`,
          },
        ];
      });
    });
  },
};
