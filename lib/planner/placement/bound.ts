import { EPSILON, type Model, type ModelWorkload } from './model';
import { roomsOf, type SiteRoom, worthOf } from './site-room';
import { type Fill, type Offer, WholeFill } from './whole-fill';

/** Result of the price iteration. */
export interface PricedBound {
  /** No placement is better than this; infinite where some workload cannot be held at all. */
  readonly bound: number;
  /** Price of a node by pool: its measure and what the limits that it uses are worth. */
  readonly prices: readonly number[];
  /** Dual price of each row, used as a warm start. */
  readonly above: Float64Array;
}

export interface BoundOptions {
  /** Objective of a placement that is known, which sets the length of the steps. */
  readonly known: number;
  readonly iterations: number;
  /** Result of an earlier iteration. @default - no row is worth more than its measure */
  readonly start?: PricedBound;
}

/** Shortening of the step after this many iterations without a better bound. */
const PATIENCE = 20;
const SHORTENING = 0.7;
/** Part of the last direction that is kept, which damps the zigzag of whole replicas. */
const MEMORY = 0.8;
/** Iterations after which all splits over sites are looked at again; between, the one that was cheapest and its neighbours. */
const LOOK_AGAIN = 10;
/** Most that one site holds, as shares of demand, where sites may be lost: the intervals that are counted apart. */
const TOPS = [1 / 12, 1 / 8, 1 / 6, 1 / 5, 1 / 4, 0.29, 1 / 3, 0.4, 0.5, 0.62, 0.78, 1];
/** Distinct rates of a workload for which whole replicas are counted where the options are too many to count all. */
const ROUNDED_RATES = 3;

/**
 * A proven lower bound for questions that are too large for a tableau, by Lagrangian relaxation: nodes of every pool get
 * a price at or above their measure, at which each workload is served by itself as cheaply as whole replicas can be, and
 * at which each site sells the whole nodes that its limits allow for as much as can be. Whatever the prices are, no
 * placement costs less than what the workloads pay less what the sites earn above the measure; the prices are raised
 * where the workloads together want more nodes than are sold (subgradient method: Held, Wolfe and Crowder 1974, with
 * Polyak's steps, deflected as by Camerini, Fratta and Maffioli 1975).
 */
export function priceBound(model: Model, { known, iterations, start }: BoundOptions): PricedBound {
  const constant = model.pools.reduce((sum, pool) => sum + (pool.fixed ?? 0) * pool.measure, 0);
  const packs = packsOf(model);
  const rooms = roomsOf(model).map((room) => withPacks(model, room, packs));
  const servings = model.workloads.map((workload) => new Serving(model, workload, packs));
  const measures = model.pools.map((pool) => (pool.fixed === null ? pool.measure : 0));
  const rows = model.pools.length + packs.length;
  const above = start === undefined ? new Float64Array(rows) : start.above.slice();
  const prices = new Float64Array(rows);
  const loads = new Float64Array(rows);
  const sold = new Float64Array(rows);
  const direction = new Float64Array(rows);
  let best: PricedBound = start ?? { bound: constant, prices: measures, above: above.slice() };
  let top = best.bound;
  let step = 1;
  let since = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let r = 0; r < rows; r++) prices[r] = (measures[r] ?? 0) + (above[r] ?? 0);
    loads.fill(0);
    const isAll = iteration % LOOK_AGAIN === LOOK_AGAIN - 1 || iteration === iterations - 1 || iteration === 0;
    let value = constant;
    let isBound = true;
    for (const serving of servings) {
      value += serving.least(prices, loads, isAll);
      isBound = isBound && (isAll || !serving.isInParts);
    }
    value -= sell(model, rooms, packs, above, loads, sold);
    if (value > top + Math.abs(top) * 1e-5) since = 0;
    else if (++since >= PATIENCE) {
      step *= SHORTENING;
      since = 0;
    }
    top = Math.max(top, value);
    if (isBound && value > best.bound) {
      best = { bound: value, prices: [...prices.subarray(0, model.pools.length)], above: above.slice() };
    }
    if ((isBound && !Number.isFinite(value)) || step < 1e-3) break;
    let norm = 0;
    for (let r = 0; r < rows; r++) {
      let over = (loads[r] ?? 0) - (sold[r] ?? 0);
      // A row with room and without a price above its measure stays as it is.
      if (over < 0 && above[r] === 0) over = 0;
      const next = over + MEMORY * (direction[r] ?? 0);
      direction[r] = next < 0 && above[r] === 0 ? 0 : next;
      norm += (direction[r] ?? 0) ** 2;
    }
    if (norm < 1e-18) break;
    const length = (step * Math.max(known - value, Math.abs(known) * 1e-4)) / norm;
    for (let r = 0; r < rows; r++) above[r] = Math.max(0, (above[r] ?? 0) + length * (direction[r] ?? 0));
  }
  return best;
}

