import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../lib/catalog/catalog';
import type { FactoryPlan } from '../../lib/planner/plan';
import { isSound, planFactory } from '../../lib/planner/plan-factory';
import { type FactoryInput, FactorySpec } from '../../lib/spec/factory';
import { aFactory, aHall, aPool, aSite, aWorkload, type WorkloadInput } from '../../lib/testing/builders';

const plan = (input: FactoryInput): FactoryPlan => planFactory(FactorySpec.parse(input), defaultCatalog);

const accelerators = (planned: FactoryPlan): number =>
  planned.workloads.flatMap((each) => each.sites).reduce((sum, each) => sum + each.accelerators, 0);

const one = (changes: Partial<WorkloadInput> = {}): FactoryInput =>
  aFactory({ workloads: { chat: aWorkload(changes) } });

const demand = (requestsPerSecond: number) => ({ requestsPerSecond, inputTokens: 1000, outputTokens: 300 });
const rate = fc.integer({ min: 1, max: 200 });

describe('laws of the plan', () => {
  it('more demand never needs fewer GPUs', () => {
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((each) => plan(one({ demand: demand(each) })));
        if (less === undefined || more === undefined) return;
        expect(accelerators(more)).toBeGreaterThanOrEqual(accelerators(less));
        expect(more.cost.usdPerHour).toBeGreaterThanOrEqual(less.cost.usdPerHour);
      }),
      { numRuns: 60 },
    );
  });

  it('a tighter objective never lowers cost', () => {
    const objective = fc.integer({ min: 15, max: 120 });
    let compared = 0;
    fc.assert(
      fc.property(rate, objective, objective, (requests, a, b) => {
        const [tight, loose] = [Math.min(a, b), Math.max(a, b)].map((interTokenMs) =>
          plan(one({ demand: demand(requests), objectives: { ttftMs: 2000, interTokenMs } })),
        );
        if (tight === undefined || loose === undefined || !isSound(tight)) return;
        compared++;
        expect(isSound(loose)).toBe(true);
        expect(tight.cost.usdPerHour).toBeGreaterThanOrEqual(loose.cost.usdPerHour - 0.01);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it('power is the sum over pools and grows with their count', () => {
    const count = fc.integer({ min: 1, max: 12 });
    const hall = (first: number, second: number) => {
      const pool = (nodes: number) => aPool({ machine: 'dgx-h200', count: nodes });
      return plan(aFactory({ sites: { hall: aHall({ pools: { a: pool(first), b: pool(second) } }) } })).sites[0]?.power;
    };
    fc.assert(
      fc.property(count, count, (a, b) => {
        const power = hall(a, b);
        const more = hall(a + 1, b);
        expect(power?.itPeakW).toBeCloseTo(power?.pools.reduce((sum, each) => sum + each.itPeakW, 0) ?? Number.NaN, 3);
        expect(more?.itPeakW).toBeGreaterThan(power?.itPeakW ?? Number.NaN);
        expect(more?.facilityPeakW).toBeGreaterThan(power?.facilityPeakW ?? Number.NaN);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for any order of its inputs', () => {
    const names = ['alpha', 'beta', 'gamma'];
    const rates = fc.tuple(rate, rate, rate);
    fc.assert(
      fc.property(rates, fc.shuffledSubarray(names, { minLength: 3 }), (drawn, order) => {
        const build = (keys: readonly string[]): FactoryInput =>
          aFactory({
            sites: Object.fromEntries(
              keys
                .slice()
                .filter((key) => key !== 'gamma')
                .map((key) => [
                  key,
                  key === 'alpha' ? aSite() : aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16' }),
                ]),
            ),
            workloads: Object.fromEntries(
              keys.map((key) => [key, aWorkload({ demand: demand(drawn[names.indexOf(key)] ?? 1) })]),
            ),
          });
        expect(plan(build(order))).toEqual(plan(build(names)));
      }),
      { numRuns: 25 },
    );
  });
});
