import { EPSILON, type Model, type ModelWorkload } from './model';
import { type Random, shuffled } from './sequence';
import { largest } from './solution';
import type { Standing } from './standing';
import { type Offer, WholeFill } from './whole-fill';

/** Working replicas of a workload by option. */
export type Pattern = readonly (readonly [option: number, working: number])[];

/** What an insertion counts for whatever it looks at. */
const INSERTION_WORK = 1e4;
/** Numbers of sites that a workload is spread over where sites may be lost. */
const SPREADS = [1, 1.5, 2, 2.5, 3, 4, 5, 7, 10];
/** Of these, drawn at each insertion. */
const WAYS_TRIED = 8;
/** Rates of which a site holds a whole number at most there. */
const SPREAD_RATES = 5;

/** Where shares are fixed and sites may be lost: capacity beyond the least, for whole replicas. */
const MARGINS = [1, 1.1, 1.25, 1.5];

/** Adds one workload where it costs least beside the others. */
export class Inserter {
  readonly isAble: boolean;
  /** Costs that one insertion looks at. */
  readonly work: number;
  readonly #model: Model;
  readonly #workload: ModelWorkload;
  readonly #tables: ReadonlyMap<number, { readonly costs: Float64Array; count: number }>;
  /** Alternatives, each a set of demands that are held apart. */
  readonly #ways: readonly (readonly WholeFill[])[];

  constructor(model: Model, workload: ModelWorkload) {
    this.#model = model;
    this.#workload = workload;
    const offers = workload.options.flatMap((o): Offer[] => {
      const option = model.options[o];
      if (option === undefined) return [];
      return [{ option: o, site: option.site, rate: option.rate, most: option.most }];
    });
    this.#tables = new Map(offers.map(({ option, most }) => [option, { costs: new Float64Array(most), count: 0 }]));
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
    for (const [o, table] of this.#tables) {
      table.count = standing.costs(o, prices[this.#model.options[o]?.pool ?? -1] ?? 0, priceShare, table.costs);
    }
    let best: { cost: number; pattern: Pattern } | null = null;
    const ways = this.#ways.length > WAYS_TRIED ? shuffled(this.#ways, next).slice(0, WAYS_TRIED) : this.#ways;
    for (const way of ways) {
      const fills = way.map((fill) => fill.least(this.#tables));
      const sum = fills.reduce((total, fill) => total + fill.cost, 0);
      const pattern = fills.flatMap((fill) => fill.taken);
      if (pattern.length === 0 || !Number.isFinite(sum) || (best !== null && sum >= best.cost)) continue;
      if (this.#isHeld(pattern)) best = { cost: sum, pattern };
    }
    return best?.pattern ?? null;
  }

  /** Two pools of one site are lost together, which the ways do not see. */
  #isHeld(pattern: Pattern): boolean {
    const lost = this.#workload.lost;
    if (lost === 0) return true;
    const bySite = new Map<number, number>();
    for (const [o, count] of pattern) {
      const option = this.#model.options[o];
      if (option !== undefined) bySite.set(option.site, (bySite.get(option.site) ?? 0) + option.rate * count);
    }
    const held = largest(bySite.values(), bySite.size) - largest(bySite.values(), lost);
    return held >= this.#workload.demand * (1 - EPSILON);
  }
}

interface Part {
  readonly offers: readonly Offer[];
  readonly demand: number;
}

/** Where sites may be lost: with no site above `y`, the sites hold the demand and what the lost ones held. */
function waysOf(workload: ModelWorkload, offers: readonly Offer[]): Part[][] {
  const at = (site: number): Offer[] => offers.filter((offer) => offer.site === site);
  const lost = workload.lost;
  if (lost === 0) {
    return workload.shares.length > 0
      ? [workload.shares.map(({ site, requestsPerSecond }) => ({ offers: at(site), demand: requestsPerSecond }))]
      : [[{ offers, demand: workload.demand }]];
  }
  if (workload.shares.length > 0) {
    // Every site keeps its share of so much more that the largest may be lost.
    const shares = workload.shares.map(({ requestsPerSecond }) => requestsPerSecond);
    const left = 1 - largest(shares, lost) / workload.demand;
    if (left <= 0) return [];
    return MARGINS.map((margin) =>
      workload.shares.map((share) => ({
        offers: at(share.site),
        demand: (share.requestsPerSecond * margin) / left,
      })),
    );
  }
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
