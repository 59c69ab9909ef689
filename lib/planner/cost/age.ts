import { findRule, required } from '../../catalog/catalog';
import type { Catalog } from '../../catalog/rows';
import { compare, type LibraryFinding } from '../finding';

/** A dated price that a plan uses. */
export interface DatedPrice {
  /** Place in the factory file that the price is for. */
  readonly path: string;
  readonly name: string;
  readonly asOf: string | null;
}

/**
 * Warns of prices that are older than the catalogue's rule allows on a given day.
 *
 * @param onDate day of the plan, such as `2026-11-24`; the clock is never read
 */
export function checkPriceAge(prices: readonly DatedPrice[], onDate: string, catalog: Catalog): LibraryFinding[] {
  const limit = required(findRule(catalog, 'price-age-warning-days')).value;
  const today = dayNumber(onDate);
  const findings = prices.flatMap((price): LibraryFinding[] => {
    const of = price.asOf === null ? null : dayNumber(price.asOf);
    if (of === null || today === null || today - of <= limit) return [];
    return [
      {
        code: 'price-old',
        severity: 'warning',
        path: price.path,
        message: `the price of ${price.name} is of ${price.asOf}, ${today - of} days before ${onDate}, more than ${limit}; check it and add a newer row under catalog`,
      },
    ];
  });
  const seen = new Set<string>();
  return findings
    .filter((finding) => {
      const key = `${finding.path} ${finding.message}`;
      return seen.has(key) ? false : seen.add(key) !== undefined;
    })
    .sort((a, b) => compare(a.path, b.path) || compare(a.message, b.message));
}

/** Days since 1 March of year 0 in the Gregorian calendar; null where the text is no date. */
export function dayNumber(date: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  if (match === null) return null;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  // Years begin in March, so that the leap day is the last of its year.
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day;
}
