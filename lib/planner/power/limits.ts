import type { PowerSpec } from '../../spec/budget';
import { watts } from '../../units/convert';

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
export function redundancyShare(redundancy: PowerSpec['redundancy'], units: number = DEFAULT_UNITS): number {
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
 * @returns null where the site has no such feed
 */
export function usableFeed(spec: PowerSpec, feed: string): UsablePower | null {
  const rated = spec.feeds?.[feed];
  if (rated === undefined) return null;
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
 * @returns null where nothing limits: no limit is stated, or the facility is not the user's
 */
export function usableItWatts(spec: PowerSpec | undefined, isFacilityOwn: boolean): number | null {
  if (spec === undefined || !isFacilityOwn) return null;
  return statedItWatts(spec);
}

/** The same from the statement alone, whoever's the facility is: what an accounting budget is compared with. */
export function statedItWatts(spec: PowerSpec): number | null {
  const feeds = Object.keys(spec.feeds ?? {}).map((feed) => usableFeed(spec, feed)?.usableW ?? 0);
  const limits = [
    ...(feeds.length === 0 ? [] : [feeds.reduce((sum, each) => sum + each, 0)]),
    ...(spec.itKw === undefined ? [] : [usableSite(spec)?.usableW ?? 0]),
  ];
  return limits.length === 0 ? null : Math.min(...limits);
}
