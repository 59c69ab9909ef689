import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { defaultCatalog, extendCatalog } from '../../lib/catalog/catalog';
import type { CatalogRows, Component } from '../../lib/catalog/rows';
import { loadFactory } from '../../lib/cli/load';
import { substrateOf } from '../../lib/clouds/aws/rules/plan';
import type { FactoryPlan } from '../../lib/planner/model/plan';
import type { FactoryInput } from '../../lib/spec/factory';
import { aFactory, aHall, aPool, aSite, aWorkload } from '../../lib/testing/builders';
import { parseFactory, planFactory } from '../standard';

const provenance = { source: 'measured by the platform team', asOf: '2026-11-24' };

const component = (id: string, kind: Component['kind'], version = '1.2.3'): Component => ({
  id,
  kind,
  repository: `registry.example.com/${id}`,
  version,
  digest: null,
  ...provenance,
});

/** Plan of a factory whose file carries the rows. */
function fromFile(rows: CatalogRows, changes: Partial<FactoryInput>): FactoryPlan {
  const { planned, findings } = loadFactory('factory.yaml', stringify({ ...aFactory(changes), catalog: rows }));
  if (planned === undefined) throw new Error(JSON.stringify(findings));
  return planned.plan;
}

/** Plan of a factory in code, whose catalogue is extended with the rows. */
const fromCode = (rows: CatalogRows, changes: Partial<FactoryInput>): FactoryPlan =>
  planFactory(parseFactory(aFactory(changes)), extendCatalog(defaultCatalog, rows));

const forms = { file: fromFile, code: fromCode };

const said = ({ findings }: FactoryPlan, code: string): string[] =>
  findings.filter((each) => each.code === code).map(({ path, message }) => `${path}: ${message}`);

const siteOf = ({ sites: [site] }: FactoryPlan) => {
  if (site === undefined) throw new Error('the plan has no site');
  return site;
};
const servingOf = (plan: FactoryPlan) => {
  const [serving] = siteOf(plan).serving;
  if (serving === undefined) throw new Error(JSON.stringify(plan.findings));
  return serving;
};
const releasesOf = (plan: FactoryPlan) => siteOf(plan).platform.releases.map(({ name }) => name);
const substrate = (plan: FactoryPlan) => {
  const found = substrateOf(siteOf(plan));
  if (found === null || found === undefined) throw new Error(JSON.stringify(plan.findings));
  return found;
};

const h100 = defaultCatalog.accelerators.filter(({ id }) => id === 'h100-sxm');
const acme = h100.map((row) => ({ ...row, id: 'acme-1', aliases: [], vendor: 'acme', resource: 'acme.example/chip' }));
const acmeServers = defaultCatalog.machines
  .filter(({ id }) => id === 'dgx-h200')
  .map((row) => ({ ...row, id: 'acme-server', accelerator: 'acme-1' }));
/** A vendor that the library has no rows for. */
const acmeRows: CatalogRows = { accelerators: acme, machines: acmeServers };
const acmeHall = {
  sites: {
    hall: aHall({
      pools: {
        serve: aPool({
          machine: 'acme-server',
          count: 16,
          capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
        }),
      },
    }),
  },
};
const acmeImage: CatalogRows = {
  engineImages: [{ engine: 'vllm', vendor: 'acme', fabric: null, component: 'image/vllm-acme', ...provenance }],
  components: [component('image/vllm-acme', 'image')],
};

