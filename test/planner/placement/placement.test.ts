import { describe, expect, it } from 'vitest';
import { placeWorkloads } from '../../../lib/planner/placement';
import { fits } from '../../../lib/planner/placement/place';
import type { Placement, PlacementProblem } from '../../../lib/planner/placement/problem';
import type { Solver } from '../../../lib/planner/placement/solver';
import { highsSolver } from '../../../lib/solver/highs';
import { largeProblem } from './large-problem';
import { randomProblem } from './random-problem';
import { variedProblem } from './varied-problem';

const place = (problem: PlacementProblem, effort = 1): Placement =>
  placeWorkloads(problem, { solver: highsSolver, effort });

/** HiGHS with what it was asked. */
function counted() {
  const asked = { whole: 0, relaxed: 0, largest: 0, iterations: 0 };
  const solver: Solver = {
    solveInteger: (program, limits) => {
      asked.whole++;
      asked.largest = Math.max(asked.largest, program.cost.length);
      asked.iterations += limits.iterations;
      return highsSolver.solveInteger(program, limits);
    },
    solveRelaxed: (program) => {
      asked.relaxed++;
      asked.largest = Math.max(asked.largest, program.cost.length);
      return highsSolver.solveRelaxed(program);
    },
  };
  return { solver, asked };
}

/** Questions side by side that share nothing. */
function beside(problems: readonly PlacementProblem[]): PlacementProblem {
  const [first] = problems;
  if (first === undefined) throw new Error('there are problems');
  const named = problems.map((problem, index): PlacementProblem => {
    const at = (site: string): string => `${site}-${index}`;
    return {
      ...problem,
      sites: problem.sites.map(at),
      pools: problem.pools.map((pool) => ({ ...pool, site: at(pool.site) })),
      limits: problem.limits.map((limit) => ({ ...limit, path: `${limit.path}-${index}`, site: at(limit.site) })),
      workloads: problem.workloads.map((workload) => ({
        ...workload,
        name: `${workload.name}-${index}`,
        shares: null,
        options: workload.options.map((option) => ({ ...option, site: at(option.site) })),
      })),
    };
  });
  return {
    ...first,
    sites: named.flatMap(({ sites }) => sites),
    pools: named.flatMap(({ pools }) => pools),
    limits: named.flatMap(({ limits }) => limits),
    workloads: named.flatMap(({ workloads }) => workloads),
  };
}

const stuck: Solver = {
  solveInteger: () => {
    throw new Error('the solver is asked');
  },
  solveRelaxed: () => {
    throw new Error('the solver is asked');
  },
};

describe('the work of a placement', () => {
  /** One workload on one pool of each site: nothing to choose. */
  const single = (problem: PlacementProblem): PlacementProblem => ({
    ...problem,
    sitesThatMayFail: 0,
    workloads: problem.workloads.slice(0, 1).map((each) => ({
      ...each,
      shares: null,
      options: each.options.filter(({ rejected }) => rejected === null).slice(0, 1),
    })),
  });
  const usual = largeProblem(4, { sites: 8, workloads: 2 });

  it('asks no solver where there is nothing to choose', () => {
    const problem = beside(
      [1, 2, 3].map((seed) => {
        const problem = variedProblem(seed, 'racks', { sites: 2, workloads: 1 });
        return single({ ...problem, limits: [], pools: problem.pools.map((pool) => ({ ...pool, maxNodes: null })) });
      }),
    );
    const placement = placeWorkloads(problem, { solver: stuck });
    expect(placement.infeasible).toBeNull();
    expect(placement.assignments).toHaveLength(3);
    expect(placement.quality).toEqual({ method: 'exact', gap: 0 });
    expect(() => placeWorkloads(usual, { solver: stuck })).toThrow('the solver is asked');
  });

  it('is that of each part alone where workloads share nothing', () => {
    const alone = counted();
    const one = placeWorkloads(usual, { solver: alone.solver });
    const { solver, asked } = counted();
    const placement = placeWorkloads(beside([usual, usual, usual]), { solver });
    expect(placement.objective).toBeCloseTo(3 * one.objective, 6);
    expect(placement.quality).toEqual(one.quality);
    expect(asked.largest).toBe(alone.asked.largest);
    expect(asked.whole).toBeLessThanOrEqual(3 * alone.asked.whole);
  });

  it('solves again at most five times for shadow prices, and never to ask whether workloads fit', () => {
    const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
    let priced = 0;
    for (const seed of seeds) {
      const problem = randomProblem(seed, { sites: 3, pools: 2, workloads: 3 });
      const { solver, asked } = counted();
      const { infeasible, binding } = placeWorkloads(problem, { solver });
      if (infeasible !== null) continue;
      const fit = counted();
      expect(fits(problem, fit.solver)).toBe(true);
      // Three workloads are at most three parts, each solved once and relaxed twice.
      expect(asked.whole).toBeLessThanOrEqual(3 + 5);
      expect(fit.asked.whole).toBeLessThanOrEqual(3);
      expect(fit.asked.relaxed).toBe(0);
      priced += binding.length;
    }
    expect(priced).toBeGreaterThan(0);
  });

  it('is limited by counts that are shared by the parts', () => {
    const hard = variedProblem(3, 'tight-power', { sites: 16, workloads: 8 });
    const one = counted();
    placeWorkloads(hard, { solver: one.solver, effort: 0.2 });
    const many = counted();
    placeWorkloads(beside([hard, hard, hard, hard]), { solver: many.solver, effort: 0.2 });
    expect(one.asked.iterations).toBeGreaterThan(0);
    expect(many.asked.iterations).toBeLessThan(1.5 * one.asked.iterations);
  });
});

