import { EPSILON } from './model';

/** One option of a workload as the filling sees it. */
export interface Offer {
  readonly option: number;
  readonly site: number;
  readonly rate: number;
  /** Most replicas beyond the spare ones. */
  readonly most: number;
}

/** Replicas beyond the spare ones by option, and what they cost. */
export interface Fill {
  readonly cost: number;
  readonly taken: readonly (readonly [option: number, replicas: number])[];
}

/** What 1, 2, … replicas of each option cost, not falling with them; `count` of them fit. */
export type Costs = ReadonlyMap<number, { readonly costs: Float64Array; readonly count: number }>;

/** Replicas of one rate that are counted one by one; more are counted in lots of 2, 4, 8, … */
const MOST_COUNTED = 128;
/** Rates of one workload that are combined. */
const MOST_RATES = 16;
/** Combinations of replicas of the rates that are looked at. */
const MOST_COMBINED = 3000;
/** Options of one rate that are counted: those with the cheapest replica. */
const CHEAPEST = 10;
/** Halvings of the interval of the price of a request. */
const HALVINGS = 30;

/**
 * The cheapest whole replicas that hold a demand.
 *
 * Options of one rate differ in cost only, so the least cost of 1, 2, … replicas is counted for each rate first (a knapsack
 * by dynamic programming), and then the rates are combined by branch and bound.
 */
export class WholeFill {
  readonly #groups: readonly Group[];
  readonly #demand: number;

  private constructor(groups: readonly Group[], demand: number) {
    this.#groups = groups;
    this.#demand = demand;
  }

  /** Null if there is too much to count. */
  static of(offers: readonly Offer[], demand: number): WholeFill | null {
    const rates = [...new Set(offers.map((offer) => offer.rate))].sort((a, b) => b - a);
    if (rates.length > MOST_RATES) return null;
    const groups = rates.map((rate) => {
      const own = offers.filter((offer) => offer.rate === rate);
      const wanted = Math.min(
        Math.ceil(demand / rate - EPSILON),
        own.reduce((sum, offer) => sum + offer.most, 0),
      );
      const lot = 2 ** Math.max(0, Math.ceil(Math.log2(wanted / MOST_COUNTED)));
      return new Group(
        own.map((offer) => ({ ...offer, most: Math.floor(offer.most / lot) })),
        rate * lot,
        Math.ceil(wanted / lot - EPSILON),
        lot,
      );
    });
    return new WholeFill(groups, demand);
  }

  /** Costs that one filling looks at. */
  get work(): number {
    return this.#groups.reduce((sum, group) => sum + group.work, 0);
  }

