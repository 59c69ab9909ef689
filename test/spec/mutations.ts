import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../source';
import { FactorySpec } from '../standard';
import { harbourFile, twinText } from '../twins';

/** A value of a factory file. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: string | boolean;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A place of a factory with what the schema says of it. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly schema: Schema;
  /** Whether a reference to a value of Terraform may stand there. */
  readonly takesReference: boolean;
  readonly value: Json;
}

/** The examples as data. */
export const examples: readonly JsonMap[] = [
  twinText('01-two-regions'),
  harbourFile,
  twinText('03-frontier'),
  twinText('04-one-pool'),
].map((text): JsonMap => parse(text, { merge: true }));

const document = z.toJSONSchema(FactorySpec, { io: 'input' }) as Schema;

const open = (schema: Schema | undefined): Schema => {
  // A text that may be a reference to a value of Terraform.
  const [plain] = schema?.anyOf ?? [];
  if (plain !== undefined) return plain;
  const name = /^#\/\$defs\/(.+)$/.exec(schema?.$ref ?? '')?.[1];
  return name === undefined ? (schema ?? {}) : (document.$defs?.[name] ?? {});
};

/** The form of a union that a value is of: the one whose constants it has. */
function formOf(schema: Schema, value: Json): Schema {
  if (schema.oneOf === undefined) return schema;
  const fits = (each: Schema) =>
    isMap(value) &&
    Object.entries(each.properties ?? {}).every(
      ([key, of]) => of.const === undefined || typeof of.const === 'boolean' || value[key] === of.const,
    );
  return schema.oneOf.map(open).find(fits) ?? schema;
}

export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A factory that states every key of the file. */
export const everyField = parse(readFileSync(join(root, 'test/spec/every-field.yaml'), 'utf8')) as JsonMap;

/** Every place of a factory, the whole first. */
export function placesOf(
  value: Json,
  schema: Schema = open(document),
  path: readonly (string | number)[] = [],
): Place[] {
  const own = formOf(open(schema), value);
  const here: Place = { path, schema: own, takesReference: schema.anyOf !== undefined, value };
  if (Array.isArray(value))
    return [here, ...value.flatMap((each, index) => placesOf(each, own.items, [...path, index]))];
  if (!isMap(value)) return [here];
  return [
    here,
    ...Object.entries(value).flatMap(([key, each]) => {
      const below = own.properties?.[key] ?? own.additionalProperties;
      return typeof below === 'object' ? placesOf(each, below, [...path, key]) : [];
    }),
  ];
}

/** A copy with the value at a path replaced by what `change` gives; undefined takes it out. */
export function replaced(value: Json, path: readonly (string | number)[], change: (old: Json) => unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return change(value);
  if (Array.isArray(value)) return value.map((each, index) => (index === head ? replaced(each, rest, change) : each));
  if (!isMap(value)) throw new Error(`nothing at ${path.join('.')}`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      if (key !== head) return [[key, each]];
      const changed = replaced(each, rest, change);
      return changed === undefined ? [] : [[key, changed]];
    }),
  );
}

/** One way to spoil a place. Every one of them must be refused, wherever it is possible. */
export interface Mutation {
  readonly name: string;
  readonly fits: (place: Place) => boolean;
  readonly change: (old: Json, place: Place) => unknown;
}

const isText = ({ schema }: Place) => schema.type === 'string';
const isNumber = ({ schema }: Place) => schema.type === 'number' || schema.type === 'integer';
/** The limit of a PromQL expression, which may return any number. */
const isSigned = ({ path }: Place) => path.join('.') === 'sites.frankfurt.alerts.silence.when.below';
const isStrict = ({ schema, value }: Place) => isMap(value) && schema.additionalProperties === false;
const isRecord = ({ schema, value }: Place) => isMap(value) && schema.propertyNames !== undefined;
const withKey = (old: Json, key: string, value: unknown) => ({ ...(old as JsonMap), [key]: value });

/** A key of an object that is its own and not the prototype. */
function withPrototypeKey(old: Json): unknown {
  const copy = { ...(old as JsonMap) };
  Object.defineProperty(copy, '__proto__', { value: { polluted: true }, enumerable: true });
  return copy;
}

const CONFUSABLE: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', i: 'і', s: 'ѕ' };
const confused = (text: string): string => text.replace(/[aeopcis]/, (letter) => CONFUSABLE[letter] ?? letter);

