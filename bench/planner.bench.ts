import { bench, describe } from 'vitest';
import { defaultCatalog } from '../lib/catalog/catalog';
import { placeWorkloads } from '../lib/planner/placement';
import { largeProblem } from '../test/planner/placement/large-problem';
import { randomProblem } from '../test/planner/placement/random-problem';
import { SHAPES, variedProblem } from '../test/planner/placement/varied-problem';
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

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

describe('placement', () => {
  const small = randomProblem(7, { sites: 3, pools: 3, workloads: 4 });
  bench('3 sites, 4 workloads, exact', () => {
    placeWorkloads(small);
  });

  // What was seen, with HiGHS 1.16 (one thread) beside it after 100 to 120 s: see docs/planning.md.
  const size = { sites: 200, workloads: 50 };
  const cases = [
    { name: 'usual', problem: largeProblem(1, size) },
    ...SHAPES.map((shape) => ({ name: shape, problem: variedProblem(1, shape, size) })),
  ];
  for (const { name, problem } of cases) {
    let told = false;
    bench(
      `200 sites, 50 workloads, ${name} (to be below 10 s, within 1% of a proven bound)`,
      () => {
        const { quality, nodes, objective } = placeWorkloads(problem);
        if (told) return;
        told = true;
        const stand = nodes.reduce((sum, each) => sum + each.nodes, 0);
        process.stdout.write(
          `200 sites, 50 workloads, ${name}: ${stand} nodes, $${objective.toFixed(0)}/h, proven gap ${percent(quality.gap)}\n`,
        );
      },
      { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 },
    );
  }
});
