import type { Catalog, MachinePrice } from '../../catalog/rows';
import { HOURS_PER_MONTH, kilowatts, round } from '../../units/convert';
import { compare, type LibraryFinding } from '../model/finding';
import type { ResolvedPool, ResolvedSite } from '../model/resolved';
import { computed, fromRow, ruleTerm, stated, type Term } from '../model/trace';
import { energyPriceTerm, pueTerm } from './energy-terms';
import { nodeDraw } from './node-draw';

/** What one node of a pool costs for an hour. */
export interface NodePrice {
  readonly usdPerHour: number;
  /** How the node is paid for, in words: `on demand in us-east-1`, `owned over 4 years`, … */
  readonly basis: string;
  readonly source: string;
  readonly asOf: string;
  readonly formula: string;
  readonly terms: readonly Term[];
  /** What a reader must know about the figure, such as a price of another region. */
  readonly findings: readonly LibraryFinding[];
}

/** No price could be found; the plan lists the nodes as unpriced. */
export interface NoPrice {
  readonly reason: string;
  readonly finding: LibraryFinding;
}

type PricedNode = Pick<ResolvedPool, 'name' | 'path' | 'spec' | 'machine' | 'accelerator'>;

interface NodePriceInput {
  readonly site: ResolvedSite;
  readonly pool: PricedNode;
}

const HOURS_PER_YEAR = HOURS_PER_MONTH * 12;

/**
 * Price of a node-hour by the way the pool obtains its nodes.
 *
 * On demand: the list price. Spot: a spot row, else the on-demand price times the spot share. Reservation: what the pool
 * states, else the on-demand price (a capacity reservation costs that, used or not). Capacity block: what the pool
 * states, else its row. Owned: purchase price over its life plus energy at typical draw, else the row of what owning
 * the accelerators costs.
 */
export function nodeUsdPerHour(site: ResolvedSite, pool: PricedNode, catalog: Catalog): NodePrice | NoPrice {
  const input = { site, pool };
  const capacity = pool.spec.capacity ?? {
    type: site.facts.ownFacility ? ('owned' as const) : ('on-demand' as const),
  };
  switch (capacity.type) {
    case 'on-demand':
      return listPrice(input, 'on-demand', catalog) ?? noPrice(input, 'on-demand');
    case 'spot':
      return spotPrice(input, catalog) ?? noPrice(input, 'spot');
    case 'reservation':
      return (
        statedPrice(input, capacity.usdPerNodeHour, 'reservation') ??
        listPrice(input, 'reservation', catalog) ??
        reservedOnDemand(input, catalog) ??
        noPrice(input, 'reservation')
      );
    case 'capacity-block':
      return (
        statedPrice(input, capacity.usdPerNodeHour, 'capacity block') ??
        listPrice(input, 'capacity-block', catalog) ??
        noPrice(input, 'capacity-block')
      );
    case 'owned':
      return ownedPrice(input, catalog) ?? noPrice(input, 'owned');
  }
}

/** Region whose price rows apply at a site; null if none is known. */
const priceRegion = ({ facts, region }: ResolvedSite): string | null => facts.region ?? region?.id ?? null;

function listPrice(input: NodePriceInput, basis: MachinePrice['basis'], catalog: Catalog): NodePrice | null {
  const { site, pool } = input;
  const { machine, path } = pool;
  const provider = site.facts.prices;
  const wanted = priceRegion(site);
  const rows = catalog.machinePrices.filter((row) => row.provider === provider && row.basis === basis);
  const nodes = rows.filter((row) => row.machine === machine.id).map((row) => ({ row, usd: row.usdPerHour }));
  // A cloud without machine rows is priced by what its machines carry.
  const carried = rows.flatMap((row) =>
    row.carries !== undefined && row.carries.accelerator === machine.accelerator
      ? [{ row, usd: (row.usdPerHour / row.carries.count) * machine.accelerators }]
      : [],
  );
  const offers = (nodes.length > 0 ? nodes : carried).sort(
    (a, b) => b.usd - a.usd || compare(a.row.region, b.row.region),
  );
  const here = offers.find(
    (offer) => offer.row.region === wanted || offer.row.region === 'all' || offer.row.region === 'any',
  );
  const offer = here ?? offers[0];
  if (offer === undefined) return null;
  const words = basis.replace('-', ' ');
  const isCarried = offer.row.machine !== machine.id;
  return {
    usdPerHour: offer.usd,
    basis: `${words} in ${offer.row.region}${isCarried ? `, by accelerator of ${offer.row.machine}` : ''}`,
    source: offer.row.source,
    asOf: offer.row.asOf,
    formula: isCarried ? 'price / accelerators it carries x accelerators of the node' : 'price',
    terms: [
      fromRow('price', offer.row.usdPerHour, 'USD/h', offer.row),
      ...(isCarried && offer.row.carries !== undefined
        ? [
            fromRow('accelerators it carries', offer.row.carries.count, 'accelerators', offer.row),
            fromRow('accelerators of the node', machine.accelerators, 'accelerators', machine),
          ]
        : []),
    ],
    findings:
      here === undefined
        ? [
            {
              code: 'price-of-other-region',
              severity: 'warning',
              path: `${path}.machine`,
              message: `no ${words} price of ${machine.id} in ${wanted ?? provider}; the highest of other regions is taken, $${round(offer.usd, 2)}/h in ${offer.row.region}; add a row under catalog.machinePrices`,
            },
          ]
        : [],
  };
}

