import { existsSync } from 'node:fs';
import type { App } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  AiFactory,
  type ICloud,
  Migration,
  type MigrationProps,
  Site,
  type SiteProps,
  Tenant,
  TokenWorkload,
  Traffic,
  violation,
} from '../../lib';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { siteCommon } from '../../lib/spec/site';
import { appShell } from './app-shell';
import { commandIn } from './memory-io';

const pool = { machine: 'dgx-h200', count: 4, capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 } } as const;

interface Changes {
  readonly model?: string;
  readonly itKw?: number;
  readonly phase?: MigrationProps['phase'];
  readonly policies?: ConstructorParameters<typeof AiFactory>[2]['policies'];
}

/** Adds a factory of two halls, and the move of its workload from one to the other. */
function addFactory(app: App, name: string, changes: Changes = {}): AiFactory {
  const { model, itKw = 200, phase, policies = [] } = changes;
  const factory = new AiFactory(app, name, { owner: 'platform@example.com', policies });
  const [north, south] = (['north', 'south'] as const).map((id) => {
    const hall = new KubernetesSite(factory, id, {
      context: `${name}-${id}`,
      country: 'SE',
      storageClass: 'shared',
      entry: { hostname: `${id}.example.com` },
    });
    hall.addPowerBudget({ itKw, pue: 1.3, usdPerKwh: 0.1 });
    hall.addCoolingBudget({ method: 'air' });
    return { hall, pool: hall.addPool('gpus', pool) };
  });
  if (north === undefined || south === undefined) throw new Error('two halls were added');
  const chat = addChat(factory, model);
  new Traffic(factory, 'traffic', { domain: `${name}.example.com`, frontDoor: 'http-route', site: north.hall });
  new Migration(factory, 'to-south', { workloads: [chat], from: north.hall, to: south.hall, phase });
  return factory;
}

const addChat = (factory: AiFactory, model = 'qwen3-8b'): TokenWorkload =>
  new TokenWorkload(factory, 'chat', {
    tenant: new Tenant(factory, 'assistants', {}),
    model,
    precision: 'bf16',
    demand: { requestsPerSecond: 2, inputTokens: 800, outputTokens: 200 },
    objectives: { ttftMs: 2000, interTokenMs: 60 },
  });

const CDKTF =
  '{\n  "language": "typescript",\n  "app": "npx tsx main.ts",\n  "context": {\n    "team": "blue"\n  }\n}\n';

/** Runs the command on an app in the folder `app`. */
const on = (build: (app: App) => void, argv: readonly string[], text = CDKTF) =>
  commandIn(argv, { files: { 'app/cdktf.json': text }, shell: appShell(build) });

const one = (app: App) => void addFactory(app, 'harbour');
const two = (app: App) => {
  addFactory(app, 'dev');
  addFactory(app, 'prod');
};

