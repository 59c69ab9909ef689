import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultCatalog, extendCatalog } from '../../../lib/catalog/catalog';
import { awsSettings } from '../../../lib/clouds/aws/rules/settings';
import type { FactoryPlan } from '../../../lib/planner/model/plan';
import { explanationsOf } from '../../../lib/planner/reports/explain-path';
import { settingAt, settings } from '../../../lib/planner/reports/settings';
import type { FactoryInput } from '../../../lib/spec/factory';
import { placeFindings } from '../../../lib/spec/source';
import { type IsStated, statedIn } from '../../../lib/spec/stated';
import { aFactory, aHall, aPool, aSite, aWorkload } from '../../../lib/testing/builders';
import { root } from '../../source';
import { explainFactory, explainPath, FactorySpec, planFactory, readFactory, readSource } from '../../standard';
import { twin } from '../../twins';
import { siteCases } from '../codes/site-cases';
import { workloadCases } from '../codes/workload-cases';
import { arithmetic } from './arithmetic';

interface Planned {
  readonly spec: FactorySpec;
  readonly plan: FactoryPlan;
  readonly isStated: IsStated;
}

function fromText(path: string): Planned {
  const read = readSource(readFileSync(join(root, path), 'utf8'));
  if (!('source' in read)) throw new Error(`${path} cannot be read`);
  const { spec, isStated, lineOf } = read.source;
  const catalog = spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);
  const plan = explainFactory(spec, catalog);
  return { plan: { ...plan, findings: placeFindings(plan.findings, lineOf) }, isStated, spec };
}

function fromInput(input: FactoryInput): Planned {
  const spec = FactorySpec.parse(input);
  return { plan: explainFactory(spec, defaultCatalog), isStated: statedIn(input), spec };
}

/** An own hall with racks on two feeds, a liquid loop and capped boards; nothing of it is rented. */
const ownHall = aHall({
  power: {
    feeds: { a: { kw: 900, redundancy: '2N' }, b: { kw: 500 } },
    itKw: 600,
    redundancy: 'N+1',
    units: 3,
    continuousShare: 0.8,
    growthShare: 0.1,
    rackKw: 200,
    pue: 1.2,
  },
  cooling: {
    method: 'hybrid',
    airKw: 200,
    inletC: 26,
    liquid: { supplyC: 28, returnC: 41, maxFlowLpm: 1200, cdus: { count: 4, kw: 200, redundancy: '2N' } },
  },
  pools: {
    air: aPool({
      machine: 'dgx-h200',
      count: 4,
      feed: 'b',
      powerCapW: 500,
      capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
    }),
    loop: aPool({ machine: 'hgx-b200-liquid', count: 3, feed: 'b', capacity: { type: 'owned' } }),
    racks: aPool({
      machine: 'gb200-nvl72-tray',
      count: 18,
      feed: 'a',
      capacity: { type: 'owned', usdPerNode: 240_000 },
    }),
    plain: aPool({ machine: 'rtx-pro-6000-8x', count: 1, feed: 'b', capacity: { type: 'owned' } }),
  },
});

