import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../../lib/catalog/catalog';
import { atStop } from '../../../../lib/planner/moves/at-stop';
import { stopName, stopsOf } from '../../../../lib/planner/moves/stops';
import { placedAs, planPlaced } from '../../../../lib/planner/plan-factory';
import { changedStacks } from '../../../../lib/planner/reports/questions/changed-stacks';
import { type FactoryInput, synthFactory } from '../../../../lib/testing';
import { aPool, aSite, aWorkload } from '../../../../lib/testing/builders';
import { FactorySpec, placeFactory } from '../../../standard';
import { sites } from '../../../testing/factories';
import { moving } from '../../moves/move-factories';

const kinds: readonly (readonly [string, FactoryInput])[] = [
  ['from a region to a hall', moving()],
  [
    'between regions',
    moving({ sites: { east: aSite(), hall: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16' }) } }),
  ],
  [
    'to another pool of a site',
    moving({
      sites: {
        east: aSite({ pools: { serve: aPool(), next: aPool({ machine: 'p5en.48xlarge', manager: 'karpenter' }) } }),
      },
      workloads: { chat: aWorkload({ pools: ['east/serve'] }) },
      migrations: {
        move: {
          workloads: ['chat'],
          from: { site: 'east', pool: 'serve' },
          to: { site: 'east', pool: 'next', revision: 'b' },
        },
      },
    }),
  ],
];

describe.each(kinds)('a migration %s', (_kind, input) => {
  const spec = FactorySpec.parse(input);
  const migration = spec.migrations['move'];
  if (migration === undefined) throw new Error('the factory moves nothing');
  const placed = placeFactory(spec, defaultCatalog);
  const states = stopsOf(migration).map((stop) => {
    const stated = atStop(spec, 'move', stop);
    const { stacks } = synthFactory({ ...input, migrations: stated.migrations } as FactoryInput, {
      sites,
      policies: [],
    });
    return {
      name: stopName(migration, stop),
      plan: planPlaced(placedAs(placed, stated)),
      texts: Object.fromEntries(Object.values(stacks).map(({ id, text }) => [id, text])),
    };
  });

  const steps = states.slice(1).map((after, index) => {
    const before = states[index];
    if (before === undefined) throw new Error('no stop before');
    const ids = [...new Set([...Object.keys(before.texts), ...Object.keys(after.texts)])];
    return {
      to: after.name,
      listed: changedStacks(before.plan, after.plan),
      changed: ids.filter((id) => before.texts[id] !== after.texts[id]),
    };
  });

  it('lists every stack whose Terraform a step changes', () => {
    expect(steps.every(({ changed }) => changed.length > 0)).toBe(true);
    expect(steps.flatMap(({ listed, changed }) => changed.filter((id) => !listed.includes(id)))).toEqual([]);
  });

  it('lists few others', () => {
    const others = steps.flatMap(({ to, listed, changed }) =>
      listed.filter((id) => !changed.includes(id)).map((id) => `${to}: ${id}`),
    );
    expect(others).toMatchSnapshot();
  });
});
