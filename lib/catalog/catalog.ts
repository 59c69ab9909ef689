import { accelerators } from './accelerators';
import { components } from './components';
import { deviceClasses } from './device-classes';
import { engineImages } from './engine-images';
import { engines } from './engines';
import { nodeImages } from './images';
import { kubernetesSupport } from './kubernetes-support';
import { layerBuckets } from './layer-buckets';
import { awsMachines } from './machines/aws';
import { ownedMachines } from './machines/owned';
import { models } from './models';
import { bareAccelerator, bareModel, plainAccelerator } from './naming';
import { egressPrices } from './prices/egress';
import { energyPrices } from './prices/energy';
import { machinePrices } from './prices/machines';
import { ownershipCosts } from './prices/ownership';
import { platformPrices } from './prices/platform';
import { awsRegions } from './regions/aws';
import { gridRegions } from './regions/grid';
import type {
  Accelerator,
  Catalog,
  Component,
  Engine,
  EngineImage,
  Machine,
  Model,
  Region,
  Rule,
  WeightSource,
} from './rows';
import { powerCaps, rules } from './rules';
import { vendorReleases } from './vendor-releases';
import { weightSources } from './weight-sources';

/** The rows that come with the library. */
export const defaultCatalog: Catalog = Object.freeze({
  accelerators,
  machines: [...awsMachines, ...ownedMachines],
  models,
  regions: [...awsRegions, ...gridRegions],
  machinePrices,
  egressPrices,
  platformPrices,
  ownershipCosts,
  rules,
  powerCaps,
  energyPrices,
  components,
  engines,
  engineImages,
  nodeImages,
  deviceClasses,
  vendorReleases,
  layerBuckets,
  weightSources,
  kubernetesSupport,
});

/** The key of a row of each table; two rows with one key are one fact that is stated twice. */
export const keys: { readonly [K in keyof Catalog]: (row: Catalog[K][number]) => string } = {
  accelerators: (row) => row.id,
  machines: (row) => row.id,
  models: (row) => row.id,
  regions: (row) => `${row.provider}/${row.id}`,
  machinePrices: (row) => `${row.provider}/${row.region}/${row.machine}/${row.basis}`,
  egressPrices: (row) => `${row.provider}/${row.region}`,
  platformPrices: (row) => `${row.provider}/${row.id}`,
  ownershipCosts: (row) => row.accelerator,
  rules: (row) => row.id,
  powerCaps: (row) => `${row.generation}/${row.capShare}`,
  energyPrices: (row) => row.area,
  components: (row) => row.id,
  engines: (row) => row.id,
  engineImages: (row) => `${row.engine}/${row.vendor}/${row.fabric ?? '*'}`,
  nodeImages: (row) => `${row.family}/${row.vendor ?? 'plain'}/${row.architecture}`,
  deviceClasses: (row) => row.vendor,
  vendorReleases: (row) => row.vendor,
  layerBuckets: (row) => `${row.registry}/${row.region ?? '*'}`,
  weightSources: (row) => row.scheme,
  kubernetesSupport: (row) => row.minor,
};

/**
 * Adds rows to a catalogue, or replaces rows that have the same key, and returns a new catalogue.
 *
 * Validate rows that come from outside with `CatalogRows.parse` first.
 */
export function extendCatalog(base: Catalog, rows: Partial<Catalog>): Catalog {
  return Object.freeze({
    accelerators: merged(base.accelerators, rows.accelerators, keys.accelerators),
    machines: merged(base.machines, rows.machines, keys.machines),
    models: merged(base.models, rows.models, keys.models),
    regions: merged(base.regions, rows.regions, keys.regions),
    machinePrices: merged(base.machinePrices, rows.machinePrices, keys.machinePrices),
    egressPrices: merged(base.egressPrices, rows.egressPrices, keys.egressPrices),
    platformPrices: merged(base.platformPrices, rows.platformPrices, keys.platformPrices),
    ownershipCosts: merged(base.ownershipCosts, rows.ownershipCosts, keys.ownershipCosts),
    rules: merged(base.rules, rows.rules, keys.rules),
    powerCaps: merged(base.powerCaps, rows.powerCaps, keys.powerCaps),
    energyPrices: merged(base.energyPrices, rows.energyPrices, keys.energyPrices),
    components: merged(base.components, rows.components, keys.components),
    engines: merged(base.engines, rows.engines, keys.engines),
    engineImages: merged(base.engineImages, rows.engineImages, keys.engineImages),
    nodeImages: merged(base.nodeImages, rows.nodeImages, keys.nodeImages),
    deviceClasses: merged(base.deviceClasses, rows.deviceClasses, keys.deviceClasses),
    vendorReleases: merged(base.vendorReleases, rows.vendorReleases, keys.vendorReleases),
    layerBuckets: merged(base.layerBuckets, rows.layerBuckets, keys.layerBuckets),
    weightSources: merged(base.weightSources, rows.weightSources, keys.weightSources),
    kubernetesSupport: merged(base.kubernetesSupport, rows.kubernetesSupport, keys.kubernetesSupport),
  });
}

/** Merges two row tables; a row of `added` takes the place of the row with the same key. */
function merged<T>(base: readonly T[], added: readonly T[] = [], key: (row: T) => string): readonly T[] {
  const byKey = new Map(added.map((row) => [key(row), row]));
  const existing = new Set(base.map(key));
  return [...base.map((row) => byKey.get(key(row)) ?? row), ...added.filter((row) => !existing.has(key(row)))];
}

