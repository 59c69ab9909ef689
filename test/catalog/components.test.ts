import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultCatalog } from '../../lib/catalog/catalog';
import { components } from '../../lib/catalog/components';
import { Component } from '../../lib/catalog/rows';
import { planAddons } from '../../lib/clouds/aws/rules/addons';
import type { PlatformFacts } from '../../lib/planner/model/platform-facts';
import { planPlatform } from '../../lib/planner/site/platform';
import { aFactory, aPool, aSite } from '../../lib/testing/builders';
import { FactorySpec, planFactory } from '../standard';

const everything: PlatformFacts = {
  kubernetesVersion: '1.35',
  clusterName: 'all',
  images: [],
  ownDrivers: false,
  rdmaNetworkOperator: true,
  acceleratorApi: 'dra',
  vendors: ['nvidia', 'amd', 'aws'],
  acceleratorResources: ['nvidia.com/gpu'],
  multiNode: true,
  installed: [],
  telemetryRetentionDays: 30,
  gatewayNamespace: 'gateway',
};

/** Releases of an AWS site with a pool of every kind. */
const ofAws = planFactory(
  FactorySpec.parse(
    aFactory({
      sites: {
        east: aSite({ pools: { serve: aPool({ fabric: 'efa', manager: 'karpenter', zones: ['us-east-1a'] }) } }),
      },
    }),
  ),
  defaultCatalog,
).sites.flatMap((site) => site.platform.releases.map(({ name }) => name));

const idsOf = (kind: Component['kind']) => components.filter((row) => row.kind === kind).map(({ id }) => id);

describe('the pinned components', () => {
  it('are rows with a source, each id once', () => {
    for (const row of components) expect(Component.safeParse(row).success).toBe(true);
    const ids = components.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('name an exact version, and say in their source when an image is pinned by its tag alone', () => {
    for (const { id, kind, version, digest, source } of components) {
      expect([id, version]).toEqual([id, expect.stringMatching(/^v?\d+(\.\d+)+([-.][\w.]+)?$/)]);
      if (kind !== 'image') continue;
      if (digest === null) expect(source).toContain('pinned by tag');
      else expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    }
  });

  it('are all used: no chart and no add-on is kept that no site gets', () => {
    const releases = new Set([...planPlatform(everything, defaultCatalog).releases.map(({ name }) => name), ...ofAws]);
    expect([...releases].map((name) => `chart/${name}`).sort()).toEqual(idsOf('chart').sort());
    const addons = planAddons({ kubernetesVersion: '1.35', bucketWeights: true }, defaultCatalog);
    const unversioned = idsOf('addon').filter((id) => id.split('/').length === 2);
    expect(addons.map(({ name }) => `addon/${name}`)).toEqual(unversioned.sort());
  });
});

describe('the charts that come with the package', () => {
  const folder = join(__dirname, '../../charts');
  const names = readdirSync(folder).filter((name) => name !== 'NOTICE');

  it('are those whose row has no repository, at the version of the row', () => {
    const bundled = components.filter((row) => row.kind === 'chart' && row.repository === null);
    const charts = names
      .map((name) => parse(readFileSync(join(folder, name, 'Chart.yaml'), 'utf8')))
      .map(({ name, version }) => [`chart/${name}`, version]);
    expect(charts.sort()).toEqual(bundled.map(({ id, version }) => [id, version]).sort());
  });

  it('are attributed to the projects that they are from', () => {
    const notice = readFileSync(join(folder, 'NOTICE'), 'utf8');
    for (const name of names) {
      const { home, appVersion } = parse(readFileSync(join(folder, name, 'Chart.yaml'), 'utf8'));
      for (const fact of [name, home, appVersion]) expect(notice).toContain(fact);
    }
  });

  it('hold custom resource definitions and nothing that a template engine would change', () => {
    for (const name of names) {
      for (const file of readdirSync(join(folder, name, 'templates'))) {
        const text = readFileSync(join(folder, name, 'templates', file), 'utf8');
        expect(parse(text).kind).toBe('CustomResourceDefinition');
        expect(text).not.toContain('{{');
      }
    }
  });
});
