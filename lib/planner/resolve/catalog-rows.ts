import { extendCatalog } from '../../catalog/catalog';
import { danglingReferences } from '../../catalog/dangling';
import type { Catalog } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { CloudRules } from '../model/cloud';
import { compare, type LibraryFinding } from '../model/finding';
import type { Outcome } from '../model/outcome';

/** Returns the rows that a factory is planned with: the catalogue, the rows of its clouds, and the versions it overrides. */
export function resolveRows(spec: FactorySpec, catalog: Catalog, clouds: readonly CloudRules[]): Outcome<Catalog> {
  const rows = overrideComponents(spec, withRowsOf(clouds, catalog));
  return { value: rows, findings: [...componentFindings(spec, catalog), ...rowFindings(spec, rows)] };
}

/** Returns the catalogue with the rows that clouds bring; a row of the catalogue itself stays. */
const withRowsOf = (clouds: readonly CloudRules[], catalog: Catalog): Catalog =>
  clouds.reduce(
    (whole, { rows }) => (rows === undefined ? whole : extendCatalog(extendCatalog(whole, rows), whole)),
    catalog,
  );

function overrideComponents(spec: FactorySpec, catalog: Catalog): Catalog {
  const overridden = catalog.components.flatMap((row) => {
    const override = spec.components[row.id];
    if (override === undefined) return [];
    const { version = row.version, repository = row.repository } = override;
    // A digest belongs to one version: overriding the version alone drops it.
    const digest = override.digest ?? (override.version === undefined ? row.digest : null);
    return [{ ...row, version, repository, digest, source: 'factory file, components' }];
  });
  return extendCatalog(catalog, { components: overridden });
}

function componentFindings(spec: FactorySpec, catalog: Catalog): LibraryFinding[] {
  const known = catalog.components.map((row) => row.id).sort(compare);
  return Object.keys(spec.components)
    .filter((id) => !known.includes(id))
    .map((id) => ({
      code: 'unknown-component',
      severity: 'error',
      path: `components.${id}`,
      message: `no component "${id}"; there are ${known.join(', ')}`,
    }));
}

const unknownCodes = {
  accelerators: 'unknown-accelerator',
  machines: 'unknown-machine',
  regions: 'unknown-region',
  components: 'unknown-component',
  engines: 'unknown-engine',
} as const;

/** Rows of the factory file must name rows that exist: a price of a misspelt machine would be ignored. */
const rowFindings = ({ catalog: rows = {} }: FactorySpec, catalog: Catalog): LibraryFinding[] =>
  danglingReferences(rows, extendCatalog(catalog, rows)).map(({ table, index, key, missing, name }) => ({
    code: unknownCodes[missing],
    severity: 'error',
    path: `catalog.${table}.${index}.${key}`,
    message: `no row for "${name}" in ${missing}; correct the name or add the row under catalog.${missing}`,
  }));
