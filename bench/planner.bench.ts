import { bench, describe } from 'vitest';
import { defaultCatalog } from '../lib/catalog/catalog';
import { placeWorkloads } from '../lib/planner/placement';
import { highsSolver as solver } from '../lib/solver/highs';
import { randomProblem } from '../test/planner/placement/random-problem';
import { planFactory, readSource } from '../test/standard';
import { twinText } from '../test/twins';

const read = readSource(twinText('02-region-to-hall'));
if (!('source' in read)) throw new Error('the example cannot be read');
const { spec } = read.source;

describe('the planner', () => {
  bench('a factory of two sites (to be below 150 ms)', () => {
    planFactory(spec, defaultCatalog);
  });
});

describe('placement', () => {
  const small = randomProblem(7, { sites: 3, pools: 3, workloads: 4 });
  bench('3 sites, 4 workloads, exact', () => {
    placeWorkloads(small, { solver });
  });
});
