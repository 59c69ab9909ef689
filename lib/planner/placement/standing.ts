import { EPSILON, type Model } from './model';
import { nodesFor, REPLICA_WEIGHT, replicasOf, usage } from './solution';

/** Replicas, loads, nodes and use of limits, kept up to date while workloads are removed and added. */
export class Standing {
  readonly working: number[];
  readonly loads: Float64Array;
  readonly nodes: Float64Array;
  readonly used: Float64Array;
  readonly limitsOf: readonly (readonly number[])[];
  #objective = 0;
  #measure = 0;

  constructor(
    readonly model: Model,
    working: readonly number[],
  ) {
    this.working = model.options.map(() => 0);
    this.loads = new Float64Array(model.pools.length);
    this.nodes = Float64Array.from(model.pools, (pool) => pool.fixed ?? 0);
    this.limitsOf = model.pools.map((_, p) =>
      model.limits.flatMap((limit, l) => ((limit.uses[p] ?? 0) > 0 || (limit.adds?.[p] ?? 0) > 0 ? [l] : [])),
    );
    this.used = Float64Array.from(model.limits, (limit) => usage(limit, this.nodes, this.loads));
    for (const [p, pool] of model.pools.entries()) this.#objective += (this.nodes[p] ?? 0) * pool.measure;
    for (const [o, count] of working.entries()) if (count > 0) this.add(o, count);
  }

  rank(): number {
    return this.#objective + REPLICA_WEIGHT * this.#measure;
  }

  add(o: number, count: number): void {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    if (option === undefined || pool === undefined) return;
    const p = option.pool;
    const before = replicasOf(option, this.working[o] ?? 0);
    this.working[o] = (this.working[o] ?? 0) + count;
    const added = replicasOf(option, this.working[o] ?? 0) - before;
    this.loads[p] = (this.loads[p] ?? 0) + added * option.load;
    this.#measure += added * option.measure;
    const more = pool.fixed === null ? nodesFor(this.loads[p] ?? 0, pool.step) - (this.nodes[p] ?? 0) : 0;
    this.nodes[p] = (this.nodes[p] ?? 0) + more;
    this.#objective += more * pool.measure;
    for (const l of this.limitsOf[p] ?? []) {
      const limit = this.model.limits[l];
      if (limit === undefined || (more === 0 && limit.adds === null)) continue;
      const takes = more * (limit.uses[p] ?? 0) + added * option.load * (limit.adds?.[p] ?? 0);
      this.used[l] = (this.used[l] ?? 0) + takes;
    }
  }

  isWithinLimits(): boolean {
    return this.model.limits.every((limit, l) => (this.used[l] ?? 0) <= limit.limit * (1 + EPSILON) + EPSILON);
  }

  /**
   * Writes what 1, 2, … replicas of an unused option add to the objective, as far as they fit, and returns how many fit.
   *
   * @param price price of a node, which counts by `priceShare` instead of what the objective gains
   */
  costs(o: number, price: number, priceShare: number, into: Float64Array): number {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    if (option === undefined || pool === undefined) return 0;
    const p = option.pool;
    const { load, spare } = option;
    const { step } = pool;
    const before = this.loads[p] ?? 0;
    const standing = this.nodes[p] ?? 0;
    let most = pool.fixed ?? pool.max;
    const busy: { readonly left: number; readonly uses: number; readonly adds: number }[] = [];
    for (const l of this.limitsOf[p] ?? []) {
      const limit = this.model.limits[l];
      if (limit === undefined) continue;
      const left = limit.limit * (1 + EPSILON) - (this.used[l] ?? 0);
      const uses = pool.fixed === null ? (limit.uses[p] ?? 0) : 0;
      const adds = limit.adds?.[p] ?? 0;
      if (adds > 0) busy.push({ left, uses, adds });
      else if (uses > 0) most = Math.min(most, standing + Math.floor(Math.max(0, left) / uses / step) * step);
    }
    const own = REPLICA_WEIGHT * option.measure + priceShare * price * load;
    const perNode = pool.fixed === null ? (1 - priceShare) * pool.measure : 0;
    for (let j = 1; j <= into.length; j++) {
      const all = j + spare;
      const nodes = Math.ceil((before + all * load) / step - EPSILON) * step;
      if (nodes > most + EPSILON) return j - 1;
      const more = Math.max(0, nodes - standing);
      for (const each of busy) if (more * each.uses + all * load * each.adds > each.left) return j - 1;
      into[j - 1] = all * own + more * perNode;
    }
    return into.length;
  }
}
