import type { Catalog, PlatformPrice } from '../../../catalog/rows';
import type { MachineItem, PlatformItem } from '../../model/cost-item';
import { compare } from '../../model/finding';
import { joined, type Outcome } from '../../model/outcome';
import type { SitePlan } from '../../model/plan';
import type { CostLine } from '../../model/plan/cost-plan';
import {
  bytesPerGigabyte,
  type Explained,
  fromRow,
  hoursPerMonth,
  numberAt,
  type Quantity,
  ruleOf,
  secondsPerHour,
  sumOf,
  zeroOf,
} from '../../model/quantity';
import type { ResolvedSite } from '../../model/resolved';
import { servingKey } from '../../model/serving-key';
import { poolOf } from '../../resolve/find';
import { type NodePrice, nodeUsdPerHour } from '../../resolve/node-price';
import { internetEgress } from './internet-egress';

/** What of a site's plan costs money. */
export type PricedSite = Pick<SitePlan, 'name' | 'substrate' | 'pools' | 'serving'>;

interface LineInput {
  readonly site: ResolvedSite;
  readonly plan: PricedSite;
  /** Mean output tokens a second that leave the site. */
  readonly outputTokens: Quantity;
  readonly catalog: Catalog;
}

/** A line before it is read into the plan. */
export type CostNumbers = Explained<CostLine>;

/** What of a site's cost is known, and the ids of what has no known price. */
export interface PricedLines {
  /** Sorted by id. */
  readonly lines: readonly CostNumbers[];
  readonly unpriced: readonly string[];
}

/** A line, or the id of what has no known price. */
type Priced = { readonly line: CostNumbers } | { readonly unpriced: string };
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

function poolLines({ site, plan, catalog }: LineInput): PricedOutcome[] {
  return plan.pools.flatMap(({ name, nodes: { planned } }): PricedOutcome[] => {
    if (planned === 0) return [];
    const pool = poolOf(site, name);
    const id = `pool.${pool.name}`;
    const price = nodeUsdPerHour(site, pool, catalog);
    if ('reason' in price) return [{ value: { unpriced: id }, findings: [price.finding] }];
    const nodes = numberAt('nodes', planned, 'node', `${pool.path}.nodes.planned`);
    return [{ value: { line: nodeLine(id, nodes, price) }, findings: price.findings }];
  });
}

function nodeLine(id: string, nodes: Quantity, price: NodePrice): CostNumbers {
  const usdPerHour = price.usdPerHour.times(nodes);
  return {
    id,
    kind: 'nodes',
    quantity: nodes,
    unit: 'node',
    usdPerUnit: price.usdPerHour,
    usdPerHour,
    usdPerMonth: usdPerHour.times(hoursPerMonth),
    basis: price.basis,
    source: price.source,
    asOf: price.asOf === '' ? null : price.asOf,
  };
}

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

function platformLines({ site, catalog }: LineInput, item: PlatformItem): PricedOutcome[] {
  if (item.quantity.value === 0) return [];
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
    : [{ value: { line: platformLine(item, price) }, findings: [] }];
}

const noPrice = (id: string, path: string, message: string): PricedOutcome => ({
  value: { unpriced: id },
  findings: [{ code: 'no-price', severity: 'warning', path, message }],
});

const STORED = 'GB of weights';

/** Weights that the site's bucket keeps: each model once. */
function storedItem(plan: PricedSite): PlatformItem {
  const kept = [...new Map(plan.serving.map((serving) => [serving.weightsSource, serving])).values()];
  const sizes = kept.map((each) => {
    const key = servingKey(plan.serving, each);
    return numberAt(key, each.model.weightsGb, STORED, `sites.${plan.name}.serving.${key}.model.weightsGb`);
  });
  return { id: 'storage', row: 'object-storage', quantity: sumOf(sizes, STORED) };
}

function platformLine({ id, quantity }: PlatformItem, price: PlatformPrice): CostNumbers {
  const { unit } = quantity;
  const usdPerUnit = fromRow('price', price.usd, price.per === 'hour' ? `USD/${unit}·h` : `USD/${unit}·month`, price);
  const cost = usdPerUnit.times(quantity);
  const usdPerHour = price.per === 'hour' ? cost : cost.over(hoursPerMonth);
  return {
    id,
    kind: id === 'storage' ? 'storage' : 'platform',
    quantity,
    unit,
    usdPerUnit,
    usdPerHour,
    usdPerMonth: usdPerHour.times(hoursPerMonth),
    basis: `list price per ${price.per}`,
    source: price.source,
    asOf: price.asOf,
  };
}

/** Nodes beside the pools, on demand. */
function machineLine({ site, catalog }: LineInput, item: MachineItem): PricedOutcome[] {
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
  const line = nodeLine(id, nodes, {
    usdPerHour: fromRow('price', row.usdPerHour, 'USD/h·node', row),
    basis: `on demand in ${row.region}`,
    source: row.source,
    asOf: row.asOf,
    findings: [],
  });
  return [{ value: { line }, findings: [] }];
}

/** Answers that leave a public entry point for the internet. */
function egressLine({ plan, site, outputTokens, catalog }: LineInput): PricedOutcome[] {
  if (plan.substrate === null || !site.spec.entry.public || outputTokens.value === 0) return [];
  const price = catalog.egressPrices.find(
    (row) => row.provider === site.facts.prices && row.region === site.region?.id,
  );
  if (price === undefined) return [{ value: { unpriced: 'egress' }, findings: [] }];
  const bytes = ruleOf(catalog, 'egress-bytes-per-output-token', 'B/token', 'bytes');
  const free = ruleOf(catalog, 'free-internet-egress-gb-per-month', 'GB/month', 'free');
  const quantity = outputTokens.times(bytes).times(secondsPerHour).times(hoursPerMonth).over(bytesPerGigabyte);
  const usdPerMonth = internetEgress(quantity, free, price);
  const line: CostNumbers = {
    id: 'egress',
    kind: 'egress',
    quantity,
    unit: 'GB a month',
    usdPerUnit: quantity.value === 0 ? zeroOf('USD/GB') : usdPerMonth.over(quantity),
    usdPerHour: usdPerMonth.over(hoursPerMonth),
    usdPerMonth,
    basis: 'internet egress by tiers, answers only',
    source: price.source,
    asOf: price.asOf,
  };
  return [{ value: { line }, findings: [] }];
}
