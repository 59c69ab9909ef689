import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench, describe } from 'vitest';
import { defaultCatalog } from '../lib/catalog/catalog';
import { placeWorkloads } from '../lib/planner/placement';
import { planFactory } from '../lib/planner/plan-factory';
import { readSource } from '../lib/spec/source';
import { randomProblem } from '../test/planner/placement/random-problem';

const read = readSource(readFileSync(join(__dirname, '../examples/02-region-to-hall/factory.yaml'), 'utf8'));
if (!('source' in read)) throw new Error('the example cannot be read');
const { spec } = read.source;

describe('the planner', () => {
  bench('a factory of two sites', () => {
    planFactory(spec, defaultCatalog);
  });
});

describe('placement', () => {
  const small = randomProblem(7, { sites: 3, pools: 3, workloads: 4 });
  bench('3 sites, 4 workloads, exact', () => {
    placeWorkloads(small);
  });
});
