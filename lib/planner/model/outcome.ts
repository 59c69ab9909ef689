import type { Finding, LibraryFinding } from './finding';

/**
 * What a stage made, and the problems that it found.
 *
 * @typeParam F - findings that it reports; those of a cloud have codes of their own
 */
export interface Outcome<T, F extends Finding = LibraryFinding> {
  readonly value: T;
  readonly findings: readonly F[];
}

/** Joins outcomes into one of all their values, in order, and all their findings. */
export const joined = <T, F extends Finding>(outcomes: readonly Outcome<T, F>[]): Outcome<readonly T[], F> => ({
  value: outcomes.map(({ value }) => value),
  findings: outcomes.flatMap(({ findings }) => findings),
});