/** A lookup that found no row: names what was asked, the nearest keys, and how to add a row. */
export interface UnknownRow {
  readonly unknown: string;
  readonly table: keyof Catalog;
  readonly nearest: readonly string[];
  readonly message: string;
}

type Found<T> = { readonly row: T } | { readonly error: UnknownRow };

const normal = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Finds an accelerator by id or alias, ignoring case and punctuation. */
export const findAccelerator = (catalog: Catalog, name: string): Found<Accelerator> =>
  find(catalog.accelerators, 'accelerators', name, (row) => [row.id, ...row.aliases], [
    bareAccelerator,
    plainAccelerator,
  ]);

/** Finds a machine by its exact id. */
export const findMachine = (catalog: Catalog, name: string): Found<Machine> =>
  findExact(catalog.machines, 'machines', name);

/** Finds a model by id, alias or hub repository. */
export const findModel = (catalog: Catalog, name: string): Found<Model> =>
  find(catalog.models, 'models', name, (row) => [row.id, row.repository, ...row.aliases], [bareModel]);

/** Finds a region of a provider by its exact id: Terraform uses it unchanged. */
export const findRegion = (catalog: Catalog, provider: string, id: string): Found<Region> =>
  findExact(
    catalog.regions.filter((row) => row.provider === provider),
    'regions',
    id,
  );

/** Finds a rule by id. */
export const findRule = (catalog: Catalog, id: string): Found<Rule> =>
  find(catalog.rules, 'rules', id, (row) => [row.id]);

/** Finds a pinned component by id. */
export const findComponent = (catalog: Catalog, id: string): Found<Component> =>
  find(catalog.components, 'components', id, (row) => [row.id]);

/** Finds a serving engine by its exact id. */
export const findEngine = (catalog: Catalog, id: string): Found<Engine> => findExact(catalog.engines, 'engines', id);

/**
 * Finds the image of an engine for the accelerators of a vendor.
 *
 * @param fabric fabric between the nodes of a replica; an image with its libraries is preferred
 */
export function findEngineImage(
  catalog: Catalog,
  { engine, vendor, fabric }: Pick<EngineImage, 'engine' | 'vendor' | 'fabric'>,
): Found<EngineImage> {
  const rows = catalog.engineImages.filter((row) => row.engine === engine && row.vendor === vendor);
  const row = rows.find((each) => each.fabric === fabric) ?? rows.find((each) => each.fabric === null);
  if (row !== undefined) return { row };
  return {
    error: unknownRow(
      catalog.engineImages,
      'engineImages',
      `${engine}/${vendor}`,
      (each) => `${each.engine}/${each.vendor}`,
    ),
  };
}

/** Scheme of the hub, whose repositories can be named without a scheme. */
export const HUB = 'hf';

/** Finds the weight source that an address belongs to; an address without a scheme is a repository of the hub. */
export function findWeightSource(catalog: Catalog, address: string): Found<WeightSource> {
  const scheme = address.match(/^([a-z][a-z0-9]*):\/\//)?.[1] ?? HUB;
  const row = catalog.weightSources.find((each) => each.scheme === scheme);
  return row === undefined
    ? { error: unknownRow(catalog.weightSources, 'weightSources', scheme, (each) => each.scheme) }
    : { row };
}

/** Returns the row of a lookup or throws; for callers behind the checks, where a missing row is a bug. */
export function required<T>(found: Found<T>): T {
  if ('error' in found) throw new Error(found.error.message);
  return found.row;
}

function findExact<T extends { readonly id: string }>(
  rows: readonly T[],
  table: keyof Catalog,
  name: string,
): Found<T> {
  const row = rows.find((each) => each.id === name);
  return row === undefined ? { error: unknownRow(rows, table, name, (each) => each.id) } : { row };
}

function find<T>(
  rows: readonly T[],
  table: keyof Catalog,
  name: string,
  names: (row: T) => readonly string[],
  /** Shorter forms of a name, tried one after the other where the whole name finds nothing. */
  shorter: readonly ((name: string) => string)[] = [],
): Found<T> {
  const called = (form: (name: string) => string): T | undefined => {
    const asked = normal(form(name));
    return asked === '' ? undefined : rows.find((each) => names(each).some((n) => normal(form(n)) === asked));
  };
  const row =
    rows.find((candidate) => names(candidate)[0] === name) ??
    called((each) => each) ??
    shorter.reduce<T | undefined>((found, form) => found ?? called(form), undefined);
  if (row !== undefined) return { row };
  return { error: unknownRow(rows, table, name, (candidate) => names(candidate)[0] as string) };
}

function unknownRow<T>(rows: readonly T[], table: keyof Catalog, name: string, idOf: (row: T) => string): UnknownRow {
  const wanted = normal(name);
  const nearest = rows
    .map(idOf)
    .map((id) => ({ id, distance: distance(normal(id), wanted) }))
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
    .filter(({ id }, index, all) => all.findIndex((each) => each.id === id) === index)
    .slice(0, 3)
    .map(({ id }) => id);
  return {
    unknown: name,
    table,
    nearest,
    message: `no row for "${name}" in ${table}; nearest: ${nearest.join(', ')}; correct the name or add a row under \`catalog.${table}\``,
  };
}

/** Edit distance (Levenshtein); ids that start alike rank first. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(
          (row[j] as number) + 1,
          (next[j - 1] as number) + 1,
          (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  const prefix = b.length >= 2 && a.startsWith(b.slice(0, 2)) ? 4 : 0;
  return (row[b.length] as number) - prefix;
}