describe('an app', () => {
  it('is a folder with cdktf.json, or that file', async () => {
    for (const target of ['app/', './app/cdktf.json']) {
      const { code, out } = await on(one, ['validate', target]);
      expect([code, out.split('\n').at(-2)]).toEqual([0, `${target}: sound and feasible`]);
    }
  });

  it('is refused if its cdktf.json says no app, or there is none', async () => {
    const refused = await Promise.all(
      ['[]', '{', '{}', '{ "app": 1 }', '{ "app": "x", "context": [] }'].map(async (text) => {
        const { code, err } = await on(one, ['plan', 'app'], text);
        return `${code} ${err.trim()}`;
      }),
    );
    const empty = await commandIn(['plan', 'empty'], { files: { 'empty/readme.txt': '' } });
    expect([...refused, `${empty.code} ${empty.err.trim()}`]).toMatchInlineSnapshot(`
      [
        "2 error  unreadable  (root): app cannot be read: cdktf.json is not a JSON object",
        "2 error  unreadable  (root): app cannot be read: cdktf.json is not JSON: Expected property name or '}' in JSON at position 1",
        "2 error  unreadable  (root): app cannot be read: cdktf.json has no \`app\`; set it to the command that synthesizes, such as "npx tsx main.ts"",
        "2 error  unreadable  (root): app cannot be read: cdktf.json has no \`app\`; set it to the command that synthesizes, such as "npx tsx main.ts"",
        "2 error  unreadable  (root): app cannot be read: \`context\` of cdktf.json is not an object",
        "2 error  unreadable  (root): empty cannot be read: it is a folder without a readable cdktf.json; give a factory file, or the folder of an app",
      ]
    `);
  });

  it('runs in its folder with its context, and leaves nothing behind', async () => {
    const seen: string[][] = [];
    const { code } = await commandIn(['validate', 'app'], {
      files: { 'app/cdktf.json': CDKTF },
      shell: (command, cwd, env) => {
        const context = JSON.parse(env['CDKTF_CONTEXT_JSON'] ?? '');
        seen.push([command, cwd, context.team, context['ai-factory:report'], env['CDKTF_OUTDIR'] ?? '']);
        return appShell(one)(command, cwd, env);
      },
    });
    const [command, cwd, team, reports = '', out = ''] = seen[0] ?? [];
    expect([code, command, cwd, team]).toEqual([0, 'npx tsx main.ts', '/work/app', 'blue']);
    expect([reports.startsWith('/'), existsSync(reports), existsSync(out)]).toEqual([true, false, false]);
  });

  it('that fails ends with 2 and its own last lines', async () => {
    const broken = await on(() => {
      throw new TypeError('hall is not a site');
    }, ['validate', 'app']);
    expect([broken.code, broken.err]).toMatchInlineSnapshot(`
      [
        2,
        "error  app-failed  app: \`npx tsx main.ts\` ended with exit code 1 in /work/app; its last lines:
      TypeError: hall is not a site
      ",
      ]
    `);
    const none = await on(() => {}, ['validate', 'app', '--json']);
    expect([none.code, JSON.parse(none.out).findings[0].code]).toEqual([2, 'app-failed']);
  });

  it('is planned as it plans itself', async () => {
    const { code, out } = await on(one, ['plan', 'app', '--json']);
    const built: AiFactory[] = [];
    await on((app) => void built.push(addFactory(app, 'harbour')), ['validate', 'app']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(built[0]?.plan)));
    expect((await on(one, ['plan', 'app'])).out).toContain('qwen3-8b');
  });

  it('explains its numbers, and says which are near', async () => {
    const { code, out } = await on(one, ['plan', 'app', '--explain', 'sites.north.power.itPeakW']);
    expect([code, out.split('\n')[0]]).toEqual([0, expect.stringContaining('sites.north.power.itPeakW = ')]);
    const unknown = await on(one, ['plan', 'app', '--explain', 'nothing.here', '--json']);
    expect([unknown.code, JSON.parse(unknown.out).findings[0].code]).toEqual([1, 'no-explanation']);
  });
});

describe('findings of an app', () => {
  it('are all errors of its plan, each with its construct and the line that made it', async () => {
    const { code, out } = await on(
      (app) => void addFactory(app, 'harbour', { model: 'qwen3-9b', itKw: 10 }),
      ['validate', 'app', '--json'],
    );
    const found = JSON.parse(out).findings.filter((each: { severity: string }) => each.severity === 'error');
    expect(code).toBe(1);
    expect(found.length).toBeGreaterThan(1);
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'unknown-model',
        path: 'workloads.chat.model',
        construct: 'harbour/chat',
        at: expect.stringMatching(/test\/cli\/app\.test\.ts:\d+:\d+$/),
      }),
    );
  });

  it('are those of a construct that is wrong by itself', async () => {
    const { code, out } = await on(
      (app) => {
        const factory = new AiFactory(app, 'harbour', { owner: 'platform@example.com' });
        new KubernetesSite(factory, 'hall', { context: 'hall', country: 'Sweden', storageClass: 'shared' });
      },
      ['validate', 'app', '--json'],
    );
    expect([code, JSON.parse(out).findings.map(({ path }: { path: string }) => path)]).toEqual([
      1,
      ['sites.hall.country'],
    ]);
  });

  it('are violated policies too', async () => {
    const policies = [
      {
        id: 'no-halls',
        description: 'No halls',
        check: () => [violation('no-halls', { path: 'harbour-north-workloads' }, 'is a hall; remove it')],
      },
    ];
    const build = (app: App) => void addFactory(app, 'harbour', { policies });
    const { code, err } = await on(build, ['validate', 'app']);
    expect(code).toBe(1);
    expect(err.split('\n').filter((line) => line.startsWith('error'))).toEqual([
      expect.stringMatching(/^error {2}no-halls {2}harbour-north-workloads \(\S+:\d+:\d+\): is a hall; remove it$/),
    ]);
    expect((await on(build, ['plan', 'app'])).code).toBe(1);
  });
});

