import { findRule, required } from '../../catalog/catalog';
import type { Catalog, Machine, MachinePrice, OwnershipCost } from '../../catalog/rows';
import { round } from '../../units/convert';
import { compare, type LibraryFinding } from '../model/finding';
import {
  dayOf,
  factor,
  fromRow,
  hoursPerMonth,
  monthsPerYear,
  numberAt,
  type Quantity,
  ruleOf,
  SHARE,
  stated,
  wattsPerKilowatt,
} from '../model/quantity';
import type { ResolvedPool, ResolvedSite } from '../model/resolved';
import { energyPrice, pueOf } from './energy';
import { nodeDraw } from './node-draw';

/** What one node of a pool costs for an hour. */
export interface NodePrice {
  /** In USD/h·node. */
  readonly usdPerHour: Quantity;
  /** How the node is paid for, in words: `on demand in us-east-1`, `owned over 4 years`, … */
  readonly basis: string;
  readonly source: string;
  readonly asOf: string;
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

const UNIT = 'USD/h·node';

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
  const nodes = rows
    .filter((row) => row.machine === machine.id)
    .map((row) => ({ row, usd: fromRow('price', row.usdPerHour, UNIT, row) }));
  // A cloud without machine rows is priced by what its machines carry.
  const carried = rows.flatMap((row) =>
    row.carries !== undefined && row.carries.accelerator === machine.accelerator
      ? [{ row, usd: priceByAccelerator(row, row.carries.count, machine) }]
      : [],
  );
  const offers = (nodes.length > 0 ? nodes : carried).sort(
    (a, b) => b.usd.value - a.usd.value || compare(a.row.region, b.row.region),
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
    findings:
      here === undefined
        ? [
            {
              code: 'price-of-other-region',
              severity: 'warning',
              path: `${path}.machine`,
              message: `no ${words} price of ${machine.id} in ${wanted ?? provider}; the highest of other regions is taken, $${round(offer.usd.value, 2)}/h in ${offer.row.region}; add a row under catalog.machinePrices`,
            },
          ]
        : [],
  };
}

/** Price of a machine by its accelerators, from a row of another machine that has them. */
export const priceByAccelerator = (row: MachinePrice, carried: number, machine: Machine): Quantity =>
  fromRow('price', row.usdPerHour, UNIT, row)
    .over(fromRow('accelerators it carries', carried, 'accelerator', row))
    .times(fromRow('accelerators of the node', machine.accelerators, 'accelerator', machine));

/** Cost of owning a machine, by its accelerators. */
export const ownershipCost = (row: OwnershipCost, machine: Machine): Quantity =>
  fromRow('ownership cost', row.ownUsdPerHour, 'USD/accelerator·h', row).times(
    fromRow('accelerators', machine.accelerators, 'accelerator/node', machine),
  );

function spotPrice(input: NodePriceInput, catalog: Catalog): NodePrice | null {
  const row = listPrice(input, 'spot', catalog);
  if (row !== null) return row;
  const demand = listPrice(input, 'on-demand', catalog);
  if (demand === null) return null;
  const rule = required(findRule(catalog, 'spot-share'));
  const share = ruleOf(catalog, 'spot-share', SHARE, 'spot share');
  return {
    ...demand,
    usdPerHour: demand.usdPerHour.times(share),
    basis: `spot, taken as ${round(share.value * 100)}% of ${demand.basis}`,
    source: rule.source,
  };
}

function reservedOnDemand(input: NodePriceInput, catalog: Catalog): NodePrice | null {
  const demand = listPrice(input, 'on-demand', catalog);
  return demand === null ? null : { ...demand, basis: `reservation, charged as ${demand.basis} whether used or not` };
}

function statedPrice(input: NodePriceInput, usd: number | undefined, basis: string): NodePrice | null {
  if (usd === undefined) return null;
  const path = `${input.pool.path}.capacity.usdPerNodeHour`;
  return {
    usdPerHour: stated('price', usd, UNIT, path),
    basis: `${basis}, as stated`,
    source: `factory file, ${path}`,
    asOf: '',
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
  const usdPerHour = ownershipCost(row, machine);
  return {
    usdPerHour,
    basis: 'owned, capital and housing as estimated per accelerator',
    source: row.source,
    asOf: row.asOf,
    findings: [
      {
        code: 'ownership-estimated',
        severity: 'note',
        path: `${path}.capacity`,
        message: `the cost of an owned ${machine.id} is estimated from its accelerators at $${round(usdPerHour.value, 2)}/h; state capacity.usdPerNode and lifeYears for your own`,
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
      ? ruleOf(catalog, 'owned-life-years', 'year', 'life')
      : stated('life', lifeYears, 'year', `${path}.capacity.lifeYears`);
  const energy = energyPrice({ spec: power, region, site: site.name, isFacilityOwn: facts.ownFacility }, catalog);
  const pue = pueOf({ spec: power, region, site: site.name }, catalog);
  const { typicalW } = nodeDraw(machine, accelerator, spec.powerCapW ?? null, path);
  const typical = numberAt('typical', typicalW.value, 'W/node', `${site.path}.power.pools.${pool.name}.nodeBusyW`);
  const hoursPerYear = factor(hoursPerMonth.value * monthsPerYear.value, 'h/year');
  const purchase = stated('purchase', usdPerNode, 'USD/node', `${path}.capacity.usdPerNode`);
  const amortised = purchase.over(life.times(hoursPerYear));
  const energyUsd = energy === null ? null : typical.over(wattsPerKilowatt).times(pue).times(energy);
  return {
    usdPerHour: energyUsd === null ? amortised : amortised.plus(energyUsd),
    basis: `owned over ${life.value} years${energy === null ? '' : `, with energy at $${round(energy.value, 3)}/kWh`}; without staff, space and network`,
    source: `factory file, ${path}.capacity.usdPerNode`,
    asOf: energy === null ? '' : (dayOf(energy) ?? ''),
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
