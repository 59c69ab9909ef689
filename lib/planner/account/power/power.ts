import type { Catalog } from '../../../catalog/rows';
import { kw, round } from '../../../units/convert';
import { counted } from '../../../units/counted';
import { compare, type LibraryFinding } from '../../model/finding';
import { must } from '../../model/must';
import { joined, type Outcome } from '../../model/outcome';
import type { CapPower, FeedPower, PoolPower, PowerLimit, PowerPlan, RackPower } from '../../model/plan/power-plan';
import { computed, constant, decided, fromRow, ruleTerm, stated, type Term, Trace } from '../../model/trace';
import { pueTerm } from '../../resolve/energy-terms';
import { usableItWatts, usableSite } from '../../resolve/it-limits';
import { type CapThroughput, capThroughput, nodeDraw } from '../../resolve/node-draw';
import { planEnergy } from './energy';
import { planFeeds, planRack, poolsWithoutFeed } from './feeds';
import type { PoolLoad, PowerInput } from './pool-load';
import { poolTerms, sum, sumFormula, TOLERANCE_W } from './sums';

/** Adds up what the pools of a site draw and compares it with the site's limits. */
export function planPower(input: PowerInput, catalog: Catalog): Outcome<PowerPlan> {
  const trace = new Trace(`sites.${input.site}.power`, input.depth);
  const loads = [...input.loads].sort((a, b) => compare(a.pool.name, b.pool.name));
  const drawn = joined(loads.map((load) => planPoolPower(load, input, catalog, trace)));
  const pools = drawn.value;
  const itPeakW = trace.note(
    'itPeakW',
    sum(pools, 'itPeakW'),
    'W',
    sumFormula(pools),
    poolTerms(trace, pools, 'itPeakW'),
  );
  const itTypicalW = trace.note(
    'itTypicalW',
    sum(pools, 'itTypicalW'),
    'W',
    sumFormula(pools),
    poolTerms(trace, pools, 'itTypicalW'),
  );
  const pue = pueTerm(input, catalog);
  trace.note('pue', pue.value, pue.unit, 'pue', [pue]);
  const facilityPeakW = trace.note('facilityPeakW', itPeakW * pue.value, 'W', 'itPeakW x pue', [
    trace.term('itPeakW', 'itPeakW'),
    pue,
  ]);
  const facilityTypicalW = trace.note('facilityTypicalW', itTypicalW * pue.value, 'W', 'itTypicalW x pue', [
    trace.term('itTypicalW', 'itTypicalW'),
    pue,
  ]);
  const racks = joined(
    loads.map((load, index) => planRack(load, must(pools[index], `power of ${load.pool.name}`), input, catalog, trace)),
  );
  const carried = planFeeds(input, pools, trace);
  const feeds = carried.value;
  const limit = planLimit(input, trace);
  const headroomW =
    limit === null
      ? null
      : trace.note('headroomW', limit.usableW - itPeakW, 'W', 'limit - itPeakW', [
          trace.term('limit.usableW', 'limit'),
          trace.term('itPeakW', 'itPeakW'),
        ]);
  // A limit that is the sum of the feeds is exceeded by a feed, which says it of itself.
  const isSaid = limit?.path.endsWith('.feeds') === true && feeds.some((feed) => feed.headroomW < -TOLERANCE_W);
  const isOver = headroomW !== null && headroomW < -TOLERANCE_W && !isSaid;
  return {
    value: {
      basis: input.isFacilityOwn ? 'facility' : 'accounting',
      statement: statement(input),
      pools,
      racks: racks.value,
      feeds,
      itPeakW,
      itTypicalW,
      pue: pue.value,
      facilityPeakW,
      facilityTypicalW,
      limit,
      headroomW,
      binding: bindingOf(limit, headroomW, feeds, racks.value, input),
      ...planEnergy(input, catalog, facilityTypicalW, trace),
      explanations: trace.read(),
    },
    findings: [
      ...drawn.findings,
      ...racks.findings,
      ...poolsWithoutFeed(input, pools),
      ...carried.findings,
      ...(limit !== null && isOver ? [overLimit(limit, itPeakW, loads, pools)] : []),
    ],
  };
}

