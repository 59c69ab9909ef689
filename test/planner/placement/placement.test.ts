import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWorkloads } from '../../../lib/planner/placement';
import { limitsOf, withLimit, withPool } from '../../../lib/planner/placement/limits';
import type { BindingLimit, Placement, PlacementProblem } from '../../../lib/planner/placement/problem';
import { highsSolver as solver } from '../../../lib/solver/highs';
import { judge } from './judge';
import { randomProblem } from './random-problem';

const place = (problem: PlacementProblem): Placement => placeWorkloads(problem, { solver });

describe('placement against CBC', () => {
  it('is optimal on random factories, and infeasible exactly where CBC says so', () => {
    const seeds = Array.from({ length: Number(process.env['SEEDS'] ?? 160) }, (_, seed) => seed + 1);
    const verdicts = { optimal: 0, infeasible: 0 };
    for (const seed of seeds) {
      const problem = randomProblem(seed, { sites: 3, pools: 3, workloads: 4 });
      const placement = place(problem);
      const verdict = judge(problem);
      if (verdict === 'infeasible') {
        expect({ seed, infeasible: placement.infeasible !== null }).toEqual({ seed, infeasible: true });
        verdicts.infeasible++;
      } else {
        expect({ seed, infeasible: placement.infeasible, method: placement.quality.method }).toEqual({
          seed,
          infeasible: null,
          method: 'exact',
        });
        expect(
          Math.abs(placement.objective - verdict.objective),
          `seed ${seed}: ${placement.objective} against ${verdict.objective}`,
        ).toBeLessThanOrEqual(1e-6 * Math.abs(verdict.objective) + 1e-6);
        verdicts.optimal++;
      }
    }
    expect(verdicts.optimal).toBeGreaterThan(seeds.length / 3);
    expect(verdicts.infeasible).toBeGreaterThan(seeds.length / 20);
  });
});

const small = (seed: number): PlacementProblem => randomProblem(seed, { sites: 3, pools: 2, workloads: 3 });
const seed = fc.integer({ min: 1, max: 100_000 });

/** The question with as much more of a limit as a shadow price is stated for. */
function eased(problem: PlacementProblem, { path, more }: BindingLimit): PlacementProblem {
  const limit = problem.limits.find((each) => each.path === path);
  if (limit !== undefined) return withLimit(problem, path, limit.most + more.value);
  const [, site = '', , pool = ''] = path.split('.');
  const own = problem.pools.find((each) => each.site === site && each.pool === pool);
  return withPool(problem, site, pool, (own?.maxNodes ?? Number.NaN) + more.value);
}

describe('shadow prices', () => {
  it('are what a placement with the eased limit saves, as CBC finds too', () => {
    let asked = 0;
    fc.assert(
      fc.property(seed, (drawn) => {
        const problem = small(drawn);
        const placement = place(problem);
        for (const binding of placement.binding) {
          const verdict = judge(eased(problem, binding));
          if (verdict === 'infeasible') throw new Error(`${binding.path} is eased and nothing fits any more`);
          const saving = placement.objective - verdict.objective;
          expect(Math.abs(saving - binding.saves.value)).toBeLessThanOrEqual(2e-5 * placement.objective);
          expect(binding.saves.value).toBeGreaterThan(0);
          asked++;
        }
      }),
      { numRuns: 120, seed: 4 },
    );
    expect(asked).toBeGreaterThan(5);
  });

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
});

describe('a conflict', () => {
  it('is smallest: its limits alone admit no placement, and without any one of them there is one', () => {
    let seen = 0;
    fc.assert(
      fc.property(seed, (drawn) => {
        const problem = small(drawn);
        const { infeasible } = place(problem);
        const limits = limitsOf(problem);
        const named = limits.filter((limit) => infeasible?.some((each) => each.path === limit.path));
        if (infeasible === null || named.length === 0) return;
        seen++;
        expect(named.map((each) => each.path)).toEqual(infeasible.map((each) => each.path));
        const only = (kept: readonly (typeof limits)[number][]): PlacementProblem =>
          limits.filter((limit) => !kept.includes(limit)).reduce((each, limit) => limit.lift(each), problem);
        expect(judge(only(named))).toBe('infeasible');
        for (const limit of named) {
          expect(judge(only(named.filter((each) => each !== limit))), limit.path).not.toBe('infeasible');
        }
      }),
      { numRuns: 80, seed: 5 },
    );
    expect(seen).toBeGreaterThan(8);
  });
});
