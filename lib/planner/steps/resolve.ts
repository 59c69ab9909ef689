import { findAccelerator, findMachine, findModel, findRegion } from '../../catalog/catalog';
import { nodeImages } from '../../catalog/images';
import type { Accelerator, Catalog, Machine, Region } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { PoolSpec } from '../../spec/pool';
import type { SiteSpec } from '../../spec/site';
import { hoursAfter } from '../../units/instant';
import { compare, type Finding } from '../finding';
import { poolLabels } from '../names';
import type { CapacityPlan, ImagePlan } from '../plan';
import type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from '../resolved';

/**
 * Looks up every name of the factory file.
 *
 * What is unknown is reported with its nearest rows and left out, so that the other problems are still found.
 */
export function resolveFactory(spec: FactorySpec, catalog: Catalog): { factory: ResolvedFactory; findings: Finding[] } {
  const findings: Finding[] = [];
  const sites = sorted(spec.sites).map(([name, site]) => resolveSite(spec.name, name, site, catalog, findings));
  const workloads: ResolvedWorkload[] = [];
  for (const [name, workload] of sorted(spec.workloads)) {
    const path = `workloads.${name}`;
    const model = findModel(catalog, workload.model);
    if ('error' in model) {
      findings.push({ code: 'unknown-model', severity: 'error', path: `${path}.model`, message: model.error.message });
      continue;
    }
    workloads.push({ name, path, spec: workload, model: model.row });
  }
  return { factory: { spec, catalog, sites, workloads }, findings };
}

/** Entries of a record in name order. */
export const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => compare(a, b));

function resolveSite(
  factory: string,
  name: string,
  spec: SiteSpec,
  catalog: Catalog,
  findings: Finding[],
): ResolvedSite {
  const path = `sites.${name}`;
  const region = resolveRegion(path, spec, catalog, findings);
  const zones = resolveZones(path, spec, region, findings);
  const pools = sorted(spec.pools).flatMap(([pool, poolSpec]) => {
    const resolved = resolvePool(factory, name, pool, poolSpec, spec, region, zones, catalog, findings);
    return resolved === null ? [] : [resolved];
  });
  return {
    name,
    path,
    spec,
    region,
    zones,
    pools,
    jurisdiction: region?.jurisdiction ?? 'unknown',
    country: spec.provider === 'kubernetes' ? spec.country : (region?.country ?? 'unknown'),
    ownFacility: spec.provider === 'kubernetes' && spec.cloud === undefined,
  };
}

function resolveRegion(path: string, spec: SiteSpec, catalog: Catalog, findings: Finding[]): Region | null {
  const grid = spec.provider === 'kubernetes' ? findRegion(catalog, 'grid', spec.country) : null;
  const wanted =
    spec.provider === 'aws'
      ? findRegion(catalog, 'aws', spec.region)
      : spec.cloud !== undefined &&
          spec.region !== undefined &&
          catalog.regions.some((row) => row.provider === spec.cloud)
        ? findRegion(catalog, spec.cloud, spec.region)
        : grid;
  if (wanted === null || 'row' in wanted) return wanted === null ? null : wanted.row;
  const unknown = spec.provider === 'aws' || spec.cloud !== undefined ? 'region' : 'country';
  findings.push({
    code: `unknown-${unknown}`,
    severity: 'error',
    path: `${path}.${unknown}`,
    message: wanted.error.message,
  });
  return null;
}

