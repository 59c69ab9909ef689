import {
  findAccelerator,
  findComponent,
  findMachine,
  findModel,
  findRegion,
  findWeightSource,
  HUB,
} from '../../catalog/catalog';
import type { Accelerator, Catalog, Machine, Region } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { PoolSpec } from '../../spec/pool';
import type { SiteSpec } from '../../spec/site';
import { hoursAfter } from '../../units/instant';
import { type CloudRules, type DescribeContext, type SiteFacts, siteFacts } from '../cloud';
import { nodeUsdPerHour } from '../cost';
import { compare, type Finding, type FindingSink, type LibraryFinding } from '../finding';
import { poolLabels } from '../names';
import type { CapacityPlan } from '../plan';
import type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from '../resolved';

/**
 * Looks up every name of the factory file.
 *
 * What is unknown is reported with its nearest rows and left out, so that the other problems are still found.
 */
export function resolveFactory(
  spec: FactorySpec,
  catalog: Catalog,
  clouds: readonly CloudRules[],
): { factory: ResolvedFactory; findings: Finding[] } {
  const findings: Finding[] = [];
  const sites = sorted(spec.sites).flatMap(([name, site]) => {
    const rules = clouds.find((each) => each.name === site.provider);
    if (rules === undefined) {
      findings.push(unknownCloud(`sites.${name}.provider`, site.provider, clouds));
      return [];
    }
    return [resolveSite({ factory: spec.name, name, catalog }, site, rules, findings)];
  });
  const workloads: ResolvedWorkload[] = [];
  for (const [name, workload] of sorted(spec.workloads)) {
    const path = `workloads.${name}`;
    const model = findModel(catalog, workload.model);
    if ('error' in model) {
      findings.push({ code: 'unknown-model', severity: 'error', path: `${path}.model`, message: model.error.message });
      continue;
    }
    const noSource = weightSourceProblem(workload.weights.source, catalog);
    if (noSource !== null) {
      findings.push({
        code: 'unknown-weight-source',
        severity: 'error',
        path: `${path}.weights.source`,
        message: noSource,
      });
      continue;
    }
    workloads.push({ name, path, spec: workload, model: model.row });
  }
  return { factory: { spec, catalog, clouds, sites, workloads }, findings };
}

/** Why weights cannot be fetched from an address; null if they can. */
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

/** Entries of a record in name order. */
export const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => compare(a, b));

const unknownCloud = (path: string, name: string, clouds: readonly CloudRules[]): LibraryFinding => ({
  code: 'unknown-cloud',
  severity: 'error',
  path,
  message: `no cloud "${name}"; there are ${clouds.map((each) => each.name).join(', ') || 'none'}; correct the name or pass the rules of the cloud in \`clouds\``,
});

function resolveSite(context: DescribeContext, spec: SiteSpec, rules: CloudRules, findings: Finding[]): ResolvedSite {
  const { name, catalog } = context;
  const path = `sites.${name}`;
  const facts = siteFacts(rules, spec, context);
  const region = resolveRegion(path, facts, catalog, findings);
  const site: ResolvedSite = {
    name,
    path,
    spec,
    rules,
    facts,
    region,
    zones: resolveZones(path, spec, facts, region, findings),
    pools: [],
    jurisdiction: region?.jurisdiction ?? 'unknown',
    country: facts.country ?? region?.country ?? 'unknown',
  };
  return {
    ...site,
    pools: sorted(spec.pools).flatMap(([pool]) => resolvePool(context.factory, site, pool, catalog, findings) ?? []),
  };
}

/** Code for a region without a row; the cloud of the site names the key. */
export const unknownRegionCode = ({ key }: Pick<NonNullable<SiteFacts['regionRow']>, 'key'>): string =>
  `unknown-${key}`;

function resolveRegion(path: string, { regionRow }: SiteFacts, catalog: Catalog, findings: Finding[]): Region | null {
  if (regionRow === null) return null;
  const { provider, id, key } = regionRow;
  const found = findRegion(catalog, provider, id);
  if ('row' in found) return found.row;
  findings.push({
    code: unknownRegionCode(regionRow),
    severity: 'error',
    path: `${path}.${key}`,
    message: found.error.message,
  });
  return null;
}

