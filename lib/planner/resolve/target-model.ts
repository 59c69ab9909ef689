import { findModel } from '../../catalog/catalog';
import type { Catalog, Model } from '../../catalog/rows';
import type { FactorySpec } from '../../spec/factory';
import type { MigrationSpec } from '../../spec/traffic';
import type { LibraryFinding } from '../model/finding';
import { sorted } from '../model/sorted';

/** Returns the model row that a migration moves to. Null if it keeps the model, or names an unknown one. */
export function targetModelOf(catalog: Catalog, { to }: Pick<MigrationSpec, 'to'>): Model | null {
  const found = to.model === undefined ? null : findModel(catalog, to.model);
  return found !== null && 'row' in found ? found.row : null;
}

/** Findings for migrations to models without a row. */
export const unknownTargets = ({ migrations }: FactorySpec, catalog: Catalog): LibraryFinding[] =>
  sorted(migrations).flatMap(([name, { to }]): LibraryFinding[] => {
    const found = to.model === undefined ? null : findModel(catalog, to.model);
    return found === null || 'row' in found
      ? []
      : [
          {
            code: 'unknown-model',
            severity: 'error',
            path: `migrations.${name}.to.model`,
            message: found.error.message,
          },
        ];
  });
