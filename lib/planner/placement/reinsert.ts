import { EPSILON, type Model, type ModelWorkload } from './model';
import { type Random, sequence } from './sequence';
import { complete, nodesFor, REPLICA_WEIGHT, replicasOf, type Solution, usage } from './solution';
import { type Offer, WholeFill } from './whole-fill';

export interface ReinsertOptions {
  /** Price of a node by pool. */
  readonly prices: readonly number[];
  /** Costs that are looked at in all. */
  readonly work: number;
  /** Objective at which nothing more is to be gained. */
  readonly bound: number;
}

/** Most workloads that are taken out at once. */
const MOST_OUT = 6;
/** What an insertion counts for whatever it looks at. */
const INSERTION_WORK = 1e4;
/** Share of a workload's part of the objective by which a placement may worsen at first; falls to nothing. */
const WARMTH = 0.1;
/** Shares of the price in what a replica counts for; the rest is what it adds to the objective now. */
const PRICE_SHARES = [0, 0, 0.4, 0.8, 1];
/** Numbers of sites that a workload is spread over where sites may be lost. */
const SPREADS = [1, 1.5, 2, 2.5, 3, 4, 5, 7, 10];
/** Of these, drawn at each insertion. */
const WAYS_TRIED = 8;
/** Rates of which a site holds a whole number at most there. */
const SPREAD_RATES = 5;

/**
 * Betters a placement by taking a few workloads out and putting each in anew where it is cheapest beside the others,
 * counted exactly over whole replicas and whole nodes (ruin and recreate: Schrimpf et al. 2000, with a falling
 * threshold). Far more parts are tried than by an exact search of a part, and each is worth less.
 */
export function reinsert(model: Model, start: Solution, options: ReinsertOptions): Solution {
  const next = sequence();
  const standing = new Standing(model, start.working);
  const inserters = model.workloads.map((workload) => new Inserter(model, workload));
  const able = [...model.workloads.keys()].filter((w) => inserters[w]?.isAble === true);
  if (able.length === 0) return start;
  let rank = standing.rank();
  let best = { rank, working: [...standing.working] };
  const patterns = model.workloads.map((_, w) => patternOf(model, standing, w));
  let done = 0;
  while (done < options.work && best.rank > options.bound * (1 + 1e-9)) {
    const out = ruined(model, patterns, able, next);
    const before = out.map((w) => patterns[w] ?? []);
    for (const pattern of before) for (const [o, count] of pattern) standing.add(o, -count);
    let isWhole = true;
    const put: Pattern[] = [];
    const order = shuffled(out, next);
    for (const w of order) {
      done += inserters[w]?.work ?? INSERTION_WORK;
      const priceShare = PRICE_SHARES[Math.floor(next() * PRICE_SHARES.length)] ?? 0;
      const pattern = inserters[w]?.cheapest(standing, options.prices, priceShare, next) ?? null;
      if (pattern === null) {
        isWhole = false;
        break;
      }
      for (const [o, count] of pattern) standing.add(o, count);
      put.push(pattern);
    }
    const now = standing.rank();
    const threshold = (Math.abs(best.rank) / able.length) * WARMTH * Math.max(0, 1 - (1.25 * done) / options.work) ** 2;
    if (
      isWhole &&
      standing.isWithinLimits() &&
      now < Math.max(rank, Math.min(best.rank + threshold, rank + threshold))
    ) {
      rank = now;
      for (const [i, w] of order.entries()) patterns[w] = put[i] ?? [];
      if (rank < best.rank - 1e-9 * Math.abs(best.rank)) best = { rank, working: [...standing.working] };
      continue;
    }
    for (const pattern of put) for (const [o, count] of pattern) standing.add(o, -count);
    for (const pattern of before) for (const [o, count] of pattern) standing.add(o, count);
  }
  const found = complete(model, best.working);
  return found !== null && found.rank < start.rank ? found : start;
}

type Pattern = readonly (readonly [option: number, working: number])[];

const patternOf = (model: Model, standing: Standing, w: number): Pattern =>
  (model.workloads[w]?.options ?? []).flatMap((o): [number, number][] => {
    const working = standing.working[o] ?? 0;
    return working > 0 ? [[o, working]] : [];
  });

/** One workload at random and others that share its pools first. */
function ruined(model: Model, patterns: readonly Pattern[], able: readonly number[], next: Random): number[] {
  const first = able[Math.floor(next() * able.length)] ?? 0;
  const count = 1 + Math.floor(next() * MOST_OUT);
  const poolsOf = (w: number): number[] => (patterns[w] ?? []).map(([o]) => model.options[o]?.pool ?? -1);
  const near = new Set(poolsOf(first));
  return [
    first,
    ...able
      .filter((w) => w !== first)
      .map((w) => ({ w, key: next() + (poolsOf(w).some((p) => near.has(p)) ? 0 : 0.6) }))
      .sort((a, b) => a.key - b.key)
      .slice(0, count - 1)
      .map(({ w }) => w),
  ];
}

