import type { Catalog, Rule } from '../../../catalog/rows';
import { SECONDS_PER_MINUTE } from '../../../units/convert';
import { fromRow, type Term } from '../../model/trace';

/** A row of a property of water, and the temperature that it is of. */
export interface WaterPoint {
  readonly row: Rule;
  readonly at: number;
}

/** A property of water at a temperature, interpolated between the rows `<prefix>-<degrees>c`. */
export function waterTerm(
  catalog: Catalog,
  property: 'density' | 'heat-capacity',
  celsius: number,
): Term & { readonly points: readonly WaterPoint[] } {
  const rows = catalog.rules
    .flatMap((row) => {
      const match = /^water-(density|heat-capacity)-(\d+)c$/.exec(row.id);
      return match !== null && match[1] === property ? [{ row, at: Number(match[2]) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const below = rows.filter((each) => each.at <= celsius).at(-1) ?? rows[0];
  const above = rows.find((each) => each.at >= celsius) ?? rows.at(-1);
  if (below === undefined || above === undefined) throw new Error(`no rules water-${property}-<degrees>c`);
  const along = above.at === below.at ? 0 : (celsius - below.at) / (above.at - below.at);
  const value = below.row.value + along * (above.row.value - below.row.value);
  return {
    ...fromRow(`${property} of water at ${celsius} C`, value, below.row.unit, below.row),
    points: below.at === above.at ? [below] : [below, above],
  };
}

/**
 * Water flow in L/min that carries `heatW` at a temperature rise of `deltaC`: heat = density x flow x heat capacity x
 * rise (energy balance of the loop).
 */
export const flowLpm = (heatW: number, deltaC: number, densityKgPerL: number, heatCapacityJPerKgK: number): number =>
  (heatW / (densityKgPerL * heatCapacityJPerKgK * deltaC)) * SECONDS_PER_MINUTE;

/** Heat in W that a flow carries; the inverse of `flowLpm`. */
export const heatOfFlow = (lpm: number, deltaC: number, densityKgPerL: number, heatCapacityJPerKgK: number): number =>
  (lpm / SECONDS_PER_MINUTE) * densityKgPerL * heatCapacityJPerKgK * deltaC;
