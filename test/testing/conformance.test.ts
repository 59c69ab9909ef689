import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { aws } from '../../lib/clouds/aws';
import { kubernetes } from '../../lib/kubernetes';
import type { AnyProvider } from '../../lib/port/port';
import { aFactory, aHall, type ConformanceOptions, providerConformance } from '../../lib/testing';
import { everyAwsKind, everyKubernetesKind } from './factories';

describe.each([
  { name: 'aws', cases: providerConformance(aws(), { factory: everyAwsKind, beside: [kubernetes()] }) },
  { name: 'kubernetes', cases: providerConformance(kubernetes(), { factory: everyKubernetesKind }) },
])('provider $name', ({ cases }) => {
  it.each([...cases])('$name', ({ run }) => run());
});

describe('a provider that breaks the contract', () => {
  const good = kubernetes();
  /** What the suite says of the provider, by the name of the case. */
  const verdicts = (provider: AnyProvider, options: Partial<ConformanceOptions> = {}): Record<string, string> =>
    Object.fromEntries(
      providerConformance(provider, { factory: everyKubernetesKind, ...options }).flatMap(({ name, run }) => {
        try {
          run();
          return [];
        } catch (error) {
          return [[name, error instanceof Error ? error.message : String(error)]];
        }
      }),
    );
  const withPlatform = (platform: NonNullable<AnyProvider['realize']['platform']>): AnyProvider => ({
    ...good,
    realize: { ...good.realize, platform },
  });

  it('passes where it keeps it', () => {
    expect(verdicts(good)).toEqual({});
  });

  it('claims a kind that it does not make, and one that nobody asked for', () => {
    const empty = withPlatform((scope, id) => {
      new Construct(scope, id);
      return { ready: [] };
    });
    expect(verdicts(empty)).toMatchInlineSnapshot(`
      {
        "realizes every kind that it claims": "kubernetes claims "platform" and makes no resource under the id that it is given",
      }
    `);
    const idle: AnyProvider = { ...good, realize: { ...good.realize, budget: () => ({ ready: [] }) } };
    expect(verdicts(idle)).toMatchInlineSnapshot(`
      {
        "realizes every kind that it claims": "kubernetes claims "budget", which the factory never needs: give one that does",
      }
    `);
  });

  it('gives incomplete handles', () => {
    const bare = withPlatform((scope, id, plan, context) => {
      good.realize.platform(scope, id, plan, context);
      return {} as { ready: [] };
    });
    expect(verdicts(bare)).toMatchInlineSnapshot(`
      {
        "gives handles that later kinds can use": "kubernetes leaves out platform.ready",
      }
    `);
  });

  it('changes the plan', () => {
    const greedy = withPlatform((scope, id, plan, context) => {
      (plan.releases as unknown[]).reverse().reverse();
      return good.realize.platform(scope, id, plan, context);
    });
    expect(Object.keys(verdicts(greedy))).toEqual(['leaves the plan as it is']);
  });

  it('counts its own calls into what it makes', () => {
    let calls = 0;
    const counting = withPlatform((scope, id, plan, context) => {
      calls += 1;
      return good.realize.platform(
        scope,
        id,
        { ...plan, namespaces: plan.namespaces.map((each) => ({ ...each, name: `${each.name}-${calls}` })) },
        context,
      );
    });
    expect(Object.keys(verdicts(counting))).toContain('makes the same bytes twice');
  });

  it('depends on the order of the file', () => {
    const ordered = withPlatform((scope, id, plan, context) => {
      const realized = good.realize.platform(scope, id, plan, context);
      const names = Object.keys(context.site.tags).filter((tag) => ['zeta', 'alpha'].includes(tag));
      new TerraformResource(scope, `after-${names.join('-')}`, { terraformResourceType: 'terraform_data' });
      return realized;
    });
    const tagged = aFactory({ sites: { hall: aHall({ tags: { zeta: 'z', alpha: 'a' } }) } });
    const verdict = verdicts(ordered, { factory: tagged })['makes the same ids whatever the order of the factory'];
    expect(verdict).toMatchInlineSnapshot(
      `"stack hall-platform differs with the keys of the factory in reverse: line 454 is ""after-zeta-alpha": {", then ""after-alpha-zeta": {""`,
    );
  });

  it('writes a token into the state', () => {
    const leaky: AnyProvider = {
      ...good,
      configure(stack, kind, site, factory, accessOf) {
        good.configure(stack, kind, site, factory, accessOf);
        if (kind === 'platform') stack.addOverride('provider.helm.0.registries', [{ token: 'correct horse' }]);
      },
    };
    expect(verdicts(leaky, { secrets: ['correct horse'] })).toMatchInlineSnapshot(`
      {
        "states no secret in plain text": "stack annex-platform holds a secret that the provider was given
      stack hall-platform holds a secret that the provider was given",
      }
    `);
  });

  it('leaves labels out', () => {
    const bare = withPlatform((scope, id, plan, context) => {
      const realized = good.realize.platform(scope, id, plan, context);
      const [space] = realized.ready.filter((each) => each instanceof NamespaceV1);
      space?.putMetadata({ name: 'bare' });
      return realized;
    });
    expect(Object.keys(verdicts(bare))).toEqual(['tags and labels what it makes']);
  });
});
