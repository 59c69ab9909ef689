import { gigabytesPerSecond } from '../../units/convert';
import type { ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import { defaultParallelism, type Parallelism, type ServingShape } from '../performance';
import { fabricAt, NO_FABRIC } from '../resolve/fabric';
import { precisionOf } from '../resolve/precision';

/** Most nodes that one replica may span. */
const MAX_REPLICA_NODES = 8;

/** Most nodes that one replica may span on a pool. */
export function maxNodes(pool: ResolvedPool, site: ResolvedSite): number {
  if (fabricAt(site, pool.machine) === NO_FABRIC || pool.spec.fabric === NO_FABRIC) return 1;
  return Math.min(pool.spec.maxCount ?? pool.spec.count ?? MAX_REPLICA_NODES, MAX_REPLICA_NODES);
}

/** Shapes that a replica may have: inside a node, and over several. */
export function shapesOf(
  workload: ResolvedWorkload,
  pool: ResolvedPool,
  site: ResolvedSite,
): { readonly inside: readonly ServingShape[]; readonly across: readonly ServingShape[] } {
  const { machine, accelerator } = pool;
  if (accelerator === null) return { inside: [], across: [] };
  const precision = precisionOf(workload);
  const perNode = machine.accelerators;
  const build = (accelerators: number, parallelism: Parallelism): ServingShape => ({
    model: workload.model,
    precision,
    kvPrecision: workload.spec.kvPrecision ?? (accelerator.denseTflops.fp8 === null ? 'bf16' : 'fp8'),
    accelerator,
    accelerators,
    nodes: Math.ceil(accelerators / perNode),
    scaleUpDomain: machine.scaleUpDomain,
    scaleOutGbS: machine.networkGbps === null ? null : gigabytesPerSecond(machine.networkGbps) / perNode,
    parallelism,
    engine: workload.spec.engine.name,
  });
  const stated = workload.spec.parallelism;
  if (stated !== undefined) {
    const accelerators = stated.tensor * stated.pipeline * stated.data;
    const fits =
      accelerators <= perNode || (accelerators % perNode === 0 && accelerators / perNode <= maxNodes(pool, site));
    return { inside: fits ? [build(accelerators, stated)] : [], across: [] };
  }
  const planned = (count: number) =>
    build(count, defaultParallelism(workload.model, precision, accelerator, count, perNode));
  return {
    inside: [1, 2, 4, 8, 16].filter((count) => count <= perNode).map(planned),
    across: Array.from({ length: maxNodes(pool, site) - 1 }, (_, index) => planned((index + 2) * perNode)),
  };
}
