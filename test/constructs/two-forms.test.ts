import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AiFactory, type FactoryInput, type FactoryPlan } from '../../lib';
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

/** A plan whose findings do not say where they were stated: in code, or on a line of a file. */
const withoutPlaces = (plan: FactoryPlan) => ({
  ...plan,
  findings: plan.findings.map(({ code, severity, path, message }) => ({ code, severity, path, message })),
});

/** Stacks of a manifest without their annotations, which say where the factory was stated. */
const withoutAnnotations = ({ stacks }: Record<string, unknown>) =>
  Object.values(stacks as Record<string, object>).map((stack) => ({ ...stack, annotations: [] }));

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
    expect(JSON.stringify(withoutPlaces(built.plan))).toBe(JSON.stringify(withoutPlaces(read.plan)));
    expect(Object.keys(written(code)).length).toBeGreaterThan(1);
    expect(JSON.stringify(written(code))).toBe(JSON.stringify(written(file)));
    expect(withoutAnnotations(manifest(code))).toEqual(withoutAnnotations(manifest(file)));
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
