import { describe, expect, it } from 'vitest';
import { placeWorkloads } from '../../../lib/planner/placement';
import { judge } from './judge';
import { randomProblem } from './random-problem';

describe('placement against HiGHS', () => {
  it('is optimal on random factories, and infeasible exactly where HiGHS says so', async () => {
    const seeds = Array.from({ length: Number(process.env['SEEDS'] ?? 250) }, (_, seed) => seed + 1);
    const verdicts = { optimal: 0, infeasible: 0 };
    for (const seed of seeds) {
      const problem = randomProblem(seed, { sites: 3, pools: 3, workloads: 4 });
      const placement = placeWorkloads(problem);
      const verdict = await judge(problem);
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
