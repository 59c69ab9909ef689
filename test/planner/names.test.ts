import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedName, siteNames } from '../../lib/planner/names';

const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,28}[a-z0-9]$/);

describe('names', () => {
  it('stay within their limit and keep their characters', () => {
    fc.assert(
      fc.property(part, part, fc.integer({ min: 16, max: 63 }), (a, b, max) => {
        const name = boundedName([a, b], max);
        expect(name.length).toBeLessThanOrEqual(max);
        expect(name).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
      }),
    );
  });

  it('differ for sites whose long names begin alike', () => {
    const long = 'factory-with-a-very-long-name';
    expect(siteNames(long, 'north-of-everything-one').balancer).not.toBe(
      siteNames(long, 'north-of-everything-two').balancer,
    );
  });
});
