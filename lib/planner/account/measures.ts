import { findRule, required } from '../../catalog/catalog';
import { GRAMS_PER_KG, HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts } from '../../units/convert';
import type { Measures, NodeMeasures, SiteLimit } from '../model/measures';
import type { ResolvedFactory, ResolvedPool, ResolvedSite } from '../model/resolved';
import { pueOf } from '../resolve/energy';
import { feedOf, itLimitsOf } from '../resolve/it-limits';
import { nodeDraw } from '../resolve/node-draw';
import { nodeUsdPerHour } from '../resolve/node-price';
import { heatLimitsOf } from './cooling/heat-limits';
import { fixedUsdPerHour } from './fixed-cost';
import { liquidShareOf } from './power/racks';

/**
 * Measures of the pools of a factory. What is not known is never taken for nothing: a node without a price counts as the
 * most expensive accelerator of the factory, a grid without a carbon row as the most carbon-intensive of the catalogue, so that neither is
 * preferred for what nobody knows.
 */
function nodeMeasures(factory: ResolvedFactory): (site: ResolvedSite, pool: ResolvedPool) => NodeMeasures {
  const { catalog } = factory;
  const priceOf = (site: ResolvedSite, pool: ResolvedPool): number | null => {
    const price = nodeUsdPerHour(site, pool, catalog);
    return 'usdPerHour' in price ? price.usdPerHour.value : null;
  };
  const perAccelerator = factory.sites.flatMap((site) =>
    site.pools.map((pool) => (priceOf(site, pool) ?? 0) / Math.max(pool.machine.accelerators, 1)),
  );
  const dearest = Math.max(0, ...perAccelerator);
  const idleShare = required(findRule(catalog, 'idle-share')).value;
  const dirtiest = Math.max(0, ...catalog.regions.map((row) => row.gridGramsPerKwh ?? 0));
  return (site, pool) => {
    const { machine, accelerator, spec, path } = pool;
    const draw = nodeDraw(machine, accelerator, spec.powerCapW ?? null, path);
    const peakW = draw.peakW.value;
    const pue = pueOf({ spec: site.spec.power, region: site.region, site: site.name }, catalog).value;
    const grid = site.spec.power?.gridGramsPerKwh ?? site.region?.gridGramsPerKwh ?? dirtiest;
    const liquid = liquidShareOf(machine, site.spec.cooling).value;
    const gramsPerHour = kilowatts(draw.typicalW.value) * pue * grid;
    return {
      usdPerHour: priceOf(site, pool) ?? dearest * machine.accelerators,
      watts: peakW,
      airWatts: peakW * (1 - liquid),
      liquidWatts: peakW * liquid,
      gramsPerHour,
      // Nothing is known of what runs on nodes without accelerators.
      idleGramsPerHour: accelerator === null ? gramsPerHour : gramsPerHour * idleShare,
    };
  };
}

interface MeasuredPool {
  readonly pool: ResolvedPool;
  readonly node: NodeMeasures;
}

/** Every limit that the nodes of a site share, with what one node of each pool takes of it. */
function limitsAt(factory: ResolvedFactory, site: ResolvedSite, pools: readonly MeasuredPool[]): readonly SiteLimit[] {
  const { spec } = site;
  const limit = (
    path: string,
    kind: SiteLimit['kind'],
    most: number,
    measure: (node: NodeMeasures) => number,
    on: { readonly feed: string | null; readonly pools: readonly MeasuredPool[]; readonly beside?: number } = {
      feed: null,
      pools,
    },
  ): SiteLimit => ({
    path: `${site.path}.${path}`,
    site: site.name,
    kind,
    feed: on.feed,
    most: most - (on.beside ?? 0),
    ...(on.beside === undefined ? {} : { beside: on.beside }),
    perNode: Object.fromEntries(on.pools.map(({ pool, node }) => [pool.name, measure(node)])),
  });
  const hasUnfed = pools.some(({ pool }) => feedOf(spec.power, pool.spec.feed) === null);
  return [
    ...itLimitsOf(spec.power, hasUnfed, `${site.path}.power`).map(({ path, feed, watts }) =>
      limit(`power.${path}`, 'power', watts, (node) => node.watts, {
        feed,
        pools: feed === null ? pools : pools.filter(({ pool }) => feedOf(spec.power, pool.spec.feed) === feed),
      }),
    ),
    ...heatLimitsOf(spec.cooling, factory.catalog, `${site.path}.cooling`).map(({ path, kind, watts }) =>
      limit(`cooling.${path}`, kind, watts, (node) => (kind === 'air' ? node.airWatts : node.liquidWatts)),
    ),
    ...(spec.money === undefined
      ? []
      : [
          limit('money.usdPerMonth', 'money', spec.money.usdPerMonth / HOURS_PER_MONTH, (node) => node.usdPerHour, {
            feed: null,
            pools,
            beside: fixedUsdPerHour(factory, site),
          }),
        ]),
    ...(spec.carbon === undefined
      ? []
      : [
          {
            ...limit(
              'carbon.kgPerDay',
              'carbon',
              (spec.carbon.kgPerDay * GRAMS_PER_KG) / HOURS_PER_DAY,
              (node) => node.idleGramsPerHour,
            ),
            perBusyNode: Object.fromEntries(
              pools.map(({ pool, node }) => [pool.name, node.gramsPerHour - node.idleGramsPerHour]),
            ),
          },
        ]),
  ];
}

/** Returns what nodes cost, draw, heat and emit, and the limits that they share. */
export function measuresOf(factory: ResolvedFactory): Measures {
  const measure = nodeMeasures(factory);
  const known = new Map<ResolvedPool, NodeMeasures>();
  const nodeOf = (site: ResolvedSite, pool: ResolvedPool): NodeMeasures => {
    const measured = known.get(pool) ?? measure(site, pool);
    known.set(pool, measured);
    return measured;
  };
  return {
    nodeOf,
    limitsOf: (site) =>
      limitsAt(
        factory,
        site,
        site.pools.map((pool) => ({ pool, node: nodeOf(site, pool) })),
      ),
  };
}
