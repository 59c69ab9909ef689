import type { PowerSpec } from '../../spec/budget';
import { must } from '../model/must';
import { one, type Quantity, SHARE, stated, sumOf, wattsPerKilowatt } from '../model/quantity';

/** What a rating leaves for steady IT load, step by step. */
export interface UsablePower {
  readonly ratedW: Quantity;
  readonly redundancy: PowerSpec['redundancy'];
  readonly continuousShare: number;
  readonly growthShare: number;
  readonly usableW: Quantity;
}

/** Units that N+1 is counted over when the site states none: two, of which one is spare. */
const DEFAULT_UNITS = 2;

/** Share of installed capacity that load may use: all of it (N), all but one of the units (N+1), half of it (2N). */
function redundancyShare(redundancy: PowerSpec['redundancy'], units: number = DEFAULT_UNITS): number {
  switch (redundancy) {
    case 'N':
      return 1;
    case 'N+1':
      return (units - 1) / units;
    case '2N':
      return 0.5;
  }
}

/**
 * What a feed can carry: rating x redundancy x continuous-load share x (1 - growth reserve).
 *
 * @param at path of the power of the site in the factory file
 */
export function usableFeed(spec: PowerSpec, feed: string, at: string): UsablePower {
  const rated = must(spec.feeds?.[feed], `feed ${feed}`);
  const redundancy = rated.redundancy ?? spec.redundancy;
  const path = rated.redundancy === undefined ? `${at}.redundancy` : `${at}.feeds.${feed}.redundancy`;
  const ratedW = stated('kw', rated.kw, 'kW', `${at}.feeds.${feed}.kw`).times(wattsPerKilowatt);
  const share = stated('redundancy', redundancyShare(redundancy, spec.units), SHARE, `${path} (${redundancy})`);
  const continuous = stated('continuous', spec.continuousShare, SHARE, `${at}.continuousShare`);
  const { continuousShare, growthShare } = spec;
  const usableW = ratedW.called('rating').times(share).times(continuous).times(afterGrowth(spec, at));
  return { ratedW, redundancy, continuousShare, growthShare, usableW };
}

/**
 * What the stated IT load of the site leaves. It is a load, already after redundancy, and no breaker rating: only the
 * growth reserve comes off.
 *
 * @returns null if the site states none
 */
export function usableSite(spec: PowerSpec, at: string): Quantity | null {
  if (spec.itKw === undefined) return null;
  return stated('itKw', spec.itKw, 'kW', `${at}.itKw`).times(wattsPerKilowatt).times(afterGrowth(spec, at));
}

const afterGrowth = ({ growthShare }: PowerSpec, at: string): Quantity =>
  one.minus(stated('growth', growthShare, SHARE, `${at}.growthShare`));

/**
 * IT load in W that a site may draw after redundancy, continuous-load derating and growth reserve: the tighter of the
 * stated IT load and the sum of its feeds.
 *
 * @returns null if no limit is stated
 */
export function usableItWatts(spec: PowerSpec | undefined, at: string): number | null {
  if (spec === undefined) return null;
  const feeds = Object.keys(spec.feeds ?? {}).map((feed) => usableFeed(spec, feed, at).usableW);
  return tighter(feeds, usableSite(spec, at))?.value ?? null;
}

/** The tighter of what all feeds carry and what the site states; null if there is neither. */
export function tighter(feeds: readonly Quantity[], site: Quantity | null): Quantity | null {
  if (feeds.length === 0) return site;
  const all = sumOf(feeds, 'W');
  return site === null ? all : site.atMost(all);
}

/** One limit of the IT load of a site, by its place below `sites.<site>.power`. */
export interface ItLimit {
  readonly path: string;
  /** Feed that it is of; null: of the whole site. */
  readonly feed: string | null;
  readonly watts: number;
}

/**
 * Every limit that the pools of a site must keep at once: the stated IT load, each feed, and the feeds together where a
 * pool names none of several.
 *
 * @param hasUnfed whether a pool of the site names no feed
 */
export function itLimitsOf(spec: PowerSpec | undefined, hasUnfed: boolean, at: string): ItLimit[] {
  if (spec === undefined) return [];
  const feeds = Object.keys(spec.feeds ?? {}).map((feed) => ({
    path: `feeds.${feed}.kw`,
    feed,
    watts: usableFeed(spec, feed, at).usableW.value,
  }));
  const site = usableSite(spec, at);
  return [
    ...(site === null ? [] : [{ path: 'itKw', feed: null, watts: site.value }]),
    ...(feeds.length > 1 && hasUnfed
      ? [{ path: 'feeds', feed: null, watts: feeds.reduce((sum, each) => sum + each.watts, 0) }]
      : []),
    ...feeds,
  ];
}

/** Feed that carries a pool: the one it names, or the only one that the site has; null: none. */
export function feedOf(spec: PowerSpec | undefined, named: string | undefined): string | null {
  const names = Object.keys(spec?.feeds ?? {});
  return named ?? (names.length === 1 ? (names[0] ?? null) : null);
}
