import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { aPool, aWorkload } from '../../../lib/testing/builders';
import { FactorySpec, planLostSite } from '../../standard';
import { errors, factory, plan, region } from '../factories';

const pools = { h200: aPool({ machine: 'p5en.48xlarge', maxCount: 8 }) };
/** Two sites with a pool of one name. */
const sites = {
  a: region({ pools }),
  b: region({ region: 'us-west-2', addressRange: '10.48.0.0/16', pools }),
};

describe('a reference to a pool', () => {
  it('selects the pool of the site that it names, and no other of that name', () => {
    const at = (reference: string) =>
      plan({ sites, workloads: { chat: aWorkload({ pools: [reference] }) } }).workloads[0]?.sites.map(
        ({ site, pool }) => `${site}/${pool}`,
      );
    expect(at('a/h200')).toEqual(['a/h200']);
    expect(at('b/h200')).toEqual(['b/h200']);
  });

  it('may be the name alone if one site has a pool of it', () => {
    const one = { ...sites, a: region({ pools: { h100: aPool() } }) };
    const workloads = { chat: aWorkload({ pools: ['h200'] }) };
    expect(errors({ sites: one, workloads })).toEqual([]);
    expect(plan({ sites: one, workloads }).workloads[0]?.sites.map(({ site }) => site)).toEqual(['b']);
  });

  it('is refused if several sites have a pool of that name, or none has', () => {
    const tenants = { assistants: {} };
    const queues = { serving: { tenants: ['assistants'], pools: ['h200', 'a/h100'] } };
    const workloads = { chat: aWorkload({ pools: ['h200', 'c/h200', 'h201'] }) };
    expect(errors({ sites, tenants, queues, workloads })).toMatchInlineSnapshot(`
      [
        "error  unknown-pool  queues.serving.pools.1: no pool "a/h100"; the sites have a/h200, b/h200; correct the name or add the pool to a site",
        "error  unknown-pool  workloads.chat.pools.1: no pool "c/h200"; the sites have a/h200, b/h200; correct the name or add the pool to a site",
        "error  unknown-pool  workloads.chat.pools.2: no pool "h201"; the sites have a/h200, b/h200; correct the name or add the pool to a site",
        "error  ambiguous-pool  queues.serving.pools.0: several sites have a pool "h200"; use one or more of a/h200, b/h200",
        "error  ambiguous-pool  workloads.chat.pools.0: several sites have a pool "h200"; use one or more of a/h200, b/h200",
      ]
    `);
  });

  it('gives a queue the accelerators of the pool that it names', () => {
    const tenants = { assistants: {} };
    const queues = { serving: { tenants: ['assistants'], pools: ['b/h200'] } };
    const quotas = plan({ sites, tenants, queues }).sites.map((site) => site.runtime.queues[0]?.quotas.length);
    expect(quotas).toEqual([0, 1]);
  });

  it('leaves a workload without a site if its only pool was at the lost one', () => {
    const workloads = { chat: aWorkload({ pools: ['a/h200'] }), search: aWorkload({ pools: ['a/h200', 'b/h200'] }) };
    const lost = planLostSite(factory({ sites, workloads }), defaultCatalog, 'a');
    expect(lost.workloads.map(({ workload, shedPercent, reason }) => ({ workload, shedPercent, reason }))).toEqual([
      { workload: 'chat', shedPercent: 100, reason: 'it may use pools of a only' },
      { workload: 'search', shedPercent: 0, reason: null },
    ]);
    expect(lost.findings.filter(({ code }) => code !== 'demand-shed')).toEqual([]);
  });

  it('has the form of a name or of two', () => {
    const read = (reference: string) =>
      FactorySpec.safeParse({ ...factory(), workloads: { chat: aWorkload({ pools: [reference] }) } }).success;
    expect(['h200', 'a/h200'].map(read)).toEqual([true, true]);
    expect(['a/', '/h200', 'a/b/c', 'A/h200', 'a.h200', 'constructor'].map(read)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
