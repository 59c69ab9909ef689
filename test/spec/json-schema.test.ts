import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { command } from '../cli/memory-io';
import { root } from '../source';

/** The schema as an editor reads it, in a validator that is not ours. */
async function validator() {
  const { code, out } = await command(['schema']);
  expect(code).toBe(0);
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  addFormats(ajv);
  return ajv.compile(JSON.parse(out));
}

const factories = [
  ...readdirSync(join(root, 'test/twins'))
    .map((name) => join('test/twins', name))
    .sort(),
  'examples/04-one-pool/factory.yaml',
  'test/spec/every-field.yaml',
];
const read = (file: string): Record<string, unknown> => parse(readFileSync(join(root, file), 'utf8'));

describe('the JSON Schema of the factory file', () => {
  it('takes every example and the file with every key', async () => {
    const validate = await validator();
    const refused = factories.flatMap((file) => (validate(read(file)) ? [] : [{ file, errors: validate.errors }]));
    expect(factories.length).toBeGreaterThan(3);
    expect(refused).toEqual([]);
  });

  it('refuses what the command refuses: a wrong key, a missing one, a wrong type, a wrong choice', async () => {
    const validate = await validator();
    const file = read('examples/04-one-pool/factory.yaml');
    const { owner: _, ...ownerless } = file;
    const spoilt = [{ ...file, sitse: {} }, ownerless, { ...file, sites: [] }, { ...file, risk: 'dreadful' }];
    expect(spoilt.map((each) => validate(each))).toEqual([false, false, false, false]);
  });
});
