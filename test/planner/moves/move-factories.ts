import fc from 'fast-check';
import type { FactoryInput } from '../../../lib/spec/factory';
import { aHall, aPool, aSite, aWorkload } from '../../../lib/testing/builders';

/** A factory with one migration `move`, as a user would state it. */
export const moving = (changes: Partial<FactoryInput> = {}): FactoryInput => ({
  name: 'test',
  owner: 'team@example.com',
  sites: { east: aSite(), hall: aHall() },
  workloads: { chat: aWorkload() },
  traffic: { domain: 'llm.example.com', zoneId: 'Z1' },
  migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' } } },
  ...changes,
});

const rate = fc.integer({ min: 1, max: 60 });
const survives = fc.constantFrom('none' as const, 'pod' as const, 'node' as const);
const priority = fc.constantFrom('critical' as const, 'standard' as const, 'batch' as const);

const workload = fc
  .record({ rate, survives, priority, peakFactor: fc.constantFrom(1, 1.5, 2.5) })
  .map(({ rate: requestsPerSecond, survives: domain, priority: rank, peakFactor }) =>
    aWorkload({
      demand: { requestsPerSecond, inputTokens: 1000, outputTokens: 300, peakFactor },
      objectives: { ttftMs: 2000, interTokenMs: 60, survives: domain },
      priority: rank,
    }),
  );

const shares = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 4 })
  .map((steps) => [...steps.sort((a, b) => a - b), 100]);

/** From a region to a hall, back, or to a region; inside a site to another pool or model; of a part that shares give the source. */
const kind = fc.constantFrom('sites', 'back', 'regions', 'pool', 'model', 'share');

/** Factories with a migration and other workloads beside it; some do not fit, and are refused as they are planned. */
export const movingFactories = fc
  .record({
    chat: workload,
    others: fc.array(workload, { maxLength: 2 }),
    shares,
    kind,
    halls: fc.constantFrom(4, 16),
    kw: fc.constantFrom(60, 200),
    maxCount: fc.constantFrom(2, 6, 20),
    usdPerMonth: fc.constantFrom(undefined, 150_000, 600_000),
    kgPerDay: fc.constantFrom(undefined, 400, 4000),
    airKw: fc.constantFrom(undefined, 120, 260),
    residency: fc.constantFrom<string[] | undefined>(undefined, ['us', 'eu'], ['us']),
  })
  .map((drawn): FactoryInput => {
    const { kind: what } = drawn;
    const beside = Object.fromEntries(drawn.others.map((each, index) => [`other-${index}`, each]));
    const inside = what === 'pool' || what === 'model';
    const source = what === 'back' ? 'hall' : 'east';
    const { usdPerMonth, kgPerDay, airKw, residency } = drawn;
    const limits = {
      ...(usdPerMonth === undefined ? {} : { money: { usdPerMonth } }),
      ...(kgPerDay === undefined ? {} : { carbon: { kgPerDay } }),
    };
    // Where data may be binds one move in three, so that some are refused and the others still many.
    const resident = residency === undefined ? drawn.chat : { ...drawn.chat, residency };
    const chat =
      what === 'share'
        ? { ...resident, shares: { east: 0.5, west: 0.5 } }
        : { ...resident, ...(what === 'pool' ? { pools: ['east/serve', 'east/next'] } : {}) };
    return moving({
      sites: {
        east: aSite({
          ...limits,
          pools: {
            serve: aPool({ maxCount: drawn.maxCount }),
            next: aPool({ machine: 'p5en.48xlarge', maxCount: drawn.maxCount }),
          },
        }),
        hall: aHall({
          ...limits,
          cooling: { method: 'air', ...(airKw === undefined ? {} : { airKw }) },
          power: { itKw: drawn.kw, pue: 1.3, usdPerKwh: 0.16 },
          pools: {
            serve: aPool({
              machine: 'dgx-h200',
              count: drawn.halls,
              capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
            }),
          },
        }),
        ...(what === 'share' || what === 'regions'
          ? { west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16', ...limits }) }
          : {}),
      },
      workloads: { chat, ...beside },
      migrations: {
        move: {
          workloads: ['chat'],
          from: { site: source, ...(what === 'pool' ? { pool: 'serve' } : {}) },
          to: {
            site: inside || source === 'hall' ? 'east' : what === 'regions' ? 'west' : 'hall',
            ...(what === 'pool' ? { pool: 'next' } : {}),
            ...(what === 'model' ? { model: 'gpt-oss-120b', precision: 'fp4' as const } : {}),
            ...(inside ? { revision: 'v2' } : {}),
          },
          shares: drawn.shares,
        },
      },
    });
  });
