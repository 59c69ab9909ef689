import { findRule, required } from '../../catalog/catalog';
import type { Catalog, PlatformPrice } from '../../catalog/rows';
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from '../../units/convert';
import { servingKey } from '../explain/serving-key';
import { computed, constant, fromRow, ruleTerm, stated, type Term, type Trace } from '../explain/trace';
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
    return [
      nodeLine(trace, `pool.${pool.name}`, computed('nodes', nodes, 'nodes', `${pool.path}.nodes.planned`), price),
    ];
  });
}

function nodeLine(trace: Trace, id: string, nodes: Term, price: NodePrice): CostLine {
  const quantity = trace.detail(`${id}.quantity`, nodes.value, 'node', nodes.name, () => [nodes]);
  const usdPerUnit = trace.note(`${id}.usdPerUnit`, price.usdPerHour, 'USD/h', price.formula, price.terms);
  const usdPerHour = trace.note(`${id}.usdPerHour`, usdPerUnit * quantity, 'USD/h', 'usdPerUnit x quantity', [
    trace.term(`${id}.usdPerUnit`, 'usdPerUnit'),
    trace.term(`${id}.quantity`, 'quantity'),
  ]);
  return {
    id,
    kind: 'nodes',
    quantity,
    unit: 'node',
    usdPerUnit,
    usdPerHour,
    usdPerMonth: monthly(trace, id, usdPerHour),
    basis: price.basis,
    source: price.source,
    asOf: price.asOf === '' ? null : price.asOf,
  };
}

const monthly = (trace: Trace, id: string, usdPerHour: number): number =>
  trace.detail(`${id}.usdPerMonth`, usdPerHour * HOURS_PER_MONTH, 'USD', 'usdPerHour x 730', () => [
    trace.term(`${id}.usdPerHour`, 'usdPerHour'),
  ]);

/** A line of platform that is priced by its row, and how many of it there are. */
interface PlatformItem {
  readonly id: string;
  readonly row: string;
  readonly quantity: number;
  readonly unit: string;
  readonly formula: string;
  readonly terms: readonly Term[];
}

function platformItems({ plan, site }: LineInput): PlatformItem[] {
  const { substrate } = plan;
  if (substrate === null) return [];
  const { nat, zones, interfaceEndpoints } = substrate.network;
  const zone = zonesTerm(site, zones.length);
  const endpoints = site.spec.provider === 'aws' ? site.spec.network.endpoints : undefined;
  const one = (id: string, row: string, unit: string): PlatformItem => ({
    ...{ id, row, quantity: 1, unit, formula: 'one' },
    terms: [constant('one', 1, unit, `a site has one ${unit}`)],
  });
  const natMode = `factory file, ${site.path}.network.nat`;
  return [
    one('control-plane', 'eks-control-plane', 'cluster'),
    {
      ...{ id: 'nat', row: 'nat-gateway', unit: 'gateway' },
      quantity: { none: 0, single: 1, 'per-zone': zones.length }[nat],
      formula: nat === 'per-zone' ? 'zones' : 'gateways',
      terms:
        nat === 'per-zone' ? [zone] : [{ name: 'gateways', value: 1, unit: 'gateway', source: natMode, asOf: null }],
    },
    {
      ...{ id: 'endpoints', row: 'interface-endpoint', unit: 'endpoint and zone' },
      quantity: interfaceEndpoints.length * zones.length,
      formula: 'endpoints x zones',
      terms: [
        endpoints === undefined
          ? constant(
              'endpoints',
              interfaceEndpoints.length,
              'endpoints',
              'what a cluster without internet access needs of the cloud',
            )
          : stated('endpoints', interfaceEndpoints.length, 'endpoints', `${site.path}.network.endpoints`),
        zone,
      ],
    },
    one('keys', 'kms-key', 'key'),
    storedItem(plan),
  ];
}

function zonesTerm({ spec, path, region }: ResolvedSite, count: number): Term {
  return spec.zones === undefined && region !== null
    ? fromRow('zones', count, 'zones', region)
    : stated('zones', count, 'zones', `${path}.zones`);
}

function substrateLines(input: LineInput): CostLine[] {
  const { plan, site, catalog, trace, findings } = input;
  if (plan.substrate === null) return [];
  const lines = platformItems(input).flatMap((item): CostLine[] => {
    if (item.quantity === 0) return [];
    const price = catalog.platformPrices.find((each) => each.id === item.row && each.provider === site.spec.provider);
    if (price === undefined) {
      findings.push({
        code: 'no-price',
        severity: 'warning',
        path: site.path,
        message: `no price row ${item.row} of ${site.spec.provider}, so ${item.id} counts as free in the plan; add one under catalog.platformPrices`,
      });
      return [];
    }
    return [platformLine(trace, item, price)];
  });
  return [...lines, ...systemLine(input), ...egressLine(input)];
}

