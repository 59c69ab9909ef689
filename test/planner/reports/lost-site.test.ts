import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { isSound } from '../../../lib/planner/plan-factory';
import { formatLostSite } from '../../../lib/planner/reports/migration/format-migration';
import type { FactoryInput } from '../../../lib/spec/factory';
import { aHall, aPool, aSite, aWorkload, type WorkloadInput } from '../../../lib/testing/builders';
import { FactorySpec, planFactory, planLostSite } from '../../standard';

const demand = (requestsPerSecond: number) => ({ requestsPerSecond, inputTokens: 1000, outputTokens: 300 });

/** Two regions; the second has few nodes. */
const factory = (workloads: Readonly<Record<string, WorkloadInput>>, maxCount: number): FactoryInput => ({
  name: 'test',
  owner: 'team@example.com',
  sites: {
    east: aSite({ pools: { serve: aPool({ maxCount: 20 }) } }),
    west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16', pools: { serve: aPool({ maxCount }) } }),
  },
  workloads,
  traffic: { domain: 'llm.example.com', zoneId: 'Z1' },
});

const lost = (input: FactoryInput, site = 'east') => planLostSite(FactorySpec.parse(input), defaultCatalog, site);

describe('the loss of a site', () => {
  it('sheds nothing where the rest carries everything', () => {
    const plan = lost(factory({ chat: aWorkload({ shares: { east: 1 } }) }, 8));
    // Its shares give the other site nothing: the share of a lost site is taken over only where one is stated.
    expect(plan.workloads[0]?.failsOver.map((each) => each.site)).toEqual(['west']);
    expect(plan.workloads[0]).toMatchObject({ shedPercent: 0, reason: null });
    expect(plan.findings).toEqual([]);
  });

  it('sheds by priority, and of the last only as much as must be', () => {
    const plan = lost(
      factory(
        {
          batch: aWorkload({ priority: 'batch', demand: demand(20) }),
          chat: aWorkload({ priority: 'critical', demand: demand(20) }),
          search: aWorkload({ priority: 'standard', demand: demand(40) }),
        },
        3,
      ),
    );
    const kept = Object.fromEntries(plan.workloads.map((each) => [each.workload, each.shedPercent]));
    expect(kept['chat']).toBe(0);
    expect(kept['batch']).toBe(100);
    expect(kept['search']).toBeGreaterThan(0);
    expect(kept['search']).toBeLessThan(100);
    expect(plan.sites.find((each) => each.site === 'west')?.nodes.after).toBe(3);
  });

  it('does not shed what is not in the way', () => {
    const pools = (serve: number) => ({ serve: aPool({ maxCount: serve }), next: aPool({ machine: 'p5en.48xlarge' }) });
    const input = factory(
      {
        chat: aWorkload({ priority: 'critical', pools: ['east/serve', 'west/serve'], demand: demand(60) }),
        search: aWorkload({ pools: ['west/next'], demand: demand(20), sites: ['west'] }),
      },
      1,
    );
    const plan = lost({
      ...input,
      sites: {
        east: aSite({ pools: pools(20) }),
        west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16', pools: pools(1) }),
      },
    });
    const shed = Object.fromEntries(plan.workloads.map((each) => [each.workload, each.shedPercent]));
    expect(shed['search']).toBe(0);
    expect(shed['chat']).toBeGreaterThan(0);
    expect(plan.workloads.find((each) => each.workload === 'chat')?.reason).toContain(
      'serve at west has at most 1 node',
    );
  });

  it('fills pools up to their most, and says so', () => {
    const input = factory({ chat: aWorkload({ shares: { east: 0.5, west: 0.5 }, demand: demand(60) }) }, 20);
    const plan = lost({
      ...input,
      sites: {
        ...input.sites,
        west: aSite({
          region: 'us-west-2',
          addressRange: '10.48.0.0/16',
          pools: { serve: aPool({ count: 3, maxCount: 8 }) },
        }),
      },
    });
    const [west] = plan.sites;
    expect(plan.workloads[0]?.shedPercent).toBe(0);
    expect(west?.nodes.after).toBeGreaterThan(3);
    expect(plan.workloads[0]?.waits.join()).toContain('launch of nodes');
    expect(plan.toDo[0]).toContain(`sites.west.pools.serve: count: ${west?.nodes.after}`);
  });

  it('sheds nothing for any site where one may fail, and such a factory without room is refused', () => {
    const safe = (maxCount: number) => ({
      ...factory({ chat: aWorkload(), search: aWorkload({ demand: demand(20) }) }, maxCount),
      placement: { sitesThatMayFail: 1 },
    });
    expect(isSound(planFactory(FactorySpec.parse(safe(20)), defaultCatalog))).toBe(true);
    for (const site of ['east', 'west']) {
      expect(lost(safe(20), site).workloads.map((each) => each.shedPercent)).toEqual([0, 0]);
    }
    const { findings } = planFactory(FactorySpec.parse(safe(1)), defaultCatalog);
    expect(findings.filter((each) => each.severity === 'error').map((each) => each.path)).toContain(
      'placement.sitesThatMayFail',
    );
  });

  it('warns where the front door is lost with it, or does not notice', () => {
    const halls = {
      ...factory({ chat: aWorkload({ shares: { annex: 0.5, hall: 0.5 } }) }, 8),
      sites: { annex: aHall({ context: 'annex' }), hall: aHall() },
      traffic: { domain: 'llm.example.com', site: 'annex' },
    };
    expect(lost(halls, 'annex').findings.map((each) => each.code)).toContain('front-door-lost');
    expect(lost(halls, 'hall').findings.map((each) => each.code)).toContain('failover-by-hand');
    expect(lost(factory({ chat: aWorkload({ shares: { east: 1 } }) }, 8)).findings).toEqual([]);
  });

  it('sheds what may run at the lost site only, and says so', () => {
    const plan = lost(factory({ chat: aWorkload({ sites: ['east'] }) }, 8));
    expect(plan.workloads[0]).toMatchObject({ shedPercent: 100, reason: 'it may run at east only' });
    expect(plan.findings.map((each) => `${each.severity} ${each.code}`)).toEqual(['warning demand-shed']);
  });

  it('is an error for a workload that must survive it', () => {
    const chat = aWorkload({ sites: ['east'], objectives: { survives: 'site' } });
    expect(lost(factory({ chat }, 8)).findings.map((each) => each.severity)).toEqual(['error']);
  });

  it('leaves a site that had nothing as it was', () => {
    const plan = lost(factory({ chat: aWorkload({ sites: ['east'] }) }, 8), 'west');
    expect(plan.minutes).toBe(0);
    expect(plan.workloads[0]).toMatchObject({ shedPercent: 0, lostRequestsPerSecond: 0 });
  });

  it('falls back to the other end of a migration', () => {
    const plan = lost({
      ...factory({ chat: aWorkload() }, 8),
      migrations: {
        move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'west' }, phase: 'shift', step: 0 },
      },
    });
    expect(plan.workloads[0]?.failsOver.map((each) => each.site)).toEqual(['west']);
    // The servers are there already: only the front door has to notice.
    expect(plan.workloads[0]?.waits).toHaveLength(1);
  });

  it('reads as tables', () => {
    expect(formatLostSite(lost(factory({ chat: aWorkload({ sites: ['east'] }) }, 8)))).toMatchInlineSnapshot(`
      "east is lost: served again as far as can be after 2 min

      workload  priority  lost requests/s  replicas  shed  takes
      chat      standard  7.5              -         100%  2 min

      chat: failed health checks and time to live: 2 min
      1. tell the users of chat that 100% of its peak is not served

      site  nodes   IT kW / limit  $/h
      west  0 -> 0  0 -> 0         $1.99 -> $1.99

      warning  demand-shed  workloads.chat: without east, 100% of its peak demand is shed: it may run at east only; add capacity elsewhere, or state placement.sitesThatMayFail so that it is always there
      "
    `);
  });

  it('is asked of a site that is there', () => {
    expect(() => lost(factory({ chat: aWorkload() }, 8), 'esat')).toThrowErrorMatchingInlineSnapshot(
      `[Error: no site "esat"; the factory has east, west]`,
    );
  });
});
