import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import type { FactoryInput } from '../../../lib/spec/factory';
import { aPool, aSite, aWorkload } from '../../../lib/testing/builders';
import { FactorySpec, planFactory, planMigration } from '../../standard';
import { moving, movingFactories } from '../moves/move-factories';

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
    // 73 GB: 584 Gbit take 9.73 min at 1 Gbit/s and 0.97 min at 10.
    expect(slow(1, 24).total.minutes - slow(10, 24).total.minutes).toBeCloseTo(8.76, 0);
    expect(slow(10, 48).total.minutes - slow(10, 24).total.minutes).toBeCloseTo(24 * 60, 6);
  });

  it('pays for weights that leave a bucket by the row of its region', () => {
    const chat = aWorkload({ weights: { source: 's3://weights/llama', sizeGb: 1000 } });
    const price = defaultCatalog.egressPrices.find((row) => row.region === 'us-east-1');
    expect(planned(rented({ workloads: { chat } })).total.egressUsd).toBeCloseTo(1000 * (price?.toOtherRegion ?? 0), 2);
    expect(planned(rented()).total.egressUsd).toBe(0);
  });

  it('bills nothing for weights of a hub, of one region or of the same site, and says why', () => {
    const words = (changes: Partial<FactoryInput>) =>
      planned(rented(changes))
        .stops.find((stop) => stop.name === 'prepare')
        ?.waits.at(-1);
    const chat = aWorkload({ weights: { source: 's3://weights/llama', sizeGb: 1000 } });
    const near = { east: aSite(), west: aSite({ addressRange: '10.48.0.0/16' }) };
    expect([
      words({}),
      words({ workloads: { chat } }),
      words({ workloads: { chat }, sites: near }),
      planned(moving({ workloads: { chat } })).stops[1]?.waits.at(-1),
    ]).toMatchInlineSnapshot(`
      [
        "egress $0: west fetches the weights from their hub, and nothing leaves east",
        "egress $20: 1000 GB from us-east-1 to us-west-2 at $0.02/GB (price of 2026-11-23)",
        "egress $0: both ends are in us-east-1",
        "egress $90: 1000 GB from us-east-1 to the internet at $0.09/GB (price of 2026-11-23)",
      ]
    `);
  });

  it('is what a pencil gives: six H100 of two on-demand nodes, moved from us-east-1 to us-west-2 with a terabyte of weights', () => {
    const chat = aWorkload({ weights: { source: 's3://weights/llama', sizeGb: 1000 } });
    const { stops, total, steady } = planned(rented({ workloads: { chat } }));
    const stop = (name: string) => {
      const found = stops.find((each) => each.name === name);
      if (found === undefined) throw new Error(`no stop ${name}`);
      return found;
    };
    // Minutes: 10 for nodes, 10 GB / 0.1 GB/s for the image, 8000 Gbit / 5 Gbit/s; then the image, 1000 / 0.5 s, 3 to start.
    expect(stop('prepare').minutes).toBeCloseTo(10 + 100 / 60 + 1600 / 60, 1);
    expect(stop('warm').minutes).toBeCloseTo(100 / 60 + 2000 / 60 + 3, 1);
    expect(stop('shift 5%').minutes).toBe(30.5);
    expect(stop('soak').minutes).toBe(24 * 60);
    // Replicas of 2 GPUs; 3 of them at each end. $55.04 an hour for 8 GPUs in us-east-1: $6.88 for one.
    expect(steady[0]?.before.accelerators).toBe(6);
    expect(stop('soak').doubledAcceleratorHours).toBe(6 * 24);
    expect(stop('soak').doubledUsd).toBeCloseTo(6 * 6.88 * 24, 2);
    expect(stop('soak').idleUsd).toBe(stop('soak').doubledUsd);
    // At 5 % the target has 5.7 GPUs too many and the source 0.3, for half an hour and half a minute.
    const west = (steady[0]?.after.usdPerHour ?? 0) / 6;
    expect(stop('shift 5%').doubledUsd).toBeCloseTo((5.7 * west + 0.3 * 6.88) * (30.5 / 60), 1);
    expect(stop('shift 5%').idleUsd).toBe(0);
    // 7548 W at typical draw and a PUE of 1.135: 1.0709 kW for one GPU with its part of the node.
    expect(stop('soak').doubledKwh).toBeCloseTo(6 * ((7.548 * 1.135) / 8) * 24, 0);
    expect(total.egressUsd).toBeCloseTo(1000 * 0.02, 2);
    // 5 requests/s x 5 % x (0.184 s + 299.65 x 0.0599 s).
    expect(stop('shift 5%').requestsInFlight).toBeCloseTo(4.5, 1);
    // $41.28 an hour over (5 x 300 + 0.25 x 5 x 1000) x 3600 tokens, an input token counting a quarter.
    expect(steady[0]?.before.usdPerHour).toBeCloseTo(41.28, 2);
    expect(steady[0]?.before.usdPerMillionOutput).toBeCloseTo(41.28 / 9.9, 3);
    expect(steady[0]?.before.kw).toBeCloseTo(6.425, 2);
  });

  it('weighs what stands twice against what is saved, where the bill does not grow', () => {
    const { payback, total } = planned(moving());
    expect(total.extraUsd).toBe(0);
    expect(payback).toMatchObject({ months: 0, onceUsd: 0 });
    expect(payback.monthsWithDoubled).toBeCloseTo(total.doubledUsd / payback.savedUsdPerMonth, 2);
  });

  it('counts nodes that stand in any case in no bill, and in the doubled capacity all the same', () => {
    const hall = planned(moving());
    const soak = hall.stops.find((stop) => stop.name === 'soak');
    expect(soak?.extraUsd).toBe(0);
    expect(soak?.doubledUsd).toBeGreaterThan(0);
    // The nodes stand idle without the move, so the meters see only what serving adds to that.
    expect(soak?.extraKwh).toBeGreaterThan(0);
    expect(soak?.doubledKwh).toBeGreaterThan(soak?.extraKwh ?? 0);
    // One basis for before and after: the accelerators of the replicas; 7.5 kW of a server that serves, at a PUE of 1.3.
    const [{ before, after } = { before: undefined, after: undefined }] = hall.steady;
    expect(after?.accelerators).toBeLessThan(128);
    expect((after?.kw ?? 0) / (after?.accelerators ?? 1)).toBeCloseTo((7.5 * 1.3) / 8, 3);
    expect(before?.factory.usdPerHour).toBeGreaterThan(after?.factory.usdPerHour ?? 0);
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
    expect(steady[0]?.before.carried.usdPerHour).toBe(pinned('east'));
    expect(steady[0]?.after.carried.usdPerHour).toBe(pinned('west'));
  });

  it('refuses a move that breaks a rule, with the phase and the rule', () => {
    const { findings } = planned(rented({ workloads: { chat: aWorkload({ residency: ['eu'] }) } }));
    expect(findings.map((each) => `${each.code} ${each.path}: ${each.message}`)).toMatchInlineSnapshot(`
      [
        "residency migrations.move: the move breaks a rule at prepare to retire, at workloads.chat: chat cannot run on sites.west.pools.serve: its data may be in eu; west is in us",
        "residency workloads.chat: chat cannot run on sites.east.pools.serve: its data may be in eu; east is in us",
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
    expect(small.findings.map((each) => `${each.code} ${each.path}: ${each.message}`)).toMatchInlineSnapshot(`
      [
        "limits-conflict migrations.move: the move does not fit at prepare to retire, when its target is there: sites.west.pools.serve.maxCount: chat@move does not fit: serve at west has at most 1 node; 4 nodes are enough; ease one of these limits, or move a smaller share",
        "limits-conflict sites.west.pools.serve.maxCount: chat@move does not fit: serve at west has at most 1 node; 4 nodes are enough",
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
    expect(findings.map((each) => `${each.code} ${each.path}: ${each.message}`)).toMatchInlineSnapshot(`
      [
        "log-retention-too-short migrations.move: the move breaks a rule at prepare to retire, at sites.west.logRetentionDays: logs are kept 30 days, and chat is declared high-risk, for which at least 183 are kept; raise it",
      ]
    `);
  });

  it('is refused by the plan of the factory too, wherever the file stands', () => {
    const input = (phase: 'planned' | 'shift') =>
      rented({
        sites: {
          east: aSite(),
          west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16', logRetentionDays: 30 }),
        },
        workloads: { chat: aWorkload({ riskClass: 'high' }) },
        migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'west' }, phase } },
      });
    const paths = (phase: 'planned' | 'shift') =>
      planFactory(FactorySpec.parse(input(phase)), defaultCatalog)
        .findings.filter((each) => each.severity === 'error')
        .map((each) => `${each.code} ${each.path}`);
    expect(paths('planned')).toEqual(['log-retention-too-short migrations.move']);
    // Where the file stands at a stop that breaks the rule, it is told once, at its own place.
    expect(paths('shift')).toEqual(['log-retention-too-short sites.west.logRetentionDays']);
  });

  it('is asked of a migration that is there', () => {
    expect(() => planMigration(FactorySpec.parse(moving()), defaultCatalog, 'mvoe')).toThrowErrorMatchingInlineSnapshot(
      `[Error: no migration "mvoe"; the factory has move]`,
    );
  });
});
