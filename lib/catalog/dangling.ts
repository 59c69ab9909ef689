import type { Catalog } from './rows';

/** A key of a row that names a row of another table which does not exist. */
export interface DanglingReference {
  readonly table: keyof Catalog;
  /** Position of the row in its table. */
  readonly index: number;
  readonly key: string;
  /** Table that has no such row. */
  readonly missing: 'accelerators' | 'machines' | 'regions' | 'components' | 'engines';
  readonly name: string;
}

/**
 * Returns the references of rows that lead to no row of the catalogue.
 *
 * Prices of a provider are held to its machines and regions only if the catalogue has any: GPU clouds are known by their
 * prices alone.
 *
 * @param rows rows to check, such as those of a factory file
 * @param catalog rows that they may name, their own included
 */
export function danglingReferences(rows: Partial<Catalog>, catalog: Catalog): readonly DanglingReference[] {
  const accelerators = new Set(catalog.accelerators.map(({ id }) => id));
  const machines = byProvider(catalog.machines);
  const regions = byProvider(catalog.regions);
  const found: DanglingReference[] = [];
  rows.machines?.forEach(({ accelerator }, index) => {
    if (accelerator === null || accelerators.has(accelerator)) return;
    found.push({ table: 'machines', index, key: 'accelerator', missing: 'accelerators', name: accelerator });
  });
  rows.ownershipCosts?.forEach(({ accelerator }, index) => {
    if (accelerators.has(accelerator)) return;
    found.push({ table: 'ownershipCosts', index, key: 'accelerator', missing: 'accelerators', name: accelerator });
  });
  rows.machinePrices?.forEach(({ provider, machine, region, carries }, index) => {
    if (carries !== undefined && !accelerators.has(carries.accelerator)) {
      const name = carries.accelerator;
      found.push({ table: 'machinePrices', index, key: 'carries.accelerator', missing: 'accelerators', name });
    }
    if (carries === undefined && machines.get(provider)?.has(machine) === false) {
      found.push({ table: 'machinePrices', index, key: 'machine', missing: 'machines', name: machine });
    }
    if (regions.get(provider)?.has(region) === false) {
      found.push({ table: 'machinePrices', index, key: 'region', missing: 'regions', name: region });
    }
  });
  const components = new Set(catalog.components.map(({ id }) => id));
  const engines = new Set(catalog.engines.map(({ id }) => id));
  /** Checks the component that a row names, such as the chart of a release. */
  const pinned = (table: keyof Catalog, index: number, key: string, name: string): void => {
    if (!components.has(name)) found.push({ table, index, key, missing: 'components', name });
  };
  rows.engineImages?.forEach(({ engine, component }, index) => {
    if (!engines.has(engine))
      found.push({ table: 'engineImages', index, key: 'engine', missing: 'engines', name: engine });
    pinned('engineImages', index, 'component', component);
  });
  rows.nodeImages?.forEach(({ component }, index) => {
    pinned('nodeImages', index, 'component', component);
  });
  rows.deviceClasses?.forEach(({ release }, index) => {
    if (release !== null) pinned('deviceClasses', index, 'release', `chart/${release}`);
  });
  rows.vendorReleases?.forEach(({ release }, index) => {
    if (release !== null) pinned('vendorReleases', index, 'release', `chart/${release}`);
  });
  rows.weightSources?.forEach(({ tool }, index) => {
    if (tool !== null) pinned('weightSources', index, 'tool.component', tool.component);
  });
  return found;
}

function byProvider(
  rows: readonly { readonly provider: string; readonly id: string }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { provider, id } of rows) ids.set(provider, (ids.get(provider) ?? new Set()).add(id));
  return ids;
}
