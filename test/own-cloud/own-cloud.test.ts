import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DataResource, type TerraformStack } from 'cdktf';
import { AiFactory, Migration, Tenant, TokenWorkload, Traffic } from 'cdktf-ai-factory';
import { AwsSite } from 'cdktf-ai-factory/aws';
import { KubernetesSite } from 'cdktf-ai-factory/kubernetes';
import {
  aFactory,
  aHall,
  aSite,
  type FactoryInput,
  type SynthesizedFactory,
  synthFactory,
} from 'cdktf-ai-factory/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { MeadowSite, type MeadowSiteInput } from './index';

const sites = { meadow: MeadowSite, aws: AwsSite, kubernetes: KubernetesSite };
const folder = mkdtempSync(join(tmpdir(), 'own-cloud-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const aField = (changes: Partial<MeadowSiteInput> = {}): MeadowSiteInput => ({
  provider: 'meadow',
  field: 'north',
  project: 'sheep-1',
  addressRange: '10.200.0.0/16',
  storageClass: 'shared',
  entry: { hostname: 'gateway.meadow.example.com' },
  pools: { serve: { machine: 'meadow-h200-8x', count: 4 } },
  ...changes,
});

describe('the planned site', () => {
  const { plan, stack } = synthFactory(aFactory({ sites: { meadow: aField() } }), { sites });

  it('is priced by rows of the cloud', () => {
    expect(plan.cost.sites['meadow']?.lines.map(({ id, usdPerHour }) => [id, usdPerHour])).toEqual([
      ['control-plane', 0.2],
      ['pool.serve', 96],
    ]);
  });

  it('is reached by what the substrate made, in every stack of the site', () => {
    expect(Object.keys(stack('test-meadow-substrate').json['output'] ?? {})).toHaveLength(2);
    for (const kind of ['platform', 'workloads']) {
      expect(stack(`test-meadow-${kind}`).text).toMatch(/"host": "\$\{data\.terraform_remote_state\./);
    }
  });

  it('is refused by a check of the cloud', () => {
    expect(() => synthFactory(aFactory({ sites: { meadow: aField({ quotaNodes: 2 }) } }), { sites })).toThrow(
      'sites.meadow.quotaNodes: pools of meadow can grow to 4 nodes, the quota is 2; lower `maxCount` or raise `quotaNodes`',
    );
  });

  it('is refused by the schema of the cloud', () => {
    const wrong = aFactory({ sites: { meadow: { ...aField(), fields: 'north' } as MeadowSiteInput } });
    expect(() => synthFactory(wrong, { sites })).toThrow(/sites\.meadow\.fields/);
  });
});

interface Move {
  readonly from: string;
  readonly to: string;
  readonly others: FactoryInput['sites'];
  readonly traffic: FactoryInput['traffic'];
}

const toHall: Move = {
  from: 'meadow',
  to: 'hall',
  others: { hall: aHall() },
  traffic: { domain: 'example.com', site: 'hall' },
};
const fromAws: Move = {
  from: 'east',
  to: 'meadow',
  others: { east: aSite() },
  traffic: { domain: 'example.com', zoneId: 'Z0123456789EXAMPLE' },
};

describe.each([toHall, fromAws])('a move from $from to $to', ({ from, to, others, traffic }) => {
  const at = (phase: 'planned' | 'prepare' | 'shift' | 'retire'): SynthesizedFactory => {
    const move = { workloads: ['chat'], from: { site: from }, to: { site: to }, phase };
    return synthFactory(aFactory({ sites: { meadow: aField(), ...others }, traffic, migrations: { move } }), { sites });
  };

  it.each([
    { phase: 'planned', served: [from] },
    { phase: 'prepare', served: [from, to] },
    { phase: 'shift', served: [from, to] },
    { phase: 'retire', served: [to] },
  ] as const)('serves where phase $phase says', ({ phase, served }) => {
    const { plan } = at(phase);
    const places = plan.sites.filter(({ serving }) => serving.length > 0).map(({ name }) => name);
    expect(places.sort()).toEqual([...served].sort());
  });

  it('reaches the cluster of the meadow from the stack that moves requests', () => {
    const { stacks } = at('shift');
    const reaching = Object.values(stacks).filter(
      ({ id, text }) => !id.startsWith('test-meadow') && text.includes('"command": "meadow"'),
    );
    expect(reaching.map(({ id }) => id)).toEqual(['test-traffic']);
  });
});

describe('both forms', () => {
  const chat = {
    model: 'llama-3.3-70b',
    precision: 'fp8',
    weights: { tokenSecret: 'hub-token' },
    demand: { requestsPerSecond: 5, inputTokens: 1000, outputTokens: 300 },
  } as const;
  const { provider, pools: _, ...meadowProps } = aField();
  const { provider: kubernetes, pools: hallPools, power, cooling, ...hallProps } = aHall();
  const pool = { machine: 'meadow-h200-8x', count: 4 };
  const spec: FactoryInput = {
    name: 'pasture',
    owner: 'shepherds@example.com',
    sites: { meadow: aField({ pools: { serve: pool } }), hall: aHall() },
    tenants: { assistants: {} },
    workloads: { chat: { ...chat, tenant: 'assistants' } },
    traffic: { domain: 'example.com', site: 'hall' },
    migrations: {
      move: { workloads: ['chat'], from: { site: 'meadow' }, to: { site: 'hall' }, phase: 'prepare' },
    },
  };

  const construct = (app: App): AiFactory => {
    const factory = new AiFactory(app, 'pasture', { owner: 'shepherds@example.com' });
    const meadow = new MeadowSite(factory, 'meadow', meadowProps);
    meadow.addPool('serve', pool);
    const hall = new KubernetesSite(factory, 'hall', hallProps);
    if (power !== undefined) hall.addPowerBudget(power);
    if (cooling !== undefined) hall.addCoolingBudget(cooling);
    for (const [name, each] of Object.entries(hallPools)) hall.addPool(name, each);
    const workload = new TokenWorkload(factory, 'chat', { ...chat, tenant: new Tenant(factory, 'assistants', {}) });
    new Traffic(factory, 'traffic', { domain: 'example.com', site: hall });
    new Migration(factory, 'move', { workloads: [workload], from: meadow, to: hall, phase: 'prepare' });
    return factory;
  };

  const anApp = (name: string): App => new App({ outdir: join(folder, name), stackTraces: false });
  const written = (app: App): [string, string][] => {
    app.synth();
    const stacks = join(app.outdir, 'stacks');
    return readdirSync(stacks).map((id) => [id, readFileSync(join(stacks, id, 'cdk.tf.json'), 'utf8')]);
  };

  it('give the same bytes', () => {
    const file = join(folder, 'factory.json');
    writeFileSync(file, JSON.stringify(spec));
    const code = anApp('code');
    const built = construct(code);
    const read = anApp('read');
    const factory = AiFactory.fromFile(read, file, { sites });
    expect(built.toSpec()).toEqual(factory.toSpec());
    expect(factory.toSpec().sites['meadow']).toEqual(spec.sites['meadow']);
    const stacks = written(code);
    expect(stacks.map(([id]) => id)).toContain('pasture-meadow-substrate');
    expect(stacks).toEqual(written(read));
    expect([provider, kubernetes]).toEqual(['meadow', 'kubernetes']);
  });

  it('have handles for resources of a user', () => {
    const app = anApp('handles');
    const site = construct(app).site('meadow') as MeadowSite;
    const stack: TerraformStack = site.workloads;
    new DataResource(stack, 'own', { input: { endpoint: site.cluster.endpoint } });
    const own = new Map(written(app)).get('pasture-meadow-workloads') ?? '';
    expect(JSON.parse(own).resource.terraform_data.own.input.endpoint).toMatch(/^\$\{data\.terraform_remote_state\./);
  });
});

describe('the package', () => {
  it('imports public names alone', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.ts'));
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8'));
    const named = Object.keys({ ...dependencies, ...peerDependencies });
    const foreign = files.flatMap((name) =>
      [...readFileSync(join(__dirname, name), 'utf8').matchAll(/ from '([^']+)';$/gm)]
        .map(([, from = '']) => from)
        .filter((from) => !from.startsWith('./') && !named.some((each) => from === each || from.startsWith(`${each}/`)))
        .map((from) => `${name}: ${from}`),
    );
    // A test may use its runner and Node.
    expect(foreign.filter((each) => !/\.test\.ts: (node:|vitest$)/.test(each))).toEqual([]);
    expect(files.length).toBeGreaterThan(4);
  });

  it('is shown in the documents as it is', () => {
    const text = readFileSync(join(__dirname, '../../docs/own-cloud.md'), 'utf8');
    const shown = [...text.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm)];
    const own = readdirSync(__dirname).filter((name) => name !== 'own-cloud.test.ts');
    expect(shown.map(([, name]) => name).sort()).toEqual(own.sort());
    for (const [, name = '', block] of shown) expect(block).toBe(readFileSync(join(__dirname, name), 'utf8'));
  });
});
