import type { Catalog, Model } from '../../catalog/rows';
import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import type { ResolvedWorkload } from '../model/resolved';
import { sorted } from '../model/sorted';
import { targetModelOf } from '../resolve/target-model';

/** Page of a repository on the hub, on which access is requested. */
const pageOf = (repository: string): string => `https://huggingface.co/${repository}`;

/** The row of the hub repository that weights come from; undefined for a bucket and for a repository without a row. */
function originOf({ spec, model }: ResolvedWorkload, catalog: Catalog): Model | undefined {
  const { source } = spec.weights;
  if (source === undefined) return model;
  const repository = source.replace(/^hf:\/\//, '').toLowerCase();
  return catalog.models.find((row) => row.repository.toLowerCase() === repository);
}

/** What is wrong with fetching the weights of a row without a token. */
function found(row: Model, path: string, tokenPath: string): LibraryFinding[] {
  const { gated, repository } = row;
  if (gated === false) return [];
  const page = pageOf(repository);
  return gated === true
    ? [
        {
          code: 'gated-weights',
          severity: 'error',
          path,
          message: `the weights of ${repository} are given on request only, and no token is stated; ask for access at ${page} and set ${tokenPath} to the name of the secret that holds your token, or use a model that anybody may download`,
        },
      ]
    : [
        {
          code: 'weights-access-unknown',
          severity: 'note',
          path,
          message: `it is not known whether the weights of ${repository} can be downloaded without a login; look at ${page}, and set ${tokenPath} if the page requires a login`,
        },
      ];
}

/** Gated weights are fetched with a token. */
export const gatedWeights: LibraryCheck = {
  id: 'gated-weights',
  why: 'servers whose weights the hub refuses to give never start',
  check({ catalog, spec, workloads }) {
    const tokenPath = (workload: ResolvedWorkload): string => `${workload.path}.weights.tokenSecret`;
    const withoutToken = workloads.filter((workload) => workload.spec.weights.tokenSecret === undefined);
    const now = withoutToken.flatMap((workload): LibraryFinding[] => {
      const row = originOf(workload, catalog);
      const path =
        workload.spec.weights.source === undefined ? `${workload.path}.model` : `${workload.path}.weights.source`;
      return row === undefined ? [] : found(row, path, tokenPath(workload));
    });
    const later = sorted(spec.migrations).flatMap(([name, migration]): LibraryFinding[] => {
      const target = targetModelOf(catalog, migration);
      const workload = withoutToken.find((each) => migration.workloads.includes(each.name));
      return target === null || workload === undefined
        ? []
        : found(target, `migrations.${name}.to.model`, tokenPath(workload));
    });
    return [...now, ...later];
  },
};
