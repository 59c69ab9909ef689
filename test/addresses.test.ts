import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectsOf, type TerraformObject, textAt } from '../lib/policies/terraform-json';
import {
  aFactory,
  aHall,
  aPool,
  aSite,
  aWorkload,
  type FactoryInput,
  type PoolInput,
  type SynthesizedFactory,
  synthFactory,
} from '../lib/testing';
import { examples, readStack, stacksOf, synthesize } from './examples';
import { root } from './source';
import { sites } from './testing/factories';

const addressOf = ({ mode, type, id }: TerraformObject): string => `${mode === 'data' ? 'data.' : ''}${type}.${id}`;

describe.each(examples)('addresses of example %s', (example) => {
  it('are the ones that its state has', async () => {
    const out = await synthesize(example);
    const lines = stacksOf(out).flatMap((stack) =>
      objectsOf(stack, JSON.parse(readStack(out, stack))).map((object) => `${stack}: ${addressOf(object)}`),
    );
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot(
      join(root, 'test/snapshots', example, 'addresses.txt'),
    );
  });
});

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** Lists and records of a factory, each in the order in which it is stated. */
interface Parts {
  readonly pools: Readonly<Record<string, PoolInput>>;
  readonly finance: string[];
  readonly admins: string[];
  readonly viewers: string[];
  readonly callers: string[];
  readonly endpoints: string[];
  readonly oncall: string[];
  readonly sites: FactoryInput['sites'];
  readonly tenants: NonNullable<FactoryInput['tenants']>;
  readonly queues: NonNullable<FactoryInput['queues']>;
  readonly workloads: NonNullable<FactoryInput['workloads']>;
}

const base: Parts = {
  pools: { serve: aPool(), next: aPool({ machine: 'p5en.48xlarge', manager: 'karpenter' }) },
  finance: ['finops@example.com', 'finops.team@example.com'],
  admins: [role('deployer'), role('team/deployer')],
  viewers: [role('viewer')],
  callers: ['10.0.0.0/8', '10.0.0.0/16'],
  endpoints: ['ecr.api', 'ecr.dkr', 'sts'],
  oncall: ['oncall@example.com'],
  sites: {},
  tenants: {
    assistants: { namespace: 'chat', boundary: 'open', maxAccelerators: 64 },
    research: { namespace: 'lab' },
  },
  queues: {
    serving: { tenants: ['assistants', 'research'], priority: 'critical', share: 0.5 },
    batch: { tenants: ['research'], share: 0.5 },
  },
  workloads: {
    chat: aWorkload({ shares: { east: 1 } }),
    search: aWorkload({ tenant: 'research', sites: ['east'] }),
  },
};

/** A factory with something of every kind that is told from its like by an id. */
function synth(changes: Partial<Parts> = {}): SynthesizedFactory {
  const parts = { ...base, ...changes };
  const input = aFactory({
    sites: {
      ...parts.sites,
      east: aSite({
        money: { usdPerMonth: 900_000, notify: parts.finance },
        cluster: { admins: parts.admins, viewers: parts.viewers },
        entry: { allowedCidrs: parts.callers },
        network: { endpoints: parts.endpoints },
        pools: parts.pools,
      }),
      hall: aHall(),
    },
    tenants: parts.tenants,
    boundaries: { open: { egressDomains: ['example.com', 'example.org'] } },
    queues: parts.queues,
    workloads: parts.workloads,
    traffic: { domain: 'llm.example.com', zoneId: 'Z1' },
    migrations: {
      move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall' }, phase: 'shift' },
    },
    observability: { notify: parts.oncall },
  });
  return synthFactory(input, { sites, policies: [] });
}

/** Attributes that say which object of the world a resource is. */
const IDENTITY = [
  'availability_zone',
  'cidr_ipv4',
  'endpoint',
  'manifest.kind',
  'manifest.metadata.name',
  'manifest.metadata.namespace',
  'metadata.name',
  'name',
  'policy_arn',
  'principal_arn',
  'service_name',
  'set_identifier',
];

