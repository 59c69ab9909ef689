import type { Catalog } from '../../../catalog/rows';
import { round } from '../../../units/convert';
import { compare } from '../../model/finding';
import type { BreakEven } from '../../model/plan/cost-plan';
import type { ResolvedPool, ResolvedSite } from '../../model/resolved';
import { fromRow, type Term, type Trace } from '../../model/trace';
import { nodeUsdPerHour } from '../../resolve/node-price';

/**
 * Renting against owning one node of a pool: owning costs every hour, renting on demand only the hours used, so owning
 * is cheaper from the utilisation at which the two are equal.
 *
 * @returns null where either side has no price
 */
export function breakEvenOf(site: ResolvedSite, pool: ResolvedPool, catalog: Catalog, trace: Trace): BreakEven | null {
  const { machine } = pool;
  const price = nodeUsdPerHour(site, pool, catalog);
  if ('reason' in price || machine.accelerator === null) return null;
  const isOwned = pool.capacity.type === 'owned';
  const own = isOwned
    ? { usd: price.usdPerHour, basis: price.basis, formula: price.formula, terms: price.terms }
    : ownership(pool, catalog);
  const rent = isOwned
    ? cheapestRent(pool, catalog)
    : { usd: price.usdPerHour, basis: price.basis, formula: price.formula, terms: price.terms };
  if (own === null || rent === null) return null;
  const at = `breakEven.${pool.name}`;
  trace.detail(`${at}.ownUsdPerHour`, own.usd, 'USD/h', own.formula, () => own.terms);
  trace.detail(`${at}.rentUsdPerHour`, rent.usd, 'USD/h', rent.formula, () => rent.terms);
  const utilisation = trace.note(`${at}.utilisation`, own.usd / rent.usd, 'share of hours', 'own / rent', [
    trace.term(`${at}.ownUsdPerHour`, 'own'),
    trace.term(`${at}.rentUsdPerHour`, 'rent'),
  ]);
  const figures = `$${round(own.usd, 2)}/h (${own.basis}) against $${round(rent.usd, 2)}/h (${rent.basis})`;
  return {
    pool: pool.name,
    rentUsdPerHour: rent.usd,
    rentBasis: rent.basis,
    ownUsdPerHour: own.usd,
    ownBasis: own.basis,
    utilisation,
    words:
      utilisation > 1
        ? `renting is cheaper at any use: ${figures}`
        : `owning is cheaper for a node that is needed more than ${round(utilisation * 100)}% of the time: ${figures}`,
  };
}

interface Side {
  readonly usd: number;
  readonly basis: string;
  readonly formula: string;
  readonly terms: readonly Term[];
}

function ownership({ machine }: ResolvedPool, catalog: Catalog): Side | null {
  const row = catalog.ownershipCosts.find((each) => each.accelerator === machine.accelerator);
  if (row === undefined) return null;
  return {
    usd: row.ownUsdPerHour * machine.accelerators,
    basis: 'owned, capital and housing as estimated per accelerator',
    formula: 'ownership cost x accelerators',
    terms: [
      fromRow('ownership cost', row.ownUsdPerHour, 'USD/h', row),
      fromRow('accelerators', machine.accelerators, 'per node', machine),
    ],
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
        ? [{ row, count: carries.count, usd: (row.usdPerHour / carries.count) * machine.accelerators }]
        : [];
    })
    .sort((a, b) => a.usd - b.usd || compare(a.row.provider, b.row.provider) || compare(a.row.region, b.row.region));
  const best = offers[0];
  if (best === undefined) return null;
  return {
    usd: best.usd,
    basis: `on demand at ${best.row.provider} ${best.row.region}, the cheapest row`,
    formula: 'price / accelerators it carries x accelerators of the node',
    terms: [
      fromRow('price', best.row.usdPerHour, 'USD/h', best.row),
      fromRow('accelerators it carries', best.count, 'accelerators', best.row),
      fromRow('accelerators of the node', machine.accelerators, 'accelerators', machine),
    ],
  };
}