function resolveZones(path: string, spec: SiteSpec, region: Region | null, findings: Finding[]): readonly string[] {
  const known = region?.zones ?? [];
  const stated = spec.zones ?? (spec.provider === 'aws' ? known.slice(0, 3) : []);
  if (spec.provider === 'aws' && region !== null) {
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

function resolvePool(
  factory: string,
  site: string,
  name: string,
  spec: PoolSpec,
  siteSpec: SiteSpec,
  region: Region | null,
  siteZones: readonly string[],
  catalog: Catalog,
  findings: Finding[],
): ResolvedPool | null {
  const path = `sites.${site}.pools.${name}`;
  const machine = resolveMachine(path, spec, siteSpec, region, catalog, findings);
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
  const existing = siteSpec.provider === 'kubernetes';
  const labels = poolLabels(factory, name);
  return {
    site,
    name,
    path,
    spec,
    machine,
    accelerator,
    zones: spec.zones ?? siteZones,
    capacity: resolveCapacity(spec, machine, existing && siteSpec.cloud === undefined),
    image:
      siteSpec.provider !== 'aws'
        ? null
        : resolveImage(path, spec, machine, accelerator, catalog, findings, siteSpec.cluster.version),
    manager: existing ? 'existing' : spec.manager,
    labels,
    selector: Object.keys(spec.selector).length > 0 ? spec.selector : labels,
  };
}

function resolveMachine(
  path: string,
  spec: PoolSpec,
  site: SiteSpec,
  region: Region | null,
  catalog: Catalog,
  findings: Finding[],
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
  const providers =
    site.provider === 'aws' ? ['aws'] : ['owned', ...(site.cloud === undefined ? [] : [site.cloud]), 'aws'];
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
  const usd = (machine: Machine): number => {
    const rows = catalog.machinePrices.filter((row) => row.provider === machine.provider && row.machine === machine.id);
    const price = rows.find((row) => row.region === region?.id) ?? rows[0];
    return price === undefined ? Number.POSITIVE_INFINITY : price.usdPerHour / Math.max(machine.accelerators, 1);
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

function resolveCapacity(spec: PoolSpec, machine: Machine, owned: boolean): CapacityPlan {
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
        ultraServer: machine.scaleUpDomain > machine.accelerators,
        startsAt: capacity.startsAt ?? null,
        endsAt: capacity.endsAt ?? null,
      };
  }
}

/** The image for a pool of AWS; exported for the system pool, which has no accelerators. */
export function resolveImage(
  path: string,
  spec: Pick<PoolSpec, 'image'>,
  machine: Machine,
  accelerator: Accelerator | null,
  catalog: Catalog,
  findings: Finding[],
  clusterMinor?: string,
): ImagePlan | null {
  const vendor = accelerator?.vendor ?? null;
  const fitting = nodeImages.filter((row) => row.vendor === vendor && row.architecture === machine.architecture);
  const image = spec.image === undefined ? fitting[0] : fitting.find((row) => row.family === spec.image?.family);
  if (image === undefined) {
    findings.push({
      code: 'no-node-image',
      severity: 'error',
      path: `${path}.image.family`,
      message: `no ${spec.image?.family ?? 'node'} image for ${vendor ?? 'plain'} ${machine.architecture} nodes; choose ${fitting.map((row) => row.family).join(' or ') || 'another machine'}`,
    });
    return null;
  }
  const minor = clusterMinor ?? catalog.components.find((row) => row.id === 'kubernetes')?.version;
  const component =
    catalog.components.find((row) => row.id === `${image.component}/${minor}`) ??
    catalog.components.find((row) => row.id === image.component);
  const pinned = component?.version ?? null;
  // AL2023 releases carry the minor of their kubelet; one of another minor does not fit the cluster.
  const foreign = image.family === 'al2023' && pinned !== null && !pinned.startsWith(`${minor}.`);
  const release = spec.image?.release ?? (foreign ? null : pinned);
  return {
    family: image.family,
    amiType: image.amiType,
    release,
    alias: release === null ? null : imageAlias(image.family, release),
  };
}

/** Alias by which Karpenter pins a release: Bottlerocket by its version, AL2023 by its date. */
function imageAlias(family: ImagePlan['family'], release: string): string {
  const parts = release.replace(/^v/, '').split('-');
  return `${family}@v${family === 'bottlerocket' ? parts[0] : parts.at(-1)}`;
}
