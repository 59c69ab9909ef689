import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import { factor, fromRow, type Quantity, secondsPerMinute, stated } from '../../model/quantity';

/** Temperatures of a loop, and its water at the mean of both. */
export interface LoopWater {
  readonly supplyC: Quantity;
  readonly returnC: Quantity;
  readonly meanC: Quantity;
  readonly density: Quantity;
  readonly heatCapacity: Quantity;
}

const units = { density: 'kg/L', 'heat-capacity': 'J/kg·C' } as const;

/**
 * The water of a loop.
 *
 * @param at path of the cooling of the site in the factory file
 */
export function loopOf(liquid: NonNullable<CoolingSpec['liquid']>, catalog: Catalog, at: string): LoopWater {
  const supplyC = stated('supplyC', liquid.supplyC, 'C', `${at}.liquid.supplyC`);
  const returnC = stated('returnC', liquid.returnC, 'C', `${at}.liquid.returnC`);
  const meanC = supplyC.plus(returnC).over(factor(2, 'share')).called('meanC');
  return {
    ...{ supplyC, returnC, meanC },
    density: waterAt(catalog, 'density', meanC),
    heatCapacity: waterAt(catalog, 'heat-capacity', meanC),
  };
}

/** A property of water at a temperature, interpolated between the rows `water-<property>-<degrees>c`. */
function waterAt(catalog: Catalog, property: keyof typeof units, mean: Quantity): Quantity {
  const celsius = mean.value;
  const rows = catalog.rules
    .flatMap((row) => {
      const match = /^water-(density|heat-capacity)-(\d+)c$/.exec(row.id);
      return match !== null && match[1] === property ? [{ row, at: Number(match[2]) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const below = rows.filter((each) => each.at <= celsius).at(-1) ?? rows[0];
  const above = rows.find((each) => each.at >= celsius) ?? rows.at(-1);
  if (below === undefined || above === undefined) throw new Error(`no rules water-${property}-<degrees>c`);
  const point = (name: string, { row }: typeof below): Quantity => fromRow(name, row.value, units[property], row);
  const temperature = (name: string, { row, at }: typeof below): Quantity => fromRow(`${name} at`, at, 'C', row);
  const low = point('low', below);
  if (above.at === below.at) return low;
  const along = mean.minus(temperature('low', below)).over(temperature('high', above).minus(temperature('low', below)));
  return low.plus(along.times(point('high', above).minus(low)));
}

const rise = ({ supplyC, returnC }: LoopWater): Quantity => returnC.minus(supplyC);

/**
 * Water flow that carries `heatW`: heat = density x flow x heat capacity x rise of temperature (energy balance of the
 * loop).
 */
export const flowOf = (heatW: Quantity, water: LoopWater): Quantity =>
  heatW.over(water.density.times(water.heatCapacity).times(rise(water))).times(secondsPerMinute);

/** Heat that a flow carries; the inverse of `flowOf`. */
export const heatOfFlow = (flow: Quantity, water: LoopWater): Quantity =>
  flow.over(secondsPerMinute).times(water.density).times(water.heatCapacity).times(rise(water)).in('W');
