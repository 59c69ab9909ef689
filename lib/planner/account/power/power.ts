import type { Catalog } from '../../../catalog/rows';
import { kw, round } from '../../../units/convert';
import { counted } from '../../../units/counted';
import { compare, type LibraryFinding } from '../../model/finding';
import { must } from '../../model/must';
import { joined, type Outcome } from '../../model/outcome';
import type { CapPower, FeedPower, PoolPower, PowerLimit, PowerPlan, RackPower } from '../../model/plan/power-plan';
import {
  decided,
  type Explained,
  fromRow,
  numberAt,
  one,
  type Quantity,
  ruleOf,
  SHARE,
  sumOf,
  zeroOf,
} from '../../model/quantity';
import { pueOf } from '../../resolve/energy';
import { tighter, usableSite } from '../../resolve/it-limits';
import { capOf, capThroughput, nodeDraw } from '../../resolve/node-draw';
import { planEnergy } from './energy';
import { planFeeds, planRack, poolsWithoutFeed, TOLERANCE_W } from './feeds';
import type { PoolLoad, PowerInput } from './pool-load';

/** Power of a site before it is read into the plan. */
export type PowerNumbers = Explained<Omit<PowerPlan, 'explanations'>>;
type PoolNumbers = Explained<PoolPower>;

/** Adds up what the pools of a site draw and compares it with the site's limits. */
export function planPower(input: PowerInput, catalog: Catalog): Outcome<PowerNumbers> {
  const loads = [...input.loads].sort((a, b) => compare(a.pool.name, b.pool.name));
  const drawn = joined(loads.map((load) => planPoolPower(load, input, catalog)));
  const pools = drawn.value;
  const itPeakW = sumOf(
    pools.map((pool) => pool.itPeakW.called(pool.pool)),
    'W',
  );
  const itTypicalW = sumOf(
    pools.map((pool) => pool.itTypicalW.called(pool.pool)),
    'W',
  );
  const pue = pueOf(input, catalog);
  const facilityTypicalW = itTypicalW.times(pue);
  const racks = joined(
    loads.map((load, index) => planRack(load, must(pools[index], `power of ${load.pool.name}`), input, catalog)),
  );
  const carried = planFeeds(input, pools);
  const feeds = carried.value;
  const limit = planLimit(input, feeds);
  const headroomW = limit === null ? null : limit.usableW.called('limit').minus(itPeakW);
  // A limit that is the sum of the feeds is exceeded by a feed, which has a finding of its own.
  const isSaid = limit?.path.endsWith('.feeds') === true && feeds.some((feed) => feed.headroomW.value < -TOLERANCE_W);
  const isOver = headroomW !== null && headroomW.value < -TOLERANCE_W && !isSaid;
  return {
    value: {
      basis: input.isFacilityOwn ? 'facility' : 'accounting',
      statement: statement(input),
      pools,
      racks: racks.value,
      feeds,
      itPeakW,
      itTypicalW,
      pue,
      facilityPeakW: itPeakW.times(pue),
      facilityTypicalW,
      limit,
      headroomW,
      binding: bindingOf(limit, headroomW, feeds, racks.value, input),
      ...planEnergy(input, catalog, facilityTypicalW),
    },
    findings: [
      ...drawn.findings,
      ...racks.findings,
      ...poolsWithoutFeed(input, pools),
      ...carried.findings,
      ...(limit !== null && isOver ? [overLimit(limit, itPeakW.value, loads, pools)] : []),
    ],
  };
}

