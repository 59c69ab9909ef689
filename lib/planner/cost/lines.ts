import { findRule, required } from '../../catalog/catalog';
import type { Catalog, PlatformPrice } from '../../catalog/rows';
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from '../../units/convert';
import { computed, fromRow, ruleTerm, type Term, type Trace } from '../explain/trace';
import { compare, type Finding } from '../finding';
import type { SitePlan } from '../plan';
import type { ResolvedSite } from '../resolved';
import type { CostLine } from './cost-plan';
import { internetEgressUsd } from './egress';
import { type NodePrice, nodeUsdPerHour, priceProvider } from './node-price';

/** What of a site's plan costs money. */
export type PricedSite = Pick<SitePlan, 'name' | 'substrate' | 'pools' | 'serving'>;

export interface LineInput {
  readonly site: ResolvedSite;
  readonly plan: PricedSite;
  /** Mean output tokens a second that leave the site. */
  readonly outputTokensPerSecond: number;
  readonly catalog: Catalog;
  readonly trace: Trace;
  readonly findings: Finding[];
}

/** Every line of a site's cost, sorted by id. */
export function linesOf(input: LineInput): CostLine[] {
  return [...poolLines(input), ...substrateLines(input)].sort((a, b) => compare(a.id, b.id));
}

function poolLines({ site, plan, catalog, trace, findings }: LineInput): CostLine[] {
  return site.pools.flatMap((pool): CostLine[] => {
    const nodes = plan.pools.find((each) => each.name === pool.name)?.nodes.planned ?? 0;
    if (nodes === 0) return [];
    const price = nodeUsdPerHour(
      { site: site.spec, pool: pool.spec, machine: pool.machine, region: site.region, path: pool.path },
      catalog,
    );
    if ('reason' in price) {
      findings.push(price.finding);
      return [];
    }
    findings.push(...price.findings);
    return [nodeLine(trace, `pool.${pool.name}`, nodes, `${pool.path}.nodes.planned`, price)];
  });
}

function nodeLine(trace: Trace, id: string, nodes: number, path: string, price: NodePrice): CostLine {
  const usdPerUnit = trace.note(`${id}.usdPerUnit`, price.usdPerHour, 'USD/h', price.formula, price.terms);
  const usdPerHour = trace.note(`${id}.usdPerHour`, usdPerUnit * nodes, 'USD/h', 'usdPerUnit x nodes', [
    trace.term(`${id}.usdPerUnit`, 'usdPerUnit'),
    computed('nodes', nodes, 'nodes', path),
  ]);
  return {
    id,
    kind: 'nodes',
    quantity: nodes,
    unit: 'node',
    usdPerUnit,
    usdPerHour,
    usdPerMonth: usdPerHour * HOURS_PER_MONTH,
    basis: price.basis,
    source: price.source,
    asOf: price.asOf === '' ? null : price.asOf,
  };
}

function substrateLines(input: LineInput): CostLine[] {
  const { plan, site, catalog, trace, findings } = input;
  const { substrate } = plan;
  if (substrate === null) return [];
  const zones = substrate.network.zones.length;
  const gateways = { none: 0, single: 1, 'per-zone': zones }[substrate.network.nat];
  const platform: [id: string, row: string, quantity: number, unit: string][] = [
    ['control-plane', 'eks-control-plane', 1, 'cluster'],
    ['nat', 'nat-gateway', gateways, 'gateway'],
    ['endpoints', 'interface-endpoint', substrate.network.interfaceEndpoints.length * zones, 'endpoint and zone'],
    ['keys', 'kms-key', 1, 'key'],
    ['storage', 'object-storage', storedGb(plan), 'GB of weights'],
  ];
  const lines = platform.flatMap(([id, row, quantity, unit]): CostLine[] => {
    if (quantity === 0) return [];
    const price = catalog.platformPrices.find((each) => each.id === row && each.provider === site.spec.provider);
    if (price === undefined) {
      findings.push({
        code: 'no-price',
        severity: 'warning',
        path: site.path,
        message: `no price row ${row} of ${site.spec.provider}, so ${id} counts as free in the plan; add one under catalog.platformPrices`,
      });
      return [];
    }
    return [platformLine(trace, id, quantity, unit, price)];
  });
  return [...lines, ...systemLine(input), ...egressLine(input)];
}

