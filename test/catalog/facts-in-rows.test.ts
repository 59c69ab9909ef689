import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { defaultCatalog, extendCatalog, keys } from '../../lib/catalog/catalog';
import { CatalogRows, type Provenance } from '../../lib/catalog/rows';
import { filesOf, nodesOf, parse, parseText } from '../source';

/** Names that clouds share with vendors. */
const clouds = new Set(defaultCatalog.machines.map(({ provider }) => provider));

/** Texts that only rows may state: vendors, their resources, device classes and node images, host names, buckets. */
const facts = new Set(
  [
    ...defaultCatalog.accelerators.flatMap(({ vendor, resource }) => [vendor, resource]),
    ...defaultCatalog.deviceClasses.map(({ name }) => name),
    ...defaultCatalog.nodeImages.map(({ amiType }) => amiType),
    ...defaultCatalog.layerBuckets.map(({ bucket }) => bucket),
    ...defaultCatalog.weightSources.flatMap(({ domains }) => domains),
  ].filter((text) => !clouds.has(text) && text !== 'google'),
);

/** Facts that a module states as string values; types are no tables. */
const stated = (source: ts.SourceFile): string[] =>
  [...nodesOf(source)].flatMap((node) =>
    ts.isStringLiteral(node) && !ts.isLiteralTypeNode(node.parent) && facts.has(node.text) ? [node.text] : [],
  );

/** Defaults of constructs that are used without a plan, and code that reads metrics of one vendor. */
const allowed = [
  'lib/clouds/aws/nodes/gpu-node-group.ts: BOTTLEROCKET_x86_64_NVIDIA',
  'lib/clouds/aws/nodes/system-node-group.ts: BOTTLEROCKET_x86_64',
  'lib/kubernetes/labels.ts: nvidia.com/gpu',
  'lib/kubernetes/telemetry/rules/site.ts: nvidia',
  'lib/planner/checks/telemetry.ts: nvidia',
  // A calibrated constant holds for all other vendors.
  'lib/planner/performance/step-time.ts: nvidia',
];

describe('facts of vendors', () => {
  it('are found in a module that states one', () => {
    expect(stated(parseText("const resource = pool.resource ?? 'nvidia.com/gpu';"))).toEqual(['nvidia.com/gpu']);
    expect(stated(parseText("type Vendor = 'nvidia' | 'amd';"))).toEqual([]);
  });

  it('are stated by the catalogue alone', () => {
    const outside = filesOf('lib', '.ts').filter((file) => !file.startsWith('lib/catalog/'));
    expect(outside.flatMap((file) => stated(parse(file)).map((text) => `${file}: ${text}`))).toEqual(allowed);
  });
});

describe('every table of the catalogue', () => {
  const tables = Object.keys(CatalogRows.shape).sort();

  it('has rows, a key and a place in files', () => {
    expect(Object.keys(defaultCatalog).sort()).toEqual(tables);
    expect(Object.keys(keys).sort()).toEqual(tables);
    expect(Object.entries(defaultCatalog).flatMap(([table, rows]) => (rows.length === 0 ? [table] : []))).toEqual([]);
  });

  it('has source and date in each row', () => {
    const rows = Object.entries<readonly Provenance[]>({ ...defaultCatalog }).flatMap(([table, all]) =>
      all.map(({ source, asOf }, index) => ({ row: `${table}.${index}`, source, asOf })),
    );
    const without = rows.filter(({ source, asOf }) => !/[A-Za-z]{3}/.test(source) || !/^\d{4}-\d{2}-\d{2}$/.test(asOf));
    expect(without).toEqual([]);
  });

  it('keeps a replaced row in its place and appends a new one', () => {
    const [first, second] = defaultCatalog.nodeImages;
    if (first === undefined || second === undefined) throw new Error('there are no node images');
    const replaced = { ...first, amiType: 'OWN' };
    const added = { ...first, vendor: 'acme' };
    const { nodeImages } = extendCatalog(defaultCatalog, { nodeImages: [added, replaced] });
    expect(nodeImages[0]).toEqual(replaced);
    expect(nodeImages[1]).toEqual(second);
    expect(nodeImages.at(-1)).toEqual(added);
    expect(nodeImages).toHaveLength(defaultCatalog.nodeImages.length + 1);
  });
});