describe.each(['file', 'code'] as const)('rows from %s', (form) => {
  const plan = (rows: CatalogRows, changes: Partial<FactoryInput> = {}) => forms[form](rows, changes);

  it('replace an engine: port, memory share and the formats that it converts to', () => {
    const changes = { workloads: { chat: aWorkload({ precision: 'int4' }) } };
    expect(said(plan({}, changes), 'weights-in-other-precision')).toHaveLength(1);
    const engines = defaultCatalog.engines.map((row) => ({
      ...row,
      port: 9000,
      memoryShare: 0.8,
      convertsTo: ['int4' as const],
      ...provenance,
    }));
    const changed = plan({ engines }, changes);
    expect(said(changed, 'weights-in-other-precision')).toEqual([]);
    expect(servingOf(changed).engine.port).toBe(9000);
    expect(servingOf(changed).engine.args).toContain('--gpu-memory-utilization=0.8');
  });

  it('add an engine image for a vendor without one', () => {
    expect(said(plan(acmeRows, acmeHall), 'no-engine-image')).toEqual([
      'workloads.chat.engine.image: no vllm image row for acme accelerators; add one under catalog.engineImages, or use a pool with other accelerators',
    ]);
    expect(servingOf(plan({ ...acmeRows, ...acmeImage }, acmeHall)).engine.image).toBe(
      'registry.example.com/image/vllm-acme:1.2.3',
    );
  });

  it('replace an engine image', () => {
    const rows: CatalogRows = {
      engineImages: [{ engine: 'vllm', vendor: 'nvidia', fabric: null, component: 'image/own', ...provenance }],
      components: [component('image/own', 'image')],
    };
    expect(servingOf(plan({})).engine.image).toContain('vllm-openai');
    expect(servingOf(plan(rows)).engine.image).toBe('registry.example.com/image/own:1.2.3');
  });

  it('add the release with the device plugin of a vendor', () => {
    expect(said(plan(acmeRows, acmeHall), 'no-vendor-release')).toEqual([
      'sites.hall.pools: no row for "acme" in vendorReleases, so nothing brings the device plugin of these accelerators; add a row under catalog.vendorReleases, with a release of null if the nodes run it themselves',
    ]);
    const released = plan(
      {
        ...acmeRows,
        vendorReleases: [{ vendor: 'acme', release: 'acme-operator', ...provenance }],
        components: [component('chart/acme-operator', 'chart')],
      },
      acmeHall,
    );
    expect(said(released, 'no-vendor-release')).toEqual([]);
    expect(releasesOf(released)).toContain('acme-operator');
    expect(siteOf(released).platform.namespaces).toContainEqual({ name: 'acme-operator', podSecurity: 'privileged' });
    const own = plan({ ...acmeRows, vendorReleases: [{ vendor: 'acme', release: null, ...provenance }] }, acmeHall);
    expect(said(own, 'no-vendor-release')).toEqual([]);
  });

  it('replace the release of a vendor', () => {
    const changes = { sites: { hall: aHall() } };
    expect(releasesOf(plan({}, changes))).toContain('gpu-operator');
    const rows: CatalogRows = {
      vendorReleases: [{ vendor: 'nvidia', release: 'own-plugin', ...provenance }],
      components: [component('chart/own-plugin', 'chart')],
    };
    const releases = releasesOf(plan(rows, changes));
    expect(releases).toContain('own-plugin');
    expect(releases).not.toContain('gpu-operator');
  });

  it('add the device class of a vendor', () => {
    const changes = { sites: { hall: { ...acmeHall.sites.hall, acceleratorApi: 'dra' as const } } };
    expect(said(plan(acmeRows, changes), 'no-dra-driver')).toEqual([
      'sites.hall.pools: accelerators of acme are requested by dynamic resource allocation, but only nvidia has a device class; use the device-plugin api, or add a row under catalog.deviceClasses',
    ]);
    const rows: CatalogRows = {
      ...acmeRows,
      deviceClasses: [{ vendor: 'acme', name: 'chip.acme.example', release: 'acme-dra', ...provenance }],
      components: [component('chart/acme-dra', 'chart')],
    };
    const claimed = plan(rows, changes);
    expect(said(claimed, 'no-dra-driver')).toEqual([]);
    expect(siteOf(claimed).runtime.deviceClass).toBe('chip.acme.example');
    expect(releasesOf(claimed)).toContain('acme-dra');
    expect(releasesOf(claimed)).not.toContain('dra-driver-nvidia-gpu');
  });

  it('add a node image for accelerators without one', () => {
    const pool = aPool({ machine: 'trn2.48xlarge', image: { family: 'bottlerocket' as const } });
    const changes = { sites: { east: aSite({ pools: { serve: pool } }) } };
    expect(said(plan({}, changes), 'no-node-image')).toEqual([
      'sites.east.pools.serve.image.family: no bottlerocket image for aws amd64 nodes; choose al2023, or add a row under catalog.nodeImages',
    ]);
    const [like] = defaultCatalog.nodeImages;
    if (like === undefined) throw new Error('there are no node images');
    const row = { ...like, vendor: 'aws', amiType: 'BOTTLEROCKET_x86_64_NEURON', component: 'ami/own', ...provenance };
    const rows = { nodeImages: [row], components: [component('ami/own', 'ami', '1.60.0-00000000')] };
    expect(said(plan(rows, changes), 'no-node-image')).toEqual([]);
    expect(siteOf(plan(rows, changes)).pools.map(({ cloud }) => cloud)).toMatchObject([
      { image: { amiType: 'BOTTLEROCKET_x86_64_NEURON', release: '1.60.0-00000000' } },
    ]);
  });

  it('replace a node image without changing which one is preferred', () => {
    const rows = {
      nodeImages: defaultCatalog.nodeImages
        .filter(({ family, vendor }) => family === 'bottlerocket' && vendor === 'nvidia')
        .map((row) => ({ ...row, amiType: `${row.amiType}_OWN`, devicePlugin: false, ...provenance })),
    };
    expect(siteOf(plan(rows)).pools.map(({ cloud }) => cloud)).toMatchObject([
      { image: { family: 'bottlerocket', amiType: 'BOTTLEROCKET_x86_64_NVIDIA_OWN' } },
    ]);
    const devicePlugin = (each: FactoryPlan) =>
      siteOf(each).platform.releases.find(({ name }) => name === 'gpu-operator')?.values['devicePlugin'];
    expect(devicePlugin(plan({}))).toMatchObject({ enabled: false });
    expect(devicePlugin(plan(rows))).toMatchObject({ enabled: true });
  });

  it('add a bucket that pulls pass through the gateway endpoint', () => {
    const buckets = (each: FactoryPlan) => {
      const { network } = substrate(each);
      return network !== null && 'layerBuckets' in network ? network.layerBuckets : [];
    };
    const own = { registry: 'registry.example.com', bucket: 'layers-{region}', needsInternet: false, ...provenance };
    expect(buckets(plan({}))).not.toContain('layers-us-east-1');
    expect(buckets(plan({ layerBuckets: [{ ...own, region: null }] }))).toContain('layers-us-east-1');
    // A row of the region precedes the row of all regions.
    const both = [
      { ...own, region: null },
      { ...own, region: 'us-east-1', bucket: 'layers-first' },
    ];
    expect(buckets(plan({ layerBuckets: both }))).not.toContain('layers-us-east-1');
    expect(buckets(plan({ layerBuckets: both }))).toContain('layers-first');
  });

  it('add a source of weights', () => {
    const changes = { workloads: { chat: aWorkload({ weights: { source: 'gs://weights/llama' } }) } };
    expect(said(plan({}, changes), 'unknown-weight-source')).toEqual([
      'workloads.chat.weights.source: no row for "gs" in weightSources; nearest: hf, s3; correct the name or add a row under `catalog.weightSources`',
    ]);
    const row = { scheme: 'gs', domains: ['storage.googleapis.com'], ...provenance };
    expect(said(plan({ weightSources: [{ ...row, tool: null }] }, changes), 'unknown-weight-source')).toEqual([
      'workloads.chat.weights.source: the row "gs" in weightSources has no tool, and only weights of hf:// are fetched without one; set `tool` in the row under `catalog.weightSources`',
    ]);
    const tool = { component: 'image/gsutil', command: ['gsutil', 'rsync'], withoutHubNotes: [] };
    expect(said(plan({ weightSources: [{ ...row, tool }] }, changes), 'unknown-weight-source')).toMatchObject([
      expect.stringContaining('no row for "image/gsutil" in components'),
    ]);
    const added = plan(
      { weightSources: [{ ...row, tool }], components: [component('image/gsutil', 'image')] },
      changes,
    );
    expect(said(added, 'unknown-weight-source')).toEqual([]);
    const [step] = servingOf(added).hydrate.steps;
    expect(step?.image).toBe('registry.example.com/image/gsutil:1.2.3');
    expect(step?.command.slice(0, 3)).toEqual(['gsutil', 'rsync', 'gs://weights/llama']);
    expect(siteOf(added).runtime.tenants.map(({ loaderDomains }) => loaderDomains)).toEqual([
      ['storage.googleapis.com'],
    ]);
  });

  it('let the hub through for a repository that is named without a scheme', () => {
    const domainsOf = (source: string) => {
      const weights = { source, tokenSecret: 'hub-token' };
      const changed = plan({}, { workloads: { chat: aWorkload({ weights }) } });
      return siteOf(changed).runtime.tenants.flatMap(({ loaderDomains }) => loaderDomains);
    };
    expect(domainsOf('example/llama')).toContain('huggingface.co');
    expect(domainsOf('example/llama')).toEqual(domainsOf('hf://example/llama'));
  });

  it('add a version of Kubernetes', () => {
    const changes = { sites: { east: aSite({ cluster: { ...aSite().cluster, version: '1.40' } }) } };
    expect(said(plan({}, changes), 'kubernetes-not-supported')).toEqual([
      'sites.east.cluster.version: EKS is not known to have kubernetes 1.40; use 1.35 or 1.36, or add a row under catalog.kubernetesSupport',
    ]);
    const kubernetesSupport = [{ minor: '1.40', standardUntil: null, ...provenance }];
    expect(said(plan({ kubernetesSupport }, changes), 'kubernetes-not-supported')).toEqual([]);
  });

  it('change what EC2 sells as capacity blocks, and when nodes leave a block', () => {
    const rule = (id: string, value: number) =>
      defaultCatalog.rules.filter((row) => row.id === id).map((row) => ({ ...row, value, ...provenance }));
    const capacity = {
      type: 'capacity-block' as const,
      purchase: {
        startsFrom: '2027-01-04T00:00:00Z',
        startsBefore: '2027-01-11T00:00:00Z',
        durationHours: 480,
        acceptNotRefundable: true as const,
      },
    };
    const pools = { serve: aPool({ count: 2, zones: ['us-east-1a'], capacity }) };
    const changes = { sites: { east: aSite({ pools }) } };
    const path = 'sites.east.pools.serve.capacity.purchase';
    expect(said(plan({}, changes), 'capacity-block-purchase')).toEqual([
      `${path}: durationHours is 480; blocks have whole days up to 14 and whole weeks above`,
    ]);
    const rules = [
      ...rule('capacity-block-daily-until-days', 20),
      ...rule('capacity-block-max-nodes', 1),
      ...rule('capacity-block-lead-minutes', 55),
    ];
    expect(said(plan({ rules }, changes), 'capacity-block-purchase')).toEqual([
      `${path}: 2 nodes, and a block has at most 1; split the pool`,
    ]);
    expect(substrate(plan({}, changes)).events.endingPools).toMatchObject([{ leadMinutes: 40 }]);
    expect(substrate(plan({ rules }, changes)).events.endingPools).toMatchObject([{ leadMinutes: 55 }]);
  });

  it('change the oldest Kubernetes that the platform runs on', () => {
    const changes = { sites: { hall: aHall() } };
    const rule = defaultCatalog.rules.filter(({ id }) => id === 'kubernetes-oldest-minor');
    expect(said(plan({}, changes), 'kubernetes-too-old')).toEqual([]);
    expect(
      said(plan({ rules: rule.map((row) => ({ ...row, value: 99 })) }, changes), 'kubernetes-too-old'),
    ).toHaveLength(1);
  });
});