function planPoolPower(load: PoolLoad, input: PowerInput, catalog: Catalog, trace: Trace): Outcome<PoolPower> {
  const { machine, accelerator, pool, nodes } = load;
  const at = `pools.${pool.name}`;
  const path = `sites.${input.site}.pools.${pool.name}`;
  const capW = pool.accelerator?.capW ?? null;
  const draw = nodeDraw(machine, accelerator, capW);
  const nameplate = fromRow('nameplate', machine.power.peakW, 'W', machine);
  if (draw.isCapped && accelerator !== null && accelerator.boardW !== null && capW !== null) {
    trace.note(`${at}.nodePeakW`, draw.peakW, 'W', 'nameplate - accelerators x (boardW - cap)', [
      nameplate,
      fromRow('accelerators', machine.accelerators, 'per node', machine),
      fromRow('boardW', accelerator.boardW, 'W', accelerator),
      stated('cap', capW, 'W', `${path}.powerCapW`),
    ]);
  } else {
    trace.note(`${at}.nodePeakW`, draw.peakW, 'W', 'nameplate', [nameplate]);
  }
  const idle = ruleTerm(catalog, 'idle-share', 'idle');
  const planned = computed('nodes', nodes, 'nodes', `${path}.nodes.planned`);
  trace.detail(`${at}.nodes`, nodes, 'nodes', 'nodes', () => [planned]);
  const accelerators = trace.detail(
    `${at}.accelerators`,
    nodes * machine.accelerators,
    'accelerators',
    'nodes x accelerators',
    () => [planned, fromRow('accelerators', machine.accelerators, 'per node', machine)],
  );
  const busy = planUtilisation(load, at, planned, trace);
  const row = fromRow('typical', machine.power.typicalW, 'W', machine);
  const typical: Term = { ...row, source: `${row.source} (${machine.power.basis})` };
  const nodeBusyW = trace.note(`${at}.nodeBusyW`, draw.typicalW, 'W', 'min(typical, nodePeakW)', [
    typical,
    trace.term(`${at}.nodePeakW`, 'nodePeakW'),
  ]);
  const nodeIdleW = trace.note(`${at}.nodeIdleW`, nodeBusyW * idle.value, 'W', 'nodeBusyW x idle', [
    trace.term(`${at}.nodeBusyW`, 'nodeBusyW'),
    idle,
  ]);
  const nodeTypicalW = nodeIdleW + (nodeBusyW - nodeIdleW) * busy;
  trace.note(`${at}.nodeTypicalW`, nodeTypicalW, 'W', 'nodeIdleW + (nodeBusyW - nodeIdleW) x utilisation', [
    trace.term(`${at}.nodeBusyW`, 'nodeBusyW'),
    trace.term(`${at}.nodeIdleW`, 'nodeIdleW'),
    trace.term(`${at}.utilisation`, 'utilisation'),
  ]);
  const count = trace.term(`${at}.nodes`, 'nodes');
  trace.note(`${at}.itPeakW`, draw.peakW * nodes, 'W', 'nodePeakW x nodes', [
    trace.term(`${at}.nodePeakW`, 'nodePeakW'),
    count,
  ]);
  trace.note(`${at}.itTypicalW`, nodeTypicalW * nodes, 'W', 'nodeTypicalW x nodes', [
    trace.term(`${at}.nodeTypicalW`, 'nodeTypicalW'),
    count,
  ]);
  const cap = capW === null ? null : planCap(load, capW, path, at, catalog, trace);
  const value: PoolPower = {
    pool: pool.name,
    machine: machine.id,
    nodes,
    accelerators,
    cap: cap?.value ?? null,
    nodePeakW: draw.peakW,
    nodeTypicalW,
    nodeBusyW,
    nodeIdleW,
    utilisation: busy,
    itPeakW: draw.peakW * nodes,
    itTypicalW: nodeTypicalW * nodes,
    feed: input.feeds[pool.name] ?? null,
  };
  return { value, findings: cap?.findings ?? [] };
}