  /** The cheapest replicas; of infinite cost if none hold the demand. */
  least(costs: Costs): Fill {
    const groups = this.#groups;
    for (const group of groups) group.price(costs);
    const slack = this.#demand * EPSILON;
    const value = this.#requestPrice();
    // What the groups from one on add at the price of a request, whatever they hold.
    const rest = new Float64Array(groups.length + 1);
    for (let g = groups.length - 1; g >= 0; g--) rest[g] = (rest[g + 1] ?? 0) + (groups[g]?.atPrice(value) ?? 0);
    let best = Number.POSITIVE_INFINITY;
    let seen = 0;
    const counts = new Int32Array(groups.length);
    let found = counts.slice();
    const keep = (g: number, cost: number): void => {
      if (cost >= best) return;
      best = cost;
      counts.fill(0, g);
      found = counts.slice();
    };
    const visit = (g: number, left: number, cost: number): void => {
      if (left <= slack) {
        keep(g, cost);
        return;
      }
      const group = groups[g];
      if (group === undefined || cost + value * left + (rest[g] ?? 0) >= best || seen++ > MOST_COMBINED) return;
      const full = Math.ceil((left - slack) / group.rate);
      const isLast = g === groups.length - 1;
      if (isLast && full > group.count) return;
      for (let k = Math.min(full, group.count); k >= (isLast ? full : 0); k--) {
        counts[g] = k;
        visit(g + 1, left - k * group.rate, cost + group.cost(k));
      }
    };
    visit(0, this.#demand, 0);
    if (!Number.isFinite(best)) return { cost: best, taken: [] };
    let over = groups.reduce((sum, group, g) => sum + (found[g] ?? 0) * group.rate, -this.#demand) + slack;
    const taken = groups.flatMap((group, g) =>
      group.taken(found[g] ?? 0).map(([option, lots]): [number, number] => {
        // Lots hold up to one lot too much of each rate.
        const each = group.rate / group.lot;
        const extra = group.lot > 1 ? Math.max(0, Math.min(Math.floor(over / each), lots * group.lot - 1)) : 0;
        over -= extra * each;
        return [option, lots * group.lot - extra];
      }),
    );
    return { cost: best, taken };
  }

  /** Price of a request at which the groups' bound is largest. */
  #requestPrice(): number {
    let low = 0;
    let high = 0;
    for (const group of this.#groups) high = Math.max(high, group.highestPrice());
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      let held = 0;
      for (const group of this.#groups) held += group.heldAt(middle) * group.rate;
      if (held >= this.#demand) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** Options of one rate and the least cost of so many lots of replicas of them. */
class Group {
  readonly count: number;
  readonly #offers: readonly Offer[];
  readonly #least: Float64Array;
  /** Memory of the counts, kept between fillings. */
  readonly #replicas: Int32Array[] = [];
  /** The options that were counted, and the replicas of each by count. */
  #counted: readonly { readonly option: number; readonly replicas: Int32Array }[] = [];

  constructor(
    offers: readonly Offer[],
    /** Requests that one lot holds. */
    readonly rate: number,
    wanted: number,
    /** Replicas that are counted as one. */
    readonly lot: number,
  ) {
    this.count = Math.min(
      wanted,
      offers.reduce((sum, offer) => sum + offer.most, 0),
    );
    this.#offers = offers;
    this.#least = new Float64Array(this.count + 1);
  }

  get work(): number {
    const wide = this.#offers.reduce((sum, offer) => sum + Math.min(offer.most, this.count), 0);
    return wide * (1 + (Math.min(CHEAPEST, this.#offers.length) * this.count) / Math.max(1, this.#offers.length));
  }

  cost(count: number): number {
    return this.#least[count] ?? Number.POSITIVE_INFINITY;
  }

  /** Counts the least costs of the cheapest options. */
  price(all: Costs): void {
    const { lot } = this;
    const tables: { readonly option: number; readonly costs: Float64Array; readonly lots: number; unit: number }[] = [];
    for (const { option, most } of this.#offers) {
      const own = all.get(option);
      const lots = own === undefined ? 0 : Math.min(most, this.count, Math.floor(own.count / lot));
      if (own === undefined || lots === 0) continue;
      let unit = Number.POSITIVE_INFINITY;
      for (let j = 1; j <= lots; j++) unit = Math.min(unit, (own.costs[j * lot - 1] as number) / j);
      tables.push({ option, costs: own.costs, lots, unit });
    }
    tables.sort((a, b) => a.unit - b.unit || a.option - b.option);
    const least = this.#least;
    least.fill(Number.POSITIVE_INFINITY);
    least[0] = 0;
    this.#counted = tables.slice(0, CHEAPEST).map(({ option, costs, lots }, i) => {
      const replicas = this.#replicas[i] ?? new Int32Array(this.count + 1);
      this.#replicas[i] = replicas.fill(0);
      for (let k = this.count; k >= 1; k--) {
        let best = least[k] as number;
        for (let j = Math.min(k, lots); j >= 1; j--) {
          const each = (least[k - j] as number) + (costs[j * lot - 1] as number);
          if (each < best) {
            best = each;
            replicas[k] = j;
          }
        }
        least[k] = best;
      }
      return { option, replicas };
    });
  }

  /** Options and replicas of the least cost of so many. */
  taken(count: number): [option: number, replicas: number][] {
    const taken: [number, number][] = [];
    let left = count;
    for (const { option, replicas } of [...this.#counted].reverse()) {
      const j = replicas[left] ?? 0;
      if (j > 0) taken.push([option, j]);
      left -= j;
    }
    return taken;
  }

  /** Least of cost less worth, over all counts. */
  atPrice(value: number): number {
    let least = 0;
    for (let k = 1; k <= this.count; k++) least = Math.min(least, this.cost(k) - value * this.rate * k);
    return least;
  }

  /** Replicas that are bought at a price of a request. */
  heldAt(value: number): number {
    let least = 0;
    let held = 0;
    for (let k = 1; k <= this.count; k++) {
      const cost = this.cost(k) - value * this.rate * k;
      if (cost > least) continue;
      least = cost;
      held = k;
    }
    return held;
  }

  /** Price of a request above which nothing more is bought. */
  highestPrice(): number {
    let most = 0;
    for (const cost of this.#least) if (Number.isFinite(cost)) most = Math.max(most, cost / this.rate);
    return most;
  }
}
