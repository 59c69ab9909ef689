import { findRule, required } from '../../../catalog/catalog';
import type { Catalog, PlatformPrice } from '../../../catalog/rows';
import { BYTES_PER_GB, HOURS_PER_MONTH, SECONDS_PER_HOUR } from '../../../units/convert';
import type { MachineItem, PlatformItem } from '../../model/cost-item';
import { compare } from '../../model/finding';
import { joined, type Outcome } from '../../model/outcome';
import type { SitePlan } from '../../model/plan';
import type { CostLine } from '../../model/plan/cost-plan';
import type { ResolvedSite } from '../../model/resolved';
import { servingKey } from '../../model/serving-key';
import { computed, fromRow, ruleTerm, type Term, type Trace } from '../../model/trace';
import { poolOf } from '../../resolve/find';
import { type NodePrice, nodeUsdPerHour } from '../../resolve/node-price';
import { internetEgressUsd } from './egress-usd';

/** What of a site's plan costs money. */
export type PricedSite = Pick<SitePlan, 'name' | 'substrate' | 'pools' | 'serving'>;

interface LineInput {
  readonly site: ResolvedSite;
  readonly plan: PricedSite;
  /** Mean output tokens a second that leave the site. */
  readonly outputTokensPerSecond: number;
  readonly catalog: Catalog;
  readonly trace: Trace;
}

/** What of a site's cost is known, and the ids of what has no known price. */
export interface PricedLines {
  /** Sorted by id. */
  readonly lines: readonly CostLine[];
  readonly unpriced: readonly string[];
}

/** A line, or the id of what has no known price. */
type Priced = { readonly line: CostLine } | { readonly unpriced: string };
type PricedOutcome = Outcome<Priced>;

/** Every line of a site's cost. */
export function linesOf(input: LineInput): Outcome<PricedLines> {
  const { value, findings } = joined([...poolLines(input), ...substrateLines(input)]);
  return {
    value: {
      lines: value.flatMap((each) => ('line' in each ? [each.line] : [])).sort((a, b) => compare(a.id, b.id)),
      unpriced: value.flatMap((each) => ('unpriced' in each ? [each.unpriced] : [])),
    },
    findings,
  };
}

function poolLines({ site, plan, catalog, trace }: LineInput): PricedOutcome[] {
  return plan.pools.flatMap(({ name, nodes: { planned: nodes } }): PricedOutcome[] => {
    if (nodes === 0) return [];
    const pool = poolOf(site, name);
    const id = `pool.${pool.name}`;
    const price = nodeUsdPerHour(site, pool, catalog);
    if ('reason' in price) return [{ value: { unpriced: id }, findings: [price.finding] }];
    const count = computed('nodes', nodes, 'nodes', `${pool.path}.nodes.planned`);
    return [{ value: { line: nodeLine(trace, id, count, price) }, findings: price.findings }];
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

/** Lines of what lies below Kubernetes: the cloud's own, the weights that are stored, and the answers that leave. */
function substrateLines(input: LineInput): PricedOutcome[] {
  const { plan, site } = input;
  const { substrate, serving } = plan;
  if (substrate === null) return [];
  const own = site.rules.costs?.({ site, substrate, serving }) ?? [];
  const items = site.facts.storage?.weights.kind === 'bucket' ? [...own, storedItem(plan)] : own;
  return [
    ...items.flatMap((item) => ('machine' in item ? machineLine(input, item) : platformLines(input, item))),
    ...egressLine(input),
  ];
}

function platformLines({ site, catalog, trace }: LineInput, item: PlatformItem): PricedOutcome[] {
  if (item.quantity === 0) return [];
  const { prices } = site.facts;
  const price = catalog.platformPrices.find((each) => each.id === item.row && each.provider === prices);
  return price === undefined
    ? [
        noPrice(
          item.id,
          site.path,
          `no price row ${item.row} of ${prices}, so the cost of ${item.id} is unknown and missing from the sums; add one under catalog.platformPrices`,
        ),
      ]
    : [{ value: { line: platformLine(trace, item, price) }, findings: [] }];
}

const noPrice = (id: string, path: string, message: string): PricedOutcome => ({
  value: { unpriced: id },
  findings: [{ code: 'no-price', severity: 'warning', path, message }],
});

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

/** Nodes beside the pools, on demand. */
function machineLine({ site, catalog, trace }: LineInput, item: MachineItem): PricedOutcome[] {
  const { id, machine, nodes, key } = item;
  if (nodes.value === 0) return [];
  const rows = catalog.machinePrices
    .filter((row) => row.provider === site.facts.prices && row.machine === machine && row.basis === 'on-demand')
    .sort((a, b) => b.usdPerHour - a.usdPerHour || compare(a.region, b.region));
  const row = rows.find((each) => each.region === site.region?.id) ?? rows[0];
  if (row === undefined) {
    return [
      noPrice(
        id,
        `${site.path}.${key}`,
        `no on demand price of ${machine}, so the cost of the ${id} nodes is unknown and missing from the sums; add a row under catalog.machinePrices`,
      ),
    ];
  }
  const line = nodeLine(trace, id, nodes, {
    usdPerHour: row.usdPerHour,
    basis: `on demand in ${row.region}`,
    source: row.source,
    asOf: row.asOf,
    formula: 'price',
    terms: [fromRow('price', row.usdPerHour, 'USD/h', row)],
    findings: [],
  });
  return [{ value: { line }, findings: [] }];
}

/** Answers that leave a public entry point for the internet. */
function egressLine({ plan, site, outputTokensPerSecond, catalog, trace }: LineInput): PricedOutcome[] {
  if (plan.substrate === null || !site.spec.entry.public || outputTokensPerSecond === 0) return [];
  const price = catalog.egressPrices.find(
    (row) => row.provider === site.facts.prices && row.region === site.region?.id,
  );
  if (price === undefined) return [{ value: { unpriced: 'egress' }, findings: [] }];
  const bytes = ruleTerm(catalog, 'egress-bytes-per-output-token', 'bytes');
  const free = required(findRule(catalog, 'free-internet-egress-gb-per-month')).value;
  const tokens = computed('tokens', outputTokensPerSecond, 'output tokens/s', 'mean demand of its workloads');
  const gb = trace.detail(
    'egress.quantity',
    (outputTokensPerSecond * bytes.value * SECONDS_PER_HOUR * HOURS_PER_MONTH) / BYTES_PER_GB,
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
  const line: CostLine = {
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
  };
  return [{ value: { line }, findings: [] }];
}
