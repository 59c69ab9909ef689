import type { PowerSpec } from '../../spec/budget';
import { watts } from '../../units/convert';
import { must } from '../model/must';

/** What a rating leaves for steady IT load, step by step, in W. */
export interface UsablePower {
  readonly ratedW: number;
  readonly redundancy: PowerSpec['redundancy'];
  /** Share of the rating that is left when the redundant part is kept free. */
  readonly redundancyShare: number;
  readonly continuousShare: number;
  readonly growthShare: number;
  readonly usableW: number;
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
 */
export function usableFeed(spec: PowerSpec, feed: string): UsablePower {
  const rated = must(spec.feeds?.[feed], `feed ${feed}`);
  const redundancy = rated.redundancy ?? spec.redundancy;
  return usable(watts(rated.kw), redundancy, redundancyShare(redundancy, spec.units), spec.continuousShare, spec);
}

/**
 * What the stated IT load of the site leaves. It is a load, already after redundancy, and no breaker rating: only the
 * growth reserve comes off.
 *
 * @returns null where the site states none
 */
export function usableSite(spec: PowerSpec): UsablePower | null {
  return spec.itKw === undefined ? null : usable(watts(spec.itKw), spec.redundancy, 1, 1, spec);
}

function usable(
  ratedW: number,
  redundancy: PowerSpec['redundancy'],
  share: number,
  continuousShare: number,
  { growthShare }: PowerSpec,
): UsablePower {
  return {
    ratedW,
    redundancy,
    redundancyShare: share,
    continuousShare,
    growthShare,
    usableW: ratedW * share * continuousShare * (1 - growthShare),
  };
}

/**
 * IT load in W that a site may draw after redundancy, continuous-load derating and growth reserve: the tighter of the
 * stated IT load and the sum of its feeds.
 *
 * @returns null if no limit is stated
 */
export function usableItWatts(spec: PowerSpec | undefined): number | null {
  if (spec === undefined) return null;
  const feeds = Object.keys(spec.feeds ?? {}).map((feed) => usableFeed(spec, feed).usableW);
  const site = usableSite(spec);
  const limits = [
    ...(feeds.length === 0 ? [] : [feeds.reduce((sum, each) => sum + each, 0)]),
    ...(site === null ? [] : [site.usableW]),
  ];
  return limits.length === 0 ? null : Math.min(...limits);
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
export function itLimitsOf(spec: PowerSpec | undefined, hasUnfed: boolean): ItLimit[] {
  if (spec === undefined) return [];
  const feeds = Object.keys(spec.feeds ?? {}).map((feed) => ({
    path: `feeds.${feed}.kw`,
    feed,
    watts: usableFeed(spec, feed).usableW,
  }));
  const site = usableSite(spec);
  return [
    ...(site === null ? [] : [{ path: 'itKw', feed: null, watts: site.usableW }]),
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
