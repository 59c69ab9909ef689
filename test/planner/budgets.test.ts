import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../lib/catalog/catalog';
import type { Catalog } from '../../lib/catalog/rows';
import { flowOf, heatOfFlow, type LoopWater } from '../../lib/planner/account/cooling/water';
import { Quantity } from '../../lib/planner/model/quantity';
import { explanationsOf } from '../../lib/planner/reports/explain-path';
import { formatPlan } from '../../lib/planner/reports/format-plan';
import { aHall, aPool } from '../../lib/testing/builders';
import { explainFactory, explainPath, planFactory } from '../standard';
import { chat, errors, factory, plan, region } from './factories';

const hallOf = (changes: Parameters<typeof aHall>[0], machine: string, count: number) => ({
  hall: aHall({ ...changes, pools: { serve: aPool({ machine, count, capacity: { type: 'owned' as const } }) } }),
});

describe('power', () => {
  it('derates a feed by redundancy, continuous load and growth: 450 kW at 2N, 80% and 10% kept are 162 kW', () => {
    const sites = hallOf(
      { power: { feeds: { a: { kw: 450, redundancy: '2N' } }, growthShare: 0.1, pue: 1.3 } },
      'dgx-h200',
      10,
    );
    const power = plan({ sites }).sites[0]?.power;
    expect(power?.feeds[0]?.usableW).toBeCloseTo(162_000, 6);
    expect(power?.itPeakW).toBe(102_000);
    expect(power?.facilityPeakW).toBeCloseTo(132_600, 6);
    expect(power?.limit?.usableW).toBeCloseTo(162_000, 6);
  });

  it('counts N+1 over the units: of three, two carry', () => {
    const sites = hallOf(
      { power: { feeds: { a: { kw: 300, redundancy: 'N+1' } }, units: 3, continuousShare: 1, pue: 1.3 } },
      'dgx-h200',
      2,
    );
    expect(plan({ sites }).sites[0]?.power.feeds[0]?.usableW).toBeCloseTo(200_000, 6);
  });

  it('takes a cap off the board power of every accelerator, and its throughput off the replicas', () => {
    const workloads = { chat: chat({ parallelism: { tensor: 4 } }) };
    const capped = plan({ sites: { east: region({ pools: { serve: aPool({ powerCapW: 500 }) } }) }, workloads });
    const free = plan({ workloads });
    const [with_, without] = [capped, free].map((each) => each.sites[0]);
    expect((without?.power.pools[0]?.nodePeakW ?? 0) - (with_?.power.pools[0]?.nodePeakW ?? 0)).toBe(8 * 200);
    expect(with_?.power.pools[0]?.cap?.prefillShare).toBeCloseTo(0.853, 2);
    expect(with_?.serving[0]?.estimate.ttftMs ?? 0).toBeGreaterThan(without?.serving[0]?.estimate.ttftMs ?? Number.NaN);
    expect(with_?.serving[0]?.estimate.outputTokensPerSecond).toBeLessThan(
      without?.serving[0]?.estimate.outputTokensPerSecond ?? Number.NaN,
    );
  });

  it('binds in a region too if the region states it', () => {
    const pools = { serve: aPool({ count: 2 }) };
    expect(errors({ sites: { east: region({ pools }) } })).toEqual([]);
    expect(errors({ sites: { east: region({ pools, power: { itKw: 5 } }) } })).toMatchInlineSnapshot(`
      [
        "error  power-over-limit  sites.east.power.itKw: pools peak at 20.4 kW of IT load, the limit is 5 kW, less than one node of serve (10.2 kW); raise sites.east.power.itKw by 15.4 kW",
      ]
    `);
    expect(errors({ sites: { east: region({ pools, cooling: { method: 'air', airKw: 5 } }) } })).toMatchInlineSnapshot(`
      [
        "error  air-cooling-over-limit  sites.east.cooling.airKw: pools give 20.4 kW of heat to the air, which can take 5 kW; remove nodes, use liquid-cooled machines, or raise airKw by 15.4 kW",
      ]
    `);
    expect(errors({ sites: { east: region({ pools, power: { rackKw: 5 } }) } })).toMatchInlineSnapshot(`
      [
        "error  rack-over-power-limit  sites.east.pools.serve.nodesPerRack: a rack of 1 p5.48xlarge peaks at 10.2 kW, the limit of a rack is 5 kW; choose another machine or raise sites.east.power.rackKw",
      ]
    `);
    const feeds = { a: { kw: 5 } };
    expect(errors({ sites: { east: region({ pools, power: { feeds } }) } })).toMatchInlineSnapshot(`
      [
        "error  feed-over-limit  sites.east.power.feeds.a.kw: pools serve peak at 20.4 kW on this feed, which carries 4 kW (5 kW rated, N, 80% continuous, 0% kept for growth); move a pool to another feed, cap accelerators with powerCapW or raise the rating",
      ]
    `);
  });

  it('names the limit once if the nodes that a pool states exceed it, and never advises 0 nodes', () => {
    const pools = { serve: aPool({ machine: 'dgx-h200', count: 9, capacity: { type: 'owned' as const } }) };
    const sites = (count: number, itKw: number) => ({
      hall: aHall({
        power: { itKw, pue: 1.3, usdPerKwh: 0.16 },
        pools: { serve: { ...pools.serve, count } },
      }),
    });
    expect(errors({ sites: sites(9, 20) })).toMatchInlineSnapshot(`
      [
        "error  power-over-limit  sites.hall.power.itKw: pools peak at 91.8 kW of IT load, the limit is 20 kW; lower serve from 9 to 1 node, cap its accelerators with powerCapW, or raise sites.hall.power.itKw by 71.8 kW",
      ]
    `);
    expect(errors({ sites: sites(2, 15) })).toMatchInlineSnapshot(`
      [
        "error  power-over-limit  sites.hall.power.itKw: pools peak at 20.4 kW of IT load, the limit is 15 kW; lower serve from 2 to 1 node, cap its accelerators with powerCapW, or raise sites.hall.power.itKw by 5.4 kW",
      ]
    `);
    expect(errors({ sites: sites(9, 20), workloads: {} })).toMatchInlineSnapshot(`
      [
        "error  power-over-limit  sites.hall.power.itKw: pools peak at 91.8 kW of IT load, the limit is 20 kW; lower serve from 9 to 1 node, cap its accelerators with powerCapW, or raise sites.hall.power.itKw by 71.8 kW",
      ]
    `);
    expect(errors({ sites: sites(1, 3), workloads: {} })).toMatchInlineSnapshot(`
      [
        "error  power-over-limit  sites.hall.power.itKw: pools peak at 10.2 kW of IT load, the limit is 3 kW, less than one node of serve (10.2 kW); raise sites.hall.power.itKw by 7.2 kW",
      ]
    `);
  });

  it('compares money with the whole bill of a site, also if the site exceeds it without nodes', () => {
    const demand = { requestsPerSecond: 60, inputTokens: 1000, outputTokens: 300 };
    const bill = (usdPerMonth: number) =>
      errors({ sites: { east: region({ money: { usdPerMonth } }) }, workloads: { chat: chat({ demand }) } });
    expect(bill(100)).toMatchInlineSnapshot(`
      [
        "error  limits-conflict  sites.east.money.usdPerMonth: the nodes of its pools do not fit: east may cost $100 a month and costs up to $1453 a month without its pools; $162170 a month is enough",
      ]
    `);
    expect(bill(20_000)).toMatchInlineSnapshot(`
      [
        "error  limits-conflict  sites.east.money.usdPerMonth: chat does not fit: east may cost $20000 a month and costs up to $1453 a month without its pools; $162170 a month is enough",
      ]
    `);
    expect(
      errors({
        sites: { east: region({ money: { usdPerMonth: 100 }, pools: { serve: aPool({ count: 1 }) } }) },
        workloads: {},
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  money-over-limit  sites.east.money.usdPerMonth: the site costs $41629 a month, $40179 of it for pools, the limit is $100; remove nodes, choose cheaper capacity or raise the limit by $41529",
      ]
    `);
  });

  it('prints no placement and no price of the factory if its workloads do not fit', () => {
    const demand = { requestsPerSecond: 400, inputTokens: 1000, outputTokens: 300 };
    const text = formatPlan(
      plan({
        sites: { east: region({ pools: { serve: aPool({ count: 1 }) } }) },
        workloads: { chat: chat({ demand }) },
      }),
    );
    expect(text).toMatch(/^\S+: not every workload is placed, so the factory has no price\n/);
    expect(text).toContain('\nplacement: none that holds every workload\n');
    expect(text).not.toContain('proven');
    expect(text).not.toContain('is cheaper for a node');
  });

  it('is planned within what a region states, like in a hall', () => {
    const demand = { requestsPerSecond: 60, inputTokens: 1000, outputTokens: 300 };
    const west = region({ region: 'us-west-2', addressRange: '10.48.0.0/16' });
    const kw = (itKw: number | undefined) => {
      const power = itKw === undefined ? {} : { power: { itKw } };
      const planned = plan({ sites: { east: region(power), west }, workloads: { chat: chat({ demand }) } });
      return (planned.sites.find(({ name }) => name === 'east')?.power.itPeakW ?? 0) / 1000;
    };
    expect(kw(undefined)).toBeGreaterThan(25);
    expect(kw(25)).toBeLessThanOrEqual(25);
  });

  it("says of a region that its facility is not the user's, and whether limits are stated", () => {
    const statement = (power: Parameters<typeof region>[0]) =>
      plan({ sites: { east: region(power) } }).sites[0]?.power.statement;
    expect(statement({})).toBe(
      'the facility of aws us-east-1 is not yours and no power limit is stated: the figures account for energy and carbon',
    );
    expect(statement({ power: { itKw: 100 } })).toBe(
      'the facility of aws us-east-1 is not yours: the power limits that you state for it bind',
    );
  });
});

describe('an amount that is enough', () => {
  const demand = { inputTokens: 1000, outputTokens: 300, requestsPerSecond: 2 };
  const conflict = (limit: object): string | undefined =>
    plan({
      sites: { east: region({ pools: { serve: aPool({ machine: 'p5.48xlarge' }) }, ...limit }) },
      workloads: { chat: chat({ model: 'llama-3.1-8b', demand }) },
    }).findings.find(({ code }) => code === 'limits-conflict')?.message;
  it.each([
    ['money', /\$([0-9]+) a month is enough/, (usdPerMonth: number) => ({ money: { usdPerMonth } })],
    ['power', /; ([0-9.]+) kW is enough/, (itKw: number) => ({ power: { itKw } })],
    ['carbon', /; ([0-9.]+) kg CO2e a day is enough/, (kgPerDay: number) => ({ carbon: { kgPerDay } })],
  ])('of %s is no conflict when it is stated', (_, words, limit) => {
    const enough = words.exec(conflict(limit(1)) ?? '')?.[1];
    expect(Number(enough)).toBeGreaterThan(1);
    expect(conflict(limit(Number(enough)))).toBeUndefined();
  });
});

describe('carbon', () => {
  const limited = (kgPerDay?: number) =>
    plan({
      sites: {
        hall: aHall({
          power: { itKw: 200, pue: 1.3, usdPerKwh: 0.16, gridGramsPerKwh: 300 },
          pools: {
            // No workload runs on nodes without accelerators.
            cpu: aPool({ machine: 'm7i.4xlarge', count: 1 }),
            serve: aPool({ machine: 'l40s-8x', count: 4, capacity: { type: 'owned' } }),
          },
          ...(kgPerDay === undefined ? {} : { carbon: { kgPerDay } }),
        }),
      },
      workloads: { chat: chat({ model: 'llama-3.1-8b', demand: { ...demand, requestsPerSecond: 2 } }) },
    });
  const demand = { inputTokens: 1000, outputTokens: 300 };
  const codes = (planned: ReturnType<typeof plan>) =>
    planned.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

  it('counts idle nodes at their idle draw in placement as in the check: a limit just above what the site emits holds', () => {
    const emitted = limited().sites[0]?.power.carbon.kgPerDay ?? Number.NaN;
    expect(codes(limited(emitted * 1.001))).toEqual([]);
    expect(codes(limited(emitted * 0.999))).toContain('limits-conflict');
  });

  it('says what limit is enough by the figure that the table shows, rounded up', () => {
    const emitted = limited().sites[0]?.power.carbon.kgPerDay ?? Number.NaN;
    const conflict = limited(emitted * 0.99).findings.find(({ code }) => code === 'limits-conflict');
    expect(conflict?.message).toContain(`${Math.ceil(emitted * 10) / 10} kg CO2e a day is enough`);
  });
});

const heat = (watts: number): Quantity => Quantity.constant('heat', watts, 'W', 'a test');

const waterOf = (rise: number, density: number, heatCapacity: number): LoopWater => {
  const of = (value: number, unit: string): Quantity => Quantity.constant('water', value, unit, 'a test');
  return {
    supplyC: of(30, 'C'),
    returnC: of(30 + rise, 'C'),
    meanC: of(30 + rise / 2, 'C'),
    density: of(density, 'kg/L'),
    heatCapacity: of(heatCapacity, 'J/kg·C'),
  };
};

describe('cooling', () => {
  it('carries 1 kW at a rise of 10 K with 1.44 L/min, and 120 kW at 20 K with 86 L/min', () => {
    // Water at 35 C: 0.994 kg/L, 4178 J/kgK.
    expect(flowOf(heat(1000), waterOf(10, 0.994, 4178)).value).toBeCloseTo(1.44, 2);
    expect(flowOf(heat(120_000), waterOf(20, 0.994, 4178)).value).toBeCloseTo(86.7, 1);
  });

  it('comes back from flow to heat', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e7, noNaN: true }), fc.integer({ min: 1, max: 40 }), (watts, rise) => {
        const water = waterOf(rise, 0.99, 4180);
        expect(heatOfFlow(flowOf(heat(watts), water), water).value / watts).toBeCloseTo(1, 10);
      }),
    );
  });

  it('splits the heat of a rack of 18 trays between loop and air, and sizes the loop', () => {
    const sites = hallOf(
      {
        power: { itKw: 200, pue: 1.2 },
        cooling: {
          method: 'hybrid',
          airKw: 40,
          liquid: { supplyC: 25, returnC: 45, maxFlowLpm: 120, cdus: { count: 2, kw: 150, redundancy: 'N+1' } },
        },
      },
      'gb200-nvl72-tray',
      18,
    );
    const cooling = plan({ sites }).sites[0]?.cooling;
    expect(cooling?.heatW ?? 0).toBeGreaterThan(115_000);
    expect((cooling?.liquidW ?? 0) / (cooling?.heatW ?? 1)).toBeCloseTo(0.87, 2);
    expect(cooling?.loop?.flowLpm ?? 0).toBeCloseTo((cooling?.liquidW ?? 0) / ((0.99395 * 4178.5 * 20) / 60), 1);
    expect(cooling?.loop?.cdus).toMatchObject({ usableW: 150_000, neededCount: 2 });
  });

  it('refuses a machine that needs liquid in a hall that has air', () => {
    const sites = hallOf({ power: { itKw: 400, pue: 1.3 }, cooling: { method: 'air' } }, 'gb200-nvl72-tray', 18);
    expect(errors({ sites }).join('\n')).toContain('liquid-cooling-needed');
  });
});

describe('an unknown price', () => {
  const nowhere = { addressRange: '10.96.0.0/16', cloud: 'elsewhere' };
  const pools = { serve: aPool({ machine: 'dgx-h200', count: 2, capacity: { type: 'on-demand' as const } }) };

  it('is no zero: sums are printed as unknown and the placement is not called the least cost', () => {
    const planned = plan({ sites: { other: aHall({ ...nowhere, pools }) } });
    expect(planned.cost.unpriced).toEqual(['other.pool.serve']);
    expect(planned.cost.sites['other']?.idle).toEqual([{ pool: 'serve', nodes: 1, usdPerHour: null }]);
    expect(planned.cost.workloads['chat']?.unpriced).toEqual(['other.pool.serve']);
    const text = formatPlan(planned);
    expect(text).toMatch(/^test: cost unknown: there is no price of other\.pool\.serve\n/);
    expect(text).toContain(
      'placement: not proven to be of least cost: the price of other.serve is unknown and counts as the highest of the factory',
    );
    expect(text).not.toMatch(/\$0\b/);
    expect(text).not.toContain('proven\n');
  });

  it('leaves a lower bound where the rest is known', () => {
    const planned = plan({
      sites: { east: region({ pools: { serve: aPool({ count: 2 }) } }), other: aHall({ ...nowhere, pools }) },
    });
    const usd = planned.cost.usdPerHour.toFixed(2);
    expect(formatPlan(planned)).toMatch(
      new RegExp(`^test: at least \\$${usd}/h, .*, without other\\.pool\\.serve, whose price`),
    );
    expect(planned.cost.sites['east']?.unpriced).toEqual([]);
  });

  it('refuses a money limit that it keeps from being checked', () => {
    const sites = { other: aHall({ ...nowhere, pools, money: { usdPerMonth: 100 } }) };
    expect(errors({ sites })).toEqual([
      'error  money-limit-unpriced  sites.other.money.usdPerMonth: a limit of $100 a month is set, and the price of pool.serve is unknown, so it cannot be checked; add the prices that the warnings no-price name',
    ]);
  });
});

describe('a pool of an accelerator', () => {
  it('takes the machine that is cheapest as the pool pays for it', () => {
    const row = { provider: 'aws', machine: 'p5.4xlarge', region: 'us-east-1', source: 'test', asOf: '2026-11-01' };
    const catalog: Catalog = {
      ...defaultCatalog,
      machinePrices: [{ ...row, basis: 'spot' as const, usdPerHour: 1 }, ...defaultCatalog.machinePrices],
    };
    const machine = (type: 'on-demand' | 'spot', rows = catalog) => {
      const serve = { accelerator: 'h100', capacity: { type } };
      return planFactory(factory({ sites: { east: region({ pools: { serve } }) } }), rows).sites[0]?.pools[0]?.machine;
    };
    expect(machine('on-demand')).toBe(machine('on-demand', defaultCatalog));
    expect(machine('on-demand')).not.toBe('p5.4xlarge');
    expect(machine('spot')).toBe('p5.4xlarge');
  });
});

describe('the price of an owned node', () => {
  it('refers to the draw and the overhead that the site is planned with', () => {
    const capacity = { type: 'owned' as const, usdPerNode: 320_000 };
    const pools = { serve: aPool({ machine: 'dgx-h200', count: 2, powerCapW: 250, capacity }) };
    const planned = explainFactory(factory({ sites: { hall: aHall({ pools }) } }), defaultCatalog);
    const known = explanationsOf(planned);
    const terms = known['sites.hall.cost.lines.pool.serve.usdPerUnit']?.terms ?? [];
    const of = (name: string) => terms.find((term) => term.name === name);
    expect(of('typical')).toMatchObject({ source: 'sites.hall.power.pools.serve.nodeBusyW' });
    expect(known['sites.hall.power.pools.serve.nodeBusyW']?.value).toBe(of('typical')?.value);
    expect(of('pue')).toEqual(known['sites.hall.power.pue']?.terms[0]);
  });
});

describe('idle capacity', () => {
  it('is carried by no workload: the price of a token is the same in a hall of four nodes and of sixteen', () => {
    const [small, large] = [4, 16].map((count) =>
      plan({ sites: hallOf({ power: { itKw: 400, pue: 1.3, usdPerKwh: 0.16 } }, 'dgx-h200', count) }),
    );
    const price = (planned: typeof small) => planned?.cost.workloads['chat']?.perMillion?.outputUsd ?? Number.NaN;
    expect(price(large)).toBeCloseTo(price(small), 9);
    const idle = (planned: typeof small) => planned?.cost.sites['hall']?.idle[0]?.nodes ?? 0;
    expect(idle(large) - idle(small)).toBe(12);
    expect(large?.cost.unallocatedUsdPerHour ?? 0).toBeGreaterThan(small?.cost.unallocatedUsdPerHour ?? 0);
  });
});

describe('placement', () => {
  it('keeps a workload off sites that are too far from its users, and says how far they are', () => {
    const near = region({ latencyMs: { europe: 90 } });
    const far = aHall({ addressRange: '10.96.0.0/16', latencyMs: { europe: 12 } });
    const workloads = { chat: chat({ users: ['europe'], objectives: { networkMs: 40 } }) };
    const planned = plan({ sites: { east: near, hall: far }, workloads });
    expect(planned.workloads[0]?.sites.map((each) => each.site)).toEqual(['hall']);
    expect(planned.placement.rejected).toContainEqual({
      workload: 'chat',
      site: 'east',
      pool: 'serve',
      reason:
        'the round trip from users in europe to east takes 90 ms, 40 are promised; use a nearer site or raise objectives.networkMs',
    });
    const unmeasured = { east: near, hall: aHall({ addressRange: '10.96.0.0/16' }) };
    expect(errors({ sites: unmeasured, workloads }).join('\n')).toContain('latency-not-stated');
  });

  it('holds demand without any one site where a workload survives a site', () => {
    const sites = { east: region(), west: region({ region: 'us-west-2', addressRange: '10.48.0.0/16' }) };
    const workloads = { chat: chat({ objectives: { ttftMs: 2000, interTokenMs: 60, survives: 'site' } }) };
    const target = plan({ sites, workloads }).workloads[0];
    expect(target?.sites).toHaveLength(2);
    for (const each of target?.sites ?? []) {
      expect(each.requestsPerSecond).toBeGreaterThanOrEqual(target?.peak.requestsPerSecond ?? Number.NaN);
    }
  });

  it('never prefers a pool because nobody knows its price', () => {
    const priced = region();
    const unpriced = aHall({
      addressRange: '10.96.0.0/16',
      cloud: 'elsewhere',
      pools: { serve: aPool({ machine: 'dgx-h200', capacity: { type: 'on-demand' } }) },
    });
    const planned = plan({ sites: { east: priced, other: unpriced } });
    expect(planned.findings.map((finding) => finding.code)).toContain('no-price');
    expect(planned.placement.objective.value).toBeGreaterThan(0);
  });

  it('says what a hall that is full would save with more power', () => {
    const hall = aHall({
      addressRange: '10.96.0.0/16',
      power: { itKw: 25, pue: 1.3, usdPerKwh: 0.16 },
      pools: { serve: aPool({ machine: 'dgx-h200', capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 } }) },
    });
    const demand = { requestsPerSecond: 60, inputTokens: 1000, outputTokens: 300 };
    const planned = (itKw: number) =>
      plan({
        sites: { east: region(), hall: { ...hall, power: { ...hall.power, itKw } } },
        workloads: { chat: chat({ demand }) },
      });
    const before = planned(25);
    const price = before.placement.binding[0];
    expect(price?.path).toBe('sites.hall.power.itKw');
    expect(price?.words).toMatch(/^\d+ kW more at hall would save \$\d+\/h$/);
    const after = planned(25 + (price?.more.value ?? 0) / 1000);
    expect(before.placement.objective.value - after.placement.objective.value).toBeCloseTo(price?.saves.value ?? 0, 6);
  });
});

describe('an explanation', () => {
  it('leads every computed operand to a number that is explained as well, or to where it is stated', () => {
    const sites = { east: region(), hall: aHall({ addressRange: '10.96.0.0/16' }) };
    const known = explanationsOf(explainFactory(factory({ sites }), defaultCatalog));
    expect(Object.keys(known).length).toBeGreaterThan(150);
    const paths = Object.values(known).flatMap((each) => each.terms.map((term) => term.source));
    const own = paths.filter((source) => /^(sites|workloads|cost)\.[a-z0-9.-]+\.[a-zA-Z]+$/.test(source));
    expect(own.length).toBeGreaterThan(40);
    expect(own.filter((source) => known[source] === undefined)).toEqual([]);
  });

  it('takes the places of the JSON for the names of the file, and gives near paths for one that is none', () => {
    const planned = plan({ sites: { hall: aHall() } });
    const text = (path: string) => {
      const found = explainPath(planned, path, () => true);
      if ('text' in found) return found.text.split(' = ')[0];
      return 'near' in found ? found.near[0] : found.below;
    };
    expect(text('cost.sites.hall.usdPerHour')).toBe('sites.hall.cost.usdPerHour');
    expect(text('sites[0].power.pools.0.itPeakW')).toBe('sites.hall.power.pools.serve.itPeakW');
    expect(text('workloads[0].sites[0].replicas')).toBe('workloads.chat.sites.hall.serve.replicas');
    expect(text('sites.hall.powr.itPeakW')).toBe('sites.hall.power.itPeakW');
    const below = text('workloads.chat') ?? [];
    expect(below).toContain('workloads.chat.sites.hall.serve.replicas');
    expect(below.length).toBeGreaterThan(8);
  });
});
