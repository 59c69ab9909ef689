import { EPSILON } from './model';

/** One option of a workload as the filling sees it. */
export interface Offer {
  readonly option: number;
  readonly site: number;
  readonly rate: number;
  readonly most: number;
  readonly spare: number;
}

/** Replicas beyond the spare ones by option, and what they cost at least. */
export interface Fill {
  readonly cost: number;
  readonly taken: readonly (readonly [option: number, replicas: number])[];
}

/** Replicas of one rate that are counted one by one; beyond, parts of replicas hardly matter. */
const MOST_COUNTED = 200;
/** Rates of one workload that are combined. */
const MOST_RATES = 16;
/** Combinations of replicas of the rates that are looked at; what is left counts by its bound. */
const MOST_COMBINED = 3000;
/** Options of one rate that are counted where costs are given by function. */
const CHEAPEST = 10;
/** Halvings of the interval of the price of a request. */
const HALVINGS = 30;

/**
 * The cheapest whole replicas that hold a demand, where a used option keeps its spare ones: what a workload costs at
 * least by itself at given prices.
 *
 * Options of one rate differ in price only, so for each rate the least cost of 1, 2, … replicas is counted first (a
 * knapsack by dynamic programming where there are spare ones: of options that are not full one is enough, as their costs
 * are concave), and then the rates are combined by branch and bound.
 */
export class WholeFill {
  readonly #groups: readonly Group[];
  readonly #demand: number;

  private constructor(groups: readonly Group[], demand: number) {
    this.#groups = groups;
    this.#demand = demand;
  }

  /** Null where there is too much to count. */
  static of(offers: readonly Offer[], demand: number): WholeFill | null {
    const rates = [...new Set(offers.map((offer) => offer.rate))].sort((a, b) => b - a);
    if (rates.length > MOST_RATES) return null;
    const groups = rates.map(
      (rate) =>
        new Group(
          offers.filter((offer) => offer.rate === rate),
          rate,
          Math.ceil(demand / rate - EPSILON),
        ),
    );
    return groups.some((group) => group.count > MOST_COUNTED) ? null : new WholeFill(groups, demand);
  }

  /** Costs that `leastBy` looks at. */
  get work(): number {
    return this.#groups.reduce((sum, group) => sum + group.work, 0);
  }

