import { z } from 'zod';

/** The parts of a JSON Schema that lead from a place to the places below it. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const documents = new WeakMap<z.ZodType, Schema>();

/** Returns a schema as JSON Schema, which is made once. */
export function documentOf(schema: z.ZodType): Schema {
  const document = documents.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);
  documents.set(schema, document);
  return document;
}

/** Returns every schema that a value at a path may have, with references and choices opened. */
export function schemasAt(document: Schema, path: readonly PropertyKey[]): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (places, step) => places.flatMap((each) => unfold(document, below(each, step))),
    unfold(document, document),
  );
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
