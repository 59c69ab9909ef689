import type { CatalogRows } from 'cdktf-ai-factory';

const provenance = { source: 'https://meadow.example/prices', asOf: '2026-11-24' };

/** The regions, machines and prices of Meadow. */
export const meadowRows: CatalogRows = {
  regions: [
    {
      provider: 'meadow',
      id: 'north',
      country: 'NO',
      jurisdiction: 'eea',
      zones: ['north-1', 'north-2', 'north-3'],
      gridGramsPerKwh: 30,
      pue: 1.1,
      ...provenance,
    },
  ],
  machines: [
    {
      id: 'meadow-h200-8x',
      provider: 'meadow',
      accelerator: 'h200-sxm',
      accelerators: 8,
      architecture: 'amd64',
      vcpu: 224,
      memoryGib: 2048,
      networkGbps: 3200,
      localNvmeGb: 30720,
      maxPods: 250,
      network: null,
      purchase: ['on-demand'],
      managers: ['managed'],
      power: { peakW: 10200, typicalW: 7500, liquidShare: 0, basis: 'nameplate 10.2 kW' },
      nodesPerRackUnit: 1,
      scaleUpDomain: 8,
      note: null,
      ...provenance,
    },
  ],
  machinePrices: [
    {
      provider: 'meadow',
      region: 'north',
      machine: 'meadow-h200-8x',
      basis: 'on-demand',
      usdPerHour: 24,
      ...provenance,
    },
  ],
  platformPrices: [{ provider: 'meadow', id: 'cluster', usd: 0.2, per: 'hour', ...provenance }],
};
