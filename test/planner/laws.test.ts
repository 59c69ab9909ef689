import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../lib/catalog/catalog';
import type { FactoryPlan } from '../../lib/planner/model/plan';
import { isSound } from '../../lib/planner/plan-factory';
import type { FactoryInput } from '../../lib/spec/factory';
import { aFactory, aHall, aPool, aSite, aWorkload, type WorkloadInput } from '../../lib/testing/builders';
import { FactorySpec, planFactory } from '../standard';

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

  it('is feasible by its own checks wherever placement found room under the limits', () => {
    const limits = fc.record({
      itKw: fc.integer({ min: 8, max: 120 }),
      feedKw: fc.integer({ min: 20, max: 300 }),
      airKw: fc.integer({ min: 8, max: 120 }),
      usdPerMonth: fc.integer({ min: 5_000, max: 300_000 }),
      kgPerDay: fc.integer({ min: 20, max: 2_000 }),
      requests: fc.integer({ min: 1, max: 60 }),
    });
    const verdicts = { fits: 0, conflicts: 0 };
    fc.assert(
      fc.property(limits, ({ itKw, feedKw, airKw, usdPerMonth, kgPerDay, requests }) => {
        const hall = aHall({
          power: { itKw, feeds: { a: { kw: feedKw, redundancy: '2N' } }, pue: 1.3, usdPerKwh: 0.16 },
          cooling: { method: 'air', airKw },
          carbon: { kgPerDay },
          pools: { serve: aPool({ machine: 'dgx-h200', capacity: { type: 'owned', usdPerNode: 320_000 } }) },
        });
        const east = aSite({ money: { usdPerMonth } });
        const planned = plan(
          aFactory({ sites: { hall, east }, workloads: { chat: aWorkload({ demand: demand(requests) }) } }),
        );
        const errors = planned.findings.filter((finding) => finding.severity === 'error');
        if (planned.placement.conflict.length === 0) {
          verdicts.fits++;
          expect(errors).toEqual([]);
        } else {
          verdicts.conflicts++;
          expect(errors.map((finding) => finding.code)).toContain('limits-conflict');
        }
      }),
      { numRuns: 80, seed: 3 },
    );
    expect(verdicts.fits).toBeGreaterThan(20);
    expect(verdicts.conflicts).toBeGreaterThan(3);
  });

  it('gives every dollar and every watt once: to a workload or to idle capacity', () => {
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const workloads = { a: aWorkload({ demand: demand(a) }), b: aWorkload({ demand: demand(b) }) };
        const planned = plan(
          aFactory({ sites: { hall: aHall({ addressRange: '10.96.0.0/16' }), east: aSite() }, workloads }),
        );
        const carried = Object.values(planned.cost.workloads).reduce((sum, each) => sum + each.usdPerHour, 0);
        expect(carried + planned.cost.unallocatedUsdPerHour).toBeCloseTo(planned.cost.usdPerHour, 6);
        const idleW = planned.sites.reduce((sum, site) => {
          const idle = planned.cost.sites[site.name]?.idle ?? [];
          const watts = site.power.pools.map(
            (pool) => (idle.find((each) => each.pool === pool.pool)?.nodes ?? 0) * pool.nodeIdleW,
          );
          return sum + watts.reduce((total, each) => total + each, 0) * site.power.pue;
        }, 0);
        const servingKw = Object.values(planned.cost.workloads).reduce((sum, each) => sum + each.kwhPerHour, 0);
        const facilityW = planned.sites.reduce((sum, site) => sum + site.power.facilityTypicalW, 0);
        expect(servingKw * 1000 + idleW).toBeCloseTo(facilityW, 3);
      }),
      { numRuns: 40 },
    );
  });

  it('a lower power cap never raises the peak draw of a node, nor the throughput that is left', () => {
    const cap = fc.integer({ min: 350, max: 750 });
    fc.assert(
      fc.property(cap, cap, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (powerCapW) =>
            plan(aFactory({ sites: { east: aSite({ pools: { serve: aPool({ powerCapW }) } }) } })).sites[0]?.power
              .pools[0],
        );
        expect(low?.nodePeakW).toBeLessThanOrEqual(high?.nodePeakW ?? Number.NaN);
        expect(low?.cap?.prefillShare).toBeLessThanOrEqual(high?.cap?.prefillShare ?? Number.NaN);
        expect(low?.cap?.decodeShare).toBeLessThanOrEqual(high?.cap?.decodeShare ?? Number.NaN);
        expect(high?.cap?.decodeShare).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('a lower power cap never needs fewer GPUs', () => {
    const cap = fc.integer({ min: 350, max: 750 });
    fc.assert(
      fc.property(rate, cap, cap, (requests, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((powerCapW) =>
          plan(
            aFactory({
              sites: { east: aSite({ pools: { serve: aPool({ powerCapW }) } }) },
              workloads: { chat: aWorkload({ demand: demand(requests) }) },
            }),
          ),
        );
        if (low === undefined || high === undefined || !isSound(low)) return;
        expect(accelerators(low)).toBeGreaterThanOrEqual(accelerators(high));
      }),
      { numRuns: 60 },
    );
  });
});
