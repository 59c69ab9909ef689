/** Whether a factory states what is at a dotted path itself, or leaves it to the default of the schema. */
export type IsStated = (path: string) => boolean;

/** The paths that a factory states, from its value before the defaults of the schema are filled in. */
export const statedIn =
  (value: unknown): IsStated =>
  (path) =>
    has(value, path);

function has(value: unknown, path: string): boolean {
  if (path === '') return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  // Keys may contain dots themselves.
  return Object.entries(value).some(
    ([key, inner]) => (path === key || path.startsWith(`${key}.`)) && has(inner, path.slice(key.length + 1)),
  );
}
