import type { Catalog } from '../../../catalog/rows';
import { GRAMS_PER_KG, HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts } from '../../../units/convert';
import type { PowerPlan } from '../../model/plan/power-plan';
import { fromRow, stated, type Term, type Trace } from '../../model/trace';
import { energyPriceTerm } from '../../resolve/energy-terms';
import type { PowerInput } from './pool-load';

/** Energy, its price and its carbon at the typical draw of the facility. */
export function planEnergy(
  input: PowerInput,
  catalog: Catalog,
  facilityTypicalW: number,
  trace: Trace,
): Pick<PowerPlan, 'energy' | 'carbon'> {
  const { spec, region, site } = input;
  const base = `sites.${site}.power`;
  const kwhPerDay = trace.note(
    'energy.kwhPerDay',
    kilowatts(facilityTypicalW) * HOURS_PER_DAY,
    'kWh',
    'facilityTypicalW / 1000 x 24',
    [trace.term('facilityTypicalW', 'facilityTypicalW')],
  );
  const kwhPerMonth = trace.note(
    'energy.kwhPerMonth',
    kilowatts(facilityTypicalW) * HOURS_PER_MONTH,
    'kWh',
    'facilityTypicalW / 1000 x 730',
    [trace.term('facilityTypicalW', 'facilityTypicalW')],
  );
  const price = energyPriceTerm(input, catalog);
  const usdPerMonth =
    price === null
      ? null
      : trace.note('energy.usdPerMonth', kwhPerMonth * price.value, 'USD', 'kwhPerMonth x usdPerKwh', [
          trace.term('energy.kwhPerMonth', 'kwhPerMonth'),
          price,
        ]);
  const grid: Term | null =
    spec?.gridGramsPerKwh !== undefined
      ? stated('grid', spec.gridGramsPerKwh, 'g CO2e per kWh', `${base}.gridGramsPerKwh`)
      : region !== null && region.gridGramsPerKwh !== null
        ? fromRow('grid', region.gridGramsPerKwh, 'g CO2e per kWh', region)
        : null;
  if (price !== null) trace.detail('energy.usdPerKwh', price.value, 'USD', 'usdPerKwh', () => [price]);
  if (grid !== null) trace.detail('carbon.gramsPerKwh', grid.value, 'g CO2e per kWh', 'grid', () => [grid]);
  const kgPerDay =
    grid === null
      ? null
      : trace.note('carbon.kgPerDay', (kwhPerDay * grid.value) / GRAMS_PER_KG, 'kg CO2e', 'kwhPerDay x grid / 1000', [
          trace.term('energy.kwhPerDay', 'kwhPerDay'),
          grid,
        ]);
  return {
    energy: { kwhPerDay, kwhPerMonth, usdPerKwh: price?.value ?? null, usdPerMonth },
    carbon: { gramsPerKwh: grid?.value ?? null, kgPerDay },
  };
}