/** Share of a pool's nodes that serve. */
function planUtilisation(
  { accelerator, nodes, utilisation }: PoolLoad,
  at: string,
  planned: Term,
  trace: Trace,
): number {
  const busy = clamp(utilisation);
  if (accelerator === null || nodes === 0) {
    const why =
      accelerator === null ? 'nothing is known of what runs on nodes without accelerators' : 'there are no nodes';
    return trace.detail(`${at}.utilisation`, busy, 'share', 'share', () => [decided('share', busy, 'share', why)]);
  }
  return trace.detail(`${at}.utilisation`, busy, 'share', 'min(busy / nodes, 1)', () => [
    decided('busy', utilisation * nodes, 'nodes', 'nodes that the ready replicas of its workloads take'),
    planned,
  ]);
}

function planCap(
  { machine, accelerator, nodes }: PoolLoad,
  capW: number,
  path: string,
  at: string,
  catalog: Catalog,
  trace: Trace,
): Outcome<CapPower> {
  const statedAt = `${path}.powerCapW`;
  const findings: LibraryFinding[] = [];
  const boardW = accelerator?.boardW ?? null;
  if (accelerator === null || boardW === null) {
    findings.push({
      code: 'power-cap-without-board-power',
      severity: 'warning',
      path: statedAt,
      message: `a cap of ${capW} W is set, but ${accelerator === null ? 'the pool has no accelerators' : `no board power is published for ${accelerator.name}`}, so the budget counts the nameplate; remove the cap or add a row with boardW under catalog.accelerators`,
    });
    const none = decided('none', 0, 'W', 'no board power is known that the cap would be below');
    trace.detail(`${at}.cap.watts`, capW, 'W', 'cap', () => [stated('cap', capW, 'W', statedAt)]);
    trace.detail(`${at}.cap.savedW`, 0, 'W', 'none', () => [none]);
    for (const key of ['prefillShare', 'decodeShare']) trace.note(`${at}.cap.${key}`, 1, 'share', '1 - none', [none]);
    return { value: { watts: capW, boardW, savedW: 0, prefillShare: 1, decodeShare: 1 }, findings };
  }
  if (capW >= boardW) {
    findings.push({
      code: 'power-cap-above-board',
      severity: 'warning',
      path: statedAt,
      message: `the cap of ${capW} W is not below the board power of ${accelerator.name}, ${boardW} W, and does nothing; lower it or remove it`,
    });
  }
  const share = capThroughput(catalog, accelerator, capW / boardW);
  if (!share.isMeasured) {
    findings.push({
      code: 'power-cap-below-measured',
      severity: 'warning',
      path: statedAt,
      message: `a cap of ${capW} W is ${round((capW / boardW) * 100)}% of the board power and below every measured cap, so throughput may be worse than planned; raise it to at least ${Math.ceil(boardW * (share.points[0]?.capShare ?? 1))} W or add a row under catalog.powerCaps`,
    });
  }
  const [cap, board] = [stated('cap', capW, 'W', statedAt), fromRow('boardW', boardW, 'W', accelerator)];
  noteShares(trace, `${at}.cap`, share, [cap, board]);
  trace.detail(`${at}.cap.watts`, capW, 'W', 'cap', () => [cap]);
  trace.detail(`${at}.cap.boardW`, boardW, 'W', 'boardW', () => [board]);
  const savedW = trace.detail(
    `${at}.cap.savedW`,
    Math.max(boardW - capW, 0) * machine.accelerators * nodes,
    'W',
    'max(boardW - cap, 0) x accelerators',
    () => [board, cap, trace.term(`${at}.accelerators`, 'accelerators')],
  );
  const { prefillShare, decodeShare } = share;
  return { value: { watts: capW, boardW, savedW, prefillShare, decodeShare }, findings };
}

/** What a cap leaves of both rates: on the line between two measured caps, the higher of them at most none. */
function noteShares(trace: Trace, at: string, cap: CapThroughput, terms: readonly Term[]): void {
  const [low, high] = cap.points;
  for (const key of ['prefillShare', 'decodeShare'] as const) {
    const [lowAt, highAt] = ['cap share below', 'cap share above'];
    const between = `below + (cap / boardW - ${lowAt}) / (${highAt} - ${lowAt}) x (above - below)`;
    const alone = cap.isMeasured ? 'all' : 'cap / boardW';
    const points =
      low === undefined
        ? [constant('all', 1, 'share', 'a cap that is not below the board power takes nothing')]
        : [
            fromRow('below', low[key], 'share', low),
            fromRow(lowAt, low.capShare, 'of board power', low),
            ...(high === undefined
              ? [
                  constant('above', 1, 'share', 'all of it without a cap'),
                  constant(highAt, 1, 'of board power', 'no cap'),
                ]
              : [fromRow('above', high[key], 'share', high), fromRow(highAt, high.capShare, 'of board power', high)]),
          ];
    // Below every measured cap the lowest stands for all.
    const formula = low === undefined ? alone : cap.isMeasured ? between : 'below';
    trace.note(`${at}.${key}`, cap[key], 'share', formula, [...terms, ...points]);
  }
}