describe('an app with a cloud that the command does not know', () => {
  const schema = z.strictObject({ ...siteCommon, provider: z.literal('barn'), farm: z.string() });
  const cloud: ICloud = {
    rules: {
      name: 'barn',
      siteSchema: schema,
      describe: ({ storageClass }, { name }) => ({
        prices: 'owned',
        regionRow: { provider: 'grid', id: 'SE', key: 'farm' },
        country: 'SE',
        context: name,
        ownFacility: true,
        ...(storageClass === undefined ? {} : { volumeClass: storageClass }),
      }),
      checks: [
        {
          id: 'barn-name',
          why: 'A barn is part of a farm',
          check: ({ spec }) =>
            Object.entries(spec.sites).flatMap(([name, site]) =>
              'farm' in site && site.farm === 'none'
                ? [{ code: 'barn-name', severity: 'error', path: `sites.${name}.farm`, message: 'no farm' } as const]
                : [],
            ),
        },
      ],
    },
  };

  class Barn extends Site {
    public constructor(scope: AiFactory, id: string, props: SiteProps & { readonly farm: string }) {
      super(scope, id, props, { cloud, hasSubstrate: false });
    }

    public override kubernetesAccess() {
      return { configContext: this.name };
    }

    protected override credentials(): string {
      return 'open the door';
    }
  }

  const inBarns = (farm: string) => (app: App) => {
    const factory = new AiFactory(app, 'harbour', { owner: 'platform@example.com', policies: [] });
    const [north, south] = (['north', 'south'] as const).map((id) => {
      const barn = new Barn(factory, id, {
        farm,
        storageClass: 'shared',
        entry: { hostname: `${id}.example.com` },
      });
      barn.addPool('gpus', pool);
      return barn;
    });
    if (north === undefined || south === undefined) throw new Error('two barns were added');
    const chat = addChat(factory);
    new Traffic(factory, 'traffic', { domain: 'barn.example.com', frontDoor: 'http-route', site: north });
    new Migration(factory, 'to-south', { workloads: [chat], from: north, to: south });
  };

  it('is planned, explained and stepped by its own rules', async () => {
    const planned = await on(inBarns('hill'), ['plan', 'app', '--json']);
    expect([planned.code, JSON.parse(planned.out).sites?.[0].provider, planned.err]).toEqual([0, 'barn', '']);
    const explained = await on(inBarns('hill'), ['plan', 'app', '--explain', 'sites.north.power.itPeakW']);
    expect([explained.code, explained.out.split(' = ')[0]]).toEqual([0, 'sites.north.power.itPeakW']);
    const priced = await on(inBarns('hill'), ['migrate', 'plan', 'app', '--json']);
    expect([priced.code, JSON.parse(priced.out).name]).toEqual([0, 'to-south']);
    const lost = await on(inBarns('hill'), ['migrate', 'plan', 'app', '--lost', 'north', '--json']);
    expect(JSON.parse(lost.out).site).toBe('north');
    const stepped = await on(inBarns('hill'), ['migrate', 'next', 'app']);
    expect([stepped.code, stepped.files['app/cdktf.json']]).toEqual([0, expect.stringContaining('"prepare"')]);
  });

  it('is held to its own checks', async () => {
    const { code, err } = await on(inBarns('none'), ['validate', 'app']);
    expect([code, err]).toEqual([1, expect.stringContaining('barn-name  sites.north.farm')]);
  });
});

describe('an app with several factories', () => {
  it('is validated as a whole, and a factory of it alone', async () => {
    const bad = (app: App) => {
      addFactory(app, 'dev', { model: 'qwen3-9b' });
      addFactory(app, 'prod', { model: 'qwen3-7b' });
      addFactory(app, 'test');
    };
    const { code, out } = await on(bad, ['validate', 'app', '--json']);
    const errors = JSON.parse(out).findings.filter((each: { severity: string }) => each.severity === 'error');
    expect([code, errors.map((each: { factory: string }) => each.factory)]).toEqual([1, ['dev', 'prod']]);
    expect((await on(bad, ['validate', 'app', '--factory', 'prod'])).code).toBe(1);
    expect((await on(bad, ['validate', 'app', '--factory', 'test'])).code).toBe(0);
    expect(await on(two, ['validate', 'app'])).toMatchObject({ code: 0, err: '' });
  });

  it('asks which factory is planned', async () => {
    const said = [
      await on(two, ['plan', 'app']),
      await on(two, ['plan', 'app', '--factory', 'test']),
      await on(two, ['migrate', 'status', 'app']),
    ];
    expect(said.map(({ code, err }) => `${code} ${err.trim()}`)).toMatchInlineSnapshot(`
      [
        "1 error  no-factory  (root): app has several factories: dev, prod; choose one with --factory",
        "1 error  no-factory  (root): no factory "test"; app has dev, prod",
        "1 error  no-factory  (root): app has several factories: dev, prod; choose one with --factory",
      ]
    `);
    const chosen = await on(two, ['plan', 'app', '--factory', 'prod', '--json']);
    expect([chosen.code, JSON.parse(chosen.out).name]).toEqual([0, 'prod']);
  });
});

