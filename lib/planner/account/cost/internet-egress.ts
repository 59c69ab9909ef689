import type { EgressPrice } from '../../../catalog/rows';
import { fromRow, type Quantity, sumOf, zeroOf } from '../../model/quantity';

const TB = 1e3;

/** Tiers of a region's egress to the internet: GB a month, and the price of one. */
const tiersOf = (price: EgressPrice): readonly (readonly [name: string, size: number, usd: number])[] => [
  ['first 10 TB', 10 * TB, price.internetFirst10Tb],
  ['next 40 TB', 40 * TB, price.internetNext40Tb],
  ['next 100 TB', 100 * TB, price.internetNext100Tb],
  ['over 150 TB', Number.POSITIVE_INFINITY, price.internetOver150Tb ?? price.internetNext100Tb],
];

/**
 * USD a month for data that leaves a region to the internet, by its tiers.
 *
 * @param data GB (10^9 bytes) a month
 * @param free GB a month that cost nothing
 */
export function internetEgress(data: Quantity, free: Quantity, price: EgressPrice): Quantity {
  const none = zeroOf('GB/month');
  let left = data.minus(free).atLeast(none);
  const parts: Quantity[] = [];
  for (const [name, gb, usd] of tiersOf(price)) {
    if (left.value === 0) break;
    const size = fromRow(`size of ${name}`, gb, 'GB/month', price);
    const here = gb === Number.POSITIVE_INFINITY ? left : left.atMost(size);
    parts.push(here.times(fromRow(`price of ${name}`, usd, 'USD/GB', price)));
    left = left.minus(here);
  }
  return sumOf(parts, 'USD/month');
}
