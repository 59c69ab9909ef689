import type { Catalog } from '../../../catalog/rows';
import { round } from '../../../units/convert';
import { compare } from '../../model/finding';
import type { BreakEven } from '../../model/plan/cost-plan';
import type { Explained, Quantity } from '../../model/quantity';
import type { ResolvedPool, ResolvedSite } from '../../model/resolved';
import { nodeUsdPerHour, ownershipCost, priceByAccelerator } from '../../resolve/node-price';

/**
 * Renting against owning one node of a pool: owning costs every hour, renting on demand only the hours used, so owning
 * is cheaper from the utilisation at which the two are equal.
 *
 * @returns null where either side has no price
 */
export function breakEvenOf(site: ResolvedSite, pool: ResolvedPool, catalog: Catalog): Explained<BreakEven> | null {
  const { machine } = pool;
  const price = nodeUsdPerHour(site, pool, catalog);
  if ('reason' in price || machine.accelerator === null) return null;
  const isOwned = pool.capacity.type === 'owned';
  const stated: Side = { usd: price.usdPerHour, basis: price.basis };
  const own = isOwned ? stated : ownership(pool, catalog);
  const rent = isOwned ? cheapestRent(pool, catalog) : stated;
  if (own === null || rent === null) return null;
  const ratio = own.usd.called('own').over(rent.usd.called('rent'));
  const utilisation = ratio.value;
  const figures = `$${round(own.usd.value, 2)}/h (${own.basis}) against $${round(rent.usd.value, 2)}/h (${rent.basis})`;
  return {
    pool: pool.name,
    rentUsdPerHour: rent.usd,
    rentBasis: rent.basis,
    ownUsdPerHour: own.usd,
    ownBasis: own.basis,
    utilisation: ratio,
    words:
      utilisation > 1
        ? `renting is cheaper at any use: ${figures}`
        : `owning is cheaper for a node that is needed more than ${round(utilisation * 100)}% of the time: ${figures}`,
  };
}

interface Side {
  readonly usd: Quantity;
  readonly basis: string;
}

function ownership({ machine }: ResolvedPool, catalog: Catalog): Side | null {
  const row = catalog.ownershipCosts.find((each) => each.accelerator === machine.accelerator);
  if (row === undefined) return null;
  return {
    usd: ownershipCost(row, machine),
    basis: 'owned, capital and housing as estimated per accelerator',
  };
}

/** The cheapest list price of the same accelerators anywhere. */
function cheapestRent({ machine }: ResolvedPool, catalog: Catalog): Side | null {
  const carried = new Map(
    catalog.machines.map((row) => [row.id, { accelerator: row.accelerator, count: row.accelerators }] as const),
  );
  const offers = catalog.machinePrices
    .flatMap((row) => {
      const carries = row.carries ?? carried.get(row.machine);
      return row.basis === 'on-demand' &&
        carries !== undefined &&
        carries.count > 0 &&
        carries.accelerator === machine.accelerator
        ? [{ row, usd: priceByAccelerator(row, carries.count, machine) }]
        : [];
    })
    .sort(
      (a, b) =>
        a.usd.value - b.usd.value || compare(a.row.provider, b.row.provider) || compare(a.row.region, b.row.region),
    );
  const best = offers[0];
  if (best === undefined) return null;
  return {
    usd: best.usd,
    basis: `on demand at ${best.row.provider} ${best.row.region}, the cheapest row`,
  };
}
