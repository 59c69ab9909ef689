import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divide } from '../../../lib/planner/site/queues';
import { aPool } from '../../../lib/testing/builders';
import { plan, region } from '../factories';

const queues = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 4 }),
    share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  }),
  { selector: (queue) => queue.name, minLength: 1, maxLength: 6 },
);
const sum = (parts: Map<string, number>) => [...parts.values()].reduce((a, b) => a + b, 0);

describe('dealing accelerators to queues', () => {
  it('never deals more than there are, and whole ones only', () => {
    fc.assert(
      fc.property(queues, fc.nat(4096), (all, total) => {
        const parts = divide(all, total);
        expect(sum(parts)).toBeLessThanOrEqual(total);
        for (const part of parts.values()) expect(Number.isInteger(part) && part >= 0).toBe(true);
      }),
    );
  });

  it('deals all of them where some queue takes what is left', () => {
    fc.assert(
      fc.property(queues, fc.nat(4096), (all, total) => {
        fc.pre(all.some((queue) => queue.share === undefined));
        expect(sum(divide(all, total))).toBe(total);
      }),
    );
  });

  it('deals the same whatever the order of the queues', () => {
    fc.assert(
      fc.property(queues, fc.nat(4096), (all, total) => {
        expect(Object.fromEntries(divide([...all].reverse(), total))).toEqual(Object.fromEntries(divide(all, total)));
      }),
    );
  });
});

describe('the quota of a pool', () => {
  it('has processors and memory where the machine row has none', () => {
    const [site] = plan({
      sites: { east: region({ pools: { train: aPool({ machine: 'trn2.3xlarge', count: 2 }) } }) },
      workloads: {},
    }).sites;
    const [quota] = site?.runtime.queues[0]?.quotas ?? [];
    expect(site?.pools[0]?.vcpu).toBeNull();
    expect(quota?.resources.slice(0, 2).map(({ name, nominal }) => [name, nominal])).toEqual([
      ['cpu', '32'],
      ['memory', '128Gi'],
    ]);
  });
});