function resolveZones(
  path: string,
  spec: SiteSpec,
  { defaultZones }: SiteFacts,
  region: Region | null,
  findings: FindingSink,
): readonly string[] {
  const known = region?.zones ?? [];
  const stated = spec.zones ?? (typeof defaultZones === 'number' ? known.slice(0, defaultZones) : defaultZones);
  if (defaultZones !== 0 && region !== null) {
    stated.forEach((zone, index) => {
      if (!known.includes(zone)) {
        findings.push({
          code: 'zone-not-in-region',
          severity: 'error',
          path: `${path}.zones.${index}`,
          message: `zone "${zone}" is not in region ${region.id}, which has ${known.join(', ')}; name one of those`,
        });
      }
    });
  }
  return stated;
}

/** Managers of pools in the factory file, as the plan calls them. */
const managers = { managed: 'managed', karpenter: 'dynamic' } as const;

function resolvePool(
  factory: string,
  site: ResolvedSite,
  name: string,
  catalog: Catalog,
  findings: FindingSink,
): ResolvedPool | null {
  const path = `${site.path}.pools.${name}`;
  const spec = site.spec.pools[name];
  if (spec === undefined) return null;
  const machine = resolveMachine(path, spec, site, name, catalog, findings);
  if (machine === null) return null;
  let accelerator: Accelerator | null = null;
  if (machine.accelerator !== null) {
    const found = findAccelerator(catalog, machine.accelerator);
    if ('error' in found) {
      findings.push({
        code: 'unknown-accelerator',
        severity: 'error',
        path: `${path}.machine`,
        message: found.error.message,
      });
      return null;
    }
    accelerator = found.row;
  }
  const labels = poolLabels(factory, name);
  return {
    site: site.name,
    name,
    path,
    spec,
    machine,
    accelerator,
    zones: spec.zones ?? site.zones,
    capacity: resolveCapacity(spec, site.facts.ownFacility),
    manager: site.facts.builds ? managers[spec.manager] : 'existing',
    labels,
    selector: Object.keys(spec.selector).length > 0 ? spec.selector : labels,
  };
}

function resolveMachine(
  path: string,
  spec: PoolSpec,
  site: ResolvedSite,
  name: string,
  catalog: Catalog,
  findings: FindingSink,
): Machine | null {
  if ((spec.machine === undefined) === (spec.accelerator === undefined)) {
    findings.push({
      code: 'pool-machine',
      severity: 'error',
      path,
      message: `${spec.machine === undefined ? 'neither machine nor accelerator is' : 'both machine and accelerator are'} stated; state exactly one of them`,
    });
    return null;
  }
  const providers = site.facts.machines;
  if (spec.machine !== undefined) {
    const machines = { ...catalog, machines: catalog.machines.filter((row) => providers.includes(row.provider)) };
    const found = findMachine(machines, spec.machine);
    if ('row' in found) return found.row;
    findings.push({
      code: 'unknown-machine',
      severity: 'error',
      path: `${path}.machine`,
      message: found.error.message,
    });
    return null;
  }
  const wanted = findAccelerator(catalog, spec.accelerator as string);
  if ('error' in wanted) {
    findings.push({
      code: 'unknown-accelerator',
      severity: 'error',
      path: `${path}.accelerator`,
      message: wanted.error.message,
    });
    return null;
  }
  // The price that the pool would be billed at there, by the way it is paid for.
  const usd = (machine: Machine): number => {
    const price = nodeUsdPerHour(site, { name, path, spec, machine, accelerator: wanted.row }, catalog);
    return 'usdPerHour' in price ? price.usdPerHour / Math.max(machine.accelerators, 1) : Number.POSITIVE_INFINITY;
  };
  // Cheapest per accelerator; among equals the largest node, then the name.
  const best = catalog.machines
    .filter((machine) => providers.includes(machine.provider) && machine.accelerator === wanted.row.id)
    .sort(
      (a, b) =>
        providers.indexOf(a.provider) - providers.indexOf(b.provider) ||
        usd(a) - usd(b) ||
        b.accelerators - a.accelerators ||
        compare(a.id, b.id),
    )[0];
  if (best !== undefined) return best;
  findings.push({
    code: 'no-machine-with-accelerator',
    severity: 'error',
    path: `${path}.accelerator`,
    message: `no machine row of ${providers.join(' or ')} carries ${wanted.row.id}; name another accelerator, or add a row under catalog.machines`,
  });
  return null;
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
