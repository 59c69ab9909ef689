import type { Catalog } from '../../catalog/rows';
import { internetEgressUsd } from '../cost/egress';
import type { SitePlan } from '../plan';

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
  if (gb === 0) return { usd: 0, words: 'weights come from their hub, not from the source' };
  if (from.name === to.name) return { usd: 0, words: 'weights stay at their site' };
  const price = catalog.egressPrices.find((row) => row.provider === from.provider && row.region === from.region);
  if (price === undefined) return { usd: 0, words: `no egress is billed for leaving ${from.name}` };
  const inside = to.provider === from.provider;
  const usd = inside ? gb * price.toOtherRegion : internetEgressUsd(gb, 0, price);
  return {
    usd,
    words: `${Math.round(gb)} GB from ${from.region} to ${inside ? to.region : 'the internet'} (${price.source}, ${price.asOf})`,
  };
}
