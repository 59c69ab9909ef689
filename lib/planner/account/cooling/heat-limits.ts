import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import { watts } from '../../../units/convert';
import { decided, type Quantity, stated, wattsPerKilowatt } from '../../model/quantity';
import { heatOfFlow, loopOf } from './water';

/** Heat that one coolant distribution unit carries. */
export const unitHeat = (kw: number, at: string): Quantity =>
  stated('unit', kw, 'kW/unit', `${at}.liquid.cdus.kw`).times(wattsPerKilowatt);

/**
 * Liquid heat that the coolant distribution units carry while the redundant part is kept free; null: no limit.
 *
 * @param at path of the cooling of the site in the factory file
 */
export function cduUsable(cooling: CoolingSpec, at: string): Quantity | null {
  const cdus = cooling.liquid?.cdus;
  if (cdus === undefined) return null;
  const path = `${at}.liquid.cdus`;
  const working = decided(
    'working',
    workingUnits(cdus.count, cdus.redundancy),
    'unit',
    `of ${cdus.count} at ${cdus.redundancy} (${path}.redundancy)`,
  );
  return unitHeat(cdus.kw, at).times(working);
}

/** Units that work while the redundant ones stand by. */
function workingUnits(count: number, redundancy: 'N' | 'N+1' | '2N'): number {
  switch (redundancy) {
    case 'N':
      return count;
    case 'N+1':
      return count - 1;
    case '2N':
      return Math.floor(count / 2);
  }
}

/** One limit of the heat that a site can remove, by its place below `sites.<site>.cooling`. */
export interface HeatLimit {
  readonly path: string;
  readonly kind: 'air' | 'liquid';
  readonly watts: number;
}

/** Every stated limit of the heat to air and to liquid. */
export function heatLimitsOf(cooling: CoolingSpec | undefined, catalog: Catalog, at: string): readonly HeatLimit[] {
  if (cooling === undefined) return [];
  const limits: HeatLimit[] = [];
  if (cooling.airKw !== undefined) limits.push({ path: 'airKw', kind: 'air', watts: watts(cooling.airKw) });
  if (cooling.method !== 'liquid' && cooling.method !== 'hybrid') return limits;
  const cdus = cduUsable(cooling, at);
  if (cdus !== null) limits.push({ path: 'liquid.cdus.count', kind: 'liquid', watts: cdus.value });
  const flow = flowLimit(cooling, catalog, at);
  if (flow !== null) limits.push({ path: 'liquid.maxFlowLpm', kind: 'liquid', watts: flow.value });
  return limits;
}

/** Heat that the loop carries at its greatest flow; null if no flow is stated or its return is not the warmer. */
function flowLimit({ liquid }: CoolingSpec, catalog: Catalog, at: string): Quantity | null {
  if (liquid?.maxFlowLpm === undefined || liquid.returnC <= liquid.supplyC) return null;
  return heatOfFlow(maxFlow(liquid.maxFlowLpm, at), loopOf(liquid, catalog, at));
}

export const maxFlow = (lpm: number, at: string): Quantity =>
  stated('maxFlowLpm', lpm, 'L/min', `${at}.liquid.maxFlowLpm`);