describe('rows of a file', () => {
  it('name engines and components that exist', () => {
    const [image] = defaultCatalog.nodeImages;
    const [store] = defaultCatalog.weightSources.flatMap(({ tool }) => tool ?? []);
    if (image === undefined || store === undefined) throw new Error('the rows of this test are gone');
    const rows: CatalogRows = {
      engineImages: [{ engine: 'vlm', vendor: 'acme', fabric: null, component: 'image/none', ...provenance }],
      nodeImages: [{ ...image, vendor: 'acme', component: 'ami/none' }],
      deviceClasses: [{ vendor: 'acme', name: 'chip.acme.example', release: 'none', ...provenance }],
      vendorReleases: [{ vendor: 'acme', release: 'nothing', ...provenance }],
      weightSources: [{ scheme: 'gs', domains: [], tool: { ...store, component: 'image/nil' }, ...provenance }],
    };
    const broken = fromFile(rows, {});
    expect([...said(broken, 'unknown-engine'), ...said(broken, 'unknown-component')]).toEqual([
      'catalog.engineImages.0.engine: no row for "vlm" in engines; correct the name or add the row under catalog.engines',
      ...[
        ['engineImages.0.component', 'image/none'],
        ['nodeImages.0.component', 'ami/none'],
        ['deviceClasses.0.release', 'chart/none'],
        ['vendorReleases.0.release', 'chart/nothing'],
        ['weightSources.0.tool.component', 'image/nil'],
      ]
        .map(
          ([path, name]) =>
            `catalog.${path}: no row for "${name}" in components; correct the name or add the row under catalog.components`,
        )
        .sort(),
    ]);
  });

  it('state source and date', () => {
    const { findings } = loadFactory(
      'factory.yaml',
      stringify({ ...aFactory(), catalog: { deviceClasses: [{ vendor: 'acme', name: 'chip', release: null }] } }),
    );
    expect(findings.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['catalog.deviceClasses.0.source', 'catalog.deviceClasses.0.asOf']),
    );
  });
});