/** Replicas of `nodes` or more whole nodes on one pool: three nodes hold one of two nodes, not one and a half. */
interface Pack {
  readonly pool: number;
  readonly nodes: number;
}

function packsOf(model: Model): Pack[] {
  const found = new Map<string, Pack>();
  for (const { pool, load } of model.options) {
    if (load >= 2) found.set(`${pool}/${load}`, { pool, nodes: Math.floor(load) });
  }
  return [...found.values()].sort((a, b) => a.pool - b.pool || a.nodes - b.nodes);
}

const packed = (nodes: number, pack: Pack): number => Math.floor(nodes / pack.nodes + EPSILON);

/** The combinations of a site with the packs that each of them holds. */
function withPacks(model: Model, room: SiteRoom, packs: readonly Pack[]): SiteRoom {
  const own = packs.flatMap((pack, i) =>
    room.pools.includes(pack.pool) ? [{ pack, row: model.pools.length + i }] : [],
  );
  const width = room.pools.length;
  const counts: number[] = [];
  for (let c = 0; c < room.combinations; c++) {
    const nodes = room.counts.subarray(c * width, (c + 1) * width);
    counts.push(...nodes, ...own.map(({ pack }) => packed(nodes[room.pools.indexOf(pack.pool)] ?? 0, pack)));
  }
  return {
    pools: [...room.pools, ...own.map(({ row }) => row)],
    counts: Float64Array.from(counts),
    combinations: room.combinations,
  };
}

/** What the pools earn above their measure, and the nodes that they sell for it. */
function sell(
  model: Model,
  rooms: readonly SiteRoom[],
  packs: readonly Pack[],
  above: Float64Array,
  loads: Float64Array,
  sold: Float64Array,
): number {
  let earned = 0;
  for (const [p, pool] of model.pools.entries()) {
    sold[p] = pool.fixed ?? 0;
    if (pool.fixed !== null) earned += pool.fixed * (above[p] ?? 0);
  }
  for (const [i, pack] of packs.entries()) {
    const fixed = model.pools[pack.pool]?.fixed ?? null;
    const row = model.pools.length + i;
    sold[row] = fixed === null ? 0 : packed(fixed, pack);
    if (fixed !== null) earned += (sold[row] ?? 0) * (above[row] ?? 0);
  }
  for (const room of rooms) {
    const { worth, combination } = worthOf(room, above, loads);
    earned += worth;
    for (const [i, p] of room.pools.entries()) sold[p] = room.counts[combination * room.pools.length + i] ?? 0;
  }
  return earned;
}

interface Use {
  readonly row: number;
  readonly amount: number;
}

/** One workload as it is served at prices. */
class Serving {
  readonly #model: Model;
  readonly #workload: ModelWorkload;
  /** Alternatives, each of whole replicas for demands apart; null where they are too many to count. */
  readonly #ways: readonly (readonly WholeFill[])[] | null;
  /** Whether there are alternatives, of which each is a part of all placements. */
  readonly isInParts: boolean;
  #cheapest = 0;
  readonly #costs: Float64Array;
  /** What one replica takes of each row: load of its pool, and packs. */
  readonly #uses = new Map<number, readonly Use[]>();