/** Weights that the site's bucket keeps: each model once. */
function storedGb(plan: PricedSite): number {
  const sizes = new Map(plan.serving.map((serving) => [serving.weightsSource, serving.model.weightsGb]));
  return [...sizes.values()].reduce((sum, gb) => sum + gb, 0);
}

function platformLine(trace: Trace, id: string, quantity: number, unit: string, price: PlatformPrice): CostLine {
  const hours = price.per === 'hour' ? 1 : HOURS_PER_MONTH;
  const usdPerHour = trace.note(
    `${id}.usdPerHour`,
    (price.usd * quantity) / hours,
    'USD/h',
    price.per === 'hour' ? 'price x quantity' : 'price x quantity / 730',
    [fromRow('price', price.usd, `USD per ${price.per}`, price), computed('quantity', quantity, unit, 'plan')],
  );
  return {
    id,
    kind: id === 'storage' ? 'storage' : 'platform',
    quantity,
    unit,
    usdPerUnit: price.usd,
    usdPerHour,
    usdPerMonth: usdPerHour * HOURS_PER_MONTH,
    basis: `list price per ${price.per}`,
    source: price.source,
    asOf: price.asOf,
  };
}

/** Nodes of the system pool, on demand. */
function systemLine({ plan, site, catalog, trace, findings }: LineInput): CostLine[] {
  const system = plan.substrate?.cluster.system;
  if (system === undefined || system.desiredCount === 0) return [];
  const rows = catalog.machinePrices
    .filter(
      (row) => row.provider === priceProvider(site.spec) && row.machine === system.machine && row.basis === 'on-demand',
    )
    .sort((a, b) => b.usdPerHour - a.usdPerHour || compare(a.region, b.region));
  const row = rows.find((each) => each.region === site.region?.id) ?? rows[0];
  if (row === undefined) {
    findings.push({
      code: 'no-price',
      severity: 'warning',
      path: `${site.path}.system.machine`,
      message: `no on demand price of ${system.machine}, so the system nodes count as free in the plan; add a row under catalog.machinePrices`,
    });
    return [];
  }
  return [
    nodeLine(trace, 'system', system.desiredCount, `factory file, ${site.path}.system`, {
      usdPerHour: row.usdPerHour,
      basis: `on demand in ${row.region}`,
      source: row.source,
      asOf: row.asOf,
      formula: 'price',
      terms: [fromRow('price', row.usdPerHour, 'USD/h', row)],
      findings: [],
    }),
  ];
}

/** Answers that leave a public entry point for the internet. */
function egressLine({ plan, site, outputTokensPerSecond, catalog, trace }: LineInput): CostLine[] {
  if (plan.substrate?.entry.public !== true || outputTokensPerSecond === 0) return [];
  const price = catalog.egressPrices.find(
    (row) => row.provider === site.spec.provider && row.region === site.region?.id,
  );
  if (price === undefined) return [];
  const bytes = ruleTerm(catalog, 'egress-bytes-per-output-token', 'bytes');
  const free = required(findRule(catalog, 'free-internet-egress-gb-per-month')).value;
  const gb = (outputTokensPerSecond * bytes.value * SECONDS_PER_HOUR * HOURS_PER_MONTH) / 1e9;
  const usdPerMonth = internetEgressUsd(gb, free, price);
  const tokens: Term = computed('tokens', outputTokensPerSecond, 'output tokens/s', 'mean demand of its workloads');
  const usdPerHour = trace.note(
    'egress.usdPerHour',
    usdPerMonth / HOURS_PER_MONTH,
    'USD/h',
    '(tokens x bytes x 3600 x 730 / 10^9 - free) by the tiers of the region, / 730',
    [
      tokens,
      bytes,
      ruleTerm(catalog, 'free-internet-egress-gb-per-month', 'free'),
      fromRow('first tier', price.internetFirst10Tb, 'USD/GB', price),
    ],
  );
  return [
    {
      id: 'egress',
      kind: 'egress',
      quantity: gb,
      unit: 'GB a month',
      usdPerUnit: gb === 0 ? 0 : usdPerMonth / gb,
      usdPerHour,
      usdPerMonth,
      basis: 'internet egress by tiers, answers only',
      source: price.source,
      asOf: price.asOf,
    },
  ];
}
