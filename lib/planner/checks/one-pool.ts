import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';

/** A workload uses one pool of a site: its objects are named after the workload, so those of two pools would collide. */
export const onePool: LibraryCheck = {
  id: 'one-pool',
  why: 'servers, routes and endpoint pickers of a workload carry its name at a site',
  check(_, plan) {
    return plan.sites.flatMap((site): LibraryFinding[] => {
      const named = new Map<string, { readonly workload: string; readonly pools: Set<string> }>();
      for (const { name, workload, pool } of site.serving) {
        const own = named.get(name) ?? { workload, pools: new Set() };
        named.set(name, { ...own, pools: own.pools.add(pool) });
      }
      return [...named.values()]
        .filter(({ pools }) => pools.size > 1)
        .map(({ workload, pools }) => ({
          code: 'workload-on-two-pools',
          severity: 'error',
          path: `workloads.${workload}.pools`,
          message: `${workload} needs ${[...pools].join(' and ')} at ${site.name}, and a workload can use one pool of a site: name one and let it have the nodes (count or maxCount), make one pool of both, or split the workload`,
        }));
    });
  },
};
