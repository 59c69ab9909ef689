import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { frontier } from '../../examples/03-frontier/main';
import { defaultCatalog, extendCatalog } from '../../lib/catalog/catalog';
import { explainPath } from '../../lib/planner/explain';
import { explanationsOf } from '../../lib/planner/explain/explain-path';
import { settingAt, settings } from '../../lib/planner/explain/settings';
import type { Explanation } from '../../lib/planner/explain/trace';
import type { FactoryPlan } from '../../lib/planner/plan';
import { planFactory } from '../../lib/planner/plan-factory';
import { type FactoryInput, FactorySpec } from '../../lib/spec/factory';
import { readSource } from '../../lib/spec/source';
import { type IsStated, statedIn } from '../../lib/spec/stated';
import { aFactory, aHall, aPool, aSite, aWorkload } from '../../lib/testing/builders';

interface Planned {
  readonly plan: FactoryPlan;
  readonly isStated: IsStated;
}

function fromText(path: string): Planned {
  const read = readSource(readFileSync(join(__dirname, '../..', path), 'utf8'));
  if (!('source' in read)) throw new Error(`${path} cannot be read`);
  const { spec, isStated } = read.source;
  const catalog = spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);
  return { plan: planFactory(spec, catalog), isStated };
}

function fromInput(input: FactoryInput): Planned {
  return { plan: planFactory(FactorySpec.parse(input), defaultCatalog), isStated: statedIn(input) };
}

const fixtures: Readonly<Record<string, () => Planned>> = {
  'two regions': () => fromText('examples/01-two-regions/factory.yaml'),
  'a region and a hall': () => fromText('examples/02-region-to-hall/factory.yaml'),
  frontier: () => fromInput(frontier),
  'one pool': () => fromText('examples/04-one-pool/factory.yaml'),
  'every key of the file': () => fromText('test/spec/every-field.yaml'),
};

/** Path and value of every number of a plan that is no part of an explanation. */
function leavesOf(value: unknown, path: string): [path: string, value: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'explanations' ? [] : leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

describe.each(Object.entries(fixtures))('the plan of %s', (_name, build) => {
  const { plan, isStated } = build();
  const leaves = leavesOf(JSON.parse(JSON.stringify(plan)), '');

  it('explains every number, and as what it is', () => {
    const wrong = leaves.flatMap(([path, value]) => {
      const found = explainPath(plan, path, isStated);
      if (!('json' in found)) return [`${path}: not explained`];
      return found.json.value === value ? [] : [`${path}: ${value} is explained as ${found.json.value}`];
    });
    expect(wrong).toEqual([]);
  });
});
