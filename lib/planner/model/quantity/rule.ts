import { findRule, required } from '../../../catalog/catalog';
import type { Catalog } from '../../../catalog/rows';
import { fromRow, type Quantity } from './quantity';
import type { Unit } from './unit';

/**
 * A rule of the catalogue, in the unit that the arithmetic needs; throws for an id without a row, which only a bug can ask
 * for.
 */
export const ruleOf = (catalog: Catalog, id: string, unit: Unit, name = id): Quantity => {
  const row = required(findRule(catalog, id));
  return fromRow(name, row.value, unit, row);
};
