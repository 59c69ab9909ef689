import { compare } from './finding';

/** Returns the entries of a record, sorted by key. */
export const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => compare(a, b));
