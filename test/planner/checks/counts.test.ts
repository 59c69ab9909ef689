import { describe, expect, it } from 'vitest';
import { aPool } from '../../../lib/testing/builders';
import { errors, region } from '../factories';

const conflicts = (changes: Parameters<typeof region>[0]) =>
  errors({ sites: { east: region(changes) } }).filter((line) => line.includes('counts-conflict'));

describe('counts of nodes', () => {
  it('are refused if a maximum is below what is stated', () => {
    expect(
      conflicts({
        system: { minCount: 5, maxCount: 4 },
        pools: { serve: aPool({ count: 4, maxCount: 2 }) },
      }),
    ).toEqual([
      'error  counts-conflict  sites.east.pools.serve.maxCount: found 2, below count 4; use at least 4, or lower `count`',
      'error  counts-conflict  sites.east.system.minCount: found 5, above maxCount 4; use at most 4, or raise `system.maxCount`',
    ]);
  });

  it('may be equal', () => {
    expect(
      conflicts({ system: { minCount: 4, maxCount: 4 }, pools: { serve: aPool({ count: 4, maxCount: 4 }) } }),
    ).toEqual([]);
  });
});
