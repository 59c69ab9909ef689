import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AiFactory, type FactoryInput } from '../../lib';
import { movingFactories } from '../planner/migration/move-factories';
import { everyField } from '../spec/mutations';
import { sites } from '../testing/factories';
import { twinOf } from '../twins';
import { anApp, manifest, written } from './scratch';

const root = join(__dirname, '../..');
const examples = readdirSync(join(root, 'examples')).filter((name) => /^\d\d-/.test(name));

const buildOf = async (example: string): Promise<(app: App) => AiFactory> =>
  (await import(`../../examples/${example}/main.ts`)).build;

const backTo = (spec: FactoryInput): FactoryInput => AiFactory.fromSpec(anApp(), spec, { sites }).toSpec();

describe.each(examples)('example %s', async (example) => {
  const code = anApp();
  const file = anApp();
  const built = (await buildOf(example))(code);
  const read = AiFactory.fromFile(file, twinOf(example), { sites });

  it('renders the data of the file that says the same', () => {
    const data = parse(readFileSync(twinOf(example), 'utf8'), { merge: true });
    expect(read.toSpec()).toEqual(data);
    expect(built.toSpec()).toEqual(data);
  });

  it('has the same plan and the same bytes in both forms', () => {
    code.synth();
    file.synth();
    expect(JSON.stringify(built.plan)).toBe(JSON.stringify(read.plan));
    expect(Object.keys(written(code)).length).toBeGreaterThan(1);
    expect(JSON.stringify(written(code))).toBe(JSON.stringify(written(file)));
    const { stacks } = manifest(file);
    expect(manifest(code)['stacks']).toEqual(stacks);
  });
});

describe('a factory of a file', () => {
  it('renders every key that a file can state', () => {
    expect(backTo(everyField as unknown as FactoryInput)).toEqual(everyField);
  });

  it('renders what it was made from, whatever that is', () => {
    fc.assert(
      fc.property(movingFactories, (input) => {
        expect(backTo(input)).toEqual(JSON.parse(JSON.stringify(input)));
      }),
      { numRuns: 60 },
    );
  });
});