function planPoolPower(load: PoolLoad, input: PowerInput, catalog: Catalog): Outcome<PoolNumbers> {
  const { machine, accelerator, pool } = load;
  const path = `sites.${input.site}.pools.${pool.name}`;
  const capW = pool.accelerator?.capW ?? null;
  const draw = nodeDraw(machine, accelerator, capW, path);
  const nodes = numberAt('nodes', load.nodes, 'node', `${path}.nodes.planned`);
  const accelerators = nodes.times(fromRow('accelerators', machine.accelerators, 'accelerator/node', machine));
  const utilisation = planUtilisation(load, nodes);
  const nodeBusyW = draw.typicalW;
  const nodeIdleW = nodeBusyW.times(ruleOf(catalog, 'idle-share', SHARE, 'idle'));
  const nodeTypicalW = nodeIdleW.plus(nodeBusyW.minus(nodeIdleW).times(utilisation));
  const cap = capW === null ? null : planCap(load, capW, path, accelerators, catalog);
  const value: PoolNumbers = {
    pool: pool.name,
    machine: machine.id,
    nodes,
    accelerators,
    cap: cap?.value ?? null,
    nodePeakW: draw.peakW,
    nodeTypicalW,
    nodeBusyW,
    nodeIdleW,
    utilisation,
    itPeakW: draw.peakW.times(nodes),
    itTypicalW: nodeTypicalW.times(nodes),
    feed: input.feeds[pool.name] ?? null,
  };
  return { value, findings: cap?.findings ?? [] };
}

/** Share of a pool's nodes that serve. */
function planUtilisation({ accelerator, nodes: count, busy }: PoolLoad, nodes: Quantity): Quantity {
  if (accelerator === null) {
    return decided('share', 1, SHARE, 'nothing is known of what runs on nodes without accelerators');
  }
  if (count === 0) return decided('share', 0, SHARE, 'there are no nodes');
  return decided('busy', busy, 'node', 'nodes that the ready replicas of its workloads take').over(nodes).atMost(one);
}

function planCap(
  { accelerator }: PoolLoad,
  capW: number,
  path: string,
  accelerators: Quantity,
  catalog: Catalog,
): Outcome<Explained<CapPower>> {
  const statedAt = `${path}.powerCapW`;
  const findings: LibraryFinding[] = [];
  const watts = capOf(capW, path);
  const boardW = accelerator?.boardW ?? null;
  if (accelerator === null || boardW === null) {
    findings.push({
      code: 'power-cap-without-board-power',
      severity: 'warning',
      path: statedAt,
      message: `a cap of ${capW} W is set, but ${accelerator === null ? 'the pool has no accelerators' : `no board power is published for ${accelerator.name}`}, so the budget counts the nameplate; remove the cap or add a row with boardW under catalog.accelerators`,
    });
    const why = 'no board power is known that the cap would be below';
    const all = decided('all', 1, SHARE, why);
    const savedW = decided('none', 0, 'W', why);
    return { value: { watts, boardW: null, savedW, prefillShare: all, decodeShare: all }, findings };
  }
  if (capW >= boardW) {
    findings.push({
      code: 'power-cap-above-board',
      severity: 'warning',
      path: statedAt,
      message: `the cap of ${capW} W is not below the board power of ${accelerator.name}, ${boardW} W, and does nothing; lower it or remove it`,
    });
  }
  const board = fromRow('boardW', boardW, 'W/accelerator', accelerator);
  const { prefillShare, decodeShare, isMeasured, points } = capThroughput(catalog, accelerator, watts, board);
  if (!isMeasured) {
    findings.push({
      code: 'power-cap-below-measured',
      severity: 'warning',
      path: statedAt,
      message: `a cap of ${capW} W is ${round((capW / boardW) * 100)}% of the board power and below every measured cap, so throughput may be worse than planned; raise it to at least ${Math.ceil(boardW * (points[0]?.capShare ?? 1))} W or add a row under catalog.powerCaps`,
    });
  }
  const saved = board.minus(watts).atLeast(zeroOf('W/accelerator'));
  return { value: { watts, boardW: board, savedW: saved.times(accelerators), prefillShare, decodeShare }, findings };
}