describe('a placement', () => {
  it('is the same in any order of the question', () => {
    const problem = largeProblem(2, { sites: 12, workloads: 6 });
    const turned = { ...problem, pools: [...problem.pools].reverse(), workloads: [...problem.workloads].reverse() };
    const [first, second] = [problem, turned].map((each) => place(each, 0.2));
    expect(second).toEqual(first);
  });

  it('is handed to the solver in columns that it accepts, whatever must survive', () => {
    const starts: number[] = [];
    const solver: Solver = {
      ...highsSolver,
      solveInteger: (program, limits) => {
        const { start } = limits;
        if (start === undefined) return highsSolver.solveInteger(program, limits);
        const cost = (each: readonly number[]): number =>
          each.reduce((sum, value, column) => sum + value * (program.cost[column] ?? Number.NaN), 0);
        // With no work but the start, the answer is the start.
        const { values } = highsSolver.solveInteger(program, { start, iterations: 0, anyWillDo: true });
        starts.push(values === null ? Number.NaN : cost(values) / cost(start));
        return highsSolver.solveInteger(program, limits);
      },
    };
    for (const lost of [0, 1, 2]) {
      const drawn = variedProblem(6, 'node-heavy', { sites: 10, workloads: 3 });
      const pools = drawn.pools.map((pool) => ({ ...pool, maxNodes: 40 }));
      const problem = { ...drawn, pools, limits: [], sitesThatMayFail: lost };
      const { infeasible } = placeWorkloads(problem, { solver, effort: 0.1 });
      expect(infeasible, `${lost} lost`).toBeNull();
    }
    expect(starts.length).toBeGreaterThan(3);
    expect(Math.max(...starts)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('names the workloads that found no room in a question without an answer, and places the others', () => {
    const problem = variedProblem(1, 'full-halls', { sites: 100, workloads: 20 });
    const [greedy] = problem.workloads;
    if (greedy === undefined) throw new Error('the problem has workloads');
    const { assignments, infeasible } = place(
      {
        ...problem,
        pools: problem.pools.map((each) => ({ ...each, maxNodes: 4 })),
        workloads: problem.workloads.map((each) =>
          each === greedy ? { ...each, peakRequestsPerSecond: each.peakRequestsPerSecond * 1000, priority: -1 } : each,
        ),
      },
      0.1,
    );
    expect(infeasible?.map(({ path }) => path)).toEqual([`workloads.${greedy.name}`]);
    expect(new Set(assignments.map(({ workload }) => workload)).size).toBe(problem.workloads.length - 1);
  });
});

describe('shadow prices', () => {
  it('are stated in words with the amount and the saving', () => {
    const problem: PlacementProblem = {
      sites: ['frankfurt', 'virginia'],
      limits: [
        {
          path: 'sites.frankfurt.power.itKw',
          site: 'frankfurt',
          kind: 'power',
          feed: null,
          most: 25_000,
          perNode: { h100: 10_000 },
        },
      ],
      pools: [
        { site: 'frankfurt', usdPerHourPerNode: 20 },
        { site: 'virginia', usdPerHourPerNode: 51 },
      ].map((each) => ({
        ...each,
        pool: 'h100',
        acceleratorsPerNode: 8,
        maxNodes: null,
        fixedNodes: null,
        wattsPerNode: 10_000,
        gramsPerHourPerNode: 1000,
      })),
      workloads: [
        {
          name: 'chat',
          peakRequestsPerSecond: 30,
          shares: null,
          priority: 1,
          options: ['frankfurt', 'virginia'].map((site) => ({
            site,
            pool: 'h100',
            rejected: null,
            acceleratorsPerReplica: 8,
            nodesPerReplica: 1,
            requestsPerSecondPerReplica: 10,
            spareReplicas: 0,
            usdPerHourPerReplica: 1,
            wattsPerReplica: 1,
            gramsPerHourPerReplica: 1,
          })),
        },
      ],
      minimise: 'cost',
      sitesThatMayFail: 0,
    };
    expect(place(problem).binding).toEqual([
      {
        path: 'sites.frankfurt.power.itKw',
        words: '5 kW more at frankfurt would save $31/h',
        more: { value: 5000, unit: 'W' },
        saves: { value: 31, unit: 'USD/h' },
      },
    ]);
  });

  it('of a placement that is not proven best are those of the relaxation, and say so', () => {
    const problem = variedProblem(3, 'tight-power', { sites: 24, workloads: 5 });
    const { binding, nodes, quality } = place(problem, 0.05);
    expect(quality.method).toBe('bounded');
    expect(binding.length).toBeGreaterThan(0);
    for (const { path, words, basis, saves } of binding) {
      expect(basis).toBe('relaxation');
      expect(words).toMatch(/^.+ more .*at site-\d+ would save about \$[\d.]+\/h, by the prices of the relaxation$/);
      expect(saves.value).toBeGreaterThan(0);
      // Nothing is named that has room for another node of the largest kind there.
      const limit = problem.limits.find((each) => each.path === path);
      if (limit === undefined) continue;
      const used = nodes.reduce(
        (sum, each) => (each.site === limit.site ? sum + each.nodes * (limit.perNode[each.pool] ?? 0) : sum),
        0,
      );
      expect(used + Math.max(...Object.values(limit.perNode))).toBeGreaterThan(limit.most);
    }
  });
});
