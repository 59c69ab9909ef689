import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import { watts } from '../../../units/convert';
import { heatOfFlow, waterTerm } from './water';

/** Liquid heat in W that the coolant distribution units carry when the redundant part is kept free; null: no limit. */
export function cduUsableW(cooling: CoolingSpec): number | null {
  const cdus = cooling.liquid?.cdus;
  if (cdus === undefined) return null;
  return watts(cdus.kw) * workingUnits(cdus.count, cdus.redundancy);
}

/** Units that work while the redundant ones stand by. */
export function workingUnits(count: number, redundancy: 'N' | 'N+1' | '2N'): number {
  switch (redundancy) {
    case 'N':
      return count;
    case 'N+1':
      return count - 1;
    case '2N':
      return Math.floor(count / 2);
  }
}

/** Units to install so that `needed` of them are working ones. */
export function installedUnits(needed: number, redundancy: 'N' | 'N+1' | '2N'): number {
  if (needed === 0) return 0;
  switch (redundancy) {
    case 'N':
      return needed;
    case 'N+1':
      return needed + 1;
    case '2N':
      return needed * 2;
  }
}

/** One limit of the heat that a site can remove, by its place below `sites.<site>.cooling`. */
export interface HeatLimit {
  readonly path: string;
  readonly kind: 'air' | 'liquid';
  readonly watts: number;
}

/** Every stated limit of the heat to air and to liquid. */
export function heatLimitsOf(cooling: CoolingSpec | undefined, catalog: Catalog): readonly HeatLimit[] {
  if (cooling === undefined) return [];
  const limits: HeatLimit[] = [];
  if (cooling.airKw !== undefined) limits.push({ path: 'airKw', kind: 'air', watts: watts(cooling.airKw) });
  if (cooling.method !== 'liquid' && cooling.method !== 'hybrid') return limits;
  const cdus = cduUsableW(cooling);
  if (cdus !== null) limits.push({ path: 'liquid.cdus.count', kind: 'liquid', watts: cdus });
  const flow = flowLimitW(cooling, catalog);
  if (flow !== null) limits.push({ path: 'liquid.maxFlowLpm', kind: 'liquid', watts: flow });
  return limits;
}

/** Heat in W that the loop carries at its greatest flow; null where no flow is stated or its return is not the warmer. */
export function flowLimitW({ liquid }: CoolingSpec, catalog: Catalog): number | null {
  if (liquid?.maxFlowLpm === undefined || liquid.returnC <= liquid.supplyC) return null;
  const meanC = (liquid.supplyC + liquid.returnC) / 2;
  return heatOfFlow(
    liquid.maxFlowLpm,
    liquid.returnC - liquid.supplyC,
    waterTerm(catalog, 'density', meanC).value,
    waterTerm(catalog, 'heat-capacity', meanC).value,
  );
}
