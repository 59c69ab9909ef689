import { App, TerraformStack, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultCatalog } from '../../lib/catalog/catalog';
import { addHelmProvider } from '../../lib/kubernetes/helm';
import { Platform, valuesDocument } from '../../lib/kubernetes/platform';
import type { PlatformPlan, ReleasePlan } from '../../lib/planner/model/plan';
import type { PlatformFacts } from '../../lib/planner/model/platform-facts';
import { planPlatform } from '../../lib/planner/site/platform';

const facts: PlatformFacts = {
  kubernetesVersion: '1.35',
  clusterName: 'acme-frankfurt',
  images: [],
  ownDrivers: false,
  rdmaNetworkOperator: false,
  acceleratorApi: 'device-plugin',
  vendors: ['nvidia'],
  acceleratorResources: ['nvidia.com/gpu'],
  multiNode: true,
  installed: [],
  telemetryRetentionDays: 30,
  gatewayNamespace: 'gateway',
};

interface Synthesized {
  readonly provider: { readonly helm: readonly { readonly kubernetes: Record<string, unknown> }[] };
  readonly resource: {
    readonly helm_release: Record<string, Record<string, unknown> & { readonly values?: readonly string[] }>;
    readonly kubernetes_namespace_v1: Record<string, { readonly metadata: Record<string, unknown> }>;
  };
}

function synthesize(plan: PlatformPlan): Synthesized {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'site-platform');
  addHelmProvider(stack, { configContext: 'frankfurt' });
  new Platform(stack, 'platform', plan);
  return JSON.parse(Testing.synth(stack));
}

const release = (name: string, after: readonly string[]): ReleasePlan => ({
  name,
  namespace: 'kube-system',
  chart: name,
  repository: 'https://charts.example',
  version: '1.0.0',
  values: {},
  timeoutSeconds: 600,
  after,
});

describe('Platform', () => {
  const plan = planPlatform(facts, defaultCatalog);
  const synthesized = synthesize(plan);
  const releases = Object.values(synthesized.resource.helm_release);
  const releaseOf = (name: string) => releases.find((each) => each['name'] === name) ?? {};

  it('makes one release for each of the plan, exact in version and undone as a whole when it fails', () => {
    expect(releases.map((each) => each['name']).sort()).toEqual(plan.releases.map(({ name }) => name).sort());
    for (const each of releases) {
      expect(each).toMatchObject({
        atomic: true,
        cleanup_on_fail: true,
        create_namespace: false,
        max_history: 5,
        wait: true,
      });
      expect(each['version']).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(Number(each['timeout'])).toBeGreaterThanOrEqual(600);
    }
  });

  it('writes the values of a release as one YAML document with sorted keys', () => {
    for (const { name, values } of plan.releases) {
      const documents = releaseOf(name)['values'] as readonly string[] | undefined;
      if (Object.keys(values).length === 0) expect(documents).toBeUndefined();
      else expect((documents ?? []).map((text) => parse(text))).toEqual([values]);
    }
    const lines = valuesDocument({ b: 1, a: { d: 2, c: 3 } });
    expect(lines).toBe('a:\n  c: 3\n  d: 2\nb: 1\n');
  });

  it('installs each release after its namespace and after the releases that it needs', () => {
    const address = new Map(
      Object.entries(synthesized.resource.helm_release).map(([id, each]) => [each['name'], `helm_release.${id}`]),
    );
    for (const { name, after, namespace } of plan.releases) {
      const dependsOn = (releaseOf(name)['depends_on'] ?? []) as readonly string[];
      expect(dependsOn).toEqual(expect.arrayContaining(after.map((other) => address.get(other))));
      const namespaces = dependsOn.filter((each) => each.startsWith('kubernetes_namespace_v1.'));
      expect(namespaces).toHaveLength(namespace === 'kube-system' ? 0 : 1);
    }
  });

  it('labels each namespace with the Pod Security level of the plan', () => {
    const levels = Object.values(synthesized.resource.kubernetes_namespace_v1).map(({ metadata }) => [
      metadata['name'],
      (metadata['labels'] as Record<string, string>)['pod-security.kubernetes.io/enforce'],
    ]);
    expect(Object.fromEntries(levels)).toEqual(
      Object.fromEntries(plan.namespaces.map(({ name, podSecurity }) => [name, podSecurity])),
    );
  });

  it('takes charts without a repository from the package, into the synthesized folder', () => {
    const crds = releaseOf('inference-extension-crds');
    expect(crds['repository']).toBeUndefined();
    expect(crds['chart']).toMatch(/^assets\//);
  });

  it('reaches the cluster as the stack was told to', () => {
    expect(synthesized.provider.helm).toEqual([{ kubernetes: { config_context: 'frankfurt' } }]);
  });

  it('refuses a plan whose order contradicts its needs', () => {
    const plan: PlatformPlan = { namespaces: [], releases: [release('a', ['b']), release('b', [])] };
    expect(() => synthesize(plan)).toThrow('release a comes before b, which it needs');
  });

  it('passes on values that look like Terraform expressions as they are', () => {
    expect(valuesDocument({ query: `sum(\${y}) %{if}` })).toBe(`query: sum($\${y}) %%{if}\n`);
  });
});
