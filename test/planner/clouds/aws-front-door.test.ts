import { describe, expect, it } from 'vitest';
import { aHall, aSite } from '../../../lib/testing/builders';
import { errors } from '../factories';
import { moving } from '../moves/move-factories';

const found = (sites: object): string[] =>
  errors(
    moving({
      sites: { east: aSite(), ...sites },
      traffic: { domain: 'llm.example.com', zoneId: 'Z1', frontDoor: 'global-accelerator' },
      migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' } } },
    }),
  ).filter((line) => line.includes('front-door-outside-aws'));

describe('Global Accelerator', () => {
  it('is refused before a migration starts, if its target is outside AWS', () => {
    expect(found({ hall: aHall() })).toMatchInlineSnapshot(`
      [
        "error  front-door-outside-aws  migrations.move: the move breaks a rule at warm to retire, at traffic.frontDoor: Global Accelerator sends no requests to hall, which is reached by its host name and not by a load balancer of AWS; use route53",
      ]
    `);
  });

  it('takes a second region', () => {
    expect(found({ hall: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16' }) })).toEqual([]);
  });
});