  /** @param costs cost of one replica by option */
  least(costs: Float64Array): Fill {
    for (const group of this.#groups) group.price(costs);
    return this.#combine();
  }

  /**
   * The cheapest by any costs, of the options that are cheapest for a replica: no bound, as some are left out.
   *
   * @param cost what so many replicas of an option cost, not falling with them; infinite where they do not fit
   */
  leastBy(cost: (option: number, replicas: number) => number): Fill {
    for (const group of this.#groups) group.priceBy(cost);
    return this.#combine();
  }

  #combine(): Fill {
    const groups = this.#groups;
    const slack = this.#demand * EPSILON;
    const value = this.#requestPrice();
    // What the groups from one on add at the price of a request, whatever they hold.
    const rest = new Float64Array(groups.length + 1);
    for (let g = groups.length - 1; g >= 0; g--) rest[g] = (rest[g + 1] ?? 0) + (groups[g]?.atPrice(value) ?? 0);
    let best = Number.POSITIVE_INFINITY;
    let closed = Number.POSITIVE_INFINITY;
    let seen = 0;
    const counts = new Int32Array(groups.length);
    let found = counts.slice();
    const visit = (g: number, left: number, cost: number): void => {
      if (left <= slack) {
        if (cost < best) {
          best = cost;
          for (let i = g; i < counts.length; i++) counts[i] = 0;
          found = counts.slice();
        }
        return;
      }
      const group = groups[g];
      if (group === undefined) return;
      const bound = cost + value * left + (rest[g] ?? 0);
      if (bound >= best) return;
      if (seen++ > MOST_COMBINED) {
        closed = Math.min(closed, bound);
        return;
      }
      const full = Math.ceil((left - slack) / group.rate);
      if (g === groups.length - 1) {
        if (full > group.count) return;
        const whole = cost + group.cost(full);
        if (whole >= best) return;
        best = whole;
        counts[g] = full;
        found = counts.slice();
        return;
      }
      for (let k = Math.min(full, group.count); k >= 0; k--) {
        counts[g] = k;
        const now = cost + group.cost(k);
        const after = left - k * group.rate;
        if (now + (after > slack ? value * after + (rest[g + 1] ?? 0) : 0) < best) visit(g + 1, after, now);
      }
    };
    visit(0, this.#demand, 0);
    return {
      cost: Math.min(best, closed),
      taken: Number.isFinite(best) ? groups.flatMap((group, g) => group.taken(found[g] ?? 0)) : [],
    };
  }

  /** Price of a request at which the groups' bound is largest. */
  #requestPrice(): number {
    let low = 0;
    let high = 0;
    for (const group of this.#groups) high = Math.max(high, group.dearest());
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

/** Options of one rate and the least cost of so many replicas of them. */
class Group {
  readonly count: number;
  readonly #offers: readonly Offer[];
  readonly #hasSpare: boolean;
  readonly #least: Float64Array;
  /** For each count: the larger count that is as cheap. */
  readonly #at: Int32Array;
  readonly #full: Float64Array;
  readonly #taken: Uint8Array;
  readonly #part: Float64Array;
  readonly #partOf: Int32Array;
  readonly #split: Int32Array;
  #order: Offer[] = [];
  /** Of costs that were given by function: the options that were counted, and the replicas of each by count. */
  #counted: { readonly option: number; readonly replicas: Int32Array }[] | null = null;

  constructor(
    offers: readonly Offer[],
    readonly rate: number,
    wanted: number,
  ) {
    this.count = Math.min(
      wanted,
      offers.reduce((sum, offer) => sum + offer.most, 0),
    );
    const size = this.count + 1;
    this.#offers = offers;
    this.#hasSpare = offers.some((offer) => offer.spare > 0);
    this.#least = new Float64Array(size);
    this.#at = new Int32Array(size);
    const dp = this.#hasSpare ? size : 0;
    this.#full = new Float64Array(dp);
    this.#taken = new Uint8Array(dp * offers.length);
    this.#part = new Float64Array(dp);
    this.#partOf = new Int32Array(dp);
    this.#split = new Int32Array(dp);
  }

  get work(): number {
    const wide = this.#offers.reduce((sum, offer) => sum + Math.min(offer.most, this.count), 0);
    return wide * (1 + (Math.min(CHEAPEST, this.#offers.length) * this.count) / Math.max(1, this.#offers.length));
  }

  cost(count: number): number {
    return this.#least[count] ?? Number.POSITIVE_INFINITY;
  }

  /** Counts the least costs anew for other costs of a replica. */
  price(costs: Float64Array): void {
    this.#counted = null;
    if (this.#hasSpare) this.#priceSpare(costs);
    else this.#pricePlain(costs);
    this.#level();
  }

  /** Counts the least costs of the cheapest options by a function of option and replicas. */
  priceBy(cost: (option: number, replicas: number) => number): void {
    const tables = this.#offers.flatMap((offer) => {
      const costs: number[] = [];
      let unit = Number.POSITIVE_INFINITY;
      for (let j = 1; j <= Math.min(offer.most, this.count); j++) {
        const each = cost(offer.option, j);
        if (each === Number.POSITIVE_INFINITY) break;
        costs.push(each);
        unit = Math.min(unit, each / j);
      }
      return costs.length === 0 ? [] : [{ option: offer.option, costs, unit }];
    });
    tables.sort((a, b) => a.unit - b.unit || a.option - b.option);
    const least = this.#least;
    least.fill(Number.POSITIVE_INFINITY);
    least[0] = 0;
    this.#counted = tables.slice(0, CHEAPEST).map(({ option, costs }) => {
      const replicas = new Int32Array(this.count + 1);
      for (let k = this.count; k >= 1; k--) {
        let best = least[k] as number;
        for (let j = Math.min(k, costs.length); j >= 1; j--) {
          const each = (least[k - j] as number) + (costs[j - 1] as number);
          if (each < best) {
            best = each;
            replicas[k] = j;
          }
        }
        least[k] = best;
      }
      return { option, replicas };
    });
    for (let k = 0; k <= this.count; k++) this.#at[k] = k;
    this.#level();
  }

  /** Holding more is holding too. */
  #level(): void {
    const least = this.#least;
    for (let k = this.count - 1; k >= 0; k--) {
      if ((least[k + 1] ?? 0) < (least[k] ?? 0)) {
        least[k] = least[k + 1] ?? 0;
        this.#at[k] = this.#at[k + 1] ?? 0;
      }
    }
  }

  #pricePlain(costs: Float64Array): void {
    this.#order = [...this.#offers].sort(
      (a, b) => (costs[a.option] ?? 0) - (costs[b.option] ?? 0) || a.option - b.option,
    );
    let k = 0;
    for (const offer of this.#order) {
      for (let i = 0; i < offer.most && k < this.count; i++) {
        this.#least[k + 1] = (this.#least[k] ?? 0) + (costs[offer.option] ?? 0);
        k++;
      }
      if (k >= this.count) break;
    }
    for (let i = 0; i <= this.count; i++) this.#at[i] = i;
  }

  #priceSpare(costs: Float64Array): void {
    const size = this.count + 1;
    const full = this.#full;
    const part = this.#part;
    full.fill(Number.POSITIVE_INFINITY);
    part.fill(Number.POSITIVE_INFINITY);
    this.#taken.fill(0);
    full[0] = 0;
    for (let i = 0; i < this.#offers.length; i++) {
      const offer = this.#offers[i] as Offer;
      const each = costs[offer.option] ?? 0;
      const last = Math.min(offer.most, this.count);
      for (let j = 1; j <= last; j++) {
        const cost = each * (offer.spare + j);
        if (cost < (part[j] as number)) {
          part[j] = cost;
          this.#partOf[j] = i;
        }
      }
      if (offer.most > this.count) continue;
      const whole = each * (offer.spare + offer.most);
      for (let k = this.count; k >= offer.most; k--) {
        const cost = (full[k - offer.most] as number) + whole;
        if (cost < (full[k] as number)) {
          full[k] = cost;
          this.#taken[i * size + k] = 1;
        }
      }
    }
    for (let k = 0; k <= this.count; k++) {
      let least = full[k] as number;
      let split = 0;
      for (let j = 1; j <= k; j++) {
        const cost = (full[k - j] as number) + (part[j] as number);
        if (cost < least) {
          least = cost;
          split = j;
        }
      }
      this.#least[k] = least;
      this.#split[k] = split;
      this.#at[k] = k;
    }
  }