  constructor(model: Model, workload: ModelWorkload, packs: readonly Pack[]) {
    this.#model = model;
    this.#workload = workload;
    for (const o of workload.options) {
      const option = model.options[o];
      if (option === undefined) continue;
      const uses = packs.flatMap((pack, i): Use[] => {
        const count = pack.pool === option.pool ? packed(option.load, pack) : 0;
        return count > 0 ? [{ row: model.pools.length + i, amount: count }] : [];
      });
      this.#uses.set(o, [{ row: option.pool, amount: option.load }, ...uses]);
    }
    this.#costs = new Float64Array(model.options.length);
    const offers = workload.options.flatMap((o): Offer[] => {
      const option = model.options[o];
      return option === undefined
        ? []
        : [{ option: o, site: option.site, rate: option.rate, most: option.most, spare: option.spare }];
    });
    const ways = lossWays(workload, offers) ?? [
      workload.shares.length > 0
        ? workload.shares.map(({ site, requestsPerSecond }) => ({
            offers: offers.filter((offer) => offer.site === site),
            demand: requestsPerSecond,
          }))
        : [{ offers, demand: workload.demand }],
    ];
    const fills = ways.map((way) => way.map((part) => WholeFill.of(part.offers, part.demand)));
    const whole = fills.map((way) => way.filter((fill) => fill !== null));
    this.#ways = whole.every((way, i) => way.length === fills[i]?.length) ? whole : null;
    this.isInParts = this.#ways !== null && this.#ways.length > 1;
  }

