import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { App, TerraformResource, Testing } from 'cdktf';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { AiFactory, acknowledge, type IFactoryExtension, Tenant, TokenWorkload } from '../../lib';
import { awsPolicies } from '../../lib/clouds/aws';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { standardPolicies } from '../../lib/policies';
import {
  aFactory,
  aHall,
  aPool,
  aSite,
  aWorkload,
  factoryMatchers,
  formatStack,
  stackSerializer,
  synthApp,
  synthFactory,
} from '../../lib/testing';
import { everyAwsKind, oneHall, sites } from './factories';

expect.extend(factoryMatchers);
expect.addSnapshotSerializer(stackSerializer);

const scratch = fs.mkdtempSync(join(tmpdir(), 'ai-factory-kit-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

const region = synthFactory(aFactory(), { sites });
const substrate = region.stack('test-east-substrate');
const workloads = region.stack('test-east-workloads');

describe('synthFactory', () => {
  it('gives the plan and each stack', () => {
    expect(region.plan.name).toBe('test');
    expect(Object.keys(region.stacks)).toEqual(['test-east-platform', 'test-east-substrate', 'test-east-workloads']);
  });

  it('writes nothing', () => {
    const writes = (['mkdirSync', 'writeFileSync', 'mkdtempSync', 'copyFileSync'] as const).map((name) =>
      vi.spyOn(fs, name),
    );
    synthFactory(everyAwsKind, { sites });
    expect(writes.flatMap((spy) => spy.mock.calls)).toEqual([]);
    // The spies do see what cdktf writes.
    const outdir = join(scratch, 'out');
    new App({ outdir });
    expect(writes.flatMap((spy) => spy.mock.calls.map(([path]) => path))).toEqual([outdir, join(outdir, 'stacks')]);
  });

  it('refuses a factory that is not sound, and says which stacks there are', () => {
    const nowhere = aFactory({ workloads: { chat: aWorkload({ sites: ['west'] }) } });
    expect(() => synthFactory(nowhere, { sites })).toThrow(/site "west" is not defined/);
    expect(() => region.stack('test-west-substrate')).toThrowErrorMatchingInlineSnapshot(
      `[Error: no stack "test-west-substrate"; the factory has test-east-platform, test-east-substrate, test-east-workloads]`,
    );
  });

  it('fails with every violation of every stack at once', () => {
    const open: IFactoryExtension = {
      bind: ({ sites }) => {
        for (const { substrate: stack } of sites)
          if (stack !== undefined)
            new SecurityGroup(stack, 'open', { ingress: [{ protocol: 'tcp', cidrBlocks: ['0.0.0.0/0'] }] });
      },
    };
    const two = aFactory({
      sites: { east: aSite(), west: aSite({ region: 'us-west-2', addressRange: '10.32.0.0/16' }) },
    });
    expect(() => synthFactory(two, { sites, extensions: [open] })).toThrowErrorMatchingInlineSnapshot(`
      [FactoryError: the factory has errors:
        error  nothing-public  test-east-substrate/open (test/testing/kit.test.ts:67:13): aws_security_group lets in every address; name the ranges of the callers
        error  nothing-public  test-west-substrate/open (test/testing/kit.test.ts:67:13): aws_security_group lets in every address; name the ranges of the callers]
    `);
  });

  it('binds extensions before aspects run, so that they reach what was added', () => {
    const closed = synthFactory(aFactory(), {
      sites,
      extensions: [
        { bind: (factory) => void new SecurityGroup(factory.site('east').workloads, 'own', { name: 'own' }) },
        { bind: (factory) => factory.site('east').substrate?.addOverride('output.owner.value', factory.owner) },
      ],
      policies: [],
    });
    expect(closed.stack('test-east-substrate').json.output).toEqual({ owner: { value: 'team@example.com' } });
    expect(closed.stack('test-east-workloads').resource('aws_security_group', 'own')).toEqual({
      name: 'own',
      tags: { 'ai-factory:id': 'test/east/test-east-workloads/own' },
    });
    // The provider of every stack of the site tags what is added there.
    expect(closed.check(closed.policies.filter(({ id }) => id === 'tags'))).toEqual([]);
  });
});

describe('a synthesized stack', () => {
  it('finds resources by the end of their path or by id', () => {
    const bucket = substrate.resource('aws_s3_bucket', 'store/weights/bucket');
    expect(substrate.resource('aws_s3_bucket', 'weights/bucket')).toBe(bucket);
    expect(substrate.resources('aws_s3_bucket')).toContain(bucket);
    expect(workloads.manifest('Deployment', 'test-assistants/chat')).toBe(workloads.manifest('Deployment', 'chat'));
    expect(workloads.dataSource('aws_eks_cluster', 'cluster')).toEqual({ name: 'test-east' });
  });

  it('says what there is where none or several fit', () => {
    expect(() => substrate.resource('aws_s3_bucket', 'bucket')).toThrowErrorMatchingInlineSnapshot(
      `[Error: test-east-substrate: aws_s3_bucket "bucket": several fit store/logs/bucket, store/weights/bucket]`,
    );
    expect(() => substrate.resource('aws_vpc', 'vpn')).toThrowErrorMatchingInlineSnapshot(
      `[Error: test-east-substrate: aws_vpc "vpn": none fits; there are network/vpc]`,
    );
    expect(() => workloads.manifest('Deployment', 'search')).toThrowErrorMatchingInlineSnapshot(
      `[Error: test-east-workloads: Deployment "search": none fits; there are test-assistants/chat-epp, test-assistants/chat]`,
    );
  });
});

describe('matchers', () => {
  it('find a resource by a part of it', () => {
    expect(substrate).toHaveResource('aws_vpc', { cidr_block: '10.16.0.0/16' });
    expect(substrate).toHaveResource('aws_eks_cluster', {
      // Terraform's JSON has blocks as objects or as lists of one.
      encryption_config: { resources: ['secrets'] },
      name: expect.stringMatching(/^test-/),
    });
    expect(substrate).not.toHaveResource('aws_instance');
    expect(workloads).toHaveManifest('Deployment', { metadata: { namespace: 'test-assistants' } });
  });

  it('say how near the candidates came', () => {
    expect(() =>
      expect(substrate).toHaveResource('aws_vpc', { cidr_block: '10.0.0.0/8' }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [Error: test-east-substrate: aws_vpc: none of 1 fits
        test-east-substrate/network/vpc: cidr_block is "10.16.0.0/16", not "10.0.0.0/8"]
    `);
    expect(() =>
      expect(workloads).toHaveManifest('PriorityClass', { value: 7, description: expect.any(String) }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [Error: test-east-workloads: PriorityClass: none of 3 fits
        test-batch: value is 1000, not 7
        test-critical: value is 100000, not 7
        test-standard: value is 10000, not 7]
    `);
    expect(() => expect(substrate).not.toHaveResource('aws_vpc')).toThrowErrorMatchingInlineSnapshot(`
      [Error: test-east-substrate: aws_vpc: expected none, found
        test-east-substrate/network/vpc]
    `);
    expect(() =>
      expect(substrate).toHaveResource('aws_eks_cluster', { enabled_cluster_log_types: ['audit'] }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [Error: test-east-substrate: aws_eks_cluster: none of 1 fits
        test-east-substrate/cluster/cluster: enabled_cluster_log_types has 5 elements, not 1]
    `);
  });

  it('ask policies', () => {
    expect(region).toKeepPolicies();
    expect(region).toKeepPolicies([...standardPolicies, ...awsPolicies]);
    expect(region).toHaveNoPublicAccess();
    const open = synthFactory(
      aFactory({ sites: { east: aSite({ entry: { public: true, allowedCidrs: ['203.0.113.0/24'] } }) } }),
      { sites },
    );
    // The factory states it, so the policy is kept; it is public all the same.
    for (const policy of open.policies.filter(({ id }) => id === 'nothing-public')) expect(open).toKeepPolicy(policy);
    expect(() => expect(open).toHaveNoPublicAccess()).toThrowErrorMatchingInlineSnapshot(`
      [Error: test: public access
        note  nothing-public  test-east-substrate/entry/balancer: aws_lb faces the internet; set internal to true; acknowledged: the entry of this site is stated to be public]
    `);
  });
});

describe('matchers on a factory written in constructs', () => {
  const build = (id = 'acme', app = Testing.app()) => {
    const factory = new AiFactory(app, id, { owner: 'platform@example.com' });
    const hall = new KubernetesSite(factory, 'hall', { context: id, country: 'DE', storageClass: 'shared-files' });
    const pool = hall.addPool('h200', { machine: 'dgx-h200', count: 2, capacity: { type: 'on-demand' } });
    new TokenWorkload(factory, 'chat', {
      tenant: new Tenant(factory, 'support'),
      pools: [pool],
      model: 'qwen3-8b',
      demand: { requestsPerSecond: 2, inputTokens: 900, outputTokens: 250 },
    });
    return { app, factory, hall };
  };

  it('ask the one factory of an app', () => {
    const { app, factory } = build();
    const synthesized = synthApp(app);
    expect(synthesized).toKeepPolicies();
    for (const policy of standardPolicies) expect(synthesized).toKeepPolicy(policy);
    // The gateway of an existing cluster has one form: the library answers for it, and no setting changes it.
    expect(synthesized).toHaveNoPublicAccess();
    expect(synthesized).toHaveManifest('EnvoyProxy');
    expect(synthesized.factory()).toHaveResource('kubernetes_manifest', { manifest: { kind: 'EnvoyProxy' } });
    expect(synthesized.factory('acme').plan).toBe(factory.plan);
  });

  it('find what the user makes and acknowledges', () => {
    const { app, hall } = build();
    const open = new TerraformResource(hall.workloads, 'open', { terraformResourceType: 'kubernetes_manifest' });
    const metadata = { name: 'open', namespace: 'default', labels: { 'app.kubernetes.io/managed-by': 'acme' } };
    open.addOverride('manifest', { kind: 'Service', metadata, spec: { type: 'LoadBalancer' } });
    acknowledge(hall.workloads, { policy: 'nothing-public', reason: 'the team wants it open' });
    const synthesized = synthApp(app);
    expect(synthesized).toKeepPolicies();
    expect(() => expect(synthesized).toHaveNoPublicAccess()).toThrow(
      /^acme: public access\n {2}note {2}nothing-public {2}acme-hall-workloads\/open \(.*kit\.test\.ts:.*the team wants it open$/,
    );
  });

  it('ask a factory by its name where there are several', () => {
    const { app } = build('dev');
    build('prod', app);
    const synthesized = synthApp(app);
    expect(synthesized.factory('prod')).toKeepPolicies();
    expect(Object.keys(synthesized.factory('prod').stacks)).toEqual(['prod-hall-platform', 'prod-hall-workloads']);
    expect(() => expect(synthesized).toKeepPolicies()).toThrowErrorMatchingInlineSnapshot(
      `[Error: expected an app with one factory, found dev, prod; pick one, such as synthApp(app).factory('dev')]`,
    );
    expect(() => synthesized.factory('test')).toThrowErrorMatchingInlineSnapshot(
      `[Error: no factory "test"; the app has dev, prod]`,
    );
  });

  it('take what the matcher of cdktf with the same name takes', () => {
    const text = Testing.synth(build().hall.workloads);
    expect(text).toHaveResource(Manifest);
    expect(text).toHaveResource('kubernetes_manifest', { manifest: { kind: 'ClusterQueue' } });
    expect(text).not.toHaveResource(SecurityGroup);
  });

  it('say what they take, and their types refuse the rest', () => {
    const { app, factory, hall } = build();
    expect(() => expect('no stack').toHaveResource('kubernetes_manifest')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: expected a SynthesizedStack, a SynthesizedFactory or a SynthesizedApp, got a text; pass \`synthApp(app)\` or a stack of it]`,
    );
    // @ts-expect-error a construct is not synthesized
    expect(() => expect(factory).toKeepPolicies()).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: expected a SynthesizedFactory, or a SynthesizedApp with one factory, got an object of class AiFactory; pass the result of \`synthApp(app)\`]`,
    );
    // @ts-expect-error a construct is not synthesized
    expect(() => expect(hall.workloads).toHaveManifest('Deployment')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: expected a SynthesizedStack, a SynthesizedFactory or a SynthesizedApp, got an object of class FactoryStack; pass \`synthApp(app).stack('acme-hall-workloads')\`]`,
    );
    const stack = synthApp(app).stack('acme-hall-workloads');
    // @ts-expect-error policies are those of a factory
    expect(() => expect(stack).not.toHaveNoPublicAccess()).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: expected a SynthesizedFactory, or a SynthesizedApp with one factory, got the SynthesizedStack acme-hall-workloads; pass the result of \`synthApp(app)\` or \`synthFactory(…)\`]`,
    );
    // @ts-expect-error nothing was synthesized
    expect(() => expect(undefined).toKeepPolicy(standardPolicies[0])).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: expected a SynthesizedFactory, or a SynthesizedApp with one factory, got undefined; pass the result of \`synthApp(app)\` or \`synthFactory(…)\`]`,
    );
  });
});

describe('builders', () => {
  it('are sound as they stand', () => {
    for (const factory of [aFactory(), everyAwsKind, oneHall]) {
      expect(synthFactory(factory, { sites }).plan.findings.filter((each) => each.severity === 'error')).toEqual([]);
    }
  });

  it('take changes at the top level of each object', () => {
    expect(aPool({ count: 2 })).toEqual({ machine: 'p5.48xlarge', count: 2 });
    expect(aHall({ country: 'FR' }).context).toBe('hall');
  });
});

describe('snapshots', () => {
  const traffic = synthFactory(oneHall, { sites }).stack('test-traffic');

  it('print a stack as YAML with construct paths in place of ids', () => {
    expect(traffic).toMatchInlineSnapshot(`
      stack: test-traffic
      settings:
        provider:
          kubernetes:
            - config_context: hall
        terraform:
          backend:
            local:
              path: ../../../terraform-state/test-traffic.tfstate
          required_providers:
            kubernetes:
              source: kubernetes
              version: ">= 2.38.0, < 4.0.0"
          required_version: ">= 1.11.0, < 2.0.0"
      kubernetes_manifest front-door/route-chat/split:
        field_manager:
          force_conflicts: true
          name: ai-factory
        manifest:
          apiVersion: gateway.networking.k8s.io/v1
          kind: HTTPRoute
          metadata:
            labels:
              app.kubernetes.io/managed-by: ai-factory
            name: chat-split
            namespace: test-assistants
          spec:
            hostnames:
              - chat.example.com
            parentRefs:
              - name: test
                namespace: test-gateway
            rules:
              - backendRefs:
                  - group: inference.networking.k8s.io
                    kind: InferencePool
                    name: chat
                    weight: 100
                timeouts:
                  request: 0s
    `);
  });

  it('hold no hash of a logical id, and open JSON in strings', () => {
    const text = formatStack(substrate);
    const ids = substrate.objects.map((each) => each.id).filter((id) => /_[0-9A-F]{8}$/.test(id));
    expect(ids.length).toBeGreaterThan(50);
    for (const id of ids) expect(text).not.toContain(id);
    expect(text).toContain('kms_key_id: ${aws_kms_key[keys/key].arn}');
    expect(text).toContain('Sid: TlsOnly');
  });
});