/** Weights that the site's bucket keeps: each model once. */
function storedItem(plan: PricedSite): PlatformItem {
  const kept = [...new Map(plan.serving.map((serving) => [serving.weightsSource, serving])).values()];
  return {
    ...{ id: 'storage', row: 'object-storage', unit: 'GB of weights' },
    quantity: kept.reduce((sum, { model }) => sum + model.weightsGb, 0),
    formula: kept.map((each) => servingKey(plan.serving, each)).join(' + '),
    terms: kept.map((each) => {
      const key = servingKey(plan.serving, each);
      return computed(key, each.model.weightsGb, 'GB', `sites.${plan.name}.serving.${key}.model.weightsGb`);
    }),
  };
}

function platformLine(trace: Trace, item: PlatformItem, price: PlatformPrice): CostLine {
  const { id, unit } = item;
  const hours = price.per === 'hour' ? 1 : HOURS_PER_MONTH;
  const quantity = trace.detail(`${id}.quantity`, item.quantity, unit, item.formula, () => item.terms);
  const usdPerUnit = trace.detail(`${id}.usdPerUnit`, price.usd, `USD per ${price.per}`, 'price', () => [
    fromRow('price', price.usd, `USD per ${price.per}`, price),
  ]);
  const usdPerHour = trace.note(
    `${id}.usdPerHour`,
    (usdPerUnit * quantity) / hours,
    'USD/h',
    price.per === 'hour' ? 'usdPerUnit x quantity' : 'usdPerUnit x quantity / 730',
    [trace.term(`${id}.usdPerUnit`, 'usdPerUnit'), trace.term(`${id}.quantity`, 'quantity')],
  );
  return {
    id,
    kind: id === 'storage' ? 'storage' : 'platform',
    quantity,
    unit,
    usdPerUnit,
    usdPerHour,
    usdPerMonth: monthly(trace, id, usdPerHour),
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
    nodeLine(trace, 'system', stated('nodes', system.desiredCount, 'nodes', `${site.path}.system.minCount`), {
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
  const tokens = computed('tokens', outputTokensPerSecond, 'output tokens/s', 'mean demand of its workloads');
  const gb = trace.detail(
    'egress.quantity',
    (outputTokensPerSecond * bytes.value * SECONDS_PER_HOUR * HOURS_PER_MONTH) / 1e9,
    'GB a month',
    'tokens x bytes x 3600 x 730 / 10^9',
    () => [tokens, bytes],
  );
  const usdPerMonth = trace.detail(
    'egress.usdPerMonth',
    internetEgressUsd(gb, free, price),
    'USD',
    'what quantity leaves over free, by the tiers of the region: 10, 40, 100 TB, the rest',
    () => [
      trace.term('egress.quantity', 'quantity'),
      ruleTerm(catalog, 'free-internet-egress-gb-per-month', 'free'),
      fromRow('first tier', price.internetFirst10Tb, 'USD/GB', price),
      fromRow('second tier', price.internetNext40Tb, 'USD/GB', price),
      fromRow('third tier', price.internetNext100Tb, 'USD/GB', price),
      fromRow('last tier', price.internetOver150Tb ?? price.internetNext100Tb, 'USD/GB', price),
    ],
  );
  const month = trace.term('egress.usdPerMonth', 'usdPerMonth');
  const usdPerHour = trace.note('egress.usdPerHour', usdPerMonth / HOURS_PER_MONTH, 'USD/h', 'usdPerMonth / 730', [
    month,
  ]);
  const usdPerUnit = trace.detail(
    'egress.usdPerUnit',
    gb === 0 ? 0 : usdPerMonth / gb,
    'USD/GB',
    gb === 0 ? '0' : 'usdPerMonth / quantity',
    () => [month, trace.term('egress.quantity', 'quantity')],
  );
  return [
    {
      id: 'egress',
      kind: 'egress',
      quantity: gb,
      unit: 'GB a month',
      usdPerUnit,
      usdPerHour,
      usdPerMonth,
      basis: 'internet egress by tiers, answers only',
      source: price.source,
      asOf: price.asOf,
    },
  ];
}
