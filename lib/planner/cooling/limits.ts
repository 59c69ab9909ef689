import type { CoolingSpec } from '../../spec/budget';
import { watts } from '../../units/convert';

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

/**
 * Heat in W that a site can remove, air and liquid together; placement keeps under it, and `planCooling` then checks
 * air and liquid apart.
 *
 * @returns null where nothing limits: no limit is stated, one of the two ways is unlimited, or somebody else cools
 */
export function usableCoolingWatts(cooling: CoolingSpec | undefined, isFacilityOwn: boolean): number | null {
  if (cooling === undefined || !isFacilityOwn) return null;
  const airW = cooling.airKw === undefined ? null : watts(cooling.airKw);
  if (cooling.method === 'air' || cooling.method === 'rear-door') return airW;
  const liquidW = cduUsableW(cooling);
  return airW === null || liquidW === null ? null : airW + liquidW;
}
