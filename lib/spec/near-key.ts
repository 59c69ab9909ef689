import { z } from 'zod';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Most letters that a mistyped key differs by. */
const MAX_DISTANCE = 3;

const documents = new WeakMap<z.ZodType, Schema>();

/** The key of the schema at a path that a mistyped one is nearest to; undefined where none is near. */
export function nearKey(schema: z.ZodType, path: readonly PropertyKey[], wrong: string): string | undefined {
  const document = documents.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);
  documents.set(schema, document);
  let places: readonly Schema[] = unfold(document, document);
  for (const step of path) places = places.flatMap((each) => unfold(document, below(each, step)));
  const keys = [...new Set(places.flatMap((each) => Object.keys(each.properties ?? {})))];
  return keys
    .map((key) => ({ key, away: distance(key.toLowerCase(), wrong.toLowerCase()) }))
    .filter(({ key, away }) => away <= Math.min(MAX_DISTANCE, Math.ceil(key.length / 2)))
    .sort((a, b) => a.away - b.away || (a.key < b.key ? -1 : 1))[0]?.key;
}

function below(schema: Schema, step: PropertyKey): Schema | undefined {
  const own = schema.properties?.[String(step)] ?? (typeof step === 'number' ? schema.items : undefined);
  if (own !== undefined) return own;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** A schema with its references and choices opened. */
function unfold(document: Schema, schema: Schema | undefined): readonly Schema[] {
  if (schema === undefined) return [];
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  if (name !== undefined) return unfold(document, document.$defs?.[name]);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...choices.flatMap((each) => unfold(document, each))];
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
