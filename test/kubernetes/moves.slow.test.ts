import { describe, expect, it } from 'vitest';
import type { FactoryInput } from '../../lib/spec/factory';
import { aHall, aPool, aSite, aWorkload, synthFactory } from '../../lib/testing';
import { moving } from '../planner/moves/move-factories';
import { sites } from '../testing/factories';

type Migration = NonNullable<FactoryInput['migrations']>[string];
interface Precondition {
  readonly condition: string;
  readonly error_message: string;
}

/** Preconditions of every resource of a stack, by the name of the resource. */
function refusals(stack: string, changes: Partial<Migration>, factory: Partial<FactoryInput> = {}): string[] {
  const built = synthFactory(
    moving({
      ...factory,
      migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, ...changes } },
    }),
    { sites },
  );
  return built.stack(stack).objects.flatMap(({ values }) => {
    const lifecycle = values['lifecycle'] as { precondition?: readonly Precondition[] } | undefined;
    return (lifecycle?.precondition ?? []).map((each) => `${each.condition} else ${each.error_message}`);
  });
}

/** Every refusal says what to do: a command, or what to wait for, change or apply. */
const says = /ai-factory migrate (status|back)|Apply the traffic stack/;

describe('the guards of a move', () => {
  it('refuse a phase that is not next to the recorded one, at both ends', () => {
    for (const stack of ['test-east-workloads', 'test-hall-workloads']) {
      const [step] = refusals(stack, { phase: 'warm' });
      // Warm is the third stop; without a record a world is before the first.
      expect(step).toMatch(/abs\(try\(coalesce\(tonumber\(.*\.ordinal\), 0\), 0\) - 2\) <= 1/);
      expect(step).toContain('phases are taken one at a time');
      expect(step).toMatch(says);
    }
  });

  it('take a world without a record as one before the move, or as one built anew after it', () => {
    const fresh = (phase: 'planned' | 'prepare' | 'retire' | 'soak') =>
      /\.ordinal\), (\d+)\)/.exec(refusals('test-hall-workloads', { phase })[0] ?? '')?.[1];
    expect([fresh('planned'), fresh('prepare'), fresh('soak'), fresh('retire')]).toEqual(['0', '1', '0', '9']);
  });

  it('refuse to stop servers that still have requests', () => {
    expect(refusals('test-east-workloads', { phase: 'drain' }).join('\n')).toMatch(
      /\.share\), 0\), 0\) == 100\} else .*would stop servers here.*it must take 100% first. Apply the traffic stack/,
    );
    expect(refusals('test-hall-workloads', { phase: 'prepare' }).join('\n')).toMatch(
      /== 0\} else .*it must take 0% first/,
    );
    expect(refusals('test-hall-workloads', { phase: 'shift' })).toHaveLength(1);
  });

  it('refuse a share that ready servers do not cover, and let one fall without them', () => {
    const told = refusals('test-traffic', { phase: 'shift', step: 1 });
    const [cover] = told.filter((each) => each.includes('at hall has'));
    expect(cover).toMatch(/>= 25 \|\| try\(coalesce\(tonumber\(.*status\.readyReplicas\), 0\), 0\) >= \d+\}/);
    expect(cover).toMatch(says);
    // The source is asked as well: a step back gives it more.
    expect(told.some((each) => each.includes('(100 - ') && each.includes('at east has'))).toBe(true);
  });

  it('refuse a share that is not next to the applied one', () => {
    const told = refusals('test-traffic', { phase: 'shift', step: 2 }).filter((each) => each.includes('one at a time'));
    expect(told[0]).toContain('for each in [0, 5, 25, 50, 100] : each if');
    expect(told[0]).toMatch(says);
  });

  it('refuse a target whose capacity is over at the time of the plan, by the clock of Terraform and not of synthesis', () => {
    const ending = {
      sites: {
        east: aSite(),
        hall: aHall(),
        west: aSite({
          region: 'us-west-2',
          addressRange: '10.48.0.0/16',
          zones: ['us-west-2a', 'us-west-2b'],
          pools: {
            serve: aPool({
              zones: ['us-west-2a'],
              capacity: { type: 'reservation', id: 'cr-0123456789abcdef0', endsAt: '2027-03-01T11:30:00Z' },
            }),
          },
        }),
      },
    };
    const told = refusals('test-west-workloads', { phase: 'warm', to: { site: 'west' } }, ending).join('\n');
    expect(told).toContain('timecmp(plantimestamp(), "2027-03-01T11:30:00Z") < 0');
    expect(told).toContain('Extend or replace the reservation');
    expect(refusals('test-west-workloads', { phase: 'planned', to: { site: 'west' } }, ending).join()).not.toContain(
      'timecmp',
    );
  });

  it('refuse inside a site a share of the route that the second version does not cover', () => {
    const told = refusals('test-east-workloads', {
      phase: 'shift',
      step: 1,
      to: { site: 'east', revision: 'v2' },
    }).join('\n');
    expect(told).toMatch(/each.name == "chat-v2"\]\[0\], 0\) >= 25 \|\| .* ready replicas and needs \d+ for 25%/);
  });

  it('are two to one who step at once: a lock on the state, and the record of the first for the plan of the second', () => {
    const built = synthFactory(
      moving({
        workloads: { chat: aWorkload() },
        terraform: { backend: { type: 's3', bucket: 'states', region: 'us-east-1' } },
        migrations: {
          move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, phase: 'shift', step: 1 },
        },
      }),
      { sites },
    );
    for (const stack of Object.values(built.stacks)) {
      expect(stack.json.terraform?.['backend']).toMatchObject({ s3: { use_lockfile: true } });
    }
    // The record is written after the split, and each plan reads it from the cluster: no copy in a state can be stale.
    const records = built
      .stack('test-traffic')
      .objects.filter(({ values }) => JSON.stringify(values).includes('move-move-traffic'));
    const [written] = records.filter((each) => each.mode === 'resource');
    expect(JSON.stringify(written?.values['depends_on'])).toContain('aws_route53_record');
    expect(records.some((each) => each.mode === 'data')).toBe(true);
  });
});
