import { Inserter, type Pattern } from './insert';
import type { Model } from './model';
import { neighboursOf } from './neighbourhood';
import { type Random, sequence, shuffled } from './sequence';
import { complete, type Solution } from './solution';
import { Standing } from './standing';

export interface RecreateOptions {
  /** Price of a node by pool. */
  readonly prices: readonly number[];
  /** Costs that are looked at in all. */
  readonly work: number;
  /** Objective at which nothing more is to be gained. */
  readonly bound: number;
}

/** Most workloads that are removed at once. */
const MOST_OUT = 6;
/** Share of a workload's part of the objective by which a placement may worsen at first; falls to nothing. */
const WARMTH = 0.1;
/** Shares of the price in what a replica counts for; the rest is what it adds to the objective now. */
const PRICE_SHARES = [0, 0, 0.4, 0.8, 1];
/** Seeds of the runs. */
const SEEDS = [1, 2, 3] as const;
/** Orders in which all workloads are added before it is said that no placement was found. */
const ATTEMPTS = 20;

/**
 * Builds placements by adding one workload after the other where it costs least beside the others, and improves them by
 * removing a few workloads and adding them again (ruin and recreate: Schrimpf et al. 2000, with a falling threshold).
 * Every addition is exact over whole replicas and whole nodes. Moves are drawn from a fixed sequence.
 */
export class Recreation {
  readonly #inserters: readonly Inserter[];
  readonly #able: readonly number[];

  constructor(readonly model: Model) {
    this.#inserters = model.workloads.map((workload) => new Inserter(model, workload));
    this.#able = [...model.workloads.keys()].filter((w) => this.#inserters[w]?.isAble === true);
  }

  /** A first placement, or null if none was found, which does not prove that there is none. */
  build(prices: readonly number[]): Solution | null {
    if (this.#able.length < this.model.workloads.length) return null;
    const next = sequence();
    let best: Solution | null = null;
    // The workloads with the fewest options first, then whatever found no room before.
    let order = [...this.#able].sort(
      (a, b) =>
        (this.model.workloads[a]?.options.length ?? 0) - (this.model.workloads[b]?.options.length ?? 0) || a - b,
    );
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const standing = new Standing(this.model, []);
      const failed = order.findIndex((w) => !this.#insert(standing, w, prices, attempt % 2, next));
      if (failed < 0) {
        const found = complete(this.model, standing.working);
        if (found !== null && (best === null || found.rank < best.rank)) best = found;
        if (attempt > 0) return best;
        continue;
      }
      if (best !== null) return best;
      const stuck = order[failed] as number;
      order = [stuck, ...order.filter((w) => w !== stuck)];
      if (attempt > ATTEMPTS / 2) order = [stuck, ...shuffled(order.slice(1), next)];
    }
    return best;
  }

  #insert(standing: Standing, w: number, prices: readonly number[], priceShare: number, next: Random): boolean {
    const pattern = this.#inserters[w]?.cheapest(standing, prices, priceShare, next) ?? null;
    if (pattern === null) return false;
    for (const [o, count] of pattern) standing.add(o, count);
    return standing.isWithinLimits();
  }

  /** The best of several runs with other moves: one long run is stuck at a poor placement more often. */
  improve(start: Solution, options: RecreateOptions): Solution {
    const each = { ...options, work: options.work / SEEDS.length };
    return SEEDS.map((seed) => this.#run(start, each, sequence(seed))).reduce((best, found) =>
      found.rank < best.rank ? found : best,
    );
  }

  #run(start: Solution, options: RecreateOptions, next: Random): Solution {
    const { model } = this;
    const standing = new Standing(model, start.working);
    if (this.#able.length === 0) return start;
    let rank = standing.rank();
    let best = { rank, working: [...standing.working] };
    const patterns = model.workloads.map((_, w) => patternOf(model, standing, w));
    let done = 0;
    while (done < options.work && best.rank > options.bound * (1 + 1e-9)) {
      const out = shuffled(this.#ruined(patterns, next), next);
      const before = out.map((w) => patterns[w] ?? []);
      for (const pattern of before) for (const [o, count] of pattern) standing.add(o, -count);
      const put: Pattern[] = [];
      for (const w of out) {
        done += this.#inserters[w]?.work ?? 0;
        const priceShare = PRICE_SHARES[Math.floor(next() * PRICE_SHARES.length)] ?? 0;
        const pattern = this.#inserters[w]?.cheapest(standing, options.prices, priceShare, next) ?? null;
        if (pattern === null) break;
        for (const [o, count] of pattern) standing.add(o, count);
        put.push(pattern);
      }
      const now = standing.rank();
      const warmth = WARMTH * Math.max(0, 1 - (1.25 * done) / options.work) ** 2;
      const threshold = (Math.abs(best.rank) / this.#able.length) * warmth;
      const isBetter = now < Math.max(rank, Math.min(best.rank, rank) + threshold);
      if (put.length === out.length && isBetter && standing.isWithinLimits()) {
        rank = now;
        for (const [i, w] of out.entries()) patterns[w] = put[i] ?? [];
        if (rank < best.rank - 1e-9 * Math.abs(best.rank)) best = { rank, working: [...standing.working] };
        continue;
      }
      for (const pattern of put) for (const [o, count] of pattern) standing.add(o, -count);
      for (const pattern of before) for (const [o, count] of pattern) standing.add(o, count);
    }
    const found = complete(model, best.working);
    return found !== null && found.rank < start.rank ? found : start;
  }

  #ruined(patterns: readonly Pattern[], next: Random): number[] {
    const among = this.#able;
    const first = among[Math.floor(next() * among.length)] ?? 0;
    const count = 1 + Math.floor(next() * MOST_OUT);
    const poolsOf = (w: number): number[] => (patterns[w] ?? []).map(([o]) => this.model.options[o]?.pool ?? -1);
    return neighboursOf(first, count, { among, poolsOf }, next);
  }
}

const patternOf = (model: Model, standing: Standing, w: number): Pattern =>
  (model.workloads[w]?.options ?? []).flatMap((o): [number, number][] => {
    const working = standing.working[o] ?? 0;
    return working > 0 ? [[o, working]] : [];
  });