const inPhase = (phase: 'prepare' | 'warm' | 'shift' | 'drain' | 'retire', step?: number): Planned =>
  fromInput(
    aFactory({
      sites: { east: aSite(), hall: aHall({ addressRange: '10.96.0.0/16' }) },
      workloads: { chat: aWorkload({ maxReplicas: 9 }) },
      traffic: { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE' },
      migrations: {
        move: {
          workloads: ['chat'],
          from: { site: 'east' },
          to: { site: 'hall' },
          phase,
          ...(step === undefined ? {} : { step }),
        },
      },
    }),
  );

const fixtures: Readonly<Record<string, () => Planned>> = {
  'two regions': () => fromInput(twin('01-two-regions')),
  'a region and a hall': () => fromInput(twin('02-region-to-hall')),
  frontier: () => fromInput(twin('03-frontier')),
  'one pool': () => fromInput(twin('04-one-pool')),
  'every key of the file': () => fromText('test/spec/every-field.yaml'),
  'a public region that pays for its answers': () =>
    fromInput(
      aFactory({
        sites: { east: aSite({ entry: { public: true }, pools: { serve: aPool({ capacity: { type: 'spot' } }) } }) },
        workloads: {
          chat: aWorkload({ demand: { outputTokensPerSecond: 9000, inputTokens: 800, outputTokens: 300 } }),
        },
      }),
    ),
  'one workload on two pools of a site': () =>
    fromInput(
      aFactory({
        sites: {
          east: aSite({ pools: { a: aPool({ maxCount: 2 }), b: aPool({ machine: 'p5en.48xlarge', maxCount: 4 }) } }),
        },
        workloads: { chat: aWorkload({ demand: { requestsPerSecond: 110, inputTokens: 1000, outputTokens: 300 } }) },
        traffic: { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE' },
      }),
    ),
  'owned hardware': () => fromInput(aFactory({ sites: { hall: ownHall } })),
  'owned hardware where racks fill as far as they can': () =>
    fromInput(aFactory({ sites: { hall: aHall({ power: { itKw: 25, pue: 1.3 }, cooling: { method: 'air' } }) } })),
  'a limit that binds': () =>
    fromInput(
      aFactory({
        sites: {
          east: aSite(),
          hall: aHall({
            addressRange: '10.96.0.0/16',
            power: { itKw: 25, pue: 1.3, usdPerKwh: 0.16 },
            pools: {
              serve: aPool({ machine: 'dgx-h200', capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 } }),
            },
          }),
        },
        workloads: { chat: aWorkload({ demand: { requestsPerSecond: 60, inputTokens: 1000, outputTokens: 300 } }) },
      }),
    ),
  'another model in the place of one': () =>
    fromInput(
      aFactory({
        sites: { east: aSite({ pools: { serve: aPool({ maxCount: 8 }) } }) },
        workloads: { chat: aWorkload({ revision: 'blue' }) },
        traffic: { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE' },
        migrations: {
          move: {
            workloads: ['chat'],
            from: { site: 'east' },
            to: { site: 'east', model: 'llama-3.1-8b', revision: 'green' },
            phase: 'shift',
            step: 1,
          },
        },
      }),
    ),
  'a target that is prepared': () => inPhase('prepare'),
  'a target that is warm': () => inPhase('warm'),
  'requests that shift': () => inPhase('shift', 1),
  'a source that drains': () => inPhase('drain'),
  'a source that is gone': () => inPhase('retire'),
};

/** Path and value of every number of a plan that is no part of an explanation. */
function leavesOf(value: unknown, path: string): [path: string, value: number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'explanations' ? [] : leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

const isClose = (a: number, b: number, within: number): boolean =>
  Math.abs(a - b) <= within * Math.max(1, Math.abs(a), Math.abs(b));

/** Units that the end of a name says, of a node or a rack too; a number beside a `unit` has that one. */
const units: readonly (readonly [name: RegExp, unit: string])[] = [
  [
    /(itPeak|facilityPeak|facilityTypical|itTypical|headroom|usable|rated|limit|heat|air|liquid|board|cap|saved|unit|facility)W$/i,
    'W',
  ],
  [/\.hostWatts\.|\.(wattsBudget|watts)$/, 'W'],
  [/usdPerHour$/i, 'USD/h'],
  [/usdPerMonth$/i, 'USD/month'],
  [/energy\.usdPerKwh$/, 'USD/kWh'],
  [/maxUsd$/, 'USD'],
  [/kwhPerDay$/, 'kWh/day'],
  [/kwhPerMonth$/, 'kWh/month'],
  [/Gib$/, 'GiB'],
  [/(Gb|NvmeGb)$/, 'GB'],
  [/Seconds$/, 's'],
  [/Ms$/, 'ms'],
  [/Days$/, 'days'],
  [/(supply|return|mean|inlet)C$/, 'C'],
  [/Lpm$/, 'L/min'],
  [/kgPerDay$/i, 'kg CO2e/day'],
  [/gramsPerKwh$/, 'g CO2e/kWh'],
  [/nodes(\.(min|planned|max))?$/, 'nodes'],
];

function unitOf(plan: FactoryPlan, path: string): string | null {
  // Charts have names of their own.
  if (path.includes('.values.')) return null;
  const [key, ...above] = path.split('.').reverse();
  const parent = above.reverse().reduce<unknown>((value, part) => Object(value)[part], plan);
  const beside: unknown = key === 'value' || key === 'quantity' ? Object(parent).unit : undefined;
  if (beside === 'GB a month') return 'GB/month';
  return typeof beside === 'string' ? beside : (units.find(([name]) => name.test(path))?.[1] ?? null);
}

/** Formulas that are words, because what they stand for is a model or a whole-number division among several. */
const inWords: Readonly<Record<string, RegExp>> = {
  'serving model of docs/performance.md': /^sites\.[^.]+\.serving\.[^.]+\.estimate\.\w+$/,
  'its share of (peak here x given)': /^workloads\.[^.]+\.sites\..+\.weight$/,
};

describe.each(Object.entries(fixtures))('the plan of %s', (_name, build) => {
  const { plan, isStated, spec } = build();
  const leaves = leavesOf(JSON.parse(JSON.stringify(plan)), '');
  const known = explanationsOf(plan);

  it('explains every number, and as what it is', () => {
    const wrong = leaves.flatMap(([path, value]) => {
      const found = explainPath(plan, path, isStated);
      if (!('json' in found)) return [`${path}: not explained`];
      const unit = unitOf(plan, path) ?? found.json.unit;
      // Such as `W/node` for watts.
      const isUnit =
        [unit, `${unit}s`].includes(found.json.unit) ||
        ['/', '·'].some((sign) => found.json.unit.startsWith(unit + sign));
      return found.json.value === value && isUnit
        ? []
        : [`${path}: ${value} ${unit} is explained as ${found.json.value} ${found.json.unit}`];
    });
    expect(wrong).toEqual([]);
  });

  it('calls a default only what the schema filled in', () => {
    const isFilled = statedIn(spec);
    const sources = leaves.flatMap(([path]) => {
      const found = explainPath(plan, path, isStated);
      return 'json' in found ? found.json.terms.map((term) => ({ path, source: term.source })) : [];
    });
    const wrong = sources.flatMap(({ path, source }) => {
      const name = /^default of the schema, (\S+)/.exec(source)?.[1];
      return name === undefined || isFilled(name) ? [] : [`${path}: ${name}`];
    });
    expect(wrong).toEqual([]);
    expect(sources.some(({ source }) => source.startsWith('factory file, '))).toBe(true);
  });

  it('explains it by the names of the file as by the places of the JSON', () => {
    const wrong = leaves.flatMap(([path]) => {
      const byPlace = explainPath(plan, path, isStated);
      if (!('text' in byPlace)) return [path];
      const name = byPlace.text.slice(0, byPlace.text.indexOf(' = '));
      const byName = explainPath(plan, name, isStated);
      return 'text' in byName && byName.text === byPlace.text ? [] : [name];
    });
    expect(wrong).toEqual([]);
  });

  it('has formulas that give the number', () => {
    const wrong = Object.entries(known).flatMap(([path, each]) => {
      const value = arithmetic(each);
      if (value === null) {
        const words = Object.entries(inWords).find(([, paths]) => paths.test(path));
        return words !== undefined && each.formula.startsWith(words[0])
          ? []
          : [`${path}: no arithmetic: ${each.formula}`];
      }
      return isClose(value, each.value, 1e-9) ? [] : [`${path}: ${each.value}, but ${each.formula} is ${value}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has operands that are what they say they are', () => {
    const wrong = Object.entries(known).flatMap(([path, each]) =>
      each.terms.flatMap((term) => {
        const isPath = /^(sites|workloads|cost|placement|traffic)\.[a-zA-Z0-9.-]+$/.test(term.source);
        const source = known[term.source];
        if (source === undefined)
          return isPath ? [`${path}: ${term.name} is of ${term.source}, which is not explained`] : [];
        // Estimates of the serving model are rounded in the plan.
        return isClose(source.value, term.value, 1e-4)
          ? []
          : [`${path}: ${term.name} is ${term.value}, ${term.source} is ${source.value}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('an operand', () => {
  const { plan } = fromInput(aFactory({ sites: { hall: ownHall } }));
  const reckoned = Object.entries(explanationsOf(plan)).filter(([, each]) => arithmetic(each) !== null);

  it('moves the number that it is of when it is another', () => {
    const still = reckoned.filter(([, each]) => {
      const moved = each.terms.filter((term) => {
        // Far enough to leave the rounding to whole things behind, in one direction or the other.
        const values = [3 * term.value + 7, -3 * term.value - 7].map((value) =>
          arithmetic({ ...each, terms: each.terms.map((other) => (other === term ? { ...term, value } : other)) }),
        );
        return values.some((value) => value === null || !isClose(value, each.value, 1e-6));
      });
      return each.terms.length > 0 && moved.length === 0;
    });
    expect(still.map(([path]) => path)).toEqual([]);
    expect(reckoned.length).toBeGreaterThan(200);
  });
});

describe('the source of an operand', () => {
  const { plan } = fixtures['a region and a hall']?.() ?? fromInput(aFactory());
  const explained = (path: string, isStated: IsStated): string => {
    const found = explainPath(plan, path, isStated);
    return 'text' in found ? found.text : '';
  };

  it('is the file where the file states it, else the default of the schema', () => {
    expect(explained('traffic.ttlSeconds', () => true)).toMatchInlineSnapshot(`
      "traffic.ttlSeconds = 30 s
        = setting: how long a name may be cached
        setting = 30 s  (factory file, traffic.ttlSeconds)
      "
    `);
    expect(explained('traffic.ttlSeconds', () => false)).toMatchInlineSnapshot(`
      "traffic.ttlSeconds = 30 s
        = setting: how long a name may be cached
        setting = 30 s  (default of the schema, traffic.ttlSeconds)
      "
    `);
    expect(
      explained('sites.hall.power.feeds.a.usableW', (path) => path !== 'sites.hall.power.continuousShare'),
    ).toMatchInlineSnapshot(`
      "sites.hall.power.feeds.a.usableW = 180000 W
        = rating x redundancy x continuous x (1 - growth)
        rating = 450000 W  (sites.hall.power.feeds.a.ratedW)
        redundancy = 0.5 share  (factory file, sites.hall.power.feeds.a.redundancy (2N))
        continuous = 0.8 share  (default of the schema, sites.hall.power.continuousShare)
        growth = 0 share  (factory file, sites.hall.power.growthShare)
      "
    `);
  });

  it('is the library for what no key changes', () => {
    expect(explained('sites.stockholm.serving.chat.engine.port', () => true)).toMatchInlineSnapshot(`
      "sites.stockholm.serving.chat.engine.port = 8000 port
        = setting: port of the engine
        setting = 8000 port  (library: a setting that no key of the factory file changes)
      "
    `);
  });

  it('is a row with its day for what the catalogue says', () => {
    expect(explained('sites.stockholm.pools.h100.accelerator.boardW', () => true)).toMatchInlineSnapshot(`
      "sites.stockholm.pools.h100.accelerator.boardW = 700 W
        = row
        row = 700 W  (all: ai-dynamo/aiconfigurator@095f58a5:aic-core/src/aiconfigurator_core/systems/h100_sxm.yaml; SemiAnalysisAI/InferenceX-app@77ca49a6:packages/app/src/lib/gpu-specs.ts; tdp: ai-dynamo/aiconfigurator@095f58a5:aic-core/src/aiconfigurator_core/systems/h100_sxm.yaml; year: https://huggingface.co/datasets/RayBernard/dgxupdate (DGX H100 announced 22 March 2022), 2026-11-23)
      "
    `);
  });
});

describe('statedIn', () => {
  const isStated = statedIn({ a: { 'b.c': { d: 0 }, e: [{ f: null }] } });

  it('finds what is there, keys with dots and places of lists included', () => {
    expect(['a', 'a.b.c', 'a.b.c.d', 'a.e.0.f'].filter((path) => !isStated(path))).toEqual([]);
    expect(['', 'b', 'a.b', 'a.b.c.e', 'a.e.1', 'a.e.0.f.g'].map(isStated)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a factory with errors', () => {
  it.each(Object.entries({ ...siteCases, ...workloadCases }))('of %s is explained like any other', (_code, { bad }) => {
    const read = readFactory({ ...aFactory(), ...bad });
    if ('findings' in read) return;
    expect(explanationsOf(explainFactory(read.spec, defaultCatalog))).not.toEqual([]);
  });
});

describe('a plan that is read', () => {
  const spec = FactorySpec.parse(aFactory({ sites: { hall: ownHall, east: aSite({ addressRange: '10.96.0.0/16' }) } }));

  it('keeps the sums of what everything explains, and the same of them', () => {
    const [everything, sums] = [explainFactory, planFactory].map((plan) => explanationsOf(plan(spec, defaultCatalog)));
    expect(everything).toMatchObject(sums ?? {});
    expect(sums?.['sites.hall.power.itPeakW']).toBeDefined();
    expect(sums?.['sites.hall.cost.pool.air.usdPerMonth']).toBeUndefined();
  });

  it('is otherwise the plan that is explained', () => {
    const without = (plan: FactoryPlan): unknown =>
      JSON.parse(
        JSON.stringify({ ...plan, findings: [] }, (key, value) => (key === 'explanations' ? undefined : value)),
      );
    expect(without(explainFactory(spec, defaultCatalog))).toEqual(without(planFactory(spec, defaultCatalog)));
  });
});

describe('the table of settings', () => {
  it('has no line without a number that it alone explains', () => {
    const used = new Set<string>();
    for (const build of Object.values(fixtures)) {
      const { plan, isStated } = build();
      const known = explanationsOf(plan);
      for (const [path] of leavesOf(JSON.parse(JSON.stringify(plan)), '')) {
        const found = explainPath(plan, path, isStated);
        const name = 'text' in found ? found.text.slice(0, found.text.indexOf(' = ')) : '';
        const setting = known[name] === undefined ? settingAt(name, awsSettings) : null;
        if (setting !== null) used.add(setting.setting.pattern);
      }
    }
    expect([...settings, ...awsSettings].map((each) => each.pattern).filter((pattern) => !used.has(pattern))).toEqual(
      [],
    );
  });
});
