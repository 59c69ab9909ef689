import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import { awsSites } from './aws-sites';

/** The system nodes of a site have a minimum that is not above their maximum. */
export const systemNodes: LibraryCheck = {
  id: 'system-nodes',
  why: 'AWS refuses a node group whose minimum is above its maximum, in the middle of an apply',
  isLocal: true,
  check: (factory) =>
    awsSites(factory).flatMap(({ path, spec: { system } }): LibraryFinding[] =>
      system.minCount <= system.maxCount
        ? []
        : [
            {
              code: 'counts-conflict',
              severity: 'error',
              path: `${path}.system.minCount`,
              message: `found ${system.minCount}, above maxCount ${system.maxCount}; use at most ${system.maxCount}, or raise \`system.maxCount\``,
            },
          ],
    ),
};