export const mutations: readonly Mutation[] = [
  { name: 'a key that is not known', fits: isStrict, change: (old) => withKey(old, 'surprise', 1) },
  {
    name: 'a key with a slip of the pen',
    fits: (place) => isStrict(place) && Object.keys(place.value as JsonMap).length > 0,
    change: (old) => {
      const [[key = '', value] = []] = Object.entries(old as JsonMap);
      return withKey(old, `${key}x`, value);
    },
  },
  { name: 'a reserved key', fits: ({ value }) => isMap(value), change: withPrototypeKey },
  {
    name: 'a name that is none',
    fits: (place) => isRecord(place) && Object.keys(place.value as JsonMap).length > 0,
    change: (old) => withKey(old, 'Bad Näme!', Object.values(old as JsonMap)[0]),
  },
  {
    name: 'a missing key',
    fits: ({ schema, value }) => isMap(value) && (schema.required ?? []).some((key) => key in value),
    change: (old, { schema }) => {
      const [gone] = (schema.required ?? []).filter((key) => key in (old as JsonMap));
      return Object.fromEntries(Object.entries(old as JsonMap).filter(([key]) => key !== gone));
    },
  },
  { name: 'a number for a text', fits: isText, change: () => 12 },
  { name: 'a text for a number', fits: isNumber, change: (old) => `${old}` },
  { name: 'a text for true or false', fits: ({ schema }) => schema.type === 'boolean', change: () => 'yes' },
  { name: 'a text for a list', fits: ({ value }) => Array.isArray(value), change: () => 'one' },
  { name: 'a number for a map', fits: ({ value }) => isMap(value), change: () => 7 },
  { name: 'a list for a map', fits: ({ value }) => isMap(value), change: (old) => [old] },
  { name: 'nothing', fits: ({ path }) => path.length > 0, change: () => null },
  { name: 'no number', fits: isNumber, change: () => Number.NaN },
  { name: 'infinity', fits: isNumber, change: () => Number.POSITIVE_INFINITY },
  { name: 'a negative number', fits: (place) => isNumber(place) && !isSigned(place), change: () => -3 },
  { name: 'a number that cdktf would take for a token', fits: isNumber, change: () => -1.8881545897087626e289 },
  { name: 'a part of a whole', fits: ({ schema }) => schema.type === 'integer', change: () => 2.5 },
  { name: 'a big integer', fits: isNumber, change: () => 10n ** 30n },
  { name: 'a function', fits: ({ path }) => path.length > 0, change: () => () => 1 },
  {
    name: 'another choice',
    fits: ({ schema }) => schema.enum !== undefined || typeof schema.const === 'string',
    change: (old) => `${old}-other`,
  },
  {
    name: 'letters that only look alike',
    fits: (place) =>
      (place.schema.enum !== undefined || typeof place.schema.const === 'string') &&
      confused(`${place.value}`) !== place.value,
    change: (old) => confused(`${old}`),
  },
  { name: 'a Terraform expression', fits: isText, change: (old) => `${old}\${path.module}` },
  { name: 'a Terraform directive', fits: isText, change: (old) => `%{ if true }${old}%{ endif }` },
  { name: 'a token of cdktf', fits: isText, change: () => '${TfToken[TOKEN.7]}' },
  {
    name: 'a reference where the planner needs the value',
    fits: (place) => isText(place) && !place.takesReference,
    change: () => 'ref:shared/aws_eip.main.id',
  },
  {
    name: 'a reference that is none',
    fits: (place) => isText(place) && place.takesReference,
    change: () => 'ref:shared/aws_eip.main.id;',
  },
  {
    name: 'a token for a list',
    fits: ({ value, schema }) => Array.isArray(value) && open(schema.items).type === 'string',
    change: () => ['#{TfToken[TOKEN.7]}'],
  },
];

/** Places whose text leads to a row or to another part of the file. */
export const references: readonly RegExp[] = [
  /^sites\.[^.]+\.(region|pools\.[^.]+\.(machine|accelerator|feed))$/,
  /^sites\.[^.]+\.zones\.\d+$/,
  /^workloads\.[^.]+\.(model|queue|(sites|pools)\.\d+)$/,
  /^tenants\.[^.]+\.boundary$/,
  /^queues\.[^.]+\.(tenants|pools)\.\d+$/,
  /^migrations\.[^.]+\.((from|to)\.(site|pool)|workloads\.\d+)$/,
  /^traffic\.site$/,
  /^sites\.[^.]+\.(alerts\.[^.]+\.when|dashboards\.[^.]+\.panels\.\d+)\.workload$/,
  /^boundaries\.[^.]+\.(egress|ingress)Tenants\.\d+$/,
];
