import type { Catalog } from '../../../catalog/rows';
import { kilowatts, kw, round, watts } from '../../../units/convert';
import { compare, type LibraryFinding } from '../../model/finding';
import { joined, type Outcome } from '../../model/outcome';
import type { FeedPower, PoolPower, RackPower } from '../../model/plan/power-plan';
import { stated, type Term, type Trace } from '../../model/trace';
import { type UsablePower, usableFeed } from '../../resolve/it-limits';
import type { PoolLoad, PowerInput } from './pool-load';
import { nodesPerRack, racksOf } from './racks';
import { poolTerms, sum, sumFormula, TOLERANCE_W } from './sums';

/** The racks that a pool fills, against the power limit of a rack. */
export function planRack(
  load: PoolLoad,
  pool: PoolPower,
  input: PowerInput,
  catalog: Catalog,
  trace: Trace,
): Outcome<RackPower> {
  const findings: LibraryFinding[] = [];
  const { machine, accelerator } = load;
  const path = `sites.${input.site}.pools.${pool.pool}`;
  const at = `racks.${pool.pool}`;
  const rackKw = input.spec?.rackKw;
  const limitW =
    rackKw === undefined
      ? null
      : trace.detail(`${at}.limitW`, watts(rackKw), 'W', 'rackKw x 1000', () => [
          stated('rackKw', rackKw, 'kW', `sites.${input.site}.power.rackKw`),
        ]);
  const own = input.nodesPerRack[pool.pool];
  const nodes = nodesPerRack(
    {
      ...{ site: input.site, pool: pool.pool, machine, accelerator, stated: own },
      ...{ capW: pool.cap?.watts ?? null, power: input.spec, cooling: input.cooling },
    },
    catalog,
    trace,
  );
  const itPeakW = trace.note(`${at}.itPeakW`, pool.nodePeakW * nodes, 'W', 'nodePeakW x nodes', [
    trace.term(`pools.${pool.pool}.nodePeakW`, 'nodePeakW'),
    trace.term(`${at}.nodesPerRack`, 'nodes'),
  ]);
  if (limitW !== null && itPeakW > limitW + TOLERANCE_W && pool.nodes > 0) {
    const fits = Math.floor(limitW / pool.nodePeakW);
    findings.push({
      code: 'rack-over-power-limit',
      severity: 'error',
      path: `${path}.nodesPerRack`,
      message: `a rack of ${nodes} ${machine.id} peaks at ${kw(itPeakW)} kW, the limit of a rack is ${kw(limitW)} kW; ${
        machine.nodesPerRackUnit > 1 || fits === 0
          ? 'choose another machine'
          : `put ${fits} in a rack, cap the accelerators with powerCapW`
      } or raise sites.${input.site}.power.rackKw`,
    });
  }
  if (own !== undefined && own % machine.nodesPerRackUnit !== 0) {
    findings.push({
      code: 'rack-not-whole',
      severity: 'error',
      path: `${path}.nodesPerRack`,
      message: `${machine.id} comes in racks of ${machine.nodesPerRackUnit} nodes, not ${own}; set nodesPerRack to ${machine.nodesPerRackUnit} or leave it out`,
    });
  }
  const racks = racksOf(pool.pool, input.site, pool.nodes, trace);
  return { value: { pool: pool.pool, nodesPerRack: nodes, racks, itPeakW, limitW }, findings };
}

/** Findings for pools that name none of several feeds. */
export function poolsWithoutFeed({ spec, site }: PowerInput, pools: readonly PoolPower[]): LibraryFinding[] {
  const names = Object.keys(spec?.feeds ?? {}).sort(compare);
  return pools
    .filter((pool) => pool.feed === null && names.length > 1 && pool.nodes > 0)
    .map((pool) => ({
      code: 'pool-without-feed',
      severity: 'warning',
      path: `sites.${site}.pools.${pool.pool}.feed`,
      message: `the site has the feeds ${names.join(', ')} and the pool names none, so its ${kw(pool.itPeakW)} kW count against the site only; set feed`,
    }));
}

/** What each feed of the site carries, against its usable rating. */
export function planFeeds(input: PowerInput, pools: readonly PoolPower[], trace: Trace): Outcome<readonly FeedPower[]> {
  const { spec } = input;
  if (spec === undefined) return { value: [], findings: [] };
  const names = Object.keys(spec.feeds ?? {}).sort(compare);
  const path = `sites.${input.site}.power.feeds`;
  return joined(
    names.map((feed): Outcome<FeedPower> => {
      const on = pools.filter((pool) => pool.feed === feed || (pool.feed === null && names.length === 1));
      const rating = usableFeed(spec, feed);
      const at = `feeds.${feed}`;
      trace.detail(`${at}.ratedW`, rating.ratedW, 'W', 'kw x 1000', () => [
        stated('kw', kilowatts(rating.ratedW), 'kW', `${path}.${feed}.kw`),
      ]);
      const usableW = trace.note(
        `${at}.usableW`,
        rating.usableW,
        'W',
        'rating x redundancy x continuous x (1 - growth)',
        [
          trace.term(`${at}.ratedW`, 'rating'),
          redundancyTerm(input, feed, rating),
          stated('continuous', rating.continuousShare, 'share', `sites.${input.site}.power.continuousShare`),
          stated('growth', rating.growthShare, 'share', `sites.${input.site}.power.growthShare`),
        ],
      );
      const itPeakW = trace.note(
        `${at}.itPeakW`,
        sum(on, 'itPeakW'),
        'W',
        sumFormula(on),
        poolTerms(trace, on, 'itPeakW'),
      );
      const findings: LibraryFinding[] = [];
      if (itPeakW > usableW + TOLERANCE_W) {
        findings.push({
          code: 'feed-over-limit',
          severity: 'error',
          path: `${path}.${feed}.kw`,
          message: `pools ${on.map((pool) => pool.pool).join(', ')} peak at ${kw(itPeakW)} kW on this feed, which carries ${kw(usableW)} kW (${kw(rating.ratedW)} kW rated, ${rating.redundancy}, ${round(rating.continuousShare * 100)}% continuous, ${round(rating.growthShare * 100)}% kept for growth); move a pool to another feed, cap accelerators with powerCapW or raise the rating`,
        });
      }
      const value: FeedPower = {
        feed,
        pools: on.map((pool) => pool.pool),
        ratedW: rating.ratedW,
        redundancy: rating.redundancy,
        usableW,
        itPeakW,
        headroomW: trace.detail(`${at}.headroomW`, usableW - itPeakW, 'W', 'usableW - itPeakW', () => [
          trace.term(`${at}.usableW`, 'usableW'),
          trace.term(`${at}.itPeakW`, 'itPeakW'),
        ]),
      };
      return { value, findings };
    }),
  );
}

/** The share that redundancy leaves of a feed: the feed's own, else the site's. */
function redundancyTerm({ site, spec }: PowerInput, feed: string, rating: UsablePower): Term {
  const base = `sites.${site}.power`;
  const path =
    spec?.feeds?.[feed]?.redundancy === undefined ? `${base}.redundancy` : `${base}.feeds.${feed}.redundancy`;
  return stated('redundancy', rating.redundancyShare, `share (${rating.redundancy})`, path);
}
