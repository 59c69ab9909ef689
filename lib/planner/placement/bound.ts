import { EPSILON, type Model, type ModelWorkload } from './model';

/** What the iteration over prices ends with. */
export interface PricedBound {
  /** No placement is better than this; infinite where some workload cannot be held at all. */
  readonly bound: number;
  /** Price of a node by pool: its measure and what the limits that it uses are worth. */
  readonly prices: readonly number[];
}

export interface BoundOptions {
  /** Objective of a placement that is known, which sets the length of the steps. */
  readonly known: number;
  readonly iterations: number;
}

/** Halving of the step after this many iterations without a better bound. */
const PATIENCE = 12;
/** Distinct rates of a workload for which whole replicas are counted. */
const ROUNDED_RATES = 3;

/**
 * A proven lower bound for questions that are too large for a tableau, by Lagrangian relaxation: every limit and every
 * pool's size gets a price, and at these prices each workload is served by itself as cheaply as can be. Whatever the
 * prices are, no placement costs less than the sum less what the limits are worth; the prices are raised where the
 * workloads together pass a limit (subgradient method: Held, Wolfe and Crowder 1974, with Polyak's steps).
 */
export function priceBound(model: Model, { known, iterations }: BoundOptions): PricedBound {
  const constant = model.pools.reduce((sum, pool) => sum + (pool.fixed ?? 0) * pool.measure, 0);
  const rows = rowsOf(model);
  const price = new Float64Array(rows.length);
  const prices = new Float64Array(model.pools.length);
  const loads = new Float64Array(model.pools.length);
  const slope = new Float64Array(rows.length);
  let best: PricedBound = {
    bound: constant,
    prices: model.pools.map((pool) => (pool.fixed === null ? pool.measure : 0)),
  };
  let step = 1;
  let since = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (const [p, pool] of model.pools.entries()) prices[p] = pool.fixed === null ? pool.measure : 0;
    for (const [r, row] of rows.entries()) {
      for (const [p, uses] of row.uses) prices[p] = (prices[p] ?? 0) + ((price[r] ?? 0) * uses) / row.most;
    }
    loads.fill(0);
    let value = constant;
    for (const workload of model.workloads) value += serve(model, workload, prices, loads);
    for (const [r] of rows.entries()) value -= price[r] ?? 0;
    if (value > best.bound + Math.abs(best.bound) * 1e-6) since = 0;
    else if (++since >= PATIENCE) {
      step /= 2;
      since = 0;
    }
    if (value > best.bound) best = { bound: value, prices: [...prices] };
    if (!Number.isFinite(value) || step < 1e-3) break;
    let norm = 0;
    for (const [r, row] of rows.entries()) {
      let used = 0;
      for (const [p, uses] of row.uses) used += (loads[p] ?? 0) * uses;
      const over = used / row.most - 1;
      // A limit with room and without a price stays as it is.
      slope[r] = over < 0 && price[r] === 0 ? 0 : over;
      norm += (slope[r] ?? 0) ** 2;
    }
    if (norm < 1e-18) break;
    const length = (step * Math.max(known - value, Math.abs(known) * 1e-4)) / norm;
    for (const [r] of rows.entries()) price[r] = Math.max(0, (price[r] ?? 0) + length * (slope[r] ?? 0));
  }
  return best;
}

interface Row {
  readonly most: number;
  readonly uses: readonly (readonly [pool: number, uses: number])[];
}

/** Limits less what stands in any case, and the sizes of pools, as sums over loads. */
function rowsOf(model: Model): Row[] {
  const limits = model.limits.flatMap((limit): Row[] => {
    let most = limit.limit;
    const uses: [number, number][] = [];
    for (const [p, pool] of model.pools.entries()) {
      const each = limit.uses[p] ?? 0;
      if (each === 0) continue;
      if (pool.fixed === null) uses.push([p, each]);
      else most -= each * pool.fixed;
    }
    return uses.length === 0 || most <= 0 ? [] : [{ most, uses }];
  });
  const sizes = model.pools.flatMap((pool, p): Row[] => {
    const most = pool.fixed ?? pool.max;
    return most > 0 ? [{ most, uses: [[p, 1]] }] : [];
  });
  return [...limits, ...sizes];
}

interface Offer {
  readonly option: number;
  readonly site: number;
  /** Cost of one replica with its part of the spare ones. */
  readonly cost: number;
  readonly rate: number;
  readonly most: number;
}

/** Least cost of one workload at the prices, in parts of replicas; adds the loads that it comes to. */
function serve(model: Model, workload: ModelWorkload, prices: Float64Array, loads: Float64Array): number {
  const offers = workload.options.flatMap((o): Offer[] => {
    const option = model.options[o];
    if (option === undefined) return [];
    const cost = (prices[option.pool] ?? 0) * option.load * (1 + option.spare / option.most);
    return [{ option: o, site: option.site, cost, rate: option.rate, most: option.most }];
  });
  const fill = best(fillsOf(workload, offers));
  for (const [o, replicas] of fill.taken) {
    const option = model.options[o];
    if (option === undefined) continue;
    loads[option.pool] = (loads[option.pool] ?? 0) + replicas * option.load * (1 + option.spare / option.most);
  }
  return fill.cost;
}

interface Fill {
  readonly cost: number;
  readonly taken: readonly (readonly [option: number, replicas: number])[];
}

/** Every relaxation bounds the cost, so the largest of them does. */
const best = (fills: readonly Fill[]): Fill => fills.reduce((most, each) => (each.cost > most.cost ? each : most));

function fillsOf(workload: ModelWorkload, offers: readonly Offer[]): Fill[] {
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
function wholeFill(offers: readonly Offer[], demand: number): Fill {
  const rates = [...new Set(offers.map((offer) => offer.rate))].sort((a, b) => b - a).slice(0, ROUNDED_RATES);
  return best([
    fill(offers, demand, (offer) => offer.rate),
    ...rates.map((r) => fill(offers, Math.ceil(demand / r - EPSILON), (offer) => Math.ceil(offer.rate / r - EPSILON))),
  ]);
}

/** Fills a demand from the cheapest offer for each unit on. */
function fill(
  offers: readonly Offer[],
  demand: number,
  worth: (offer: Offer) => number,
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
function lossFill(offers: readonly Offer[], demand: number, lost: number): Fill {
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
