import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, Aspects, TerraformResource, TerraformStack, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import { afterAll, describe, expect, it } from 'vitest';
import { AiFactory, acknowledge, FactoryError, type FromSpecOptions, formatFinding } from '../../lib';
import { loadFactory } from '../../lib/cli/load';
import { synthesizeFactory } from '../../lib/cli/synthesize';
import { checkPolicies, type Policy, violation } from '../../lib/policies';
import { applyAcknowledgements } from '../../lib/policies/acknowledgement';
import { aFactory, aHall, aSite, aWorkload, type FactoryInput } from '../../lib/testing';
import { sites } from '../testing/factories';

const scratch = fs.mkdtempSync(join(tmpdir(), 'ai-factory-policies-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

let count = 0;
const outdir = (): string => join(scratch, `${count++}`);

/** A factory of two regions in an app. */
function build(input: Partial<FactoryInput> = {}, props: Partial<FromSpecOptions> = {}) {
  const app = new App({ outdir: outdir() });
  const regions = { east: aSite(), west: aSite({ region: 'us-west-2', addressRange: '10.32.0.0/16' }) };
  const factory = AiFactory.fromSpec(app, aFactory({ sites: regions, ...input }), { sites, ...props });
  return { app, factory };
}

const substrates = (factory: AiFactory) => factory.sites.flatMap((site) => site.substrate ?? []);
const topics = (factory: AiFactory) => substrates(factory).map((stack) => new SnsTopic(stack, 'own', { name: 'own' }));
/** A finding without the line of this file. */
const unlined = (text: string) => text.replace(/(enforce\.test\.ts):\d+:\d+/, '$1');

const shown = (factory: AiFactory, code: string) =>
  factory
    .policyFindings()
    .filter((each) => each.code === code)
    .map((each) => unlined(formatFinding(each)));

describe('policies of an AiFactory', () => {
  it('fail the synthesis with every violation of every stack, and leave nothing to deploy', () => {
    const { app, factory } = build();
    topics(factory);
    expect(() => app.synth()).toThrow(FactoryError);
    // Each with the line that made the resource.
    expect(shown(factory, 'encryption-at-rest')).toMatchInlineSnapshot(`
      [
        "error  encryption-at-rest  test-east-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key",
        "error  encryption-at-rest  test-west-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key",
      ]
    `);
    expect(fs.existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
  });

  it('see what aspects do', () => {
    const { app, factory } = build();
    topics(factory);
    const encrypt = {
      visit: (node: IConstruct) => {
        if (node instanceof SnsTopic) node.kmsMasterKeyId = 'alias/own';
      },
    };
    for (const stack of substrates(factory)) Aspects.of(stack).add(encrypt);
    expect(() => app.synth()).not.toThrow();
  });

  it('check the stacks inside the factory, and all of the app if that is their scope', () => {
    const own = (props: Partial<FromSpecOptions>) => {
      const { app, factory } = build({}, props);
      for (const [scope, id] of [
        [factory, 'inside'],
        [app, 'beside'],
      ] as const) {
        const stack = new TerraformStack(scope, id);
        new TerraformResource(stack, 'volume', { terraformResourceType: 'aws_ebs_volume' });
      }
      // Stacks of another factory are those of its policies.
      const other = AiFactory.fromSpec(app, aFactory({ name: 'other', sites: { hall: aHall() } }), {
        sites,
        policies: [],
      });
      new TerraformResource(other.site('hall').workloads, 'volume', { terraformResourceType: 'aws_ebs_volume' });
      return factory.policyFindings().flatMap(({ code, path }) => (code === 'encryption-at-rest' ? [path] : []));
    };
    expect(own({})).toEqual(['inside/volume']);
    expect(own({ policyScope: 'app' })).toEqual(['beside/volume', 'inside/volume']);
  });

  it('are checked by Testing.synth with validations and by Testing.fullSynth, for their stack', () => {
    const { factory } = build();
    const [east, west] = substrates(factory);
    if (east === undefined || west === undefined) throw new Error('two regions have two substrates');
    new SnsTopic(east, 'own', { name: 'own' });
    expect(() => Testing.synth(east, true)).toThrow(/encryption-at-rest {2}test-east-substrate\/own/);
    expect(() => Testing.fullSynth(east)).toThrow(/encryption-at-rest {2}test-east-substrate\/own/);
    expect(() => Testing.synth(west, true)).not.toThrow();
    expect(() => Testing.synth(east)).not.toThrow();
  });

  it('give way to a list of ones own, and to none', () => {
    const noTopics: Policy = {
      id: 'no-topics',
      description: 'Nobody reads the messages',
      check: ({ stacks }) =>
        stacks.flatMap((stack) =>
          stack.objects
            .filter((each) => each.type === 'aws_sns_topic')
            .map((each) => violation('no-topics', each, 'is a topic; remove it')),
        ),
    };
    const strict = build({}, { policies: [noTopics] });
    expect(() => strict.app.synth()).toThrow(/no-topics {2}test-east-substrate\/events\/topic: is a topic; remove it/);
    const free = build({}, { policies: [] });
    topics(free.factory);
    expect(() => free.app.synth()).not.toThrow();
    expect(free.factory.policyFindings()).toEqual([]);
  });

  it('see what is added after a synthesis', () => {
    const noTopics: Policy = {
      id: 'no-topics',
      description: 'there are no topics',
      check: ({ stacks }) =>
        stacks.flatMap(({ objects }) =>
          objects.filter(({ id }) => id === 'own').map((object) => violation('no-topics', object, 'is a topic')),
        ),
    };
    const first = build({}, { policies: [noTopics] });
    first.app.synth();
    topics(first.factory);
    expect(first.factory.policyFindings()).toHaveLength(2);
    expect(() => first.app.synth()).toThrow('is a topic');
    const unchecked = new App({ outdir: outdir(), skipValidation: true });
    const factory = AiFactory.fromSpec(unchecked, aFactory(), { sites, policies: [noTopics] });
    unchecked.synth();
    topics(factory);
    expect(() => unchecked.node.validate()).toThrow('is a topic');
  });

  it('see stacks that are written as HCL', () => {
    const app = new App({ outdir: outdir(), hclOutput: true });
    const workloads = { chat: aWorkload({ engine: { environment: { DB_PASSWORD: 'hunter2' } } }) };
    AiFactory.fromSpec(app, aFactory({ workloads }), { sites });
    expect(() => app.synth()).toThrow('no-plain-secrets');
  });

  it('reach the caller of a factory file as findings', () => {
    const workloads = { chat: aWorkload({ engine: { environment: { DB_PASSWORD: 'hunter2' } } }) };
    let error: unknown;
    try {
      const { source, planned } = loadFactory('factory.json', JSON.stringify(aFactory({ workloads })));
      if (source !== undefined && planned !== undefined)
        synthesizeFactory({ source, planned, sites, outdir: outdir() });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FactoryError);
    expect(error instanceof FactoryError ? error.findings.map(formatFinding) : []).toMatchInlineSnapshot(`
      [
        "error  no-plain-secrets  test-east-workloads/serving-chat/servers: environment variable DB_PASSWORD of Deployment chat is plain text; use a secretKeyRef",
      ]
    `);
  });
});

describe('acknowledgements', () => {
  const acknowledged = {
    policy: 'encryption-at-rest',
    path: 'test-east-substrate/own',
    reason: 'holds public notices only',
  };

  it('of a construct turn a violation into a note, there and below', () => {
    const { app, factory } = build();
    const [east, west] = topics(factory);
    if (east === undefined || west === undefined) throw new Error('two regions have two topics');
    acknowledge(east, { policy: 'encryption-at-rest', reason: acknowledged.reason });
    const [, stack] = substrates(factory);
    if (stack === undefined) throw new Error('two regions have two substrates');
    acknowledge(stack, { policy: 'encryption-at-rest', reason: 'everything at this site is public' });
    app.synth();
    expect(shown(factory, 'encryption-at-rest')).toMatchInlineSnapshot(`
      [
        "note  encryption-at-rest  test-east-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; acknowledged: holds public notices only",
        "note  encryption-at-rest  test-west-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; acknowledged: everything at this site is public",
      ]
    `);
  });

  it('of the file do so too, and nothing else', () => {
    const { app, factory } = build({ acknowledge: [acknowledged] });
    topics(factory);
    expect(() => app.synth()).toThrow(/test-west-substrate\/own/);
    expect(shown(factory, 'encryption-at-rest')).toMatchInlineSnapshot(`
      [
        "error  encryption-at-rest  test-west-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key",
        "note  encryption-at-rest  test-east-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; acknowledged: holds public notices only",
      ]
    `);
  });

  it('end on their day, where a day is given', () => {
    const dated = {
      acknowledge: [
        { ...acknowledged, path: 'test-east-substrate', expires: '2027-03-31' },
        { ...acknowledged, path: 'test-west-substrate' },
      ],
    };
    for (const [onDate, severity] of [
      [undefined, 'note'],
      ['2027-03-31', 'note'],
      ['2027-04-01', 'error'],
    ] as const) {
      const { factory } = build(dated, { onDate });
      topics(factory);
      expect(factory.policyFindings().find((each) => each.path === 'test-east-substrate/own')?.severity).toBe(severity);
    }
    const { factory } = build(dated, { onDate: '2027-04-01' });
    topics(factory);
    expect(shown(factory, 'encryption-at-rest')[0]).toMatchInlineSnapshot(
      `"error  encryption-at-rest  test-east-substrate/own (test/policies/enforce.test.ts): aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; its acknowledgement ended on 2027-03-31"`,
    );
  });

  it('that cover nothing are reported at their place in the file', () => {
    const { factory } = build({ acknowledge: [{ ...acknowledged, path: 'test-east-substrate/gone' }] });
    expect(shown(factory, 'acknowledgement-unused')).toMatchInlineSnapshot(`
      [
        "warning  acknowledgement-unused  acknowledge.0: nothing at test-east-substrate/gone departs from encryption-at-rest; remove the entry or correct its path",
      ]
    `);
  });

  it('of a construct above stacks cover all stacks below it', () => {
    const { app, factory } = build();
    topics(factory);
    acknowledge(factory.site('east'), { policy: 'encryption-at-rest', reason: 'everything here is public' });
    expect(() => app.synth()).toThrow(/test-west-substrate\/own/);
    acknowledge(app, { policy: 'encryption-at-rest', reason: 'everything is public' });
    expect(shown(factory, 'encryption-at-rest').map((each) => each.slice(0, 4))).toEqual(['note', 'note']);
    expect(shown(factory, 'acknowledgement-unused')).toEqual([]);
  });

  it('of a construct have the rules of a file', () => {
    const { factory } = build();
    const site = factory.site('east');
    expect(() => acknowledge(site, { policy: 'tags', reason: 'z' })).toThrow(
      /acknowledge\.reason \(test\/east, test\/policies\/enforce\.test\.ts:\d+:\d+\): .*10/,
    );
    expect(() => acknowledge(site, { policy: 'tags', reason: 'a good reason', expires: 'soon' })).toThrow(
      /acknowledge\.expires/,
    );
  });

  it('of a construct end on their day', () => {
    const { factory } = build({}, { onDate: '2027-04-01' });
    const [east] = topics(factory);
    if (east === undefined) throw new Error('two regions have two topics');
    acknowledge(east, { policy: 'encryption-at-rest', reason: acknowledged.reason, expires: '2027-03-31' });
    expect(shown(factory, 'encryption-at-rest')[0]).toMatch(/its acknowledgement ended on 2027-03-31$/);
  });

  it('of no known policy fail the synthesis, in both forms', () => {
    const { app, factory } = build({ acknowledge: [{ ...acknowledged, policy: 'encryption-at-res' }] });
    acknowledge(factory.site('east').workloads, { policy: 'nothing-publik', reason: 'nobody calls it' });
    expect(() => app.synth()).toThrow(FactoryError);
    expect(shown(factory, 'unknown-policy')).toMatchInlineSnapshot(`
      [
        "error  unknown-policy  acknowledge.0: no policy has the id "encryption-at-res"; use one of default-deny, encryption-at-rest, logs-retained, no-plain-secrets, no-wildcards, nothing-public, pinned-images, restricted-pods, tags, or add the policy to \`policies\`",
        "error  unknown-policy  test-east-workloads (test/policies/enforce.test.ts): no policy has the id "nothing-publik"; use one of default-deny, encryption-at-rest, logs-retained, no-plain-secrets, no-wildcards, nothing-public, pinned-images, restricted-pods, tags, or add the policy to \`policies\`",
      ]
    `);
  });

  it('of a construct that cover nothing are reported, and shown at synthesis', () => {
    const { app, factory } = build();
    acknowledge(factory.site('east').workloads, { policy: 'encryption-at-rest', reason: 'nothing is stored' });
    acknowledge(factory.site('west'), { policy: 'nothing-public', reason: 'nothing is public here' });
    app.synth();
    expect(shown(factory, 'acknowledgement-unused')).toMatchInlineSnapshot(`
      [
        "warning  acknowledgement-unused  test-east-workloads (test/policies/enforce.test.ts): nothing at test-east-workloads departs from encryption-at-rest; remove the acknowledgement or correct its path",
        "warning  acknowledgement-unused  test/west (test/policies/enforce.test.ts): nothing at test/west departs from nothing-public; remove the acknowledgement or correct its path",
      ]
    `);
    const warnings = Object.values(app.manifest.stacks).flatMap(({ annotations }) =>
      annotations.filter(({ level, message }) => level.endsWith('warn') && message.includes('acknowledgement-unused')),
    );
    expect(warnings.map(({ constructPath }) => constructPath)).toMatchInlineSnapshot(`
      [
        "test/east/test-east-workloads",
        "test/west/test-west-substrate",
      ]
    `);
  });

  it('of the library are not reported where its policies are not enforced', () => {
    const { factory } = build({}, { policies: [{ id: 'own', description: 'Nothing is asked', check: () => [] }] });
    factory.build();
    expect(factory.policyFindings()).toEqual([]);
  });

  it('cover whole steps of a path only', () => {
    const finding = violation('tags', { path: 'test-east-substrate/network-own/vpc' }, 'is not tagged');
    const cover = (path: string) =>
      applyAcknowledgements([finding], [{ policy: 'tags', path, reason: 'because', origin: 'construct' }])[0]?.severity;
    expect(cover('test-east-substrate/network')).toBe('error');
    expect(cover('test-east-substrate/network-own')).toBe('note');
    expect(cover('test-east-substrate/network-own/vpc')).toBe('note');
  });
});

it('reads the plain Terraform too, whoever wrote it', () => {
  const { factory } = build();
  const [stack] = substrates(factory);
  if (stack === undefined) throw new Error('a region has a substrate');
  const own = new TerraformResource(stack, 'volume', { terraformResourceType: 'aws_ebs_volume' });
  own.addOverride('encrypted', false);
  expect(shown(factory, 'encryption-at-rest')).toHaveLength(1);
  own.addOverride('encrypted', true);
  expect(shown(factory, 'encryption-at-rest')).toEqual([]);
});

it('sorts findings as planners do', () => {
  const policy: Policy = {
    id: 'p',
    description: 'd',
    check: () => [violation('p', { path: 'b' }, 'm'), violation('p', { path: 'a' }, 'm')],
  };
  const { factory } = build();
  expect(checkPolicies({ plan: factory.plan, stacks: [] }, [policy]).map((each) => each.path)).toEqual(['a', 'b']);
});
