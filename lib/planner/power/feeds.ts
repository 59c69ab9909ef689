import type { Catalog } from '../../catalog/rows';
import { round, watts } from '../../units/convert';
import { stated, type Trace } from '../explain/trace';
import { compare, type Finding } from '../finding';
import { usableFeed } from './limits';
import type { PoolLoad, PowerInput } from './pool-load';
import type { FeedPower, PoolPower, RackPower } from './power-plan';
import { defaultNodesPerRack } from './racks';
import { kw, poolTerms, sum, sumFormula, TOLERANCE_W } from './sums';

/** The racks that a pool fills, against the power limit of a rack. */
export function planRack(
  load: PoolLoad,
  pool: PoolPower,
  input: PowerInput,
  catalog: Catalog,
  trace: Trace,
  findings: Finding[],
): RackPower {
  const { machine, accelerator } = load;
  const path = `sites.${input.site}.pools.${pool.pool}`;
  const limitW = input.isFacilityOwn && input.spec?.rackKw !== undefined ? watts(input.spec.rackKw) : null;
  const own = input.nodesPerRack[pool.pool];
  const nodesPerRack =
    own ?? defaultNodesPerRack(machine, accelerator, pool.cap?.watts ?? null, input.spec, input.cooling, catalog);
  const itPeakW = trace.note(`racks.${pool.pool}.itPeakW`, pool.nodePeakW * nodesPerRack, 'W', 'nodePeakW x nodes', [
    trace.term(`pools.${pool.pool}.nodePeakW`, 'nodePeakW'),
    own === undefined
      ? { name: 'nodes', value: nodesPerRack, unit: 'per rack', source: 'plan: what the rack limits carry', asOf: null }
      : stated('nodes', own, 'per rack', `${path}.nodesPerRack`),
  ]);
  if (limitW !== null && itPeakW > limitW + TOLERANCE_W && pool.nodes > 0) {
    const fits = Math.floor(limitW / pool.nodePeakW);
    findings.push({
      code: 'rack-over-power-limit',
      severity: 'error',
      path: `${path}.nodesPerRack`,
      message: `a rack of ${nodesPerRack} ${machine.id} peaks at ${kw(itPeakW)} kW, the limit of a rack is ${kw(limitW)} kW; ${
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
  return { pool: pool.pool, nodesPerRack, racks: Math.ceil(pool.nodes / nodesPerRack), itPeakW, limitW };
}

/** What each feed of the site carries, against its usable rating. */
export function planFeeds(
  input: PowerInput,
  pools: readonly PoolPower[],
  trace: Trace,
  findings: Finding[],
): FeedPower[] {
  const { spec } = input;
  const names = Object.keys(spec?.feeds ?? {}).sort(compare);
  const path = `sites.${input.site}.power.feeds`;
  for (const pool of pools) {
    if (pool.feed !== null && !names.includes(pool.feed)) {
      findings.push({
        code: 'unknown-feed',
        severity: 'error',
        path: `sites.${input.site}.pools.${pool.pool}.feed`,
        message: `feed "${pool.feed}" is not among the feeds of the site: ${names.join(', ') || 'none'}; add it under ${path} or name another`,
      });
    }
    if (pool.feed === null && names.length > 1 && pool.nodes > 0) {
      findings.push({
        code: 'pool-without-feed',
        severity: 'warning',
        path: `sites.${input.site}.pools.${pool.pool}.feed`,
        message: `the site has the feeds ${names.join(', ')} and the pool names none, so its ${kw(pool.itPeakW)} kW count against the site only; set feed`,
      });
    }
  }
  return names.map((feed): FeedPower => {
    const on = pools.filter((pool) => pool.feed === feed || (pool.feed === null && names.length === 1));
    const rating = spec === undefined ? null : usableFeed(spec, feed);
    if (rating === null) throw new Error(`feed ${feed} has no rating: this is a bug`);
    const at = `feeds.${feed}`;
    const usableW = trace.note(
      `${at}.usableW`,
      rating.usableW,
      'W',
      'rating x redundancy x continuous x (1 - growth)',
      [
        stated('rating', rating.ratedW, 'W', `${path}.${feed}.kw`),
        stated('redundancy', rating.redundancyShare, `share (${rating.redundancy})`, `${path}.${feed}.redundancy`),
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
    if (itPeakW > usableW + TOLERANCE_W) {
      findings.push({
        code: 'feed-over-limit',
        severity: input.isFacilityOwn ? 'error' : 'warning',
        path: `${path}.${feed}.kw`,
        message: `pools ${on.map((pool) => pool.pool).join(', ')} peak at ${kw(itPeakW)} kW on this feed, which carries ${kw(usableW)} kW (${kw(rating.ratedW)} kW rated, ${rating.redundancy}, ${round(rating.continuousShare * 100)}% continuous, ${round(rating.growthShare * 100)}% kept for growth); move a pool to another feed, cap accelerators with powerCapW or raise the rating`,
      });
    }
    return {
      feed,
      pools: on.map((pool) => pool.pool),
      ratedW: rating.ratedW,
      redundancy: rating.redundancy,
      usableW,
      itPeakW,
      headroomW: usableW - itPeakW,
    };
  });
}
