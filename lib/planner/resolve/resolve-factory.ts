import {
  findAccelerator,
  findComponent,
  findMachine,
  findModel,
  findRegion,
  findWeightSource,
  HUB,
} from '../../catalog/catalog';
import type { Catalog, Machine, Region } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { PoolSpec } from '../../spec/pool';
import type { SiteSpec } from '../../spec/site';
import type { WorkloadSpec } from '../../spec/workload';
import { hoursAfter } from '../../units/instant';
import { type CloudRules, type DescribeContext, type SiteFacts, siteFacts } from '../model/cloud';
import { compare, type Finding, type LibraryFinding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';
import { poolLabels } from '../model/names';
import { joined, type Outcome } from '../model/outcome';
import type { CapacityPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import { sorted } from '../model/sorted';
import { resolveRows } from './catalog-rows';
import { demandOf } from './demand';
import { nodeUsdPerHour } from './node-price';
import { unknownTargets } from './target-model';

/**
 * Looks up every name of the factory file.
 *
 * What is unknown is reported with its nearest rows and left out, so that the other problems are still found.
 */
export function resolveFactory(
  spec: FactorySpec,
  catalog: Catalog,
  clouds: readonly CloudRules[],
): Outcome<ResolvedFactory, Finding> {
  const rows = resolveRows(spec, catalog, clouds);
  const sites = joined(
    sorted(spec.sites).map(([name, site]) =>
      resolveSite({ factory: spec.name, name, catalog: rows.value }, site, clouds),
    ),
  );
  const workloads = joined(
    sorted(spec.workloads).map(([name, workload]) => resolveWorkload(name, workload, rows.value)),
  );
  return {
    value: {
      spec,
      catalog: rows.value,
      clouds,
      sites: sites.value.flatMap((site) => site ?? []),
      workloads: workloads.value.flatMap((workload) => workload ?? []),
    },
    findings: [...rows.findings, ...sites.findings, ...workloads.findings, ...unknownTargets(spec, rows.value)],
  };
}

/** A part that is left out, and why. */
const leftOut = (code: FindingCode, path: string, message: string): Outcome<null> => ({
  value: null,
  findings: [{ code, severity: 'error', path, message }],
});

function resolveWorkload(name: string, spec: WorkloadSpec, catalog: Catalog): Outcome<ResolvedWorkload | null> {
  const path = `workloads.${name}`;
  const model = findModel(catalog, spec.model);
  if ('error' in model) return leftOut('unknown-model', `${path}.model`, model.error.message);
  const noSource = weightSourceProblem(spec.weights.source, catalog);
  return noSource !== null
    ? leftOut('unknown-weight-source', `${path}.weights.source`, noSource)
    : { value: { name, path, spec, model: model.row, demand: demandOf(spec.demand, path) }, findings: [] };
}

/** Returns why weights cannot be fetched from an address; null if they can. */
function weightSourceProblem(address: string | undefined, catalog: Catalog): string | null {
  if (address === undefined) return null;
  const found = findWeightSource(catalog, address);
  if ('error' in found) return found.error.message;
  const { scheme, tool } = found.row;
  if (tool === null) {
    if (scheme === HUB) return null;
    return `the row "${scheme}" in weightSources has no tool, and only weights of ${HUB}:// are fetched without one; set \`tool\` in the row under \`catalog.weightSources\``;
  }
  const component = findComponent(catalog, tool.component);
  return 'error' in component ? component.error.message : null;
}

function resolveSite(
  context: DescribeContext,
  spec: SiteSpec,
  clouds: readonly CloudRules[],
): Outcome<ResolvedSite | null, Finding> {
  const { name, catalog } = context;
  const path = `sites.${name}`;
  const rules = clouds.find((each) => each.name === spec.provider);
  if (rules === undefined) {
    return leftOut(
      'unknown-cloud',
      `${path}.provider`,
      `no cloud "${spec.provider}"; there are ${clouds.map((each) => each.name).join(', ') || 'none'}; correct the name or pass the rules of the cloud in \`clouds\``,
    );
  }
  const facts = siteFacts(rules, spec, context);
  const region = resolveRegion(path, facts, catalog);
  const zones = zonesOf(spec, facts, region.value);
  const site: ResolvedSite = {
    name,
    path,
    spec,
    rules,
    facts,
    region: region.value,
    zones,
    pools: [],
    jurisdiction: region.value?.jurisdiction ?? 'unknown',
    country: facts.country ?? region.value?.country ?? 'unknown',
  };
  const pools = joined(
    sorted(spec.pools).map(([pool, stated]) => resolvePool(context.factory, site, pool, stated, catalog)),
  );
  return {
    value: { ...site, pools: pools.value.flatMap((pool) => pool ?? []) },
    findings: [
      ...region.findings,
      ...unknownZones(path, facts, region.value, zones),
      ...unknownReleases(path, spec, catalog),
      ...unknownFeeds(path, spec),
      ...pools.findings,
    ],
  };
}

/** Code for a region without a row; the cloud of the site names the key. */
export const unknownRegionCode = ({ key }: Pick<NonNullable<SiteFacts['regionRow']>, 'key'>): string =>
  `unknown-${key}`;

function resolveRegion(path: string, { regionRow }: SiteFacts, catalog: Catalog): Outcome<Region | null, Finding> {
  if (regionRow === null) return { value: null, findings: [] };
  const { provider, id, key } = regionRow;
  const found = findRegion(catalog, provider, id);
  if ('row' in found) return { value: found.row, findings: [] };
  const code = unknownRegionCode(regionRow);
  return { value: null, findings: [{ code, severity: 'error', path: `${path}.${key}`, message: found.error.message }] };
}

/** Zones of a site: the stated ones, else the default ones of its cloud. */
const zonesOf = (spec: SiteSpec, { defaultZones }: SiteFacts, region: Region | null): readonly string[] =>
  spec.zones ?? (typeof defaultZones === 'number' ? (region?.zones ?? []).slice(0, defaultZones) : defaultZones);

const unknownZones = (
  path: string,
  { defaultZones }: SiteFacts,
  region: Region | null,
  zones: readonly string[],
): LibraryFinding[] =>
  defaultZones === 0 || region === null
    ? []
    : zones.flatMap((zone, index): LibraryFinding[] =>
        region.zones.includes(zone)
          ? []
          : [
              {
                code: 'zone-not-in-region',
                severity: 'error',
                path: `${path}.zones.${index}`,
                message: `zone "${zone}" is not in region ${region.id}, which has ${region.zones.join(', ')}; name one of those`,
              },
            ],
      );

/** Findings for installed releases that the platform does not have. */
function unknownReleases(path: string, { installed }: SiteSpec, { components }: Catalog): LibraryFinding[] {
  const known = components
    .flatMap(({ id, kind }) => (kind === 'chart' ? [id.replace('chart/', '')] : []))
    .sort(compare);
  return installed
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: 'unknown-release',
      severity: 'error',
      path: `${path}.installed`,
      message: `"${name}" is said to be installed already, and is none of the platform's releases; they are ${known.join(', ')}`,
    }));
}

