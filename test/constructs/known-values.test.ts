import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { AiFactory, GpuNodePool, Queue, Tenant, Traffic } from '../../lib';
import { AwsSite, Network } from '../../lib/clouds/aws';
import { harbour } from './harbour';
import { anApp } from './scratch';

const region = { region: 'eu-north-1', accountId: '111122223333', cluster: { admins: [] } };

function parts() {
  const app = anApp();
  const shared = new TerraformStack(app, 'shared');
  const factory = new AiFactory(app, 'acme', { owner: 'platform@example.com' });
  const variable = (name: string, type: string) => new TerraformVariable(shared, name, { type });
  return { app, shared, factory, variable };
}

describe('a token where the value must be known', () => {
  const { app, shared, factory, variable } = parts();
  const site = new AwsSite(factory, 'north', region);
  const text = variable('text', 'string').stringValue;
  const account = new DataAwsCallerIdentity(shared, 'caller').accountId;
  const zone = new Route53Zone(shared, 'zone', { name: 'llm.example.com' }).name;
  const count = variable('count', 'number').numberValue;
  const list = variable('list', 'list(string)').listValue;
  it.each([
    [
      'an account',
      () => new AwsSite(factory, 'a', { ...region, accountId: account }),
      'sites.a.accountId',
      'shared/data.aws_caller_identity.caller.account_id',
    ],
    [
      'a domain',
      () => new Traffic(factory, 't', { domain: zone, zoneId: 'Z0123456789EXAMPLE' }),
      'traffic.domain',
      'shared/aws_route53_zone.zone.name',
    ],
    [
      'a range in a list',
      () => new AwsSite(factory, 'c', { ...region, entry: { allowedCidrs: [text] } }),
      'sites.c.entry.allowedCidrs.0',
      'shared/var.text',
    ],
    [
      'a list',
      () => new AwsSite(factory, 'd', { ...region, entry: { allowedCidrs: list } }),
      'sites.d.entry.allowedCidrs',
      'shared/var.list',
    ],
    ['a namespace', () => new Tenant(factory, 'e', { namespace: text }), 'tenants.e.namespace', 'shared/var.text'],
    ['a name', () => new Tenant(factory, 'f', { name: text }), 'tenants.ref:shared/var.text', 'shared/var.text'],
    [
      'the name of a factory',
      () => new AiFactory(app, 'g', { owner: 'a@example.com', name: text }),
      'name',
      'shared/var.text',
    ],
    [
      'a number',
      () => new GpuNodePool(site, 'h', { machine: 'p5.48xlarge', maxCount: count }),
      'sites.north.pools.h.maxCount',
      'shared/var.count',
    ],
    ['a share', () => new Queue(factory, 'i', { tenants: [], share: count }), 'queues.i.share', 'shared/var.count'],
  ])('is refused with its address: %s', (_what, make, path, reference) => {
    const [stack, address] = reference.split('/');
    expect(make).toThrow(
      expect.objectContaining({
        findings: expect.arrayContaining([
          expect.objectContaining({
            code: 'known-after-apply',
            path,
            message: `found \${${address}} of stack ${stack}; this value is known only after Terraform runs, and the plan is computed before; write the value itself`,
          }),
        ]),
      }),
    );
  });

  it('is refused in the plan too if the form of a text fits', () => {
    const own = parts();
    const { factory: late } = harbour({
      app: own.app,
      hall: { context: own.variable('context', 'string').stringValue },
    });
    expect(() => late.plan).toThrow(
      /known-after-apply\s+sites\.hall\.context .*found \$\{var\.context\} of stack shared;/,
    );
  });
});

describe('an existing VPC', () => {
  const network = Network.fromAttributes(new TerraformStack(anApp(), 'house'), 'network', {
    vpcId: 'vpc-0123456789abcdef0',
    addressRange: '10.40.0.0/16',
    privateSubnetIds: { 'eu-north-1a': 'subnet-0123456789abcdef0' },
  });

  it('has one range, which the site may repeat and not contradict', () => {
    const { factory } = parts();
    expect(() => new AwsSite(factory, 'a', { ...region, addressRange: '10.50.0.0/16', network })).toThrow(
      /address-range-conflict\s+sites\.a\.addressRange \(acme\/a, test\/constructs\/known-values\.test\.ts:\d+:\d+\): found 10\.50\.0\.0\/16, and the existing VPC vpc-0123456789abcdef0 has 10\.40\.0\.0\/16/,
    );
    const same = new AwsSite(factory, 'b', { ...region, addressRange: '10.40.0.0/16', network });
    expect(factory.toSpec().sites[same.name]).toMatchObject({ addressRange: '10.40.0.0/16' });
  });
});