function shuffled<T>(items: readonly T[], next: Random): T[] {
  return items
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Replicas, loads and nodes as they stand while workloads come and go. */
class Standing {
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
    this.loads = Float64Array.from(model.pools, (pool) => pool.base);
    this.nodes = Float64Array.from(model.pools, (pool) => pool.fixed ?? nodesFor(pool.base, pool.step));
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

  /** What replicas of an unused option add to the objective; infinite where they do not fit. */
  extra(o: number, replicas: number, price: number, priceShare: number): number {
    const option = this.model.options[o];
    const pool = this.model.pools[option?.pool ?? -1];
    if (option === undefined || pool === undefined) return Number.POSITIVE_INFINITY;
    const p = option.pool;
    const all = replicas + option.spare;
    const load = (this.loads[p] ?? 0) + all * option.load;
    const own = all * (REPLICA_WEIGHT * option.measure + priceShare * price * option.load);
    if (pool.fixed !== null && load > pool.fixed + EPSILON) return Number.POSITIVE_INFINITY;
    const nodes = pool.fixed ?? nodesFor(load, pool.step);
    const more = Math.max(0, nodes - (this.nodes[p] ?? 0));
    if (more > 0 && nodes > pool.max) return Number.POSITIVE_INFINITY;
    for (const l of this.limitsOf[p] ?? []) {
      const limit = this.model.limits[l];
      if (limit === undefined || (more === 0 && limit.adds === null)) continue;
      const takes = more * (limit.uses[p] ?? 0) + all * option.load * (limit.adds?.[p] ?? 0);
      if ((this.used[l] ?? 0) + takes > limit.limit * (1 + EPSILON)) return Number.POSITIVE_INFINITY;
    }
    return own + (1 - priceShare) * more * pool.measure;
  }
}

/** Puts one workload in where it is cheapest beside what stands. */
class Inserter {
  readonly isAble: boolean;
  /** Costs that one insertion looks at. */
  readonly work: number;
  readonly #model: Model;
  readonly #workload: ModelWorkload;
  /** Alternatives, each a set of demands that are held apart. */
  readonly #ways: readonly (readonly WholeFill[])[];

  constructor(model: Model, workload: ModelWorkload) {
    this.#model = model;
    this.#workload = workload;
    const offers = workload.options.flatMap((o): Offer[] => {
      const option = model.options[o];
      if (option === undefined) return [];
      return [{ option: o, site: option.site, rate: option.rate, most: option.most, spare: option.spare }];
    });
    this.#ways = waysOf(workload, offers).flatMap((way) => {
      const fills = way.map(({ offers: each, demand }) => WholeFill.of(each, demand));
      const whole = fills.filter((fill) => fill !== null);
      return whole.length === fills.length ? [whole] : [];
    });
    const all = this.#ways.reduce((sum, way) => sum + way.reduce((part, fill) => part + fill.work, INSERTION_WORK), 0);
    this.work = (all * Math.min(WAYS_TRIED, this.#ways.length)) / Math.max(1, this.#ways.length);
    this.isAble = this.work > 0;
  }

  cheapest(standing: Standing, prices: readonly number[], priceShare: number, next: Random): Pattern | null {
    const cost = (o: number, replicas: number): number =>
      standing.extra(o, replicas, prices[this.#model.options[o]?.pool ?? -1] ?? 0, priceShare);
    let best: { cost: number; pattern: Pattern } | null = null;
    const ways = this.#ways.length > WAYS_TRIED ? shuffled(this.#ways, next).slice(0, WAYS_TRIED) : this.#ways;
    for (const way of ways) {
      const fills = way.map((fill) => fill.leastBy(cost));
      const sum = fills.reduce((total, fill) => total + fill.cost, 0);
      const pattern = fills.flatMap((fill) => fill.taken);
      if (pattern.length === 0 || !Number.isFinite(sum) || (best !== null && sum >= best.cost)) continue;
      if (this.#isHeld(pattern)) best = { cost: sum, pattern };
    }
    return best?.pattern ?? null;
  }

  /** Two pools of one site are lost together, which the ways do not see. */
  #isHeld(pattern: Pattern): boolean {
    const lost = this.#workload.losses[0]?.length ?? 0;
    if (lost === 0) return true;
    const bySite = new Map<number, number>();
    for (const [o, count] of pattern) {
      const option = this.#model.options[o];
      if (option !== undefined) bySite.set(option.site, (bySite.get(option.site) ?? 0) + option.rate * count);
    }
    const held = [...bySite.values()].sort((a, b) => b - a).slice(lost);
    return held.reduce((sum, each) => sum + each, 0) >= this.#workload.demand * (1 - EPSILON);
  }
}

interface Part {
  readonly offers: readonly Offer[];
  readonly demand: number;
}

/** Where sites may be lost: with no site above `y`, the sites hold the demand and what the lost ones held. */
function waysOf(workload: ModelWorkload, offers: readonly Offer[]): Part[][] {
  const at = (site: number): Offer[] => offers.filter((offer) => offer.site === site);
  const lost = workload.losses[0]?.length ?? 0;
  if (lost === 0) {
    return workload.shares.length > 0
      ? [workload.shares.map(({ site, requestsPerSecond }) => ({ offers: at(site), demand: requestsPerSecond }))]
      : [[{ offers, demand: workload.demand }]];
  }
  if (workload.shares.length > 0) return [];
  const rates = [...new Set(offers.map((offer) => offer.rate))].sort((a, b) => b - a).slice(0, SPREAD_RATES);
  const tops = SPREADS.flatMap((left) =>
    rates.map((rate) => Math.ceil(workload.demand / left / rate - EPSILON) * rate),
  );
  return [...new Set(tops)].map((top) => [
    {
      offers: offers.flatMap((offer): Offer[] => {
        const room = Math.floor(top / offer.rate + EPSILON);
        return room > 0 ? [{ ...offer, most: Math.min(offer.most, room) }] : [];
      }),
      demand: workload.demand + lost * top,
    },
  ]);
}
