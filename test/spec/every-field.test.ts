import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FactorySpec, readFactory } from '../standard';
import { everyField, placesOf } from './mutations';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

const document = z.toJSONSchema(FactorySpec, { io: 'input' }) as Schema;

/** Keys of the file with their schema, names of records as `<name>`, rows of the catalogue left out. */
function keysOf(schema: Schema, path = ''): [string, Schema][] {
  const own = schema.$ref === undefined ? schema : (document.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {});
  const below = Object.entries(own.properties ?? {}).flatMap(([key, each]): [string, Schema][] => {
    const at = path === '' ? key : `${path}.${key}`;
    return [[at, each], ...(at === 'catalog' ? [] : keysOf(each, at))];
  });
  const named = typeof own.additionalProperties === 'object' ? keysOf(own.additionalProperties, `${path}.<name>`) : [];
  const listed = own.items === undefined ? [] : keysOf(own.items, path);
  return [...below, ...named, ...listed, ...(own.oneOf ?? []).flatMap((each) => keysOf(each, path))];
}

const keys = keysOf(document);

describe('the factory file', () => {
  it('has every key that it knows stated once in the test fixture, and takes them all', () => {
    expect(readFactory(everyField)).toHaveProperty('spec');
    const records = new Set(keys.flatMap(([key]) => key.match(/^.*?(?=\.<name>)/) ?? []));
    const general = (path: readonly (string | number)[]): string =>
      path
        .filter((part) => typeof part === 'string')
        .reduce(
          (known, part) => (known === '' ? part : `${known}.${holdsNames(known, records) ? '<name>' : part}`),
          '',
        );
    const stated = new Set(placesOf(everyField).map(({ path }) => general(path)));
    // A factory has one backend, and the fixture has the other one.
    expect(keys.map(([key]) => key).filter((key) => !stated.has(key))).toEqual(['terraform.backend.directory']);
  });

  it('tells editors what each key means', () => {
    expect(keys.filter(([, schema]) => (schema.description ?? '').length < 8).map(([key]) => key)).toEqual([]);
  });
});

/** Whether the keys below a path are names that the user chose. */
const holdsNames = (path: string, records: ReadonlySet<string>): boolean =>
  records.has(path) || keys.some(([key]) => key.startsWith(`${path}.<name>`));
