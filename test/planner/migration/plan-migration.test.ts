import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { planMigration } from '../../../lib/planner/migration';
import { planFactory } from '../../../lib/planner/plan-factory';
import { type FactoryInput, FactorySpec } from '../../../lib/spec/factory';
import { aPool, aSite, aWorkload } from '../../../lib/testing/builders';
import { moving, movingFactories } from './move-factories';

const planned = (input: FactoryInput) => planMigration(FactorySpec.parse(input), defaultCatalog, 'move');

/** Both ends on demand in AWS, so that every node more is on the bill. */
const rented = (changes: Partial<FactoryInput> = {}): FactoryInput =>
  moving({
    sites: { east: aSite(), west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16' }) },
    migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'west' } } },
    ...changes,
  });

describe('the price of a migration', () => {
  it('is the sum of its stops', () => {
    fc.assert(
      fc.property(movingFactories, (input) => {
        const { stops, total } = planned(input);
        for (const key of ['minutes', 'doubledAcceleratorHours', 'extraUsd', 'egressUsd'] as const) {
          expect(total[key]).toBeCloseTo(
            stops.reduce((sum, stop) => sum + stop[key], 0),
            1,
          );
        }
        expect(stops.every((stop) => stop.idleUsd <= stop.doubledUsd + 0.01)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('bills the nodes that are rented twice, and nothing before or after', () => {
    const { stops, total } = planned(rented());
    const bill = (name: string) => stops.find((stop) => stop.name === name)?.extraUsd ?? Number.NaN;
    expect(bill('planned')).toBe(0);
    expect(bill('retire')).toBe(0);
    expect(bill('soak')).toBeGreaterThan(bill('warm'));
    const [first, warm] = [stops[0], stops[2]];
    const hours = (stops.find((stop) => stop.name === 'soak')?.minutes ?? 0) / 60;
    expect(bill('soak')).toBeCloseTo(((warm?.usdPerHour ?? 0) - (first?.usdPerHour ?? 0)) * hours, 0);
    expect(total.extraUsd).toBeGreaterThan(bill('soak'));
  });

  it('takes longer over a slower link, and with a longer soak', () => {
    const slow = (linkGbps: number, soakHours: number) =>
      planned(
        rented({
          migrations: {
            move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'west' }, linkGbps, soakHours },
          },
        }),
      );
    expect(slow(1, 24).total.minutes - slow(10, 24).total.minutes).toBeCloseTo(
      ((slow(10, 24).stops[1]?.minutes ?? 0) - 10) * 9,
      0,
    );
    expect(slow(10, 48).total.minutes - slow(10, 24).total.minutes).toBe(24 * 60);
  });

  it('pays for weights that leave a bucket by the row of its region', () => {
    const chat = aWorkload({ weights: { source: 's3://weights/llama', sizeGb: 1000 } });
    const price = defaultCatalog.egressPrices.find((row) => row.region === 'us-east-1');
    expect(planned(rented({ workloads: { chat } })).total.egressUsd).toBeCloseTo(1000 * (price?.toOtherRegion ?? 0), 2);
    expect(planned(rented()).total.egressUsd).toBe(0);
  });

  it('counts requests in flight by the share that moves', () => {
    const { stops } = planned(rented());
    const flight = (name: string) => stops.find((stop) => stop.name === name)?.requestsInFlight ?? 0;
    expect(flight('shift 25%') / flight('shift 5%')).toBeCloseTo(4, 0);
    expect(flight('drain')).toBe(0);
  });

  it('shows the states that the factory has without it', () => {
    const input = rented();
    const { steady } = planned(input);
    const pinned = (site: string) =>
      planFactory(
        FactorySpec.parse({ ...input, migrations: {}, workloads: { chat: aWorkload({ sites: [site] }) } }),
        defaultCatalog,
      ).cost.workloads['chat']?.usdPerHour;
    expect(steady[0]?.before.usdPerHour).toBe(pinned('east'));
    expect(steady[0]?.after.usdPerHour).toBe(pinned('west'));
  });

  it('refuses a move that breaks a rule, with the phase and the rule', () => {
    const { findings } = planned(rented({ workloads: { chat: aWorkload({ residency: ['eu'] }) } }));
    expect(findings.map((each) => `${each.code} ${each.message}`)).toMatchInlineSnapshot(`
      [
        "residency chat cannot run on sites.east.pools.serve: its data may be in eu; east is in us",
        "residency chat cannot run on sites.west.pools.serve: its data may be in eu; west is in us",
      ]
    `);
    const small = planned(
      rented({
        sites: {
          east: aSite(),
          west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16', pools: { serve: aPool({ maxCount: 1 }) } }),
        },
        workloads: { chat: aWorkload({ demand: { requestsPerSecond: 60, inputTokens: 1000, outputTokens: 300 } }) },
      }),
    );
    expect(small.findings.map((each) => `${each.code} ${each.path}`)).toMatchInlineSnapshot(`
      [
        "limits-conflict sites.west.pools.serve.maxCount",
      ]
    `);
  });

  it('names the stops of a rule that only some of them break', () => {
    const chat = aWorkload({ riskClass: 'high' });
    const { findings } = planned(
      rented({
        sites: {
          east: aSite(),
          west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16', logRetentionDays: 30 }),
        },
        workloads: { chat },
      }),
    );
    expect(findings.map((each) => each.message)).toMatchInlineSnapshot(`
      [
        "migration move at prepare, warm, shift 5%, shift 25%, shift 50%, shift 100%, drain, soak, retire: logs are kept 30 days, and chat is declared high-risk, for which at least 183 are kept; raise it",
      ]
    `);
  });

  it('is asked of a migration that is there', () => {
    expect(() => planMigration(FactorySpec.parse(moving()), defaultCatalog, 'mvoe')).toThrowErrorMatchingInlineSnapshot(
      `[Error: no migration "mvoe"; the factory has move]`,
    );
  });
});
