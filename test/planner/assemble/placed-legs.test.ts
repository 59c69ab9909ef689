import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { joinPlacement } from '../../../lib/planner/assemble/placed-legs';
import { trafficPercents } from '../../../lib/planner/assemble/traffic-percents';
import { FactorySpec, placeFactory } from '../../standard';
import { moving } from '../moves/move-factories';

const placed = (phase: 'planned' | 'warm') => {
  const migrations = { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, phase } };
  return placeFactory(FactorySpec.parse(moving({ migrations })), defaultCatalog);
};

describe('a joined placement', () => {
  it('has both ends of a move in every phase, and those with nodes as present', () => {
    const legs = (phase: 'planned' | 'warm') => {
      const { factory, choices, placement } = placed(phase);
      const { all, present } = joinPlacement(factory, choices, placement);
      return [all, present].map((each) => each.map(({ leg, site, pool }) => `${leg.id} ${site.name}/${pool.name}`));
    };
    const both = ['chat east/serve', 'chat@move hall/serve'];
    expect(legs('planned')).toEqual([both, ['chat east/serve']]);
    expect(legs('warm')).toEqual([both, both]);
  });

  it('is an internal error if the placement names a leg that the factory does not have', () => {
    const { factory, choices } = placed('warm');
    const assignments = [{ workload: 'other', site: 'east', pool: 'serve', replicas: 1, requestsPerSecond: 1 }];
    expect(() => joinPlacement(factory, choices, { assignments })).toThrow('no leg other: this is a bug');
  });
});

describe('traffic in whole percent', () => {
  it('adds up to 100, each within one of its exact share', () => {
    const rates = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rates, (all) => {
        const total = all.reduce((sum, each) => sum + each, 0);
        const weights = trafficPercents(
          all.map((requestsPerSecond, at) => ({ site: `${at}`, pool: 'a', requestsPerSecond })),
        );
        expect(weights.reduce((sum, each) => sum + each, 0)).toBe(100);
        weights.forEach((weight, at) => {
          expect(Math.abs(weight - ((all[at] ?? Number.NaN) / total) * 100)).toBeLessThan(1 + 1e-6);
        });
      }),
    );
  });
});
