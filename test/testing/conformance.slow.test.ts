import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { TerraformResource, type TerraformStack } from 'cdktf';
import { describe, expect, it } from 'vitest';
import type { FactoryPlan, SiteClass } from '../../lib';
import { AwsSite } from '../../lib/clouds/aws/aws-site';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { aFactory, aHall, aPool, type ConformanceOptions, siteConformance } from '../../lib/testing';
import { everyAwsKind, everyKubernetesKind } from './factories';

describe.each([
  { name: 'aws', cases: siteConformance(AwsSite, { factory: everyAwsKind, beside: [KubernetesSite] }) },
  { name: 'kubernetes', cases: siteConformance(KubernetesSite, { factory: everyKubernetesKind }) },
])('site class of $name', ({ cases }) => {
  it.each([...cases])('$name', ({ run }) => run());
});

describe('a site class that breaks the contract', () => {
  /** What the suite says of the class, by the name of the case. */
  const verdicts = (siteClass: SiteClass, options: Partial<ConformanceOptions> = {}): Record<string, string> =>
    Object.fromEntries(
      siteConformance(siteClass, { factory: everyKubernetesKind, ...options }).flatMap(({ name, run }) => {
        try {
          run();
          return [];
        } catch (error) {
          return [[name, error instanceof Error ? error.message : String(error)]];
        }
      }),
    );
  const platforms = (site: KubernetesSite): TerraformStack => site.platform;

  it('passes if it keeps it', () => {
    expect(verdicts(KubernetesSite)).toEqual({});
  });

  it('leaves a stack empty', () => {
    class Idle extends KubernetesSite {
      public override fill(): void {}
    }
    expect(verdicts(Idle)['fills every stack that it makes']).toContain('stack test-hall-platform has no resource');
  });

  it('changes the plan', () => {
    class Greedy extends KubernetesSite {
      public override fill(factory: FactoryPlan): void {
        for (const site of factory.sites) (site.platform.releases as unknown[]).reverse().reverse();
        super.fill(factory);
      }
    }
    expect(Object.keys(verdicts(Greedy))).toEqual(['leaves the plan as it is']);
  });

  it('counts its own calls into what it makes', () => {
    let calls = 0;
    class Counting extends KubernetesSite {
      public override fill(factory: FactoryPlan): void {
        calls += 1;
        super.fill(factory);
        platforms(this).addOverride('output.calls.value', calls);
      }
    }
    expect(Object.keys(verdicts(Counting))).toContain('makes the same bytes twice');
  });

  it('depends on the order of the file', () => {
    class Ordered extends KubernetesSite {
      public override fill(factory: FactoryPlan): void {
        super.fill(factory);
        const pools = factory.sites.find((each) => each.name === this.name)?.pools ?? [];
        const names = pools.flatMap(({ selector }) => Object.keys(selector));
        new TerraformResource(this.platform, `after-${names.join('-')}`, { terraformResourceType: 'terraform_data' });
      }
    }
    const serve = aPool({ machine: 'dgx-h200', capacity: { type: 'owned' }, selector: { zeta: 'z', alpha: 'a' } });
    const tagged = aFactory({ sites: { hall: aHall({ pools: { serve } }) } });
    const verdict = verdicts(Ordered, { factory: tagged })['makes the same ids whatever the order of the factory'];
    expect(verdict).toMatch(/^stack test-hall-platform differs with the keys of the factory in reverse: .*after-/);
  });

  it('writes a token into the state', () => {
    class Leaky extends KubernetesSite {
      public override fill(factory: FactoryPlan): void {
        super.fill(factory);
        this.platform.addOverride('provider.helm.0.registries', [{ token: 'correct horse' }]);
      }
    }
    expect(verdicts(Leaky, { secrets: ['correct horse'] })).toMatchInlineSnapshot(`
      {
        "states no secret in plain text": "stack test-annex-platform holds a secret that the site class was given
      stack test-hall-platform holds a secret that the site class was given",
      }
    `);
  });

  it('leaves labels out', () => {
    class Bare extends KubernetesSite {
      public override fill(factory: FactoryPlan): void {
        super.fill(factory);
        const [space] = this.platform.node.findAll().filter((each) => each instanceof NamespaceV1);
        space?.putMetadata({ name: 'bare' });
      }
    }
    expect(Object.keys(verdicts(Bare))).toEqual(['tags and labels what it makes']);
  });
});
