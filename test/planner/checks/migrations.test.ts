import { describe, expect, it } from 'vitest';
import type { FactoryInput } from '../../../lib/spec/factory';
import { aWorkload } from '../../../lib/testing/builders';
import { errors } from '../factories';
import { moving } from '../moves/move-factories';

type Migration = NonNullable<FactoryInput['migrations']>[string];

const move = (changes: Partial<Migration>, factory: Partial<FactoryInput> = {}): string[] =>
  errors(
    moving({
      ...factory,
      migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, ...changes } },
    }),
  ).filter((line) => line.includes('migrations.move'));

describe('a migration that cannot be stepped', () => {
  it('is sound as the builder states it', () => {
    expect(move({})).toEqual([]);
  });
  it('names a site, a pool, a model or a workload that is not there', () => {
    expect(
      move({ workloads: ['chta'], from: { site: 'eats' }, to: { site: 'hall', pool: 'sreve', model: 'llama-9' } }),
    ).toMatchInlineSnapshot(`
      [
        "error  unknown-site  migrations.move.from.site: site "eats" is not defined; defined sites: east, hall; correct the name or add the site",
        "error  unknown-model  migrations.move.to.model: no row for "llama-9" in models; nearest: llama-2-7b, llama-2-13b, llama-2-70b; correct the name or add a row under \`catalog.models\`",
        "error  unknown-pool  migrations.move.to.pool: pool "sreve" is not at hall, which has serve; correct the name",
        "error  unknown-workload  migrations.move.workloads.0: workload "chta" is not defined; defined workloads: chat; correct the name or add the workload",
      ]
    `);
  });
  it('has shares that fall, repeat or end early', () => {
    expect(move({ shares: [25, 5, 50] })).toMatchInlineSnapshot(`
      [
        "error  shares-not-increasing  migrations.move.shares.1: 5 follows 25; each share is larger than the one before",
        "error  shares-not-whole  migrations.move.shares.2: the last share is 50, and the source drains only when it has no requests; end with 100",
      ]
    `);
  });
  it('stands at a step that its shares do not have', () => {
    expect(move({ phase: 'shift', step: 4 })).toMatchInlineSnapshot(`
      [
        "error  step-beyond-shares  migrations.move.step: step 4 of 4 shares; use 0 to 3",
      ]
    `);
  });
  it('moves a workload that another one moves', () => {
    const other = { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' } };
    expect(errors(moving({ migrations: { first: other, second: other } }))).toMatchInlineSnapshot(`
      [
        "error  workload-moves-twice  migrations.second.workloads.0: chat is moved by first too, and a workload makes one move at a time; end that one first",
      ]
    `);
  });
  it('stays at its site without another revision', () => {
    expect(move({ to: { site: 'east' } })).toMatchInlineSnapshot(`
      [
        "error  move-onto-itself  migrations.move.to.revision: chat would be served under one name twice at east; state a revision that differs from none",
      ]
    `);
  });
  it('leads out of the sites that the workload may run at', () => {
    expect(move({}, { workloads: { chat: aWorkload({ sites: ['east'] }) } })).toMatchInlineSnapshot(`
      [
        "error  move-outside-sites  migrations.move.to.site: chat may run at east and not at hall; add hall to workloads.chat.sites, or name another site",
      ]
    `);
  });
  it('moves a share that is not there, or onto one that is', () => {
    expect(move({}, { workloads: { chat: aWorkload({ shares: { hall: 1 } }) } })).toMatchInlineSnapshot(`
      [
        "error  move-without-share  migrations.move.from.site: the shares of chat give east nothing, so nothing would move; name a site with a share",
        "error  move-onto-share  migrations.move.to.site: chat is served at hall already by its shares; change the shares instead, or move to another site",
      ]
    `);
  });
  it('has no front door between its sites', () => {
    expect(move({}, { traffic: undefined })).toMatchInlineSnapshot(`
      [
        "error  move-without-traffic  migrations.move.to.site: the factory states no traffic, so nothing splits requests between two sites; add traffic with a domain",
      ]
    `);
  });
});
