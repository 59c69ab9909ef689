import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { declarationsOf, type Entry } from '../../scripts/props/declarations';
import { entries, existing } from '../../scripts/props/entries';
import { generatedFiles } from '../../scripts/props/generate';
import { filesOf, root } from '../source';

const files = generatedFiles();
const declarations = entries.flatMap((entry) => declarationsOf(entry, [...entries, ...existing]));
const members = declarations.flatMap(({ name, members = [] }) =>
  members.map((member) => ({ ...member, path: `${name}.${member.key}` })),
);

describe('generated files', () => {
  it.each([...files])('%s is up to date; run `npm run generate`', (file, text) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
  });

  it('are all written by the generator', () => {
    expect(filesOf('lib', '.generated.ts')).toEqual([...files.keys()].sort());
  });

  it('declare each interface once', () => {
    const names = declarations.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('documentation', () => {
  const isSentence = (text: string): boolean => /^[A-Z`][^@]*\.$/s.test(text);

  it('describes every interface and every key in sentences', () => {
    expect(members.length).toBeGreaterThan(180);
    expect(declarations.filter((each) => !isSentence(each.description)).map(({ name }) => name)).toEqual([]);
    expect(members.filter((each) => !isSentence(each.description)).map(({ path }) => path)).toEqual([]);
  });

  it('states the default of every optional key, and of no other', () => {
    const wrong = members.filter((each) => each.optional !== (each.default !== undefined));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('the generator', () => {
  const declared = (entry: Omit<Entry, 'name' | 'file'>) =>
    declarationsOf({ name: 'Foo', file: 'foo.ts', ...entry }, []);
  const inner = z.strictObject({ size: z.number().meta({ description: 'Size.' }) });

  it('requires a name for every object', () => {
    const schema = z.strictObject({ part: inner, parts: z.record(z.string(), inner) });
    expect(() => declared({ schema })).toThrow('no name for the object at part of Foo');
    expect(() => declared({ schema, nested: { part: 'Part' } })).toThrow('no name for the object at parts.* of Foo');
    expect(declared({ schema, nested: { part: 'Part', 'parts.*': 'Parts' } }).map(({ name }) => name)).toEqual([
      'Foo',
      'Part',
      'Parts',
    ]);
  });

  it('rejects a name or a type without a use', () => {
    expect(() => declared({ schema: inner, nested: { part: 'Part' } })).toThrow('Foo has nothing to name at part');
    expect(() => declared({ schema: inner, types: { part: 'string' } })).toThrow('Foo has nothing to name at part');
  });

  it('takes the type of a key from the entry if it depends on the clouds', () => {
    const [foo] = declared({ schema: inner, types: { size: 'Size | (string & {})' } });
    expect(foo?.members?.map(({ type }) => type)).toEqual(['Size | (string & {})']);
  });

  it('refers to an object that another entry declares, with any wrapper and description', () => {
    const schema = z.strictObject({ part: inner.optional().meta({ description: 'A part. @default - none' }) });
    const [foo] = declarationsOf({ schema, name: 'Foo', file: 'foo.ts' }, [
      { schema: inner, name: 'Part', file: 'part.ts' },
    ]);
    expect(foo?.members).toEqual([
      { key: 'part', type: 'Part', optional: true, description: 'A part.', default: '- none' },
    ]);
    expect(foo?.uses).toEqual(['Part']);
  });

  it('tells a key with a default from an optional and a required one', () => {
    const schema = z.strictObject({
      required: z.array(z.enum(['a', 'b'])),
      optional: z.boolean().optional(),
      text: z.string().default("it's"),
      filled: z.literal(true).prefault(true),
    });
    expect(declared({ schema })[0]?.members).toEqual([
      { key: 'required', type: "readonly ('a' | 'b')[]", optional: false, description: '', default: undefined },
      { key: 'optional', type: 'boolean', optional: true, description: '', default: undefined },
      { key: 'text', type: 'string', optional: true, description: '', default: "'it\\'s'" },
      { key: 'filled', type: 'true', optional: true, description: '', default: 'true' },
    ]);
  });

  it('rejects a default that is stated twice', () => {
    const count = z.number().default(3).meta({ description: 'Count. @default - 2' });
    expect(() => declared({ schema: z.strictObject({ count }) })).toThrow('states the default of the schema again');
  });

  it('rejects a type that it cannot print', () => {
    expect(() => declared({ schema: z.strictObject({ at: z.date() }) })).toThrow('no name for the date at at of Foo');
  });
});
