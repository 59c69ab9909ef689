import { z } from 'zod';
import { type KnownIdList, knownIds } from '../../lib/spec/known-ids';
import { classic, docsOf, isOptional, literal, unwrap } from './schema';

/** A schema with the interface that is generated from its input. */
export interface Entry {
  readonly schema: z.ZodType;
  readonly name: string;
  /** File that the interface is written to, relative to the project. */
  readonly file: string;
  /**
   * Names of the objects inside, by path. A path joins keys with dots; `*` stands for the values of a record or of a
   * list, and the forms of a union have the value of their discriminator.
   */
  readonly nested?: Readonly<Record<string, string>>;
  /** Keys of the schema that the interface leaves out. */
  readonly omit?: readonly string[];
  /** Types of the keys whose schema depends on the clouds that are passed to it, by path. */
  readonly types?: Readonly<Record<string, string>>;
}

/** A schema whose type exists already, and the module that exports it. */
export interface Existing {
  readonly schema: z.ZodType;
  readonly name: string;
  readonly file: string;
}

export interface Member {
  readonly key: string;
  readonly type: string;
  readonly optional: boolean;
  readonly description: string;
  readonly default: string | undefined;
}

/** An interface, or the union of the interfaces of its forms. */
export interface Declaration {
  readonly name: string;
  readonly description: string;
  readonly members: readonly Member[] | undefined;
  readonly forms: readonly string[];
  /** Names of other files that its text refers to. */
  readonly uses: readonly string[];
}

/** Names of the types of known ids. */
export const idTypes: Readonly<Record<KnownIdList, string>> = {
  models: 'KnownModel',
  accelerators: 'KnownAccelerator',
  machines: 'KnownMachine',
  awsRegions: 'KnownAwsRegion',
  clouds: 'KnownCloud',
  cloudRegions: 'KnownCloudRegion',
  countries: 'KnownCountry',
  jurisdictions: 'KnownJurisdiction',
  charts: 'KnownChart',
};

interface Context {
  readonly entry: Entry;
  readonly named: readonly (Entry | Existing)[];
  readonly uses: Set<string>;
  readonly found: Declaration[];
  readonly usedPaths: Set<string>;
}

/**
 * Returns the declarations of an entry: its own, then those of the objects inside it.
 *
 * @throws Error if an object inside has no name, or a name has no object
 */
export function declarationsOf(entry: Entry, named: readonly (Entry | Existing)[]): readonly Declaration[] {
  const context: Context = { entry, named, uses: new Set(), found: [], usedPaths: new Set() };
  declare(entry.name, unwrap(entry.schema), '', docsOf(entry.schema).description, context);
  const stale = Object.keys({ ...entry.nested, ...entry.types }).filter((path) => !context.usedPaths.has(path));
  if (stale.length > 0) throw new Error(`${entry.name} has nothing to name at ${stale.join(', ')}; remove the entry`);
  return context.found;
}

function declare(name: string, schema: z.ZodType, path: string, description: string, context: Context): void {
  const uses = new Set<string>();
  const own = { ...context, uses };
  const at = context.found.length;
  const rest =
    schema instanceof z.ZodObject
      ? { members: membersOf(schema, path, own), forms: [] }
      : { members: undefined, forms: formsOf(schema, path, own) };
  context.found.splice(at, 0, { name, description, ...rest, uses: [...uses] });
}

function membersOf(schema: z.ZodObject, path: string, context: Context): readonly Member[] {
  const omit = path === '' ? (context.entry.omit ?? []) : [];
  return Object.entries(schema.shape)
    .filter(([key]) => !omit.includes(key))
    .map(([key, each]) => {
      const value = classic(each);
      return { key, type: typeOf(value, join(path, key), context), optional: isOptional(value), ...docsOf(value) };
    });
}

function formsOf(schema: z.ZodType, path: string, context: Context): readonly string[] {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) throw new Error(`${context.entry.name} is no object and no union`);
  const { discriminator } = schema.def;
  return schema.options.map((option) => {
    const form = classic(option);
    const kind = form instanceof z.ZodObject ? form.shape[discriminator] : undefined;
    if (!(kind instanceof z.ZodLiteral)) throw new Error(`a form of ${context.entry.name} has no ${discriminator}`);
    return objectType(form, join(path, String(kind.value)), docsOf(kind).description, context);
  });
}

/** Type of the input of a schema, as TypeScript. */
function typeOf(schema: z.ZodType, path: string, context: Context): string {
  const stated = context.entry.types?.[path];
  if (stated !== undefined) {
    context.usedPaths.add(path);
    return stated;
  }
  const inner = unwrap(schema);
  const known = knownIds.get(inner);
  if (known !== undefined) return `${use(idTypes[known.list], context)} | (string & {})`;
  if (inner instanceof z.ZodLiteral) return [...inner.values].map(literal).join(' | ');
  if (inner instanceof z.ZodEnum) return inner.options.map(literal).join(' | ');
  if (inner instanceof z.ZodArray)
    return `readonly ${grouped(typeOf(classic(inner.element), join(path, '*'), context))}[]`;
  if (inner instanceof z.ZodRecord) {
    return `Readonly<Record<string, ${typeOf(classic(inner.valueType), join(path, '*'), context)}>>`;
  }
  // A text that may be a reference to a value of Terraform is a text.
  if (inner instanceof z.ZodUnion && !(inner instanceof z.ZodDiscriminatedUnion)) {
    return [...new Set(inner.options.map((option) => typeOf(classic(option), path, context)))].join(' | ');
  }
  const { type } = inner.def;
  if (type === 'string' || type === 'number' || type === 'boolean') return type;
  return objectType(inner, path, docsOf(schema).description, context);
}

/** Name of the type of an object or of a union of objects. */
function objectType(schema: z.ZodType, path: string, description: string, context: Context): string {
  const known = context.named.find((each) => unwrap(each.schema).def === schema.def);
  if (known !== undefined) return use(known.name, context);
  const name = context.entry.nested?.[path];
  if (name === undefined) {
    throw new Error(
      `no name for the ${schema.def.type} at ${path} of ${context.entry.name}; add it to scripts/props/entries.ts`,
    );
  }
  context.usedPaths.add(path);
  declare(name, schema, path, description, context);
  return name;
}

function use(name: string, context: Context): string {
  context.uses.add(name);
  return name;
}

const join = (path: string, step: string): string => (path === '' ? step : `${path}.${step}`);

const grouped = (type: string): string => (type.includes(' | ') ? `(${type})` : type);