function spotPrice(input: NodePriceInput, catalog: Catalog): NodePrice | null {
  const row = listPrice(input, 'spot', catalog);
  if (row !== null) return row;
  const demand = listPrice(input, 'on-demand', catalog);
  if (demand === null) return null;
  const share = ruleTerm(catalog, 'spot-share', 'spot share');
  return {
    ...demand,
    usdPerHour: demand.usdPerHour * share.value,
    basis: `spot, taken as ${round(share.value * 100)}% of ${demand.basis}`,
    formula: `${demand.formula} x spot share`,
    terms: [...demand.terms, share],
    source: share.source,
  };
}

function reservedOnDemand(input: NodePriceInput, catalog: Catalog): NodePrice | null {
  const demand = listPrice(input, 'on-demand', catalog);
  return demand === null ? null : { ...demand, basis: `reservation, charged as ${demand.basis} whether used or not` };
}

function statedPrice(input: NodePriceInput, usd: number | undefined, basis: string): NodePrice | null {
  if (usd === undefined) return null;
  const term = stated('price', usd, 'USD/h', `${input.pool.path}.capacity.usdPerNodeHour`);
  return {
    usdPerHour: usd,
    basis: `${basis}, as stated`,
    source: term.source,
    asOf: '',
    formula: 'price',
    terms: [term],
    findings: [],
  };
}

function ownedPrice(input: NodePriceInput, catalog: Catalog): NodePrice | null {
  const { machine, path, spec } = input.pool;
  const { capacity } = spec;
  if (capacity?.type === 'owned' && capacity.usdPerNode !== undefined) {
    return amortised(input, capacity.usdPerNode, capacity.lifeYears, catalog);
  }
  const row = catalog.ownershipCosts.find((each) => each.accelerator === machine.accelerator);
  if (row === undefined) return null;
  return {
    usdPerHour: row.ownUsdPerHour * machine.accelerators,
    basis: 'owned, capital and housing as estimated per accelerator',
    source: row.source,
    asOf: row.asOf,
    formula: 'ownership cost x accelerators',
    terms: [
      fromRow('ownership cost', row.ownUsdPerHour, 'USD/h', row),
      fromRow('accelerators', machine.accelerators, 'per node', machine),
    ],
    findings: [
      {
        code: 'ownership-estimated',
        severity: 'note',
        path: `${path}.capacity`,
        message: `the cost of an owned ${machine.id} is estimated from its accelerators at $${round(row.ownUsdPerHour * machine.accelerators, 2)}/h; state capacity.usdPerNode and lifeYears for your own`,
      },
    ],
  };
}

function amortised(
  { site, pool }: NodePriceInput,
  usdPerNode: number,
  lifeYears: number | undefined,
  catalog: Catalog,
): NodePrice {
  const { machine, path, accelerator, spec } = pool;
  const { region, facts } = site;
  const { power } = site.spec;
  const life =
    lifeYears === undefined
      ? ruleTerm(catalog, 'owned-life-years', 'life')
      : stated('life', lifeYears, 'years', `${path}.capacity.lifeYears`);
  const energy = energyPriceTerm({ spec: power, region, site: site.name, isFacilityOwn: facts.ownFacility }, catalog);
  const pue = pueTerm({ spec: power, region, site: site.name }, catalog);
  const { typicalW } = nodeDraw(machine, accelerator, spec.powerCapW ?? null);
  const energyUsd = energy === null ? 0 : kilowatts(typicalW) * pue.value * energy.value;
  return {
    usdPerHour: usdPerNode / (life.value * HOURS_PER_YEAR) + energyUsd,
    basis: `owned over ${life.value} years${energy === null ? '' : `, with energy at $${round(energy.value, 3)}/kWh`}; without staff, space and network`,
    source: `factory file, ${path}.capacity.usdPerNode`,
    asOf: energy?.asOf ?? '',
    formula: `purchase / (life x 8760)${energy === null ? '' : ' + typical / 1000 x pue x usdPerKwh'}`,
    terms: [
      stated('purchase', usdPerNode, 'USD', `${path}.capacity.usdPerNode`),
      life,
      ...(energy === null
        ? []
        : [computed('typical', typicalW, 'W', `${site.path}.power.pools.${pool.name}.nodeBusyW`), pue, energy]),
    ],
    findings: [],
  };
}

function noPrice({ site, pool }: NodePriceInput, basis: MachinePrice['basis']): NoPrice {
  const { machine, path } = pool;
  const where = priceRegion(site) ?? site.facts.prices;
  const words = basis.replace('-', ' ');
  const fix =
    basis === 'owned'
      ? 'state capacity.usdPerNode and lifeYears'
      : basis === 'reservation' || basis === 'capacity-block'
        ? 'state capacity.usdPerNodeHour or add a row under catalog.machinePrices'
        : 'add a row under catalog.machinePrices';
  const reason = `no ${words} price of ${machine.id} in ${where}`;
  return {
    reason,
    finding: {
      code: 'no-price',
      severity: 'warning',
      path: `${path}.capacity`,
      message: `${reason}, so the cost of its nodes is unknown and missing from the sums; ${fix}`,
    },
  };
}
