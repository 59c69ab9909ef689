import type { Catalog } from './rows';

/** A key of a row that names a row of another table which does not exist. */
export interface DanglingReference {
  readonly table: keyof Catalog;
  /** Position of the row in its table. */
  readonly index: number;
  readonly key: string;
  /** Table that has no such row. */
  readonly missing: 'accelerators' | 'machines' | 'regions';
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
  return found;
}

function byProvider(
  rows: readonly { readonly provider: string; readonly id: string }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { provider, id } of rows) ids.set(provider, (ids.get(provider) ?? new Set()).add(id));
  return ids;
}
