import { EPSILON, type Model } from './model';

/** What a site can hold: every largest combination of nodes of its growing pools that its limits allow. */
export interface SiteRoom {
  /** Growing pools of the site. */
  readonly pools: readonly number[];
  /** Combinations one after the other, nodes in the order of `pools`. */
  readonly counts: Float64Array;
  readonly combinations: number;
}

/** Combinations of one site; where there are more, several counts of a pool are taken together for the largest of them. */
const MOST_COMBINATIONS = 1500;

/** The rooms of all sites that have growing pools. Nodes are whole: 45 kW hold four nodes of 10 kW. */
export function roomsOf(model: Model): SiteRoom[] {
  const bySite = new Map<number, number[]>();
  for (const [p, pool] of model.pools.entries()) {
    if (pool.fixed === null && pool.max > 0) bySite.set(pool.site, [...(bySite.get(pool.site) ?? []), p]);
  }
  return [...bySite.entries()].sort(([a], [b]) => a - b).map(([site, pools]) => roomOf(model, site, pools));
}

/** Room of one site, also with more of one limit or more nodes of one pool. */
export function roomOf(
  model: Model,
  site: number,
  pools: readonly number[],
  eased?: { readonly limit?: number; readonly pool?: number; readonly more: number },
): SiteRoom {
  const limits = model.limits.flatMap((limit, l) => {
    if (limit.site !== site) return [];
    const standing = model.pools.reduce((sum, pool, p) => sum + (limit.uses[p] ?? 0) * (pool.fixed ?? 0), 0);
    const most = limit.limit + (eased?.limit === l ? eased.more : 0);
    return [{ uses: pools.map((p) => limit.uses[p] ?? 0), left: most * (1 + EPSILON) + EPSILON - standing }];
  });
  const steps = pools.map((p) => model.pools[p]?.step ?? 1);
  const most = pools.map((p, i) => {
    const step = steps[i] ?? 1;
    const max = (model.pools[p]?.max ?? 0) + (eased?.pool === p ? eased.more : 0);
    return limits.reduce((least, limit) => {
      const uses = limit.uses[i] ?? 0;
      return uses > 0 ? Math.min(least, Math.max(0, Math.floor(limit.left / uses / step + EPSILON) * step)) : least;
    }, max);
  });
  if (limits.length === 0) return { pools, counts: Float64Array.from(most), combinations: 1 };
  const free = pools.length - 1;
  const perPool = free > 0 ? Math.max(2, Math.floor(MOST_COMBINATIONS ** (1 / free))) : 1;
  const found: number[] = [];
  const now = pools.map(() => 0);
  const visit = (i: number, left: readonly number[]): void => {
    const step = steps[i] ?? 1;
    if (i === free) {
      now[i] = limits.reduce((least, limit, l) => {
        const uses = limit.uses[i] ?? 0;
        return uses > 0 ? Math.min(least, Math.floor((left[l] ?? 0) / uses / step + EPSILON) * step) : least;
      }, most[i] ?? 0);
      found.push(...now);
      return;
    }
    const total = Math.round((most[i] ?? 0) / step);
    const width = Math.max(1, Math.ceil((total + 1) / perPool));
    for (let low = 0; low <= total; low += width) {
      const after = limits.map((limit, l) => (left[l] ?? 0) - (limit.uses[i] ?? 0) * low * step);
      if (after.some((each) => each < 0)) break;
      now[i] = Math.min(low + width - 1, total) * step;
      visit(i + 1, after);
    }
  };
  visit(
    0,
    limits.map((limit) => limit.left),
  );
  const counts = largest(found, pools.length);
  return { pools, counts, combinations: counts.length / Math.max(1, pools.length) };
}

/** Without the combinations that another one exceeds. */
function largest(found: readonly number[], width: number): Float64Array {
  const total = found.length / width;
  const kept: number[] = [];
  for (let a = 0; a < total; a++) {
    let isExceeded = false;
    for (let b = 0; b < total && !isExceeded; b++) {
      if (a === b) continue;
      let isCovered = true;
      let isSame = true;
      for (let i = 0; i < width; i++) {
        const [mine, other] = [found[a * width + i] ?? 0, found[b * width + i] ?? 0];
        if (mine > other) isCovered = false;
        if (mine !== other) isSame = false;
      }
      isExceeded = isCovered && (!isSame || b < a);
    }
    if (!isExceeded) for (let i = 0; i < width; i++) kept.push(found[a * width + i] ?? 0);
  }
  return Float64Array.from(kept);
}

/**
 * Most that the nodes of a site are worth at prices above their measure, and the combination that is; among equals the
 * one that holds the loads best.
 */
export function worthOf(
  room: SiteRoom,
  above: Float64Array,
  loads?: Float64Array,
): { readonly worth: number; readonly combination: number } {
  const width = room.pools.length;
  let worth = 0;
  let combination = 0;
  let missing = Number.POSITIVE_INFINITY;
  for (let c = 0; c < room.combinations; c++) {
    let sum = 0;
    let short = 0;
    for (let i = 0; i < width; i++) {
      const p = room.pools[i] as number;
      const count = room.counts[c * width + i] as number;
      sum += count * (above[p] as number);
      if (loads !== undefined) short += Math.max(0, (loads[p] as number) - count);
    }
    if (sum > worth || (sum === worth && short < missing)) {
      worth = sum;
      combination = c;
      missing = short;
    }
  }
  return { worth, combination };
}
