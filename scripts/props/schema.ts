import { z } from 'zod';

/** Documentation of one key: its description, and the default that the description or the schema states. */
export interface KeyDocs {
  readonly description: string;
  /** Text behind `@default`: a value, or a dash and a phrase. Undefined if the key is required or states none. */
  readonly default: string | undefined;
}

const MARK = /\s*@default - /;

/**
 * Returns the documentation of a key of an object schema.
 *
 * @throws Error if the description states a default and the schema has another one, other than an empty list or map
 */
export function docsOf(schema: z.ZodType): KeyDocs {
  const [description = '', phrase] = descriptionOf(schema).split(MARK);
  const value = defaultOf(schema);
  if (phrase !== undefined) {
    if (value !== undefined && !isEmpty(value))
      throw new Error(`"${description}" states the default of the schema again`);
    return { description, default: `- ${phrase}` };
  }
  return { description, default: value === undefined ? undefined : literal(value) };
}

/** Whether a key may be left out of the input. */
export const isOptional = (schema: z.ZodType): boolean => schema._zod.optin !== undefined;

/** Removes what makes a schema optional. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const inner = innerOf(schema);
  return inner === undefined ? schema : unwrap(inner);
}

/** Narrows a schema of zod's core to the class that this library uses. */
export function classic(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new Error(`a schema of type ${schema._zod.def.type} was not made with zod's classic API`);
}

/** The description nearest to the key: that of the wrapper before that of what it wraps. */
function descriptionOf(schema: z.ZodType): string {
  const own = schema.description;
  if (own !== undefined) return own;
  const inner = innerOf(schema);
  return inner === undefined ? '' : descriptionOf(inner);
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? classic(schema.unwrap())
    : undefined;
}

function defaultOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.defaultValue;
  const inner = innerOf(schema);
  return inner === undefined ? undefined : defaultOf(inner);
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A value as TypeScript. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.entries(value).map(([key, each]) => `${key}: ${literal(each)}`);
  return keys.length === 0 ? '{}' : `{ ${keys.join(', ')} }`;
}
