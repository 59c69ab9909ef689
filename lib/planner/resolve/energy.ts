import type { Catalog, Region } from '../../catalog/rows';
import type { PowerSpec } from '../../spec/budget';
import { fromRow, type Quantity, ruleOf, SHARE, stated } from '../model/quantity';

/** What energy is priced by at a site. */
interface EnergyInput {
  readonly site: string;
  readonly spec: PowerSpec | undefined;
  readonly region: Region | null;
  readonly isFacilityOwn: boolean;
}

/** Price of a kilowatt-hour that the user pays; null in somebody else's facility, whose price includes it. */
export function energyPrice({ spec, region, site, isFacilityOwn }: EnergyInput, catalog: Catalog): Quantity | null {
  if (spec?.usdPerKwh !== undefined)
    return stated('usdPerKwh', spec.usdPerKwh, 'USD/kWh', `sites.${site}.power.usdPerKwh`);
  if (!isFacilityOwn || region === null) return null;
  const row =
    catalog.energyPrices.find((each) => each.area === region.country) ??
    catalog.energyPrices.find((each) => each.area === region.jurisdiction);
  return row === undefined ? null : fromRow('usdPerKwh', row.usdPerKwh, 'USD/kWh', row);
}

/** Facility power per IT power: what the site states, else its region's row, else the survey's mean. */
export function pueOf({ spec, region, site }: Omit<EnergyInput, 'isFacilityOwn'>, catalog: Catalog): Quantity {
  if (spec?.pue !== undefined) return stated('pue', spec.pue, SHARE, `sites.${site}.power.pue`);
  if (region !== null && region.pue !== null) return fromRow('pue', region.pue, SHARE, region);
  return ruleOf(catalog, 'survey-pue', SHARE, 'pue');
}
