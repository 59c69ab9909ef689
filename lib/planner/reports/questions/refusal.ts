import type { LibraryFinding } from '../../model/finding';
import type { RefusedAnswer } from './question';

/** Refuses to step or plan a migration. */
export const refusal = (message: string): RefusedAnswer => ({
  refused: [{ code: 'no-step', severity: 'error', path: 'migrations', message } satisfies LibraryFinding],
});
