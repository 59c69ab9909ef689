import type { z } from 'zod';
import { compare } from '../planner/model/finding';
import { documentOf, schemasAt } from './schema-places';

/** Most letters that a mistyped key differs by. */
const MAX_DISTANCE = 3;

/** The key of the schema at a path that a mistyped one is nearest to; undefined where none is near. */
export function nearKey(schema: z.ZodType, path: readonly PropertyKey[], wrong: string): string | undefined {
  const places = schemasAt(documentOf(schema), path);
  const keys = [...new Set(places.flatMap((each) => Object.keys(each.properties ?? {})))];
  return keys
    .map((key) => ({ key, away: distance(key.toLowerCase(), wrong.toLowerCase()) }))
    .filter(({ key, away }) => away <= Math.min(MAX_DISTANCE, Math.ceil(key.length / 2)))
    .sort((a, b) => a.away - b.away || compare(a.key, b.key))[0]?.key;
}

/** Edit distance (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const [above = 0, left = 0, corner = 0] = [row[j], next[j - 1], row[j - 1]];
      next.push(Math.min(above + 1, left + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
