import { round } from '../../units/convert';
import { counted } from '../../units/counted';
import { compare } from '../model/finding';
import { saved } from './binding';
import type { Model } from './model';
import type { Placement, PlacementOption, PlacementProblem } from './problem';
import { loadsOf, nodesFor, type Solution, usage } from './solution';

/** Every option that is not used, with the reason: what forbids it, what leaves no room, or what is better. */
export function rejectedOf(problem: PlacementProblem, model: Model, solution: Solution | null): Placement['rejected'] {
  const places = new Map(model.options.map((each, index) => [each.source, index]));
  const loads = loadsOf(model, solution?.working ?? []);
  return problem.workloads
    .flatMap((workload) =>
      workload.options.flatMap((option) => {
        const index = places.get(option) ?? -1;
        if (index >= 0 && (solution?.working[index] ?? 0) > 0) return [];
        return [
          {
            workload: workload.name,
            site: option.site,
            pool: option.pool,
            reason: option.rejected ?? reasonOf(problem, model, solution, loads, option, index),
          },
        ];
      }),
    )
    .sort((a, b) => compare(a.workload, b.workload) || compare(a.site, b.site) || compare(a.pool, b.pool));
}

function reasonOf(
  problem: PlacementProblem,
  model: Model,
  solution: Solution | null,
  loads: Float64Array,
  source: PlacementOption,
  index: number,
): string {
  const option = model.options[index];
  const pool = model.pools[option?.pool ?? -1];
  if (option === undefined || pool === undefined) {
    return `the pool cannot hold one replica beside its ${source.spareReplicas} spare: ${source.acceleratorsPerReplica} accelerators each, ${source.nodesPerReplica > 1 ? `${source.nodesPerReplica} nodes` : 'within one node'}`;
  }
  if (solution === null) return 'no placement of all workloads was found';
  const used = (model.workloads[option.workload]?.options ?? []).filter((o) => (solution.working[o] ?? 0) > 0);
  const full = whatIsFull(model, solution, loads, index);
  const price = measurePerRequest(model, index);
  const dearest = used.reduce((most, o) => Math.max(most, measurePerRequest(model, o)), 0);
  const names = used.map((o) => `${model.options[o]?.source.site}/${model.options[o]?.source.pool}`).join(', ');
  if (full !== null) return full;
  if (price > dearest * (1 + 1e-6)) {
    return `${saved(price, problem.minimise)} for each request a second, ${saved(dearest, problem.minimise)} at ${names}`;
  }
  return option.spare > 0
    ? `${names} holds the demand; one more pool would need ${option.spare} more spare ${option.spare === 1 ? 'replica' : 'replicas'}`
    : `${names} holds the demand already`;
}

/** The limit that keeps even the first replica out, in words; null where it would fit. */
function whatIsFull(model: Model, solution: Solution, loads: Float64Array, index: number): string | null {
  const option = model.options[index];
  const pool = model.pools[option?.pool ?? -1];
  if (option === undefined || pool === undefined) return null;
  const load = loads[option.pool] ?? 0;
  const nodes = solution.nodes[option.pool] ?? 0;
  const needed = nodesFor(load + (1 + option.spare) * option.load, pool.step);
  const more = Math.max(0, needed - nodes);
  const name = `sites.${pool.siteName}.pools.${pool.name}`;
  if (more > 0 && (pool.fixed !== null || needed > pool.max)) {
    return `${name} is full: ${round(nodes - load, 2)} of ${nodes} nodes free, ${1 + option.spare} replicas need ${round((1 + option.spare) * option.load, 2)}`;
  }
  for (const limit of model.limits) {
    const takes =
      more * (limit.uses[option.pool] ?? 0) + (1 + option.spare) * option.load * (limit.adds?.[option.pool] ?? 0);
    if (takes > 0 && usage(limit, solution.nodes, loads) + takes > limit.limit * (1 + 1e-9)) {
      const what = more === 0 ? 'a replica on nodes' : counted(more, 'more node');
      return `${limit.source.path} leaves no room for ${what} of ${pool.name}`;
    }
  }
  return null;
}

function measurePerRequest(model: Model, index: number): number {
  const option = model.options[index];
  const pool = model.pools[option?.pool ?? -1];
  return option === undefined || pool === undefined ? 0 : (option.load * pool.measure) / option.rate;
}
