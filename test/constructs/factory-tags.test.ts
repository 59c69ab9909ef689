import { Testing } from 'cdktf';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { AiFactory } from '../../lib';
import { AwsSite, type AwsSiteProps } from '../../lib/clouds/aws';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { harbour } from './harbour';
import { anApp } from './scratch';

describe('tags of a factory', () => {
  it('are on every site, whose own tags win; a factory file has them too', () => {
    const tags = { team: 'platform', stage: 'prod' };
    const { factory, stockholm } = harbour({ app: anApp(), factory: { tags }, stockholm: { tags: { team: 'red' } } });
    expect(Testing.synth(stockholm.platform)).toMatch(/"default_tags"[^\]]*"stage": "prod",\s+"team": "red"/);
    const sites = { aws: AwsSite, kubernetes: KubernetesSite };
    const read = AiFactory.fromSpec(anApp(), factory.toSpec(), { sites });
    expect(read.plan.sites.find(({ name }) => name === 'stockholm')?.tags).toMatchObject({
      team: 'red',
      stage: 'prod',
    });
  });

  it('are refused if no site has cloud resources', () => {
    const factory = new AiFactory(anApp(), 'acme', { owner: 'a@example.com', tags: { team: 'platform' } });
    const hall = new KubernetesSite(factory, 'hall', { context: 'hall', country: 'DE', storageClass: 'shared' });
    hall.addPool('gpus', { machine: 'dgx-h200', count: 1 });
    expect(() => factory.plan).toThrow(/no-effect\s+tags /);
  });
});

describe('a factory', () => {
  it('adds tenants, queues and workloads', () => {
    const factory = new AiFactory(anApp(), 'acme', { owner: 'a@example.com' });
    const tenant = factory.addTenant('support');
    const queue = factory.addQueue('online', { tenants: [tenant] });
    const chat = factory.addWorkload('chat', {
      tenant,
      queue,
      model: 'qwen3-8b',
      demand: { requestsPerSecond: 1, inputTokens: 900, outputTokens: 250 },
    });
    expect([tenant, queue, chat].map((each) => each.node.path)).toEqual(['acme/support', 'acme/online', 'acme/chat']);
    expect(Object.keys(factory.toSpec().workloads ?? {})).toEqual(['chat']);
  });

  it('adds boundaries, traffic and migrations', () => {
    const { factory, chat, stockholm, hall } = harbour({ app: anApp() });
    factory.addBoundary('closed', { egressDomains: [] });
    factory.addMigration('again', { workloads: [chat], from: hall, to: stockholm });
    const { boundaries, migrations } = factory.toSpec();
    expect([boundaries?.['closed'], migrations?.['again']?.from]).toEqual([{ egressDomains: [] }, { site: 'hall' }]);
    const traffic = new AiFactory(anApp(), 'acme', { owner: 'a@example.com' }).addTraffic('traffic', {
      domain: 'a.com',
    });
    expect(traffic.domain).toBe('a.com');
  });

  it('returns its sites by name, as their class where it is stated', () => {
    const { factory, stockholm } = harbour({ app: anApp() });
    expectTypeOf(factory.site('stockholm', AwsSite)).toEqualTypeOf<AwsSite>();
    expect(factory.site('stockholm', AwsSite)).toBe(stockholm);
    expect(() => factory.site('stockholm', KubernetesSite)).toThrowErrorMatchingInlineSnapshot(
      `[Error: site "stockholm" is of class AwsSite, and not of KubernetesSite]`,
    );
    expect(() => factory.site('oslo')).toThrowErrorMatchingInlineSnapshot(
      `[Error: no site "oslo"; the factory has stockholm, hall]`,
    );
  });
});

describe('a cluster that is created', () => {
  it('has admins by its type', () => {
    expectTypeOf<{ readonly admins: readonly string[] }>().toExtend<AwsSiteProps['cluster']>();
    expectTypeOf<Record<string, never>>().not.toExtend<AwsSiteProps['cluster']>();
    expectTypeOf<undefined>().not.toExtend<AwsSiteProps['cluster']>();
    expectTypeOf<{ readonly existing: { readonly name: string } }>().toExtend<AwsSiteProps['cluster']>();
  });
});
