import { findRule, required } from '../../catalog/catalog';
import type { Accelerator, Catalog, Machine } from '../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../spec/budget';
import { watts } from '../../units/convert';
import { nodeDraw } from './node';

/** Heat in W that the air of one rack can carry, by the row of the cooling method or what the site states. */
export function rackAirLimitW(cooling: CoolingSpec | undefined, catalog: Catalog): number {
  if (cooling?.airKwPerRack !== undefined) return watts(cooling.airKwPerRack);
  return watts(required(findRule(catalog, `rack-air-limit-kw-${cooling?.method ?? 'air'}`)).value);
}

/** Share of a machine's heat that goes to liquid in this hall: none where there is no loop to the machine. */
export function liquidShareOf(machine: Machine, cooling: CoolingSpec | undefined): number {
  return cooling?.method === 'liquid' || cooling?.method === 'hybrid' ? machine.power.liquidShare : 0;
}

/**
 * Nodes of a pool in one rack where the pool states none: whole rack units for machines that come so, else as many as
 * the rack's power and air limits carry, at least one.
 */
export function defaultNodesPerRack(
  machine: Machine,
  accelerator: Accelerator | null,
  capW: number | null,
  power: PowerSpec | undefined,
  cooling: CoolingSpec | undefined,
  catalog: Catalog,
): number {
  if (machine.nodesPerRackUnit > 1) return machine.nodesPerRackUnit;
  const { peakW } = nodeDraw(machine, accelerator, capW);
  const airW = peakW * (1 - liquidShareOf(machine, cooling));
  const byAir = airW === 0 ? Number.POSITIVE_INFINITY : rackAirLimitW(cooling, catalog) / airW;
  const byPower = power?.rackKw === undefined ? Number.POSITIVE_INFINITY : watts(power.rackKw) / peakW;
  const byLiquid = watts(required(findRule(catalog, 'rack-liquid-limit-kw')).value) / peakW;
  return Math.max(1, Math.floor(Math.min(byAir, byPower, byLiquid)));
}