function planLimit({ spec, site }: PowerInput, feeds: readonly Explained<FeedPower>[]): Explained<PowerLimit> | null {
  if (spec === undefined) return null;
  const base = `sites.${site}.power`;
  const own = usableSite(spec, base);
  const usableW = tighter(
    feeds.map((feed) => feed.usableW.called(feed.feed)),
    own,
  );
  if (usableW === null) return null;
  const bySite = own !== null && own.value <= usableW.value;
  return { usableW, path: bySite ? `${base}.itKw` : `${base}.feeds` };
}

function overLimit(
  { usableW: { value: usableW }, path }: Explained<PowerLimit>,
  itPeakW: number,
  loads: readonly PoolLoad[],
  pools: readonly PoolNumbers[],
): LibraryFinding {
  const over = itPeakW - usableW;
  const [largest] = pools
    .map(({ pool, ...each }) => ({
      pool,
      nodes: each.nodes.value,
      nodePeakW: each.nodePeakW.value,
      itPeakW: each.itPeakW.value,
    }))
    .sort((a, b) => b.itPeakW - a.itPeakW || compare(a.pool, b.pool));
  const unit = loads.find((load) => load.pool.name === largest?.pool)?.machine.nodesPerRackUnit ?? 1;
  const drop = largest === undefined ? 0 : Math.ceil(over / (largest.nodePeakW * unit)) * unit;
  const fix =
    largest === undefined || drop >= largest.nodes
      ? ''
      : `lower ${largest.pool} from ${largest.nodes} to ${counted(largest.nodes - drop, 'node')}, cap its accelerators with powerCapW, or `;
  const leastW = largest === undefined ? 0 : largest.nodePeakW * unit;
  const below =
    largest !== undefined && usableW < leastW
      ? `, less than ${unit === 1 ? 'one node' : `the smallest unit of ${unit} nodes`} of ${largest.pool} (${kw(leastW)} kW)`
      : '';
  return {
    code: 'power-over-limit',
    severity: 'error',
    path,
    message: `pools peak at ${kw(itPeakW)} kW of IT load, the limit is ${kw(usableW)} kW${below}; ${fix}raise ${path} by ${kw(over)} kW`,
  };
}

function bindingOf(
  limit: Explained<PowerLimit> | null,
  headroomW: Quantity | null,
  feeds: readonly Explained<FeedPower>[],
  racks: readonly Explained<RackPower>[],
  input: PowerInput,
): PowerPlan['binding'] {
  const base = `sites.${input.site}.power`;
  const candidates = [
    ...(limit === null || headroomW === null
      ? []
      : [
          {
            path: limit.path,
            used: 1 - headroomW.value / limit.usableW.value,
            words: `${kw(headroomW.value)} kW of ${kw(limit.usableW.value)} kW IT load left`,
          },
        ]),
    ...feeds.map((feed) => ({
      path: `${base}.feeds.${feed.feed}.kw`,
      used: feed.itPeakW.value / feed.usableW.value,
      words: `${kw(feed.headroomW.value)} kW of ${kw(feed.usableW.value)} kW left on feed ${feed.feed}`,
    })),
    ...racks.flatMap((rack) =>
      rack.limitW === null || rack.racks.value === 0
        ? []
        : [
            {
              path: `${base}.rackKw`,
              used: rack.itPeakW.value / rack.limitW.value,
              words: `racks of ${rack.pool} peak at ${kw(rack.itPeakW.value)} of ${kw(rack.limitW.value)} kW`,
            },
          ],
    ),
  ].sort((a, b) => b.used - a.used || compare(a.path, b.path));
  const first = candidates[0];
  return first === undefined ? null : { path: first.path, words: first.words };
}

function statement({ isFacilityOwn, region, site, spec }: PowerInput): string {
  if (isFacilityOwn) return `the facility of ${site} is your own: its power limits bind`;
  const where = region === null ? site : `${region.provider} ${region.id}`;
  return spec?.itKw === undefined && spec?.feeds === undefined && spec?.rackKw === undefined
    ? `the facility of ${where} is not yours and no power limit is stated: the figures account for energy and carbon`
    : `the facility of ${where} is not yours: the power limits that you state for it bind`;
}
