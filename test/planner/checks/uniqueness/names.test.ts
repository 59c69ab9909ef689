import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../../lib/catalog/catalog';
import { standardClouds } from '../../../../lib/cli/clouds';
import { checkBeside, checkStackNames, findCollisions } from '../../../../lib/planner/checks/uniqueness';
import { formatFinding } from '../../../../lib/planner/model/finding';
import type { FactoryPlan } from '../../../../lib/planner/model/plan';
import type { FactoryInput } from '../../../../lib/spec/factory';
import { aFactory, aHall, aPool, aSite, aWorkload } from '../../../../lib/testing';
import { FactorySpec, planFactory } from '../../../standard';

const planned = (input: FactoryInput): FactoryPlan => planFactory(FactorySpec.parse(input), defaultCatalog);

/** What is wrong with the names of a factory. */
const problems = (changes: Partial<FactoryInput>): string[] =>
  planned(aFactory(changes))
    .findings.filter(({ code }) => ['name-collision', 'shared-cluster', 'stated-twice'].includes(code))
    .map(formatFinding);

const traffic = { domain: 'llm.example.com', zoneId: 'Z1' };

describe('names inside a factory', () => {
  it('differ in a sound factory', () => {
    expect(problems({ sites: { east: aSite(), hall: aHall() }, traffic })).toEqual([]);
  });

  it('of a revision and of another workload collide', () => {
    expect(
      problems({ workloads: { chat: aWorkload({ revision: 'v2' }), 'chat-v2': aWorkload() } }),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.chat.revision: Deployment "chat-v2" in namespace test-assistants is also used by workloads.chat-v2, and so are 9 other names; rename the workload, or state another \`revision\`",
      ]
    `);
  });

  it('of a migration and of another workload collide', () => {
    expect(
      problems({
        workloads: { chat: aWorkload(), 'chat-v2': aWorkload() },
        migrations: { move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'east', revision: 'v2' } } },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.chat-v2: Deployment "chat-v2" in namespace test-assistants is also used by migrations.move.to.revision, and so are 9 other names; rename the workload, or state another \`revision\`",
      ]
    `);
  });

  it('of workloads at separate sites do not collide', () => {
    const sites = { east: aSite(), hall: aHall() };
    const workloads = {
      chat: aWorkload({ revision: 'v2', sites: ['east'] }),
      'chat-v2': aWorkload({ sites: ['hall'] }),
    };
    expect(problems({ sites, workloads })).toEqual([]);
  });

  it('of workloads in separate namespaces do not collide', () => {
    const workloads = { chat: aWorkload({ revision: 'v2' }), 'chat-v2': aWorkload({ tenant: 'research' }) };
    expect(problems({ workloads })).toEqual([]);
  });

  it('of a workload and of an endpoint picker or a service collide', () => {
    expect(problems({ workloads: { chat: aWorkload(), 'chat-epp': aWorkload() } })).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.chat-epp: Deployment "chat-epp" in namespace test-assistants is also used by workloads.chat, and so is 1 other name; rename the workload, or state another \`revision\`",
      ]
    `);
  });

  it('of a workload and of the servers of a replica over nodes collide', () => {
    const wide = aWorkload({ model: 'deepseek-r1', parallelism: { tensor: 8, pipeline: 2 } });
    const sites = {
      east: aSite({ pools: { serve: aPool({ machine: 'p5en.48xlarge', fabric: 'efa', zones: ['us-east-1b'] }) } }),
    };
    expect(problems({ sites, workloads: { frontier: wide, 'frontier-0': wide } })).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.frontier-0: StatefulSet "frontier-0" in namespace test-assistants is also used by workloads.frontier; rename the workload, or state another \`revision\`",
      ]
    `);
    expect(problems({ sites, workloads: { frontier: wide, 'frontier-http': wide } })).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.frontier-http: Service "frontier-http" in namespace test-assistants is also used by workloads.frontier; rename the workload, or state another \`revision\`",
      ]
    `);
  });

  it('of a workload and of a host name at one site collide', () => {
    const sites = { east: aSite(), hall: aHall() };
    expect(
      problems({ sites, traffic, workloads: { chat: aWorkload(), 'chat-at-hall': aWorkload() } }),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.chat-at-hall: host name "chat-at-hall.llm.example.com" in DNS is also used by workloads.chat; rename one of them",
      ]
    `);
    expect(problems({ sites, workloads: { chat: aWorkload(), 'chat-at-hall': aWorkload() } })).toEqual([]);
  });

  it('of a workload and of a route that splits requests collide', () => {
    const sites = { annex: aHall({ context: 'annex' }), hall: aHall() };
    const workloads = { chat: aWorkload(), 'chat-split': aWorkload() };
    expect(problems({ sites, workloads, traffic: { domain: 'example.com', site: 'hall' } })).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.chat-split: HTTPRoute "chat-split" in namespace test-assistants is also used by workloads.chat; rename one of the workloads",
      ]
    `);
  });

  it('of records of migrations collide', () => {
    const workloads = { chat: aWorkload(), search: aWorkload() };
    const ends = { from: { site: 'east' }, to: { site: 'east', revision: 'next' } };
    expect(
      problems({
        workloads,
        migrations: { move: { workloads: ['chat'], ...ends }, 'move-traffic': { workloads: ['search'], ...ends } },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  migrations.move-traffic: ConfigMap "move-move-traffic" in namespace test-assistants is also used by migrations.move; rename one of them",
      ]
    `);
  });

  it('of namespaces collide: two tenants, the platform, every cluster', () => {
    const tenants = {
      assistants: { namespace: 'shared' },
      research: { namespace: 'shared' },
      metrics: { namespace: 'monitoring' },
      root: { namespace: 'default' },
      gateway: {},
    };
    expect(problems({ tenants })).toMatchInlineSnapshot(`
      [
        "error  name-collision  tenants.gateway: Namespace "test-gateway" in the cluster is also used by the gateway of test; state another \`namespace\` for the tenant, or rename it",
        "error  name-collision  tenants.metrics.namespace: Namespace "monitoring" in the cluster is also used by the platform; state another \`namespace\` for the tenant, or rename it",
        "error  name-collision  tenants.research.namespace: Namespace "shared" in the cluster is also used by tenants.assistants.namespace; state another \`namespace\` for the tenant, or rename it",
        "error  name-collision  tenants.root.namespace: Namespace "default" in the cluster is also used by Kubernetes; state another \`namespace\` for the tenant, or rename it",
      ]
    `);
    expect(problems({ name: 'kube', workloads: { chat: aWorkload({ tenant: 'system' }) } })).toMatchInlineSnapshot(`
      [
        "error  name-collision  workloads.chat.tenant: Namespace "kube-system" in the cluster is also used by Kubernetes; state another \`namespace\` for the tenant, or rename it",
      ]
    `);
  });

  it('of a pool and of the system nodes collide', () => {
    expect(problems({ sites: { east: aSite({ pools: { system: aPool() } }) } })).toMatchInlineSnapshot(`
      [
        "error  name-collision  sites.east.pools.system: launch template "test-east-system" in us-east-1 of account 111122223333 is also used by the system nodes of sites.east, and so is 1 other name; rename the pool",
      ]
    `);
  });

  it('of a cloud collide inside one account and region', () => {
    const sites = (region: string) => ({
      east: aSite({ pools: { 'b-system': aPool() } }),
      'east-b': aSite({ region, addressRange: '10.48.0.0/16' }),
    });
    expect(problems({ sites: sites('us-east-1') })).toMatchInlineSnapshot(`
      [
        "error  name-collision  sites.east.pools.b-system: launch template "test-east-b-system" in us-east-1 of account 111122223333 is also used by the system nodes of sites.east-b; rename the pool",
      ]
    `);
    expect(problems({ sites: sites('us-west-2') })).toEqual([]);
  });

  it('of two sites in one cluster are not compared one by one', () => {
    expect(problems({ sites: { annex: aHall(), hall: aHall() } })).toMatchInlineSnapshot(`
      [
        "error  shared-cluster  sites.hall: context hall is also that of sites.annex, and both would make the same objects in it; make one site with the pools of both, or name the context of another cluster",
      ]
    `);
    expect(problems({ sites: { east: aSite({ access: { context: 'hall' } }), hall: aHall() } })).toHaveLength(1);
  });

  it('are stated once in each list', () => {
    const queues = { serving: { tenants: ['assistants', 'assistants'] } };
    const east = aSite({ zones: ['us-east-1a', 'us-east-1b', 'us-east-1a'] });
    expect(problems({ sites: { east }, queues })).toMatchInlineSnapshot(`
      [
        "error  stated-twice  queues.serving.tenants.1: "assistants" is already in the list, at queues.serving.tenants.0; remove one of them",
        "error  stated-twice  sites.east.zones.2: "us-east-1a" is already in the list, at sites.east.zones.0; remove one of them",
      ]
    `);
    const engine = { args: ['--flag', '--flag'] };
    expect(problems({ workloads: { chat: aWorkload({ engine }) } })).toEqual([]);
  });
});

describe('names of two factories in one app', () => {
  const hall = (name: string, changes: Partial<FactoryInput> = {}) =>
    planned(aFactory({ name, sites: { hall: aHall({ installed: [] }) }, ...changes }));
  const beside = (plan: FactoryPlan, other: FactoryPlan) =>
    checkBeside({ plan, clouds: standardClouds }, [{ plan: other, clouds: standardClouds }]).map(formatFinding);

  it('are compared by the ids of their stacks', () => {
    expect(
      checkStackNames({ name: 'acme', sites: ['east-b'] }, [{ name: 'acme-east', sites: ['b'] }]).map(formatFinding),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  sites.east-b: stack "acme-east-b-substrate" of factory acme in the app is also used by sites.b of factory acme-east, and so are 2 other names; rename a factory or a site",
      ]
    `);
    expect(
      checkStackNames({ name: 'acme', sites: ['b'] }, [{ name: 'acme', sites: ['c'] }]).map(formatFinding),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  name: stack "acme-traffic" of factory acme in the app is also used by factory acme; rename a factory or a site",
      ]
    `);
    const unnamed = { name: 'factory', sites: [], advice: 'give the factory a `name`' };
    expect(
      checkStackNames(unnamed, [{ ...unnamed, place: 'dev/factory, main.ts:3:1' }]).map(formatFinding),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  name: stack "factory-traffic" of factory factory in the app is also used by factory factory (dev/factory, main.ts:3:1); give the factory a \`name\`",
      ]
    `);
    expect(checkStackNames({ name: 'dev', sites: ['east'] }, [{ name: 'prod', sites: ['east'] }])).toEqual([]);
  });

  it('collide in a cluster only by what both install, which one of them lists as installed', () => {
    const [dev, prod] = [hall('dev'), hall('prod')];
    expect(beside(prod, dev)).toMatchInlineSnapshot(`
      [
        "error  name-collision  sites.hall: Helm release "cert-manager" of factory prod in namespace cert-manager, context hall is also used by sites.hall of factory dev, and so are 9 other names; list what the other one installs under \`installed\`",
      ]
    `);
    const installed = dev.sites[0]?.platform.releases.map(({ name }) => name) ?? [];
    const second = planned(aFactory({ name: 'prod', sites: { hall: aHall({ installed }) } }));
    expect(beside(second, dev)).toEqual([]);
  });

  it('collide where dashes make them the same', () => {
    const pools = (name: string) => ({ hall: aHall({ pools: { [name]: aPool({ machine: 'dgx-h200', count: 16 }) } }) });
    const [one, other] = [hall('acme', { sites: pools('east-gpu') }), hall('acme-east', { sites: pools('gpu') })];
    expect(beside(one, other).filter((each) => !each.includes('Helm'))).toMatchInlineSnapshot(`
      [
        "error  name-collision  sites.hall.pools.east-gpu: ResourceFlavor "acme-east-gpu" of factory acme in the cluster, context hall is also used by sites.hall.pools.gpu of factory acme-east; rename one of them",
      ]
    `);
  });

  it('collide in a stated namespace and under one domain', () => {
    const shared = { tenants: { assistants: { namespace: 'chat' } }, traffic };
    expect(
      beside(hall('prod', shared), hall('dev', shared)).filter((each) => !each.includes('Helm')),
    ).toMatchInlineSnapshot(`
      [
        "error  name-collision  tenants.assistants: Namespace "chat" of factory prod in the cluster, context hall is also used by tenants.assistants of factory dev; state another \`namespace\` for one of the tenants",
        "error  name-collision  workloads.chat: host name "chat.llm.example.com" of factory prod in DNS is also used by workloads.chat of factory dev, and so is 1 other name; give the factories different domains",
      ]
    `);
  });

  it('collide in an account where dashes make them the same', () => {
    const east = (pool: string) => aSite({ pools: { [pool]: aPool() } });
    const one = planned(aFactory({ name: 'acme', sites: { east: east('b-serve') } }));
    const other = planned(aFactory({ name: 'acme', sites: { 'east-b': east('serve') } }));
    expect(beside(one, other)).toMatchInlineSnapshot(`
      [
        "error  name-collision  name: stack "acme-traffic" of factory acme in the app is also used by factory acme; rename a factory or a site",
        "error  name-collision  sites.east.pools.b-serve: launch template "acme-east-b-serve" of factory acme in us-east-1 of account 111122223333 is also used by sites.east-b.pools.serve of factory acme; rename one of them",
      ]
    `);
    expect(beside(planned(aFactory({ name: 'prod' })), planned(aFactory({ name: 'dev' })))).toEqual([]);
  });

  it('do not collide in separate clusters', () => {
    const away = planned(aFactory({ name: 'prod', sites: { hall: aHall({ context: 'away' }) } }));
    expect(beside(away, hall('dev'))).toEqual([]);
  });
});

describe('a collision', () => {
  const at = (path: string, more = {}) => ({ kind: 'Service', name: 'a', scope: 'namespace x', path, ...more });

  it('is told once for each two parts, with the number of their names', () => {
    const [first, second] = [at('a'), at('b')];
    expect(findCollisions([first, second, { ...first, kind: 'Pod' }, { ...second, kind: 'Pod' }])).toHaveLength(1);
    expect(findCollisions([first, { ...second, name: 'b' }])).toEqual([]);
    expect(findCollisions([first, { ...second, scope: 'namespace y' }])).toEqual([]);
    expect(findCollisions([first, first])).toEqual([]);
  });

  it('needs a site at which both names are', () => {
    expect(findCollisions([at('a', { sites: ['x'] }), at('b', { sites: ['y'] })])).toEqual([]);
    expect(findCollisions([at('a', { sites: ['x', 'y'] }), at('b', { sites: ['y'] })])).toHaveLength(1);
    expect(findCollisions([at('a'), at('b', { sites: ['y'] })])).toHaveLength(1);
  });
});
