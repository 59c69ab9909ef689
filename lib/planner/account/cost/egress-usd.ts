import type { EgressPrice } from '../../../catalog/rows';

/** Tiers of a region's internet egress in GB, and what is free. */
const TB = 1e3;

/**
 * USD a month for data that leaves a region to the internet, by its tiers.
 *
 * @param gb GB (10^9 bytes) a month
 * @param freeGb GB a month that cost nothing
 */
export function internetEgressUsd(gb: number, freeGb: number, price: EgressPrice): number {
  const tiers: readonly (readonly [size: number, usd: number])[] = [
    [10 * TB, price.internetFirst10Tb],
    [40 * TB, price.internetNext40Tb],
    [100 * TB, price.internetNext100Tb],
    [Number.POSITIVE_INFINITY, price.internetOver150Tb ?? price.internetNext100Tb],
  ];
  let left = Math.max(gb - freeGb, 0);
  let usd = 0;
  for (const [size, rate] of tiers) {
    const here = Math.min(left, size);
    usd += here * rate;
    left -= here;
  }
  return usd;
}