function planLimit({ spec, site }: PowerInput, trace: Trace): PowerLimit | null {
  const usableW = usableItWatts(spec);
  if (spec === undefined || usableW === null) return null;
  const base = `sites.${site}.power`;
  const own = usableSite(spec);
  const feeds = Object.keys(spec.feeds ?? {}).sort(compare);
  const terms = feeds.map((feed) => trace.term(`feeds.${feed}.usableW`, feed));
  const bySite = own !== null && own.usableW <= usableW;
  trace.note(
    'limit.usableW',
    usableW,
    'W',
    own === null
      ? feeds.join(' + ')
      : feeds.length === 0
        ? 'it x (1 - growth)'
        : `min(it x (1 - growth), ${feeds.join(' + ')})`,
    own === null
      ? terms
      : [
          stated('it', own.ratedW, 'W', `${base}.itKw`),
          stated('growth', own.growthShare, 'share', `${base}.growthShare`),
          ...terms,
        ],
  );
  return { usableW, path: bySite ? `${base}.itKw` : `${base}.feeds` };
}

function overLimit(
  limit: PowerLimit,
  itPeakW: number,
  loads: readonly PoolLoad[],
  pools: readonly PoolPower[],
): LibraryFinding {
  const over = itPeakW - limit.usableW;
  const largest = [...pools].sort((a, b) => b.itPeakW - a.itPeakW || compare(a.pool, b.pool))[0];
  const unit = loads.find((load) => load.pool.name === largest?.pool)?.machine.nodesPerRackUnit ?? 1;
  const drop = largest === undefined ? 0 : Math.ceil(over / (largest.nodePeakW * unit)) * unit;
  const fix =
    largest === undefined || drop >= largest.nodes
      ? ''
      : `lower ${largest.pool} from ${largest.nodes} to ${counted(largest.nodes - drop, 'node')}, cap its accelerators with powerCapW, or `;
  const leastW = largest === undefined ? 0 : largest.nodePeakW * unit;
  const below =
    largest !== undefined && limit.usableW < leastW
      ? `, less than ${unit === 1 ? 'one node' : `the smallest unit of ${unit} nodes`} of ${largest.pool} (${kw(leastW)} kW)`
      : '';
  return {
    code: 'power-over-limit',
    severity: 'error',
    path: limit.path,
    message: `pools peak at ${kw(itPeakW)} kW of IT load, the limit is ${kw(limit.usableW)} kW${below}; ${fix}raise ${limit.path} by ${kw(over)} kW`,
  };
}

function bindingOf(
  limit: PowerLimit | null,
  headroomW: number | null,
  feeds: readonly FeedPower[],
  racks: readonly RackPower[],
  input: PowerInput,
): PowerPlan['binding'] {
  const base = `sites.${input.site}.power`;
  const candidates = [
    ...(limit === null || headroomW === null
      ? []
      : [
          {
            path: limit.path,
            used: 1 - headroomW / limit.usableW,
            words: `${kw(headroomW)} kW of ${kw(limit.usableW)} kW IT load left`,
          },
        ]),
    ...feeds.map((feed) => ({
      path: `${base}.feeds.${feed.feed}.kw`,
      used: feed.itPeakW / feed.usableW,
      words: `${kw(feed.headroomW)} kW of ${kw(feed.usableW)} kW left on feed ${feed.feed}`,
    })),
    ...racks.flatMap((rack) =>
      rack.limitW === null || rack.racks === 0
        ? []
        : [
            {
              path: `${base}.rackKw`,
              used: rack.itPeakW / rack.limitW,
              words: `racks of ${rack.pool} peak at ${kw(rack.itPeakW)} of ${kw(rack.limitW)} kW`,
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

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1);
