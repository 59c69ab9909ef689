import type { SitePlan, WorkloadPlan } from '../../model/plan';

/** Who carries the nodes of a pool. */
export interface Carried {
  readonly pool: string;
  readonly parts: readonly {
    readonly workload: string;
    /** Nodes that it carries: what its replicas take, and its part of what is left over on nodes in use. */
    readonly nodes: number;
    /** Nodes, or parts of them, on which its replicas run. */
    readonly busyNodes: number;
  }[];
  /** Whole nodes without a replica. */
  readonly idleNodes: number;
}

/** Splits the nodes of each pool of a site over its workloads; whole nodes that none needs are left idle. */
export function carriedAt(
  site: Pick<SitePlan, 'name' | 'pools'>,
  workloads: readonly Pick<WorkloadPlan, 'name' | 'sites'>[],
): Carried[] {
  return site.pools.map((pool): Carried => {
    const taken = workloads.flatMap(({ name, sites }) => {
      const here = sites.filter((each) => each.site === site.name && each.pool === pool.name && each.nodes > 0);
      const sum = (of: typeof here): number => of.reduce((nodes, each) => nodes + each.nodes, 0);
      return here.length === 0
        ? []
        : [{ workload: name, nodes: sum(here), busyNodes: sum(here.filter((each) => each.capacity === 'ready')) }];
    });
    const total = taken.reduce((sum, each) => sum + each.nodes, 0);
    const inUse = Math.min(Math.ceil(total - 1e-9), pool.nodes.planned);
    return {
      pool: pool.name,
      parts: taken.map((each) => ({ ...each, nodes: (each.nodes / total) * inUse })),
      idleNodes: pool.nodes.planned - inUse,
    };
  });
}
