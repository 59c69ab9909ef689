import type { Catalog, Region } from '../../catalog/rows';
import type { PowerSpec } from '../../spec/budget';
import { fromRow, ruleTerm, stated, type Term } from '../model/trace';

/** What energy is priced by at a site. */
interface EnergyInput {
  readonly site: string;
  readonly spec: PowerSpec | undefined;
  readonly region: Region | null;
  readonly isFacilityOwn: boolean;
}

/** Price of a kilowatt-hour that the user pays; null in somebody else's facility, whose price includes it. */
export function energyPriceTerm({ spec, region, site, isFacilityOwn }: EnergyInput, catalog: Catalog): Term | null {
  if (spec?.usdPerKwh !== undefined) return stated('usdPerKwh', spec.usdPerKwh, 'USD', `sites.${site}.power.usdPerKwh`);
  if (!isFacilityOwn || region === null) return null;
  const row =
    catalog.energyPrices.find((each) => each.area === region.country) ??
    catalog.energyPrices.find((each) => each.area === region.jurisdiction);
  return row === undefined ? null : fromRow('usdPerKwh', row.usdPerKwh, 'USD', row);
}

/** Facility power per IT power: what the site states, else its region's row, else the survey's mean. */
export function pueTerm({ spec, region, site }: Omit<EnergyInput, 'isFacilityOwn'>, catalog: Catalog): Term {
  if (spec?.pue !== undefined) return stated('pue', spec.pue, 'facility W per IT W', `sites.${site}.power.pue`);
  if (region !== null && region.pue !== null) return fromRow('pue', region.pue, 'facility W per IT W', region);
  return ruleTerm(catalog, 'survey-pue', 'pue');
}