  /**
   * Least cost at the prices of nodes; adds the loads that it comes to.
   *
   * @param isAll whether all splits over sites are counted; without it the cost is no bound where there are several
   */
  least(prices: Float64Array, loads: Float64Array, isAll: boolean): number {
    for (const [o, uses] of this.#uses) {
      this.#costs[o] = uses.reduce((sum, { row, amount }) => sum + (prices[row] ?? 0) * amount, 0);
    }
    const fill =
      this.#ways === null
        ? best(partFills(this.#model, this.#workload, this.#costs))
        : this.#wholeOf(this.#ways, isAll);
    for (const [o, replicas] of fill.taken) {
      const option = this.#model.options[o];
      if (option === undefined) continue;
      const all = this.#ways === null ? replicas * (1 + option.spare / option.most) : replicas + option.spare;
      for (const { row, amount } of this.#uses.get(o) ?? []) loads[row] = (loads[row] ?? 0) + all * amount;
    }
    return fill.cost;
  }

  #wholeOf(ways: readonly (readonly WholeFill[])[], isAll: boolean): Fill {
    let least: Fill | null = null;
    let cheapest = this.#cheapest;
    for (const [i, way] of ways.entries()) {
      if (!isAll && Math.abs(i - this.#cheapest) > 1) continue;
      const parts = way.map((fill) => fill.least(this.#costs));
      const cost = parts.reduce((sum, part) => sum + part.cost, 0);
      if (least !== null && cost >= least.cost) continue;
      least = { cost, taken: parts.flatMap((part) => part.taken) };
      cheapest = i;
    }
    this.#cheapest = cheapest;
    return least ?? { cost: Number.POSITIVE_INFINITY, taken: [] };
  }
}

interface Part {
  readonly offers: readonly Offer[];
  readonly demand: number;
}

/**
 * Splits over sites where any may be lost: of what one site holds at most, an interval each. In it no option holds more
 * than its upper end, and all together hold the demand and its lower end, which may be lost. Null where none may be.
 */
function lossWays(workload: ModelWorkload, offers: readonly Offer[]): Part[][] | null {
  const lost = workload.losses[0]?.length ?? 0;
  if (lost === 0 || workload.shares.length > 0) return null;
  const sites = new Set(offers.map((offer) => offer.site)).size;
  if (sites <= lost) return [[{ offers: [], demand: workload.demand }]];
  const least = 1 / (sites - lost);
  const ends = [least, ...TOPS.filter((top) => top > least * (1 + EPSILON)), Number.POSITIVE_INFINITY];
  return ends.slice(1).map((high, i) => [
    {
      demand: workload.demand * (1 + (ends[i] ?? least)) * (1 - EPSILON),
      offers: offers.flatMap((offer): Offer[] => {
        const most = Math.min(offer.most, Math.floor((high * workload.demand) / offer.rate + 1e-6));
        return most > 0 ? [{ ...offer, most }] : [];
      }),
    },
  ]);
}

interface PricedOffer extends Offer {
  /** Cost of one replica with its part of the spare ones. */
  readonly cost: number;
}

/** Bounds of a workload's cost in parts of replicas. */
function partFills(model: Model, workload: ModelWorkload, costs: Float64Array): Fill[] {
  const offers = workload.options.flatMap((o): PricedOffer[] => {
    const option = model.options[o];
    if (option === undefined) return [];
    const { site, rate, most, spare } = option;
    return [{ option: o, site, rate, most, spare, cost: (costs[o] ?? 0) * (1 + spare / most) }];
  });
  return fillsOf(workload, offers);
}

/** Every relaxation bounds the cost, so the largest of them does. */
const best = (fills: readonly Fill[]): Fill => fills.reduce((most, each) => (each.cost > most.cost ? each : most));

function fillsOf(workload: ModelWorkload, offers: readonly PricedOffer[]): Fill[] {
  const lost = workload.losses[0]?.length ?? 0;
  const fills = [lost === 0 ? wholeFill(offers, workload.demand) : lossFill(offers, workload.demand, lost)];
  if (workload.shares.length > 0) {
    const parts = workload.shares.map(({ site, requestsPerSecond }) =>
      wholeFill(
        offers.filter((offer) => offer.site === site),
        requestsPerSecond,
      ),
    );
    fills.push({ cost: parts.reduce((sum, part) => sum + part.cost, 0), taken: parts.flatMap((part) => part.taken) });
  }
  return fills;
}

/** The best of the plain relaxation and those that count whole replicas (Chvatal-Gomory, as in `relax`). */
function wholeFill(offers: readonly PricedOffer[], demand: number): Fill {
  const rates = [...new Set(offers.map((offer) => offer.rate))].sort((a, b) => b - a).slice(0, ROUNDED_RATES);
  return best([
    fill(offers, demand, (offer) => offer.rate),
    ...rates.map((r) => fill(offers, Math.ceil(demand / r - EPSILON), (offer) => Math.ceil(offer.rate / r - EPSILON))),
  ]);
}

/** Fills a demand from the cheapest offer for each unit on. */
function fill(
  offers: readonly PricedOffer[],
  demand: number,
  worth: (offer: PricedOffer) => number,
  perSite = Number.POSITIVE_INFINITY,
): Fill {
  const order = offers
    .map((offer) => ({ offer, unit: offer.cost / worth(offer) }))
    .sort((a, b) => a.unit - b.unit || a.offer.option - b.offer.option);
  const taken: [number, number][] = [];
  const atSite = new Map<number, number>();
  let left = demand;
  let cost = 0;
  for (const { offer } of order) {
    if (left <= demand * EPSILON) break;
    const each = worth(offer);
    const room = perSite - (atSite.get(offer.site) ?? 0);
    const replicas = Math.min(offer.most, left / each, room / each);
    if (replicas <= 0) continue;
    atSite.set(offer.site, (atSite.get(offer.site) ?? 0) + replicas * each);
    taken.push([offer.option, replicas]);
    cost += replicas * offer.cost;
    left -= replicas * each;
  }
  return { cost: left > demand * 1e-6 ? Number.POSITIVE_INFINITY : cost, taken };
}

/**
 * Least cost where any `lost` sites may be lost: with no site above `y`, the sites hold the demand and `lost` times `y`.
 * The cost is convex in `y`, whose best value is searched by thirds; the least of a convex function is not below twice
 * its value in the middle of an interval around it less the larger of its ends.
 */
function lossFill(offers: readonly PricedOffer[], demand: number, lost: number): Fill {
  const sites = new Set(offers.map((offer) => offer.site)).size;
  if (sites <= lost) return { cost: Number.POSITIVE_INFINITY, taken: [] };
  const at = (y: number): Fill => fill(offers, demand + lost * y, (offer) => offer.rate, y);
  let low = demand / (sites - lost);
  let high = demand;
  for (let i = 0; i < 24; i++) {
    const third = (high - low) / 3;
    const [a, b] = [at(low + third), at(high - third)];
    if (a.cost <= b.cost && Number.isFinite(a.cost)) high -= third;
    else low += third;
  }
  const middle = at((low + high) / 2);
  // Nothing is known of a loss that no such split holds; the demand without a loss is a bound all the same.
  if (!Number.isFinite(middle.cost)) return fill(offers, demand, (offer) => offer.rate);
  const ends = [middle.cost, at(low).cost, at(high).cost].filter(Number.isFinite);
  return { cost: 2 * middle.cost - Math.max(...ends), taken: middle.taken };
}
