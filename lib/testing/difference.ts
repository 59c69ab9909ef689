import { isRecord } from '../spec/record';

interface Asymmetric {
  asymmetricMatch(value: unknown): boolean;
}

const isAsymmetric = (value: unknown): value is Asymmetric =>
  typeof value === 'object' &&
  value !== null &&
  'asymmetricMatch' in value &&
  typeof value.asymmetricMatch === 'function';

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};

/**
 * Where a value first differs from what is expected of it, in words; null where it fits.
 *
 * Objects may have more than is expected, lists may not. An object that is expected in place of a list of one is
 * compared with that one: Terraform's JSON writes a single block either way.
 */
export function firstDifference(found: unknown, expected: unknown, path = ''): string | null {
  const at = path === '' ? 'it' : path;
  if (isAsymmetric(expected)) {
    return expected.asymmetricMatch(found) ? null : `${at} is ${shown(found)}, not ${String(expected)}`;
  }
  if (isRecord(expected)) {
    const one = Array.isArray(found) && found.length === 1 ? found[0] : found;
    if (!isRecord(one)) return `${at} is ${shown(found)}, not an object`;
    return first(Object.entries(expected).map(([key, each]) => [one[key], each, path === '' ? key : `${path}.${key}`]));
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return `${at} is ${shown(found)}, not a list`;
    if (found.length !== expected.length) return `${at} has ${found.length} elements, not ${expected.length}`;
    return first(expected.map((each, index) => [found[index], each, path === '' ? `${index}` : `${path}.${index}`]));
  }
  return Object.is(found, expected) ? null : `${at} is ${shown(found)}, not ${shown(expected)}`;
}

function first(pairs: readonly (readonly [found: unknown, expected: unknown, path: string])[]): string | null {
  for (const [found, expected, path] of pairs) {
    const difference = firstDifference(found, expected, path);
    if (difference !== null) return difference;
  }
  return null;
}
