import { describe, expect, it } from 'vitest';
import {
  defaultCatalog,
  type FactoryInput,
  isSound,
  parseFactory,
  planFactory,
  highsSolver as solver,
} from '../../../lib';
import { standardClouds } from '../../../lib/cli/clouds';
import { formatFinding } from '../../../lib/planner/model/finding';
import { explainPath } from '../../../lib/planner/reports/explain-path';
import { planMigration } from '../../../lib/planner/reports/migration/migration';
import { readFactory } from '../../../lib/spec/parse';
import { aFactory, aHall, aSite, aWorkload } from '../../../lib/testing';
import { aField, meadow } from './meadow';

const clouds = [...standardClouds, meadow];
const planned = (changes: Partial<FactoryInput> = {}) =>
  planFactory(parseFactory(aFactory({ sites: { field: aField() }, ...changes }), { clouds }), defaultCatalog, {
    clouds,
    solver,
  });
const errors = (changes: Partial<FactoryInput>): string[] =>
  planned(changes)
    .findings.filter(({ severity }) => severity === 'error')
    .map(formatFinding);

describe('a cloud of somebody else', () => {
  it('is planned by its rules alone', () => {
    const plan = planned();
    expect(plan.findings.map(formatFinding)).toEqual([]);
    expect(plan.sites[0]).toMatchObject({
      provider: 'meadow',
      region: 'north',
      accountId: 'sheep-1',
      cluster: 'test-field',
      country: 'NO',
      jurisdiction: 'eea',
      substrate: { provider: 'meadow', field: 'north', fences: 1 },
      pools: [{ name: 'serve', machine: 'm8', manager: 'managed', cloud: null, zones: ['north-1', 'north-2'] }],
    });
  });

  it('has its own prices, releases and settings in the plan', () => {
    const plan = planned();
    expect(plan.cost.sites['field']?.lines.map(({ id, usdPerHour }) => [id, usdPerHour])).toEqual([
      ['fences', 6],
      ['pool.serve', 40],
    ]);
    expect(plan.sites[0]?.platform.releases.map(({ name }) => name)).toContain('karpenter');
    expect(plan.sites[0]?.platform.namespaces).toContainEqual({ name: 'meadow-system', podSecurity: 'restricted' });
    expect(explainPath(plan, 'sites.field.substrate.fences', () => false, clouds)).toMatchObject({
      json: { formula: 'setting: fences around the field' },
    });
    expect(plan.terraform.providerConstraints['meadow']).toBe('>= 1.0.0, < 2.0.0');
  });

  it('spans a replica over its own fabric', () => {
    const workloads = { big: aWorkload({ model: 'deepseek-r1', parallelism: { tensor: 8, pipeline: 2 } }) };
    const sites = { field: aField({ pools: { serve: { machine: 'm8', count: 6 } } }) };
    const site = planned({ workloads, sites }).sites[0];
    expect(site?.pools[0]).toMatchObject({ fabric: 'hedge', zones: ['north-1'] });
    expect(site?.serving[0]?.rdma).toMatchObject({ resource: 'meadow/hedge', perPodOfNode: 4 });
    const stated = { field: aField({ pools: { serve: { machine: 'm8', fabric: 'efa' } } }) };
    expect(errors({ sites: stated })).toMatchInlineSnapshot(`
      [
        "error  no-fabric  sites.field.pools.serve.fabric: m8 at field has no fabric efa; use fabric none",
      ]
    `);
  });

  it('has its own checks, beside those of every factory', () => {
    expect(errors({ sites: { field: aField({ project: 'nobody', zones: ['south-1'] }) } })).toMatchInlineSnapshot(`
      [
        "error  zone-not-in-region  sites.field.zones.0: zone "south-1" is not in region north, which has north-1, north-2, north-3; name one of those",
        "error  project-of-nobody  sites.field.project: project nobody is billed to nobody; name one that pays",
      ]
    `);
    const { storageClass: _, ...without } = aField();
    expect(errors({ sites: { field: without } })).toMatchInlineSnapshot(`
      [
        "error  storage-class-missing  sites.field.storageClass: no storage class for weights; set \`storageClass\` to a class that allows ReadWriteMany",
      ]
    `);
  });

  it('offers its front door to factories with a site of it, and to no other', () => {
    const traffic = { domain: 'llm.example.com' };
    expect(planned({ traffic }).traffic).toMatchObject({ frontDoor: 'gate', provider: 'meadow' });
    expect(planned({ traffic }).traffic?.routes[0]?.targets[0]).toMatchObject({
      site: 'field',
      provider: 'meadow',
      balancerName: 'gate-field',
      topicName: null,
    });
    expect(planned({ traffic, sites: { hall: aHall() } }).traffic).toMatchObject({ frontDoor: 'http-route' });
    const mixed = { field: aField(), east: aSite() };
    expect(planned({ traffic, sites: mixed }).traffic).toMatchObject({ frontDoor: 'route53', provider: 'aws' });
  });

  it('takes part in a move, which says what controls are gained and lost', () => {
    const input = aFactory({
      sites: {
        field: aField({ addressRange: '10.200.0.0/16', entry: { hostname: 'gate.field.example.com' } }),
        east: aSite(),
      },
      traffic: { domain: 'llm.example.com' },
      migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'field' } } },
    });
    const plan = planMigration(parseFactory(input, { clouds }), defaultCatalog, 'move', { clouds, solver });
    expect(plan.findings.map(formatFinding)).toEqual([]);
    expect(plan.controls).toMatchInlineSnapshot(`
      {
        "gained": [],
        "lost": [
          "the API of the cluster is reachable from inside the network only",
          "the control plane keeps audit logs",
          "weights and logs are encrypted with a key of the factory",
        ],
      }
    `);
  });
});

describe('a provider that no cloud has', () => {
  it('is refused with the clouds that there are and the way to pass another', () => {
    const read = readFactory(aFactory({ sites: { field: aField() } }), { clouds: standardClouds });
    expect('findings' in read ? read.findings.map(formatFinding) : []).toMatchInlineSnapshot(`
      [
        "error  unknown-choice  sites.field.provider: found "meadow"; use "aws" or "kubernetes", or read the file in an app that knows another cloud, with \`AiFactory.fromFile\` and its site class in \`sites\`",
      ]
    `);
  });

  it('is a finding of the plan if the factory was read with more clouds than it is planned with', () => {
    const spec = parseFactory(aFactory({ sites: { field: aField(), east: aSite() } }), { clouds });
    const plan = planFactory(spec, defaultCatalog, { clouds: standardClouds, solver });
    expect(isSound(plan)).toBe(false);
    expect(plan.findings.filter(({ severity }) => severity === 'error').map(formatFinding)).toMatchInlineSnapshot(`
      [
        "error  unknown-cloud  sites.field.provider: no cloud "meadow"; there are aws, kubernetes; correct the name or pass the rules of the cloud in \`clouds\`",
      ]
    `);
  });

  it('cannot be read without any cloud', () => {
    expect(() => parseFactory(aFactory(), { clouds: [] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: no clouds are given; pass the rules of each cloud that has sites]`,
    );
  });
});