/** Findings for pools on feeds that the site does not have. */
function unknownFeeds(path: string, { pools, power }: SiteSpec): LibraryFinding[] {
  const feeds = Object.keys(power?.feeds ?? {}).sort(compare);
  return sorted(pools).flatMap(([name, { feed }]): LibraryFinding[] =>
    feed === undefined || feeds.includes(feed)
      ? []
      : [
          {
            code: 'unknown-feed',
            severity: 'error',
            path: `${path}.pools.${name}.feed`,
            message: `feed "${feed}" is not among the feeds of the site: ${feeds.join(', ') || 'none'}; add it under ${path}.power.feeds or name another`,
          },
        ],
  );
}

/** Managers of pools in the factory file, as the plan calls them. */
const managers = { managed: 'managed', karpenter: 'dynamic' } as const;

function resolvePool(
  factory: string,
  site: ResolvedSite,
  name: string,
  spec: PoolSpec,
  catalog: Catalog,
): Outcome<ResolvedPool | null> {
  const path = `${site.path}.pools.${name}`;
  const found = resolveMachine(path, spec, site, name, catalog);
  if (found.value === null) return { ...found, value: null };
  const machine = found.value;
  const accelerator = machine.accelerator === null ? null : findAccelerator(catalog, machine.accelerator);
  if (accelerator !== null && 'error' in accelerator) {
    return leftOut('unknown-accelerator', `${path}.machine`, accelerator.error.message);
  }
  const labels = poolLabels(factory, name);
  const pool: ResolvedPool = {
    site: site.name,
    name,
    path,
    spec,
    machine,
    accelerator: accelerator?.row ?? null,
    zones: spec.zones ?? site.zones,
    capacity: resolveCapacity(spec, site.facts.ownFacility),
    manager: site.facts.builds ? managers[spec.manager] : 'existing',
    labels,
    selector: Object.keys(spec.selector).length > 0 ? spec.selector : labels,
  };
  return { value: pool, findings: [] };
}

