import { describe, expect, it } from 'vitest';
import { aHall, aSite, aWorkload } from '../../../lib/testing/builders';
import { errors } from '../factories';
import { moving } from '../moves/move-factories';

const unstated = { ...aHall(), entry: {} };
const found = (changes: object): string[] => errors(changes).filter((line) => line.includes('entry-without-hostname'));
const dns = { domain: 'llm.example.com', zoneId: 'Z1' };

describe('the address of a site', () => {
  it('is stated, if a front door of a cloud sends requests to it', () => {
    const sites = { east: aSite(), hall: unstated };
    const stays = { chat: aWorkload({ sites: ['east'] }) };
    expect(found({ ...moving({}), sites, workloads: stays, migrations: {}, traffic: dns })).toEqual([]);
    expect(found({ ...moving({}), sites, traffic: dns })).toMatchInlineSnapshot(`
      [
        "error  entry-without-hostname  migrations.move: the move breaks a rule at warm to retire, at sites.hall.entry.hostname: the front door route53 sends requests for chat to hall, whose address it does not know; state the DNS name at which the gateway of hall answers",
      ]
    `);
  });

  it('is stated, if the gateway of another site sends requests to it', () => {
    const sites = { east: aSite(), hall: aHall() };
    const traffic = { domain: 'llm.example.com', frontDoor: 'http-route', site: 'hall' };
    expect(found({ ...moving({}), sites, traffic })).toMatchInlineSnapshot(`
      [
        "error  entry-without-hostname  sites.east.entry.hostname: the front door http-route sends requests for chat to east, whose address it does not know; state the DNS name at which the gateway of east answers",
      ]
    `);
    expect(
      found({ ...moving({}), sites: { ...sites, east: aSite({ entry: { hostname: 'east.example.com' } }) }, traffic }),
    ).toEqual([]);
  });
});
