import type { Catalog } from '../../../catalog/rows';
import type { PowerPlan } from '../../model/plan/power-plan';
import {
  type Explained,
  fromRow,
  gramsPerKilogram,
  hoursPerDay,
  hoursPerMonth,
  type Quantity,
  stated,
  wattsPerKilowatt,
} from '../../model/quantity';
import { energyPrice } from '../../resolve/energy';
import type { PowerInput } from './pool-load';

/** Energy, its price and its carbon at the typical draw of the facility. */
export function planEnergy(
  input: PowerInput,
  catalog: Catalog,
  facilityTypicalW: Quantity,
): Explained<Pick<PowerPlan, 'energy' | 'carbon'>> {
  const kilowatts = facilityTypicalW.over(wattsPerKilowatt);
  const kwhPerDay = kilowatts.times(hoursPerDay);
  const kwhPerMonth = kilowatts.times(hoursPerMonth);
  const usdPerKwh = energyPrice(input, catalog);
  const gramsPerKwh = gridOf(input);
  return {
    energy: {
      kwhPerDay,
      kwhPerMonth,
      usdPerKwh,
      usdPerMonth: usdPerKwh === null ? null : kwhPerMonth.times(usdPerKwh),
    },
    carbon: {
      gramsPerKwh,
      kgPerDay: gramsPerKwh === null ? null : kwhPerDay.times(gramsPerKwh).over(gramsPerKilogram),
    },
  };
}

/** Emissions of the grid: what the site states, else its region's row; null if neither is known. */
function gridOf({ spec, region, site }: PowerInput): Quantity | null {
  const unit = 'g CO2e/kWh';
  if (spec?.gridGramsPerKwh !== undefined) {
    return stated('grid', spec.gridGramsPerKwh, unit, `sites.${site}.power.gridGramsPerKwh`);
  }
  return region === null || region.gridGramsPerKwh === null
    ? null
    : fromRow('grid', region.gridGramsPerKwh, unit, region);
}