  /** Options and replicas of the least cost of so many. */
  taken(count: number): [option: number, replicas: number][] {
    const taken: [number, number][] = [];
    let left = this.#at[count] ?? 0;
    if (this.#counted !== null) {
      for (let i = this.#counted.length - 1; i >= 0 && left > 0; i--) {
        const { option, replicas } = this.#counted[i] as { option: number; replicas: Int32Array };
        const j = replicas[left] ?? 0;
        if (j > 0) taken.push([option, j]);
        left -= j;
      }
      return taken;
    }
    if (!this.#hasSpare) {
      for (const offer of this.#order) {
        if (left <= 0) break;
        taken.push([offer.option, Math.min(left, offer.most)]);
        left -= offer.most;
      }
      return taken;
    }
    const part = this.#split[left] ?? 0;
    if (part > 0) taken.push([this.#offers[this.#partOf[part] ?? 0]?.option ?? 0, part]);
    left -= part;
    for (let i = this.#offers.length - 1; i >= 0 && left > 0; i--) {
      const offer = this.#offers[i] as Offer;
      if (this.#taken[i * (this.count + 1) + left] !== 1) continue;
      taken.push([offer.option, offer.most]);
      left -= offer.most;
    }
    return taken;
  }

  /** Least of cost less worth, over all counts. */
  atPrice(value: number): number {
    let least = 0;
    for (let k = 1; k <= this.count; k++) least = Math.min(least, (this.#least[k] as number) - value * this.rate * k);
    return least;
  }

  /** Replicas that are bought at a price of a request. */
  heldAt(value: number): number {
    let least = 0;
    let held = 0;
    for (let k = 1; k <= this.count; k++) {
      const cost = (this.#least[k] as number) - value * this.rate * k;
      if (cost <= least) {
        least = cost;
        held = k;
      }
    }
    return held;
  }

  /** Price of a request above which nothing more is bought. */
  dearest(): number {
    let most = 0;
    for (const cost of this.#least) if (Number.isFinite(cost)) most = Math.max(most, cost / this.rate);
    return most;
  }
}