function resolveMachine(
  path: string,
  spec: PoolSpec,
  site: ResolvedSite,
  name: string,
  catalog: Catalog,
): Outcome<Machine | null> {
  if (spec.machine !== undefined && spec.accelerator !== undefined)
    return notOneOfBoth(path, 'both machine and accelerator are');
  if (spec.machine !== undefined) return namedMachine(path, spec.machine, site, catalog);
  if (spec.accelerator !== undefined) return cheapestMachine(path, spec.accelerator, spec, site, name, catalog);
  return notOneOfBoth(path, 'neither machine nor accelerator is');
}

const notOneOfBoth = (path: string, words: string): Outcome<null> =>
  leftOut('pool-machine', path, `${words} stated; state exactly one of them`);

function namedMachine(
  path: string,
  machine: string,
  { facts }: ResolvedSite,
  catalog: Catalog,
): Outcome<Machine | null> {
  const machines = catalog.machines.filter((row) => facts.machines.includes(row.provider));
  const found = findMachine({ ...catalog, machines }, machine);
  return 'row' in found
    ? { value: found.row, findings: [] }
    : leftOut('unknown-machine', `${path}.machine`, found.error.message);
}

/** Returns the machine that costs least for each accelerator; among equals the largest, then the first by name. */
function cheapestMachine(
  path: string,
  accelerator: string,
  spec: PoolSpec,
  site: ResolvedSite,
  name: string,
  catalog: Catalog,
): Outcome<Machine | null> {
  const providers = site.facts.machines;
  const wanted = findAccelerator(catalog, accelerator);
  if ('error' in wanted) return leftOut('unknown-accelerator', `${path}.accelerator`, wanted.error.message);
  // The price that the pool would be billed at there, by the way it is paid for.
  const usd = (machine: Machine): number => {
    const price = nodeUsdPerHour(site, { name, path, spec, machine, accelerator: wanted.row }, catalog);
    return 'usdPerHour' in price
      ? price.usdPerHour.value / Math.max(machine.accelerators, 1)
      : Number.POSITIVE_INFINITY;
  };
  const [best] = catalog.machines
    .filter((machine) => providers.includes(machine.provider) && machine.accelerator === wanted.row.id)
    .sort(
      (a, b) =>
        providers.indexOf(a.provider) - providers.indexOf(b.provider) ||
        usd(a) - usd(b) ||
        b.accelerators - a.accelerators ||
        compare(a.id, b.id),
    );
  return best === undefined
    ? leftOut(
        'no-machine-with-accelerator',
        `${path}.accelerator`,
        `no machine row of ${providers.join(' or ')} carries ${wanted.row.id}; name another accelerator, or add a row under catalog.machines`,
      )
    : { value: best, findings: [] };
}

function resolveCapacity(spec: PoolSpec, owned: boolean): CapacityPlan {
  const capacity = spec.capacity;
  if (capacity === undefined) return owned ? { type: 'owned' } : { type: 'on-demand' };
  switch (capacity.type) {
    case 'on-demand':
    case 'spot':
    case 'owned':
      return { type: capacity.type };
    case 'reservation':
      return { type: 'reservation', reservationId: capacity.id ?? null, endsAt: capacity.endsAt ?? null };
    case 'capacity-block':
      return {
        type: 'capacity-block',
        reservationId: capacity.id ?? null,
        purchase:
          capacity.purchase === undefined
            ? null
            : {
                durationHours: capacity.purchase.durationHours,
                startsFrom: capacity.purchase.startsFrom,
                startsBefore: capacity.purchase.startsBefore,
                endsBefore: hoursAfter(capacity.purchase.startsBefore, capacity.purchase.durationHours),
                maxUsd: null,
              },
        startsAt: capacity.startsAt ?? null,
        endsAt: capacity.endsAt ?? null,
      };
  }
}
