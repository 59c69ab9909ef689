import { EPSILON, type Model } from './model';
import { complete, nodesFor, replicasOf, type Solution } from './solution';

/**
 * A feasible placement from a fractional one: rounds down, then adds replicas where they add least to the objective
 * until demand is held, then takes away what is not needed.
 *
 * @param start working replicas by option, whole or not; all zero builds from nothing
 * @returns null where the additions run out of room, which does not prove that there is none
 */
export function roundUp(model: Model, start: readonly number[]): Solution | null {
  const state = new State(model, start);
  for (const w of model.workloads.keys()) {
    if (!state.cover(w)) return null;
  }
  state.trim();
  return complete(model, state.working);
}

class State {
  readonly working: number[];
  readonly #loads: Float64Array;
  readonly #nodes: Float64Array;
  readonly #used: Float64Array;
  /** Limits of each site, by index into the model's limits. */
  readonly #limitsOf: number[][];
  readonly #wanted: readonly number[];

  constructor(
    readonly model: Model,
    start: readonly number[],
  ) {
    this.#wanted = start;
    this.working = model.options.map((_, index) => Math.floor((start[index] ?? 0) + 1e-6));
    this.#loads = Float64Array.from(model.pools, (pool) => pool.base);
    this.#nodes = new Float64Array(model.pools.length);
    this.#used = new Float64Array(model.limits.length);
    this.#limitsOf = [];
    for (const [index, limit] of model.limits.entries()) {
      const list = this.#limitsOf[limit.site] ?? [];
      list.push(index);
      this.#limitsOf[limit.site] = list;
    }
    for (const [index, option] of model.options.entries()) {
      this.#loads[option.pool] =
        (this.#loads[option.pool] ?? 0) + replicasOf(option, this.working[index] ?? 0) * option.load;
    }
    for (const [index, pool] of model.pools.entries()) {
      this.#setNodes(index, pool.fixed ?? nodesFor(this.#loads[index] ?? 0, pool.step));
      this.#use(index, 0, this.#loads[index] ?? 0);
    }
  }

  /** Adds replicas of a workload until its demand is held; false where nothing more fits. */
  cover(w: number): boolean {
    const workload = this.model.workloads[w];
    if (workload === undefined) return false;
    for (;;) {
      const need = this.#missing(w);
      if (need === null) return true;
      let best = -1;
      let bestScore = Number.POSITIVE_INFINITY;
      for (const o of workload.options) {
        const option = this.model.options[o];
        if (option === undefined || !need.helps(option.site)) continue;
        const extra = this.#extra(o, 1);
        if (extra === null) continue;
        const gain = Math.min(option.rate, need.requestsPerSecond);
        // Among equals, follow the fractional solution.
        const pull = Math.min(Math.max((this.#wanted[o] ?? 0) - (this.working[o] ?? 0), 0), 1);
        const score = (extra + option.measure * 1e-3 + 1e-12) / gain / (1 + pull);
        if (score < bestScore * (1 - 1e-12)) {
          best = o;
          bestScore = score;
        }
      }
      const option = this.model.options[best];
      if (option === undefined) return false;
      this.#add(best, this.#bulk(best, need.requestsPerSecond));
    }
  }

  /** Takes away replicas that nothing needs, dearest first, while that empties nodes. */
  trim(): void {
    const order = [...this.model.options.keys()].sort((a, b) => this.#nodeMeasure(b) - this.#nodeMeasure(a) || b - a);
    for (const o of order) {
      const option = this.model.options[o];
      while (option !== undefined && (this.working[o] ?? 0) > 0) {
        this.#add(o, -1);
        if (this.#missing(option.workload) === null) continue;
        this.#add(o, 1);
        break;
      }
    }
  }

  #nodeMeasure(o: number): number {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    return option === undefined || pool === undefined ? 0 : (pool.measure * option.load) / option.rate;
  }

  /** Worst shortfall of a workload and the sites whose replicas would mend it. */
  #missing(w: number): { requestsPerSecond: number; helps(site: number): boolean } | null {
    const workload = this.model.workloads[w];
    if (workload === undefined) return null;
    const bySite = new Map<number, number>();
    let total = 0;
    for (const o of workload.options) {
      const option = this.model.options[o];
      if (option === undefined) continue;
      const rate = option.rate * (this.working[o] ?? 0);
      total += rate;
      bySite.set(option.site, (bySite.get(option.site) ?? 0) + rate);
    }
    const slack = workload.demand * EPSILON;
    for (const share of workload.shares) {
      const missing = share.requestsPerSecond - (bySite.get(share.site) ?? 0);
      if (missing > slack) return { requestsPerSecond: missing, helps: (site) => site === share.site };
    }
    let worst: readonly number[] = [];
    let most = -1;
    for (const loss of workload.losses) {
      const lost = loss.reduce((sum, site) => sum + (bySite.get(site) ?? 0), 0);
      if (lost > most) {
        most = lost;
        worst = loss;
      }
    }
    const missing = workload.demand - total + Math.max(most, 0);
    return missing > slack ? { requestsPerSecond: missing, helps: (site) => !worst.includes(site) } : null;
  }

  /** Replicas to add at once: as many as fit without a new node, at least one, at most what is missing. */
  #bulk(o: number, missing: number): number {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    if (option === undefined || pool === undefined) return 1;
    const wanted = Math.ceil(missing / option.rate - EPSILON);
    const start = (this.working[o] ?? 0) === 0 ? option.spare : 0;
    const load = this.#loads[option.pool] ?? 0;
    const nodes = Math.max(
      this.#nodes[option.pool] ?? 0,
      pool.fixed ?? nodesFor(load + (1 + start) * option.load, pool.step),
    );
    const more = nodes - (this.#nodes[option.pool] ?? 0);
    const room = (this.#limitsOf[pool.site] ?? []).reduce((least, l) => {
      const limit = this.model.limits[l];
      const adds = limit?.adds?.[option.pool] ?? 0;
      if (limit === undefined || adds === 0) return least;
      const left = limit.limit * (1 + EPSILON) - (this.#used[l] ?? 0) - more * (limit.uses[option.pool] ?? 0);
      return Math.min(least, left / adds);
    }, nodes - load);
    return Math.max(1, Math.min(wanted, Math.floor(room / option.load + EPSILON) - start));
  }

  /** What `count` more replicas of an option add to the objective; null where they do not fit. */
  #extra(o: number, count: number): number | null {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    if (option === undefined || pool === undefined || (this.working[o] ?? 0) >= option.most) return null;
    const added = count + ((this.working[o] ?? 0) === 0 ? option.spare : 0);
    const load = (this.#loads[option.pool] ?? 0) + added * option.load;
    if (pool.fixed !== null && load > pool.fixed + EPSILON) return null;
    const nodes = this.#nodes[option.pool] ?? 0;
    const more = pool.fixed === null ? Math.max(0, nodesFor(load, pool.step) - nodes) : 0;
    if (more > 0 && nodes + more > pool.max) return null;
    for (const l of this.#limitsOf[pool.site] ?? []) {
      const limit = this.model.limits[l];
      if (limit === undefined || (more === 0 && limit.adds === null)) continue;
      const takes = more * (limit.uses[option.pool] ?? 0) + added * option.load * (limit.adds?.[option.pool] ?? 0);
      if ((this.#used[l] ?? 0) + takes > limit.limit * (1 + EPSILON)) return null;
    }
    return more * pool.measure;
  }

  #add(o: number, count: number): void {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    if (option === undefined || pool === undefined) return;
    const before = replicasOf(option, this.working[o] ?? 0);
    this.working[o] = (this.working[o] ?? 0) + count;
    const added = (replicasOf(option, this.working[o] ?? 0) - before) * option.load;
    const load = (this.#loads[option.pool] ?? 0) + added;
    this.#loads[option.pool] = load;
    this.#use(option.pool, 0, added);
    if (pool.fixed === null) this.#setNodes(option.pool, nodesFor(load, pool.step));
  }

  #setNodes(index: number, nodes: number): void {
    const pool = this.model.pools[index];
    if (pool === undefined) return;
    const more = nodes - (this.#nodes[index] ?? 0);
    this.#nodes[index] = nodes;
    this.#use(index, more, 0);
  }

  /** Counts nodes and load that a pool gains against the limits of its site. */
  #use(index: number, nodes: number, load: number): void {
    for (const l of this.#limitsOf[this.model.pools[index]?.site ?? -1] ?? []) {
      const limit = this.model.limits[l];
      if (limit === undefined) continue;
      const takes = nodes * (limit.uses[index] ?? 0) + load * (limit.adds?.[index] ?? 0);
      this.#used[l] = (this.#used[l] ?? 0) + takes;
    }
  }
}
