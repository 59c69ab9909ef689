import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';

/** The maximum of a pool is not below the nodes that it states. */
export const counts: LibraryCheck = {
  id: 'counts',
  why: 'a maximum below the stated number of nodes would be ignored',
  isLocal: true,
  check: ({ sites }) =>
    sites.flatMap(({ pools }) =>
      pools.flatMap(({ path, spec: { count, maxCount } }): LibraryFinding[] =>
        count === undefined || maxCount === undefined || maxCount >= count
          ? []
          : [
              {
                code: 'counts-conflict',
                severity: 'error',
                path: `${path}.maxCount`,
                message: `found ${maxCount}, below count ${count}; use at least ${count}, or lower \`count\``,
              },
            ],
      ),
    ),
};
