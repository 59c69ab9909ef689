import type { ResolvedPool, ResolvedWorkload } from '../model/resolved';
import type { Replica } from './replica';

/** Replicas beyond demand so that losing the stated failure domain leaves peak demand held. */
export function spareReplicas(
  workload: ResolvedWorkload,
  pool: ResolvedPool,
  replica: Pick<Replica, 'shape' | 'requestsPerSecond'>,
): number {
  const perNode = Math.max(Math.floor(pool.machine.accelerators / replica.shape.accelerators), 1);
  switch (workload.spec.objectives.survives) {
    case 'none':
    case 'site':
      return 0;
    case 'pod':
      return 1;
    case 'node':
      return perNode;
    case 'rack':
      return Math.max(
        Math.floor(((pool.spec.nodesPerRack ?? pool.machine.nodesPerRackUnit) * perNode) / replica.shape.nodes),
        perNode,
      );
    case 'zone': {
      const needed = Math.ceil(workload.demand.peakRequestsPerSecond / replica.requestsPerSecond);
      return pool.zones.length > 1 ? Math.ceil(needed / (pool.zones.length - 1)) : needed;
    }
  }
}
