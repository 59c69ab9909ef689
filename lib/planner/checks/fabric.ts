import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import { fabricAt, NO_FABRIC } from '../resolve/fabric';

/** The machine of a pool has the fabric that the pool states. */
export const fabric: LibraryCheck = {
  id: 'fabric',
  why: 'replicas over several nodes without RDMA are an order of magnitude slower, and nodes that ask for a fabric that is not there do not launch',
  isLocal: true,
  check({ sites }) {
    const findings: LibraryFinding[] = [];
    for (const site of sites) {
      for (const pool of site.pools) {
        const stated = pool.spec.fabric ?? NO_FABRIC;
        if (stated !== NO_FABRIC && stated !== fabricAt(site, pool.machine)) {
          findings.push({
            code: 'no-fabric',
            severity: 'error',
            path: `${pool.path}.fabric`,
            message: `${pool.machine.id} at ${site.name} has no fabric ${stated}; ${site.facts.fabricAdvice}`,
          });
        }
        if (site.facts.acceleratorApi === 'dra' && pool.manager === 'dynamic') {
          findings.push({
            code: 'dra-with-karpenter',
            severity: 'error',
            path: `${pool.path}.manager`,
            message: 'pods that ask through DRA never get nodes from Karpenter; use managed',
          });
        }
      }
    }
    return findings;
  },
};
