import type { Catalog, Machine } from '../../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../../spec/budget';
import { fromRow, one, oneOf, type Quantity, ruleOf, SHARE, stated, wattsPerKilowatt } from '../../model/quantity';

/** Heat that the air of one rack can carry, by the row of the cooling method or what the site states. */
export const rackAirLimit = (site: string, cooling: CoolingSpec | undefined, catalog: Catalog): Quantity =>
  (cooling?.airKwPerRack === undefined
    ? ruleOf(catalog, `rack-air-limit-kw-${cooling?.method ?? 'air'}`, 'kW/rack', 'air limit')
    : stated('air limit', cooling.airKwPerRack, 'kW/rack', `sites.${site}.cooling.airKwPerRack`)
  ).times(wattsPerKilowatt);

/** Share of a machine's heat that goes to liquid in this hall: none where there is no loop to the machine. */
export function liquidShareOf(machine: Machine, cooling: CoolingSpec | undefined): Quantity {
  const isCooled = cooling?.method === 'liquid' || cooling?.method === 'hybrid';
  return fromRow(`liquid share of ${machine.id}`, isCooled ? machine.power.liquidShare : 0, SHARE, machine);
}

/** What the nodes of a rack depend on. */
export interface RackFill {
  readonly site: string;
  readonly pool: string;
  readonly machine: Machine;
  readonly nodePeakW: Quantity;
  readonly power: PowerSpec | undefined;
  readonly cooling: CoolingSpec | undefined;
  /** Nodes that the pool states. @default undefined - what `nodesPerRack` says */
  readonly stated: number | undefined;
}

/**
 * Nodes of a pool in one rack: what the pool states; whole rack units for machines that come so; else as many as the
 * rack's power, air and liquid limits carry, at least one.
 */
export function nodesPerRack(fill: RackFill, catalog: Catalog): Quantity {
  const { machine, power, cooling, site, pool, nodePeakW } = fill;
  const unit = 'node/rack';
  if (fill.stated !== undefined) return stated('nodes', fill.stated, unit, `sites.${site}.pools.${pool}.nodesPerRack`);
  if (machine.nodesPerRackUnit > 1) return fromRow('nodes of a rack unit', machine.nodesPerRackUnit, unit, machine);
  const airW = nodePeakW.times(one.minus(liquidShareOf(machine, cooling)));
  const heat = ruleOf(catalog, 'rack-liquid-limit-kw', 'kW/rack', 'heat limit').times(wattsPerKilowatt);
  const limits = [
    ...(airW.value === 0 ? [] : [rackAirLimit(site, cooling, catalog).over(airW)]),
    ...(power?.rackKw === undefined
      ? []
      : [
          stated('power limit', power.rackKw, 'kW/rack', `sites.${site}.power.rackKw`)
            .times(wattsPerKilowatt)
            .over(nodePeakW),
        ]),
  ];
  return heat
    .over(nodePeakW)
    .atMost(...limits)
    .floor()
    .atLeast(oneOf(unit));
}

/** Whole racks that nodes fill. */
export const racksOf = (nodes: Quantity, perRack: Quantity): Quantity => nodes.over(perRack).ceil();
