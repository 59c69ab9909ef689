import { HOURS_PER_MONTH } from '../../units/convert';
import { sumOf } from '../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import { substrateOf } from '../resolve/substrate';
import { linesOf } from './cost/lines';
import { meanTokens } from './cost/tokens';

/**
 * USD an hour that a site costs beside its pools, at most: control plane, system nodes, endpoints, gateways, keys, and
 * the weights and answers of every workload as if all were served there. What is left of a money limit is for nodes.
 */
export function fixedUsdPerHour(factory: ResolvedFactory, site: ResolvedSite): number {
  const substrate = substrateOf(factory, site, [])?.substrate ?? null;
  const { lines } = linesOf({
    site,
    plan: { name: site.name, substrate, pools: [], serving: [] },
    outputTokens: sumOf(
      factory.workloads.map((each) => meanTokens(each).output),
      'token/s',
    ),
    catalog: factory.catalog,
  }).value;
  return (
    lines.reduce((sum, line) => sum + line.usdPerHour.value, 0) + weightsUsdPerHour(factory, site, substrate !== null)
  );
}

/** Bytes of a parameter in the widest format that weights are kept in. */
const WIDEST_BYTES = 2;

function weightsUsdPerHour(factory: ResolvedFactory, site: ResolvedSite, hasStore: boolean): number {
  const row = factory.catalog.platformPrices.find(
    (each) => each.id === 'object-storage' && each.provider === site.facts.prices,
  );
  if (row === undefined || !hasStore || site.facts.storage?.weights.kind !== 'bucket') return 0;
  const gb = factory.workloads.reduce(
    (sum, { model, spec }) => sum + (spec.weights.sizeGb ?? model.paramsB * WIDEST_BYTES),
    0,
  );
  return (gb * row.usd) / HOURS_PER_MONTH;
}