describe('migrate with an app', () => {
  it('steps the context of its cdktf.json there and back, and changes nothing else', async () => {
    const steps = [CDKTF];
    for (const direction of ['next', 'next', 'back', 'back']) {
      const { code, err, files } = await on(one, ['migrate', direction, 'app'], steps.at(-1));
      expect([code, err]).toEqual([0, '']);
      steps.push(files['app/cdktf.json'] ?? '');
    }
    const planned = `${CDKTF.slice(0, CDKTF.indexOf('\n  }'))},\n    "migrations": {\n      "harbour/to-south": {\n        "phase": "planned"\n      }\n    }\n  }\n}\n`;
    const at = (place: string) => planned.replace('"phase": "planned"', place);
    const [prepare, warm] = [at('"phase": "prepare"'), at('"phase": "warm"')];
    expect(steps).toEqual([CDKTF, prepare, warm, prepare, planned]);
  });

  it('says what to apply, and where it is', async () => {
    const { out, files } = await on(one, ['migrate', 'next', 'app', '--json']);
    expect(JSON.parse(out)).toMatchObject({ migration: 'to-south', from: 'planned', to: 'prepare' });
    const status = await on(one, ['migrate', 'status', 'app'], files['app/cdktf.json']);
    expect(status.out).toContain('to-south: at prepare');
  });

  it('refuses a phase that is stated in code', async () => {
    const fixed = (app: App) => void addFactory(app, 'harbour', { phase: 'planned' });
    const warm = (app: App) => void addFactory(app, 'harbour', { phase: 'warm' });
    const said = [await on(fixed, ['migrate', 'next', 'app']), await on(warm, ['migrate', 'next', 'app'])];
    expect(said.map(({ code, err }) => `${code} ${err.trim()}`)).toMatchInlineSnapshot(`
      [
        "1 error  no-step  migrations: the phase of to-south is set in the code of the app, or in its factory file, and not in the context of cdktf.json (with prepare in the context of cdktf.json the app still is at planned); change it there, or remove it so that the context applies",
        "1 error  no-step  migrations: the phase of to-south is set in the code of the app, or in its factory file, and not in the context of cdktf.json (the app is at warm, the context says planned); change it there, or remove it so that the context applies",
      ]
    `);
    expect(said.map(({ files }) => files['app/cdktf.json'])).toEqual([CDKTF, CDKTF]);
  });

  it('refuses the ends, and a name that is not there', async () => {
    const said = [
      await on(one, ['migrate', 'back', 'app']),
      await on(one, ['migrate', 'next', 'app', 'nort']),
      await on(one, ['migrate', 'plan', 'app', '--lost', 'east']),
    ];
    expect(said.map(({ code, err }) => `${code} ${err.trim()}`)).toMatchInlineSnapshot(`
      [
        "1 error  no-step  migrations: to-south has not begun",
        "1 error  no-step  migrations: no migration "nort"; the factory has to-south",
        "1 error  no-step  migrations: no site "east"; the factory has north, south",
      ]
    `);
  });

  it('refuses a step after which the app does not synthesize', async () => {
    const build = (app: App) => {
      const phase = app.node.tryGetContext('migrations')?.['harbour/to-south']?.phase;
      if (phase === 'prepare') throw new Error('not before Monday');
      addFactory(app, 'harbour');
    };
    const { code, err, files } = await on(build, ['migrate', 'next', 'app']);
    expect([code, err, files['app/cdktf.json']]).toEqual([2, expect.stringContaining('not before Monday'), CDKTF]);
  });

  it('prices its moves, and the loss of a site', async () => {
    const plan = await on(one, ['migrate', 'plan', 'app', '--json']);
    expect([plan.code, JSON.parse(plan.out).name]).toEqual([0, 'to-south']);
    const lost = await on(one, ['migrate', 'plan', 'app', '--lost', 'south']);
    expect(lost.out).toContain('south');
  });

  it('warns of a phase in the context of a migration that was removed', async () => {
    const phases = { 'harbour/gone': { phase: 'retire' }, 'harbour/to-south': { phase: 'planned' }, 'other/gone': {} };
    const text = JSON.stringify({ app: 'npx tsx main.ts', context: { migrations: phases } });
    const { code, out } = await on(one, ['validate', 'app', '--json'], text);
    expect([code, JSON.parse(out).findings.filter((each: { code: string }) => each.code === 'unused-phase')]).toEqual([
      0,
      [expect.objectContaining({ severity: 'warning', path: 'migrations.gone' })],
    ]);
    expect(out).toContain('delete \\"harbour/gone\\"');
  });

  it('steps the factory that is named', async () => {
    const { code, files } = await on(two, ['migrate', 'next', 'app', '--factory', 'prod']);
    expect([code, JSON.parse(files['app/cdktf.json'] ?? '').context.migrations]).toEqual([
      0,
      { 'prod/to-south': { phase: 'prepare' } },
    ]);
  });
});
