import { Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { AiFactory } from '../../lib';
import { AwsSite } from '../../lib/clouds/aws';
import { AwsPoolSpec } from '../../lib/clouds/aws/rules/site';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { KubernetesPoolSpec } from '../../lib/clouds/kubernetes/rules/site';
import { FactoryError } from '../../lib/errors';
import { formatFinding } from '../../lib/planner/model/finding';
import type { FactoryInput } from '../../lib/spec/factory';
import type { siteCommon } from '../../lib/spec/site';
import { synthFactory } from '../../lib/testing';
import { aFactory, aHall, aPool, aSite, aWorkload, type RegionInput } from '../../lib/testing/builders';
import { readFactory } from '../standard';

/** A site with something of every kind, so that each of its keys can have an effect. */
const clouds = {
  aws: {
    schema: AwsPoolSpec,
    site: aSite({
      money: { usdPerMonth: 9_000_000 },
      latencyMs: { emea: 20 },
      power: { itKw: 5000, feeds: { a: { kw: 4000 }, b: { kw: 4000 } } },
      pools: {
        serve: aPool({ feed: 'a' }),
        spare: aPool({ feed: 'a' }),
      },
    }),
  },
  kubernetes: {
    schema: KubernetesPoolSpec,
    site: aHall({
      money: { usdPerMonth: 9_000_000 },
      latencyMs: { emea: 20 },
      rdma: { resource: 'rdma/shared', perNode: 8 },
      power: { itKw: 2000, feeds: { a: { kw: 4000 }, b: { kw: 4000 } }, pue: 1.3, usdPerKwh: 0.16 },
      pools: {
        serve: aPool({ machine: 'dgx-h200', feed: 'a' }),
        spare: aPool({ machine: 'dgx-h200', feed: 'a' }),
      },
    }),
  },
} as const;

/** A value of every key of a pool that differs from its default. `undefined` removes the key. */
const poolValues: Readonly<Record<string, readonly unknown[]>> = {
  machine: ['p5en.48xlarge', 'dgx-b200'],
  // In the place of a machine.
  accelerator: [],
  count: [5],
  share: [0.2],
  maxCount: [0],
  capacity: [{ type: 'spot' }, { type: 'capacity-block', purchase: aPurchase() }],
  zones: [['us-east-1b']],
  fabric: ['efa', 'rdma'],
  placementGroup: [true],
  manager: ['karpenter'],
  image: [{ family: 'al2023' }],
  diskGib: [500],
  labels: [{ 'example.com/tier': 'low' }],
  selector: [{ 'example.com/gpu': 'yes' }],
  nodesPerRack: [1],
  feed: ['b'],
  powerCapW: [500],
};

/** A value of every key that sites of all clouds have. */
const siteValues: Readonly<Record<keyof typeof siteCommon, readonly (readonly [string, unknown])[]>> = {
  zones: [['zones', ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d']]],
  addressRange: [['addressRange', '10.99.0.0/16']],
  pools: [],
  power: [['power.itKw', 1]],
  cooling: [['cooling', { method: 'air', airKw: 1 }]],
  money: [
    ['money.usdPerMonth', 1],
    ['money.notify', ['finops@example.com']],
    ['money.alertShares', [0.4]],
  ],
  carbon: [['carbon', { kgPerDay: 1 }]],
  latencyMs: [['latencyMs', { emea: 500 }]],
  entry: [
    ['entry.hostname', 'other.example.com'],
    ['entry.public', true],
    ['entry.port', 8443],
    ['entry.certificateArn', 'arn:aws:acm:us-east-1:111122223333:certificate/1'],
    ['entry.tlsSecret', 'gateway-tls'],
    ['entry.allowedCidrs', ['198.51.100.0/24']],
    ['entry.probe', 'tcp'],
  ],
  storageClass: [['storageClass', 'other-class']],
  installed: [['installed', ['kueue']]],
  tags: [['tags', { team: 'red' }]],
  alerts: [['alerts', { up: { when: { expr: 'up == 0' }, severity: 'warning' } }]],
  dashboards: [['dashboards', { own: { title: 'Own', panels: [{ title: 'Up', expr: 'up' }] } }]],
};

function aPurchase() {
  return {
    durationHours: 336,
    startsFrom: '2027-01-10T00:00:00Z',
    startsBefore: '2027-01-12T00:00:00Z',
    acceptNotRefundable: true,
  };
}

/** The factory with a site, beside a region whose address range it may overlap. */
const factoryWith = (site: unknown): FactoryInput =>
  aFactory({
    sites: {
      east: site as RegionInput,
      other: aSite({
        addressRange: '10.99.0.0/16',
        latencyMs: { emea: 90 },
        pools: { idle: aPool({ machine: 'p5en.48xlarge' }) },
      }),
    },
    workloads: {
      chat: aWorkload({
        users: ['emea'],
        pools: ['east/serve', 'east/spare', 'other/idle'],
        objectives: { ttftMs: 2000, interTokenMs: 60, networkMs: 300, survives: 'zone' },
      }),
    },
    traffic: { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE' },
  });

/** What comes of a factory: the errors, or Terraform and plan. What a plan merely repeats of a site is left out. */
function outcomeOf(site: unknown): { readonly errors: readonly string[]; readonly text: string } {
  try {
    const sites = { aws: AwsSite, kubernetes: KubernetesSite };
    const { plan, stacks } = synthFactory(factoryWith(site), { sites });
    const decided = plan.sites.map(({ pools: _pools, tags: _tags, ...rest }) => rest);
    const terraform = Object.values(stacks).map((stack) => stack.json);
    return { errors: [], text: JSON.stringify([{ ...plan, sites: decided }, terraform]) };
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    return { errors: error.findings.map((each) => `${each.code} ${each.path}`), text: error.message };
  }
}

/** Returns the site with a value at a dotted path. */
function withValue(site: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(site);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const key of keys) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  at[last] = value;
  return copy;
}

describe.each(Object.entries(clouds))('a site of %s', (_cloud, { schema, site }) => {
  const before = outcomeOf(site);
  const values = [
    ...Object.entries(poolValues).flatMap(([key, each]) => each.map((value) => [`pools.serve.${key}`, value] as const)),
    ...Object.values(siteValues).flat(),
  ];

  it('is sound by itself, and every key of it has a value here', () => {
    expect(before.errors).toEqual([]);
    expect(Object.keys(poolValues).sort()).toEqual(Object.keys(schema.shape).sort());
  });

  it.each(values)('realizes or refuses %s: %j', (path, value) => {
    const after = outcomeOf(withValue(site, path, value));
    expect(after.text).not.toBe(before.text);
  });
});

describe('a key that the cloud of its site cannot realize', () => {
  it('is refused with what it needs, at its place', () => {
    const hall = aHall({
      tags: { team: 'red' },
      entry: { hostname: 'gateway.hall.example.com', public: false },
      money: { usdPerMonth: 1_000_000, notify: ['finops@example.com'] },
      pools: {
        serve: aPool({ machine: 'dgx-h200', manager: 'karpenter', placementGroup: true, diskGib: 50, zones: ['x'] }),
      },
    });
    const region = aSite({ pools: { serve: aPool({ selector: { a: 'b' }, nodesPerRack: 2 }) } });
    const read = readFactory(aFactory({ sites: { hall, region } as never }));
    expect('findings' in read ? read.findings.map(formatFinding) : []).toMatchInlineSnapshot(`
      [
        "error  no-effect  sites.hall.tags: found "tags"; \`tags\` needs cloud resources that the library creates, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.hall.entry.public: found "public"; \`public\` needs a load balancer that the library creates, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.hall.money.notify: found "notify"; \`notify\` needs a budget service of the cloud, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.hall.pools.serve.zones: found "zones"; \`zones\` needs nodes that the library creates, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.hall.pools.serve.placementGroup: found "placementGroup"; \`placementGroup\` needs nodes that the library creates, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.hall.pools.serve.manager: found "karpenter"; \`manager\` needs nodes that the library creates, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.hall.pools.serve.diskGib: found 50; \`diskGib\` needs nodes that the library creates, which sites of kubernetes do not have; remove it",
        "error  no-effect  sites.region.pools.serve.selector: found "selector"; \`selector\` needs nodes that exist, which sites of aws do not have; remove it",
        "error  no-effect  sites.region.pools.serve.nodesPerRack: found 2; \`nodesPerRack\` needs racks that you fill, which sites of aws do not have; remove it",
      ]
    `);
  });

  it('says where the construct was made', () => {
    const factory = new AiFactory(Testing.app(), 'acme', { owner: 'platform@example.com' });
    const hall = new KubernetesSite(factory, 'hall', { context: 'hall', country: 'DE', storageClass: 'shared' });
    // @ts-expect-error an existing cluster has its nodes already
    hall.addPool('gpus', { machine: 'dgx-h200', count: 1, diskGib: 50 });
    // @ts-expect-error nobody is notified
    hall.addMoneyBudget({ usdPerMonth: 1_000_000, notify: ['finops@example.com'] });
    expect(() => factory.plan).toThrow(
      /no-effect\s+sites\.hall\.pools\.gpus\.diskGib \(acme\/hall\/gpus, test\/spec\/cloud-keys\.slow\.test\.ts:\d+:\d+\): found 50;/,
    );
    expect(() => factory.plan).toThrow(/no-effect\s+sites\.hall\.money\.notify \(acme\/hall\/money-budget/);
  });
});
