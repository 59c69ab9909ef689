import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AiFactory, type FactoryInput, type FactoryPlan, type IFactoryExtension } from '../../lib';
import { movingFactories } from '../planner/moves/move-factories';
import { everyField } from '../spec/mutations';
import { sites } from '../testing/factories';
import { twinOf } from '../twins';
import { anApp, manifest, written } from './scratch';

const root = join(__dirname, '../..');
const examples = readdirSync(join(root, 'examples')).filter((name) => /^\d\d-/.test(name));

/** What `main.ts` of an example exports: how it is built, and extensions, which no file can state. */
interface ExampleModule {
  readonly build: (app: App) => AiFactory;
  readonly extensions?: readonly IFactoryExtension[];
}

const backTo = (spec: FactoryInput): FactoryInput => AiFactory.fromSpec(anApp(), spec, { sites }).toSpec();

/** The stacks of a manifest; the texts of annotations name the place of a finding. */
const stacksIn = (app: App): unknown =>
  JSON.parse(JSON.stringify(manifest(app)['stacks'], (key, value) => (key === 'message' ? '' : value)));

/** A plan whose findings do not say where they were stated: in code, or on a line of a file. */
const withoutPlaces = (plan: FactoryPlan) => ({
  ...plan,
  findings: plan.findings.map(({ code, severity, path, message }) => ({ code, severity, path, message })),
});

describe.each(examples)('example %s', async (example) => {
  const code = anApp();
  const file = anApp();
  const { build, extensions = [] }: ExampleModule = await import(`../../examples/${example}/main.ts`);
  const built = build(code);
  const data = parse(readFileSync(twinOf(example), 'utf8'), { merge: true });
  const read = AiFactory.fromFile(file, twinOf(example), { sites });
  for (const extension of extensions) read.addExtension(extension);

  it('renders the data of the file that says the same', () => {
    expect(read.toSpec()).toEqual(data);
    expect(built.toSpec()).toEqual(data);
  });

  it('has the same plan and the same bytes in both forms', () => {
    code.synth();
    file.synth();
    expect(JSON.stringify(withoutPlaces(built.plan))).toBe(JSON.stringify(withoutPlaces(read.plan)));
    expect(Object.keys(written(code)).length).toBeGreaterThan(1);
    expect(JSON.stringify(written(code))).toBe(JSON.stringify(written(file)));
    expect(stacksIn(code)).toEqual(stacksIn(file));
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
