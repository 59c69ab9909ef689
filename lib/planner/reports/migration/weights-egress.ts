import type { Catalog } from '../../../catalog/rows';
import { round } from '../../../units/convert';
import { internetEgress } from '../../account/cost/internet-egress';
import type { SitePlan } from '../../model/plan';
import { decided, zeroOf } from '../../model/quantity';

/** What it costs that weights leave the source for the target. */
export interface WeightsEgress {
  readonly usd: number;
  readonly words: string;
}

/**
 * Egress of weights: those in a bucket leave its region; those of a hub reach the target from the hub, and nothing leaves
 * the source.
 */
export function weightsEgress(
  catalog: Catalog,
  from: SitePlan,
  to: SitePlan,
  weights: readonly { readonly source: string; readonly gb: number }[],
): WeightsEgress {
  const gb = weights.filter(({ source }) => source.startsWith('s3://')).reduce((sum, each) => sum + each.gb, 0);
  if (gb === 0) {
    return {
      usd: 0,
      words: `egress $0: ${to.name} fetches the weights from their hub, and nothing leaves ${from.name}`,
    };
  }
  if (from.name === to.name) return { usd: 0, words: `egress $0: the weights stay at ${from.name}` };
  const price = catalog.egressPrices.find((row) => row.provider === from.prices && row.region === from.region);
  if (price === undefined) return { usd: 0, words: `egress $0: no price row bills what leaves ${from.name}` };
  const inside = to.prices === from.prices;
  if (inside && to.region === from.region) return { usd: 0, words: `egress $0: both ends are in ${from.region}` };
  const data = decided('weights', gb, 'GB/month', 'once');
  const usd = inside ? gb * price.toOtherRegion : internetEgress(data, zeroOf('GB/month'), price).value;
  const where = inside ? `to ${to.region}` : 'to the internet';
  return {
    usd,
    words: `egress $${round(usd, 2)}: ${round(gb)} GB from ${from.region} ${where} at $${round(usd / gb, 4)}/GB (price of ${price.asOf})`,
  };
}
