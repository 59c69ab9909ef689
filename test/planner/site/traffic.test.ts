import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { aHall, aSite, aWorkload } from '../../../lib/testing/builders';
import { FactorySpec, planFactory } from '../../standard';
import { moving } from '../moves/move-factories';

describe('the split of requests', () => {
  it('marks both ends of a migration that moves one of several shares', () => {
    const factory = moving({
      sites: { east: aSite(), west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16' }), hall: aHall() },
      workloads: { chat: aWorkload({ shares: { east: 0.5, west: 0.5 } }) },
      migrations: {
        move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, phase: 'shift', shares: [40, 100] },
      },
    });
    const plan = planFactory(FactorySpec.parse(factory), defaultCatalog);
    const targets = plan.traffic?.routes[0]?.targets.map(({ site, move }) => [site, move]);
    expect(targets).toEqual([
      ['west', null],
      ['east', { name: 'move', end: 'from', percent: 60 }],
      ['hall', { name: 'move', end: 'to', percent: 40 }],
    ]);
    const east = plan.sites.find(({ name }) => name === 'east');
    expect(east?.runtime.moves[0]?.watch?.servings.map(({ end }) => end)).toEqual(['from']);
  });
});
