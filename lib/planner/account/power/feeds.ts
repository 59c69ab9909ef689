import type { Catalog } from '../../../catalog/rows';
import { kw, round } from '../../../units/convert';
import { compare, type LibraryFinding } from '../../model/finding';
import { joined, type Outcome } from '../../model/outcome';
import type { FeedPower, PoolPower, RackPower } from '../../model/plan/power-plan';
import { type Explained, stated, sumOf, wattsPerKilowatt } from '../../model/quantity';
import { usableFeed } from '../../resolve/it-limits';
import type { PoolLoad, PowerInput } from './pool-load';
import { nodesPerRack, racksOf } from './racks';

/** Sums of floating-point loads may miss a limit that they equal. */
export const TOLERANCE_W = 1e-6;

/** The racks that a pool fills, against the power limit of a rack. */
export function planRack(
  load: PoolLoad,
  pool: Explained<PoolPower>,
  input: PowerInput,
  catalog: Catalog,
): Outcome<Explained<RackPower>> {
  const findings: LibraryFinding[] = [];
  const { machine } = load;
  const path = `sites.${input.site}.pools.${pool.pool}`;
  const base = `sites.${input.site}.power`;
  const rackKw = input.spec?.rackKw;
  const limitW =
    rackKw === undefined ? null : stated('rackKw', rackKw, 'kW/rack', `${base}.rackKw`).times(wattsPerKilowatt);
  const own = input.nodesPerRack[pool.pool];
  const perRack = nodesPerRack(
    {
      ...{ site: input.site, pool: pool.pool, machine, stated: own },
      ...{ nodePeakW: pool.nodePeakW, power: input.spec, cooling: input.cooling },
    },
    catalog,
  );
  const peak = pool.nodePeakW.times(perRack);
  const nodes = perRack.value;
  const itPeakW = peak.value;
  if (limitW !== null && itPeakW > limitW.value + TOLERANCE_W && pool.nodes.value > 0) {
    const fits = Math.floor(limitW.value / pool.nodePeakW.value);
    findings.push({
      code: 'rack-over-power-limit',
      severity: 'error',
      path: `${path}.nodesPerRack`,
      message: `a rack of ${nodes} ${machine.id} peaks at ${kw(itPeakW)} kW, the limit of a rack is ${kw(limitW.value)} kW; ${
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
  const racks = racksOf(pool.nodes, perRack);
  return { value: { pool: pool.pool, nodesPerRack: perRack, racks, itPeakW: peak, limitW }, findings };
}

/** Findings for pools that name none of several feeds. */
export function poolsWithoutFeed({ spec, site }: PowerInput, pools: readonly Explained<PoolPower>[]): LibraryFinding[] {
  const names = Object.keys(spec?.feeds ?? {}).sort(compare);
  return pools
    .filter((pool) => pool.feed === null && names.length > 1 && pool.nodes.value > 0)
    .map((pool) => ({
      code: 'pool-without-feed',
      severity: 'warning',
      path: `sites.${site}.pools.${pool.pool}.feed`,
      message: `the site has the feeds ${names.join(', ')} and the pool names none, so its ${kw(pool.itPeakW.value)} kW count against the site only; set feed`,
    }));
}

/** What each feed of the site carries, against its usable rating. */
export function planFeeds(
  input: PowerInput,
  pools: readonly Explained<PoolPower>[],
): Outcome<readonly Explained<FeedPower>[]> {
  const { spec } = input;
  if (spec === undefined) return { value: [], findings: [] };
  const names = Object.keys(spec.feeds ?? {}).sort(compare);
  const base = `sites.${input.site}.power`;
  return joined(
    names.map((feed): Outcome<Explained<FeedPower>> => {
      const on = pools.filter((pool) => pool.feed === feed || (pool.feed === null && names.length === 1));
      const { ratedW, redundancy, continuousShare, growthShare, usableW } = usableFeed(spec, feed, base);
      const itPeakW = sumOf(
        on.map((pool) => pool.itPeakW.called(pool.pool)),
        'W',
      );
      const findings: LibraryFinding[] = [];
      if (itPeakW.value > usableW.value + TOLERANCE_W) {
        findings.push({
          code: 'feed-over-limit',
          severity: 'error',
          path: `${base}.feeds.${feed}.kw`,
          message: `pools ${on.map((pool) => pool.pool).join(', ')} peak at ${kw(itPeakW.value)} kW on this feed, which carries ${kw(usableW.value)} kW (${kw(ratedW.value)} kW rated, ${redundancy}, ${round(continuousShare * 100)}% continuous, ${round(growthShare * 100)}% kept for growth); move a pool to another feed, cap accelerators with powerCapW or raise the rating`,
        });
      }
      const headroomW = usableW.minus(itPeakW);
      return {
        value: { feed, pools: on.map((pool) => pool.pool), ratedW, redundancy, usableW, itPeakW, headroomW },
        findings,
      };
    }),
  );
}
