import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, Aspects, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { afterAll, describe, expect, it } from 'vitest';
import { AiFactory, FactoryError, type FromSpecOptions, formatFinding } from '../../lib';
import { synthesizeFactory } from '../../lib/cli/synthesize';
import { checkPolicies, type Policy, violation } from '../../lib/policies';
import { applyAcknowledgements } from '../../lib/policies/acknowledgement';
import { acknowledge } from '../../lib/port/acknowledge';
import { aFactory, aSite, aWorkload, type FactoryInput } from '../../lib/testing';
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
const shown = (factory: AiFactory, code: string) =>
  factory
    .policyFindings()
    .filter((each) => each.code === code)
    .map(formatFinding);

describe('policies of an AiFactory', () => {
  it('fail the synthesis with every violation of every stack, and leave nothing to deploy', () => {
    const { app, factory } = build();
    topics(factory);
    expect(() => app.synth()).toThrowErrorMatchingInlineSnapshot(`
      [FactoryError: the factory has errors:
        error  encryption-at-rest  test-east-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key
        error  encryption-at-rest  test-west-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key]
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

  it('reach the caller of a factory file as findings', () => {
    const workloads = { chat: aWorkload({ engine: { environment: { DB_PASSWORD: 'hunter2' } } }) };
    let error: unknown;
    try {
      synthesizeFactory({
        name: 'factory.json',
        text: JSON.stringify(aFactory({ workloads })),
        sites,
        outdir: outdir(),
      });
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
    acknowledge(east, 'encryption-at-rest', acknowledged.reason);
    const [, stack] = substrates(factory);
    if (stack !== undefined) acknowledge(stack, 'encryption-at-rest', 'everything at this site is public');
    app.synth();
    expect(shown(factory, 'encryption-at-rest')).toMatchInlineSnapshot(`
      [
        "note  encryption-at-rest  test-east-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; acknowledged: holds public notices only",
        "note  encryption-at-rest  test-west-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; acknowledged: everything at this site is public",
      ]
    `);
  });

  it('of the file do so too, and nothing else', () => {
    const { app, factory } = build({ acknowledge: [acknowledged] });
    topics(factory);
    expect(() => app.synth()).toThrow(/test-west-substrate\/own/);
    expect(shown(factory, 'encryption-at-rest')).toMatchInlineSnapshot(`
      [
        "error  encryption-at-rest  test-west-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key",
        "note  encryption-at-rest  test-east-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; acknowledged: holds public notices only",
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
      `"error  encryption-at-rest  test-east-substrate/own: aws_sns_topic is not encrypted at rest; set kms_master_key_id to a key; its acknowledgement ended on 2027-03-31"`,
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
