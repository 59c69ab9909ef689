import { InternalError } from '../../../errors';

/**
 * Algebra of units, so that kW and W, or hours and months, cannot be added.
 *
 * A unit is a product of symbols with at most one `/`: `W`, `USD/h`, `token/s`, `g CO2e/kWh`, `GB·h/node`. Symbols are singular
 * and may have spaces. `share` has no dimension. `kWh` is `kW·h`, and `J` is `W·s`.
 */
export type Unit = string;

/** A number without a dimension. */
export const SHARE: Unit = 'share';

type Powers = ReadonlyMap<string, number>;

/** Symbols that are products of others. */
const composites: Readonly<Record<string, readonly string[]>> = { kWh: ['kW', 'h'], J: ['W', 's'] };

const parsed = new Map<Unit, Powers>();

function powersOf(unit: Unit): Powers {
  const known = parsed.get(unit);
  if (known !== undefined) return known;
  const [above = '', below = '', ...rest] = unit.split('/');
  if (rest.length > 0) throw new InternalError(`unit ${unit} has more than one "/"`);
  const powers = new Map<string, number>();
  for (const [part, power] of [[above, 1] as const, [below, -1] as const]) {
    for (const symbol of part.split('·').flatMap((each) => composites[each] ?? [each])) {
      if (symbol !== '' && symbol !== SHARE) powers.set(symbol, (powers.get(symbol) ?? 0) + power);
    }
  }
  parsed.set(unit, powers);
  return powers;
}

/** The one spelling of a unit. */
function spelled(powers: Powers): Unit {
  const side = (sign: 1 | -1): string[] =>
    [...powers].flatMap(([symbol, power]) => Array.from({ length: Math.max(power * sign, 0) }, () => symbol)).sort();
  const above = side(1)
    .join('·')
    .replace(/\bh·kW\b/, 'kWh');
  const below = side(-1)
    .join('·')
    .replace(/\bh·kW\b/, 'kWh');
  return below === '' ? above || SHARE : `${above || '1'}/${below}`;
}

const products = new Map<string, Unit>();

function combined(a: Unit, b: Unit, sign: 1 | -1): Unit {
  const key = `${a}|${b}|${sign}`;
  const known = products.get(key);
  if (known !== undefined) return known;
  const powers = new Map(powersOf(a));
  for (const [symbol, power] of powersOf(b)) {
    const sum = (powers.get(symbol) ?? 0) + power * sign;
    if (sum === 0) powers.delete(symbol);
    else powers.set(symbol, sum);
  }
  powers.delete('1');
  const unit = spelled(powers);
  products.set(key, unit);
  return unit;
}

/** Unit of a product. */
export const unitProduct = (a: Unit, b: Unit): Unit => combined(a, b, 1);

/** Unit of a quotient. */
export const unitQuotient = (a: Unit, b: Unit): Unit => combined(a, b, -1);

/** Whether numbers in both units can be added. */
export const isSameUnit = (a: Unit, b: Unit): boolean => a === b || combined(a, b, -1) === SHARE;

/** Symbols of what is counted, which have a plural. */
const counted = new Set([
  'accelerator',
  'node',
  'processor',
  'rack',
  'replica',
  'request',
  'token',
  'unit',
  'way',
  'year',
]);

/** A unit as people read it: `nodes`, `tokens/s`. */
export const shownUnit = (unit: Unit): string => {
  const [above = '', ...below] = unit.split('/');
  return [counted.has(above) ? `${above}s` : above, ...below].join('/');
};
