import { EPSILON, type Model, type ModelLimit, type ModelOption } from './model';

/** Replicas by option and the nodes by pool that follow from them. */
export interface Solution {
  /** Replicas beyond the spare ones, by option. */
  readonly working: readonly number[];
  readonly nodes: readonly number[];
  /** Objective: the measure over all nodes. */
  readonly objective: number;
  /** Objective with the measure of the replicas added at a weight too small to overrule it. */
  readonly rank: number;
}

/** Weight of the replicas' own measure, which decides between plans that are equal in nodes. */
export const REPLICA_WEIGHT = 1e-6;

/** Replicas of an option, spare ones included. */
export const replicasOf = (option: ModelOption, working: number): number => (working > 0 ? working + option.spare : 0);

/** Nodes that a load needs, in whole steps. */
export const nodesFor = (load: number, step: number): number => Math.ceil(load / step - EPSILON) * step;

/** Completes replicas to a solution, or says null where a pool or a site cannot hold them or demand is not held. */
export function complete(model: Model, working: readonly number[]): Solution | null {
  const loads = loadsOf(model, working);
  const measure = model.options.reduce(
    (sum, option, index) => sum + replicasOf(option, working[index] ?? 0) * option.measure,
    0,
  );
  const nodes = model.pools.map((pool, index) => pool.fixed ?? nodesFor(loads[index] ?? 0, pool.step));
  const objective = model.pools.reduce((sum, pool, index) => sum + (nodes[index] ?? 0) * pool.measure, 0);
  const holds =
    model.pools.every((pool, index) =>
      pool.fixed === null ? (nodes[index] ?? 0) <= pool.max : (loads[index] ?? 0) <= pool.fixed + EPSILON,
    ) &&
    model.limits.every((limit) => usage(limit, nodes, loads) <= limit.limit * (1 + EPSILON) + EPSILON) &&
    model.workloads.every((_, w) => holdsDemand(model, working, w));
  return holds ? { working: [...working], nodes, objective, rank: objective + REPLICA_WEIGHT * measure } : null;
}

/** The load of each pool in nodes. */
export function loadsOf(model: Model, working: readonly number[]): Float64Array {
  const loads = new Float64Array(model.pools.length);
  for (const [o, option] of model.options.entries()) {
    loads[option.pool] = (loads[option.pool] ?? 0) + replicasOf(option, working[o] ?? 0) * option.load;
  }
  return loads;
}

/** What the nodes and the loads on them use of a limit. */
export function usage({ uses, adds }: ModelLimit, nodes: ArrayLike<number>, loads: ArrayLike<number>): number {
  return uses.reduce((sum, each, p) => sum + (nodes[p] ?? 0) * each + (loads[p] ?? 0) * (adds?.[p] ?? 0), 0);
}

/** Whether a workload's demand is held at every loss of sites that it must survive, and at every fixed share. */
function holdsDemand(model: Model, working: readonly number[], w: number): boolean {
  return shortfall(model, working, w) <= 0;
}

/** Sum of so many of the largest values. */
export const largest = (values: Iterable<number>, count: number): number =>
  [...values]
    .sort((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, each) => sum + each, 0);

/** Requests per second that are missing in the worst case. */
function shortfall(model: Model, working: readonly number[], w: number): number {
  const workload = model.workloads[w];
  if (workload === undefined) return 0;
  const bySite = new Map<number, number>();
  let total = 0;
  for (const o of workload.options) {
    const option = model.options[o];
    const rate = (option?.rate ?? 0) * (working[o] ?? 0);
    total += rate;
    bySite.set(option?.site ?? -1, (bySite.get(option?.site ?? -1) ?? 0) + rate);
  }
  const slack = workload.demand * EPSILON;
  const missing = [
    workload.demand - total + largest(bySite.values(), workload.lost),
    ...workload.shares.map((share) => share.requestsPerSecond - (bySite.get(share.site) ?? 0)),
  ];
  const worst = Math.max(...missing);
  return worst <= slack ? 0 : worst;
}
