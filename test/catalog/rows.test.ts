import { describe, expect, it } from 'vitest';
import { defaultCatalog, keys } from '../../lib/catalog/catalog';
import { danglingReferences } from '../../lib/catalog/dangling';
import { type Catalog, CatalogRows } from '../../lib/catalog/rows';
import { aFactory } from '../../lib/testing/builders';
import { errors } from '../planner/factories';
import { readFactory } from '../standard';

const repeated = <T>(rows: readonly T[], key: (row: T) => string): string[] => {
  const all = rows.map(key);
  return all.filter((each, index) => all.indexOf(each) !== index);
};

/** Keys that a table has twice, by table. */
const duplicates = (catalog: Catalog): string[] => [
  ...repeated(catalog.accelerators, keys.accelerators),
  ...repeated(catalog.machines, keys.machines),
  ...repeated(catalog.models, keys.models),
  ...repeated(catalog.regions, keys.regions),
  ...repeated(catalog.machinePrices, keys.machinePrices),
  ...repeated(catalog.egressPrices, keys.egressPrices),
  ...repeated(catalog.platformPrices, keys.platformPrices),
  ...repeated(catalog.ownershipCosts, keys.ownershipCosts),
  ...repeated(catalog.rules, keys.rules),
  ...repeated(catalog.powerCaps, keys.powerCaps),
  ...repeated(catalog.energyPrices, keys.energyPrices),
  ...repeated(catalog.components, keys.components),
  ...repeated(catalog.engines, keys.engines),
  ...repeated(catalog.engineImages, keys.engineImages),
  ...repeated(catalog.nodeImages, keys.nodeImages),
  ...repeated(catalog.deviceClasses, keys.deviceClasses),
  ...repeated(catalog.vendorReleases, keys.vendorReleases),
  ...repeated(catalog.layerBuckets, keys.layerBuckets),
  ...repeated(catalog.weightSources, keys.weightSources),
  ...repeated(catalog.kubernetesSupport, keys.kubernetesSupport),
];

const [price] = defaultCatalog.machinePrices.filter(({ machine }) => machine === 'p5.48xlarge');
const [server] = defaultCatalog.machines.filter(({ id }) => id === 'dgx-h200');
if (price === undefined || server === undefined) throw new Error('the rows of this test are gone');
const misspelt = { ...price, machine: 'p5.48xlargee' };

describe('the rows of the library', () => {
  it('keep their schemas: known keys, ISO dates, a source', () => {
    expect(CatalogRows.safeParse(defaultCatalog).error?.issues ?? []).toEqual([]);
    const undated = { ...server, asOf: 'yesterday' };
    expect(CatalogRows.safeParse({ machines: [undated] }).error?.issues[0]?.path).toEqual(['machines', 0, 'asOf']);
    const unsourced = { ...server, source: '' };
    expect(CatalogRows.safeParse({ machines: [unsourced] }).error?.issues[0]?.path).toEqual(['machines', 0, 'source']);
  });
  it('have each key once', () => {
    expect(duplicates(defaultCatalog)).toEqual([]);
    const twice = { ...defaultCatalog, machines: [...defaultCatalog.machines, server] };
    expect(duplicates(twice)).toEqual(['dgx-h200']);
  });
  it('name rows that exist', () => {
    expect(danglingReferences(defaultCatalog, defaultCatalog)).toEqual([]);
  });
  it('have machines that draw what their boards do, and no more in steady use than at the peak', () => {
    const wrong = defaultCatalog.machines.filter(({ accelerator, accelerators, power }) => {
      const boardW = defaultCatalog.accelerators.find(({ id }) => id === accelerator)?.boardW ?? 0;
      return power.peakW < power.typicalW || power.peakW < boardW * accelerators;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
  it('have known generations in the throughput of capped accelerators', () => {
    const generations = ['any', ...defaultCatalog.accelerators.map(({ generation }) => generation)];
    expect(defaultCatalog.powerCaps.filter(({ generation }) => !generations.includes(generation))).toEqual([]);
  });
});

describe('rows of a factory file', () => {
  it('name rows of the catalogue or of the file', () => {
    expect(errors({ catalog: { machinePrices: [price] } })).toEqual([]);
    expect(
      errors({
        catalog: { machinePrices: [misspelt], machines: [{ ...server, id: 'p5.48xlargee', provider: 'aws' }] },
      }),
    ).toEqual([]);
    expect(
      errors({
        catalog: {
          machinePrices: [misspelt, { ...price, region: 'us-east-9' }],
          machines: [{ ...server, id: 'mine', accelerator: 'h2000' }],
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  unknown-machine  catalog.machinePrices.0.machine: no row for "p5.48xlargee" in machines; correct the name or add the row under catalog.machines",
        "error  unknown-region  catalog.machinePrices.1.region: no row for "us-east-9" in regions; correct the name or add the row under catalog.regions",
        "error  unknown-accelerator  catalog.machines.0.accelerator: no row for "h2000" in accelerators; correct the name or add the row under catalog.accelerators",
      ]
    `);
  });
  it('have ISO dates', () => {
    const read = readFactory(aFactory({ catalog: { machinePrices: [{ ...price, asOf: 'yesterday' }] } }));
    expect('findings' in read ? read.findings.map(({ code, path }) => [code, path]) : []).toEqual([
      ['bad-format', 'catalog.machinePrices.0.asOf'],
    ]);
  });
});
