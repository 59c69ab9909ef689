import type { Finding } from '../finding';
import type { Check } from './check';

/** The fabric that a pool asks for exists on its machine. */
export const fabric: Check = {
  id: 'fabric',
  why: 'replicas over several nodes without RDMA are an order of magnitude slower, and EFA on a machine without it does not launch',
  check({ sites }) {
    const findings: Finding[] = [];
    for (const site of sites) {
      for (const pool of site.pools) {
        const path = `${pool.path}.fabric`;
        if (pool.spec.fabric === 'efa') {
          const reason =
            site.spec.provider !== 'aws'
              ? 'efa exists in AWS only; use rdma and state sites.<site>.rdma'
              : (pool.machine.network?.efa ?? 0) === 0
                ? `${pool.machine.id} has no EFA interface; use a larger size or fabric none`
                : null;
          if (reason !== null)
            findings.push({
              code: 'no-efa',
              severity: 'error',
              path,
              message: `fabric efa on ${pool.machine.id}: ${reason}`,
            });
        }
        if (pool.spec.fabric === 'rdma' && (site.spec.provider !== 'kubernetes' || site.spec.rdma === undefined)) {
          findings.push({
            code: 'no-rdma',
            severity: 'error',
            path,
            message:
              site.spec.provider === 'kubernetes'
                ? `fabric rdma, but ${site.path}.rdma is not stated; name the resource that the network operator advertises`
                : 'fabric rdma is for existing clusters; use efa in AWS',
          });
        }
        if (site.spec.provider === 'kubernetes' && site.spec.acceleratorApi === 'dra' && pool.manager === 'karpenter') {
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