/** Construct path of every object and what it is, by its address. */
const addresses = ({ stacks }: SynthesizedFactory): ReadonlyMap<string, { path: string; is: string }> =>
  new Map(
    Object.values(stacks).flatMap((stack) =>
      stack.objects.map((object) => {
        const is = IDENTITY.map((attribute) => textAt(object.values, attribute) ?? '').join(' ');
        return [`${stack.id}: ${addressOf(object)}`, { path: object.path, is }] as const;
      }),
    ),
  );

/** A list in the other order, behind another element. */
const before = <T>(added: T, list: readonly T[]): T[] => [added, ...[...list].reverse()];

describe('addresses', () => {
  const factory = synth();
  const present = addresses(factory);
  const paths = [...present.values()].map(({ path }) => path);

  /** Paths of objects that a change of the factory would destroy and make again. */
  const lost = (changes: Partial<Parts>): string[] => {
    const after = addresses(synth(changes));
    return [...present]
      .filter(([address, { path, is }]) => after.get(address)?.path !== path || after.get(address)?.is !== is)
      .map(([, { path }]) => path);
  };

  it('are those of construct paths that start with the factory and the site', () => {
    const whole = Object.values(factory.stacks).flatMap(({ text }) =>
      [...text.matchAll(/"path": "(test\/[^"]+)"/g)].map(([, path]) => path ?? ''),
    );
    const allowed =
      /^test\/((east\/test-east-(substrate|platform|workloads)|hall\/test-hall-(platform|workloads))|test-traffic)\/./;
    expect(whole.length).toBeGreaterThan(200);
    expect(whole.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('of servings, queues and rules do not depend on the pool that a workload is placed on', () => {
    const { serve = aPool(), next = aPool() } = base.pools;
    const gone = lost({ pools: { other: serve, next } });
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter((path) => !/\/(pool|flavor)-serve(\/|$)/.test(path))).toEqual([]);
  });

  it('do not depend on the name of a tenant whose namespace stays', () => {
    const { assistants = {}, research = {} } = base.tenants;
    const gone = lost({
      tenants: { helpers: assistants, scientists: research },
      queues: {
        serving: { tenants: ['helpers', 'scientists'], priority: 'critical', share: 0.5 },
        batch: { tenants: ['scientists'], share: 0.5 },
      },
      workloads: {
        chat: aWorkload({ tenant: 'helpers', shares: { east: 1 } }),
        search: aWorkload({ tenant: 'scientists', sites: ['east'] }),
      },
    });
    expect(gone).toEqual([]);
  });

  it('do not depend on what comes before in a list or a record', () => {
    const gone = lost({
      pools: { another: aPool({ machine: 'p4d.24xlarge', count: 1 }), ...base.pools },
      finance: before('cfo@example.com', base.finance),
      admins: before(role('another'), base.admins),
      viewers: before(role('auditor'), base.viewers),
      callers: before('10.96.0.0/16', base.callers),
      endpoints: before('ec2', base.endpoints),
      oncall: before('duty@example.com', base.oncall),
      sites: { annex: aHall({ context: 'annex', entry: { hostname: 'gateway.annex.example.com' } }) },
      tenants: { analysts: {}, ...base.tenants },
      queues: { another: { tenants: ['analysts'] }, ...base.queues },
      workloads: { answers: aWorkload({ tenant: 'analysts', sites: ['annex'] }), ...base.workloads },
    });
    expect(gone).toEqual([]);
  });

  it('hold no text of an ARN or a token, and no position', () => {
    expect(paths.filter((path) => /arn[:-]aws|TfToken|\$\{/.test(path))).toEqual([]);
    // Accounts, zones and hashes end in digits; a position is a small number alone.
    expect(paths.flatMap((path) => path.split('/')).filter((id) => /(^|-)\d{1,2}$/.test(id))).toEqual([]);
  });
});
