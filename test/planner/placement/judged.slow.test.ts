import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWorkloads } from '../../../lib/planner/placement';
import { limitsOf, withLimit, withPool } from '../../../lib/planner/placement/limits';
import type { BindingLimit, Placement, PlacementProblem } from '../../../lib/planner/placement/problem';
import { highsSolver as solver } from '../../../lib/solver/highs';
import { judge } from './judge';
import { largeProblem } from './large-problem';
import { randomProblem } from './random-problem';
import { SHAPES, variedProblem } from './varied-problem';

const place = (problem: PlacementProblem, effort = 1): Placement => placeWorkloads(problem, { solver, effort });
const boundOf = ({ objective, quality }: Placement): number => objective * (1 - quality.gap);

const small = (seed: number): PlacementProblem => randomProblem(seed, { sites: 3, pools: 2, workloads: 3 });
const seed = fc.integer({ min: 1, max: 100_000 });

describe('placement against CBC', () => {
  it('is optimal on random factories, and infeasible exactly where CBC says so', () => {
    const seeds = Array.from({ length: Number(process.env['SEEDS'] ?? 160) }, (_, index) => index + 1);
    const verdicts = { optimal: 0, infeasible: 0 };
    for (const each of seeds) {
      const problem = randomProblem(each, { sites: 3, pools: 3, workloads: 4 });
      const placement = place(problem);
      const verdict = judge(problem);
      if (verdict === 'infeasible') {
        expect({ seed: each, infeasible: placement.infeasible !== null }).toEqual({ seed: each, infeasible: true });
        verdicts.infeasible++;
        continue;
      }
      verdicts.optimal++;
      expect({ seed: each, infeasible: placement.infeasible }).toEqual({ seed: each, infeasible: null });
      expect(placement.quality.method).toBe('exact');
      expect(Math.abs(placement.objective - verdict.objective) / Math.max(1, verdict.objective)).toBeLessThan(1e-6);
    }
    expect(verdicts.optimal).toBeGreaterThan(seeds.length / 4);
    expect(verdicts.infeasible).toBeGreaterThan(seeds.length / 20);
  });
});

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
      { numRuns: 200, seed: 4 },
    );
    expect(asked).toBeGreaterThan(5);
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
    expect(seen).toBeGreaterThan(5);
  });
});

describe('a placement that is hard to prove best', () => {
  const size = { sites: 10, workloads: 3 };

  it.each(SHAPES.filter((shape) => shape !== 'lost-site'))('of %s is close to what CBC finds', (shape) => {
    let compared = 0;
    for (const each of [1, 2, 3, 4, 5, 6]) {
      const problem = variedProblem(each, shape, size);
      const verdict = judge(problem, { gap: 5e-3 });
      if (verdict === 'infeasible') continue;
      const placement = place(problem);
      expect(placement.infeasible, `seed ${each}`).toBeNull();
      expect(placement.objective, `seed ${each}`).toBeLessThanOrEqual(verdict.objective * 1.01);
      // What CBC ends with may be above the optimum by its tolerance.
      expect(placement.objective, `seed ${each}`).toBeGreaterThanOrEqual(verdict.objective * (1 - 5e-3 - 1e-6));
      expect(boundOf(placement), `seed ${each}`).toBeLessThanOrEqual(verdict.objective * (1 + 1e-6));
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('has a bound below what CBC finds, whatever limits, shares and losses there are, however little is done', () => {
    let compared = 0;
    const problems = [
      ...Array.from({ length: 60 }, (_, each) => randomProblem(each, { sites: 4, pools: 2, workloads: 3 })),
      ...SHAPES.flatMap((shape) => [1, 2, 3].map((each) => variedProblem(each, shape, { sites: 5, workloads: 2 }))),
      ...[3, 4, 5].map((each) => largeProblem(each, { sites: 6, workloads: 3 })),
    ];
    for (const problem of problems) {
      const placement = place(problem, 0.01);
      if (placement.infeasible !== null) continue;
      const verdict = judge(problem, { gap: 1e-3 });
      if (verdict === 'infeasible') throw new Error('CBC finds no placement');
      expect(placement.objective).toBeGreaterThanOrEqual(verdict.objective * (1 - 1e-3 - 1e-6));
      expect(boundOf(placement)).toBeLessThanOrEqual(verdict.objective * (1 + 1e-6));
      compared++;
    }
    expect(compared).toBeGreaterThan(30);
  });
});
