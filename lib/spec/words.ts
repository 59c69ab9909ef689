/** The text that a value of a path was written as, where it came from a file. */
export type Written = (path: readonly PropertyKey[]) => string | undefined;

const MAX_WORDS = 60;

/** A value as its writer knows it, cut where it is long. */
export function describeValue(value: unknown, written?: string): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'number' || typeof value === 'boolean') return cut(written ?? String(value));
  return cut(textOf(value));
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return 'a function';
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'a value that contains itself';
  }
}

const cut = (text: string): string => (text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS - 3)}...` : text);

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of names',
};

/** A type of the schema in words. */
export const kindWords = (kind: string): string => kinds[kind] ?? `a value of type ${kind}`;
