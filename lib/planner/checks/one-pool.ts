import type { Finding } from '../finding';
import type { Check } from './check';

/** A workload stands on one pool of a site: its objects there carry its name, and two sets of them would be one. */
export const onePool: Check = {
  id: 'one-pool',
  why: 'servers, routes and endpoint pickers of a workload carry its name at a site',
  check(_, plan) {
    return plan.sites.flatMap((site): Finding[] => {
      const pools = new Map<string, string[]>();
      for (const { name, pool } of site.serving) pools.set(name, [...new Set([...(pools.get(name) ?? []), pool])]);
      return site.serving.flatMap((serving, index): Finding[] => {
        const own = pools.get(serving.name) ?? [];
        if (own.length < 2 || site.serving.findIndex(({ name }) => name === serving.name) !== index) return [];
        return [
          {
            code: 'workload-on-two-pools',
            severity: 'error',
            path: `workloads.${serving.workload}.pools`,
            message: `${serving.workload} needs ${own.join(' and ')} at ${site.name}, and a workload stands on one pool of a site: name one and let it have the nodes (count or maxCount), make one pool of both, or split the workload`,
          },
        ];
      });
    });
  },
};
