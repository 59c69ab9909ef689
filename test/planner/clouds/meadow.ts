import { z } from 'zod';
import { type CatalogRows, type CloudRules, type CloudSubstrate, defaultCatalog, siteCommon } from '../../../lib';
import { Quantity } from '../../../lib/planner/model/quantity';

/** A cloud of somebody else: all that the planner must know of it, through the public surface alone. */
const MeadowSite = z.strictObject({
  provider: z.literal('meadow'),
  field: z.string(),
  project: z.string(),
  ...siteCommon,
});
type MeadowSite = z.infer<typeof MeadowSite>;
export type MeadowSiteInput = z.input<typeof MeadowSite>;

interface MeadowSubstrate extends CloudSubstrate {
  readonly provider: 'meadow';
  readonly field: string;
  readonly fences: number;
}

const provenance = { source: 'test', asOf: '2026-11-24' };

const rows: CatalogRows = {
  regions: [
    {
      ...{ provider: 'meadow', id: 'north', country: 'NO', jurisdiction: 'eea' },
      ...{ zones: ['north-1', 'north-2', 'north-3'], gridGramsPerKwh: 30, pue: 1.1 },
      ...provenance,
    },
  ],
  machines: defaultCatalog.machines
    .filter(({ id }) => id === 'dgx-h200')
    .map((row) => ({ ...row, id: 'm8', provider: 'meadow', purchase: ['on-demand'], managers: ['managed'] })),
  machinePrices: [
    { provider: 'meadow', region: 'north', machine: 'm8', basis: 'on-demand', usdPerHour: 20, ...provenance },
  ],
  platformPrices: [{ provider: 'meadow', id: 'fence', usd: 2, per: 'hour', ...provenance }],
};

export const meadow: CloudRules<MeadowSite> = {
  rows,
  name: 'meadow',
  siteSchema: MeadowSite,
  frontDoors: ['gate'],
  terraformProviders: { meadow: '>= 1.0.0, < 2.0.0' },
  describe: (site, { name }) => ({
    prices: 'meadow',
    regionRow: { provider: 'meadow', id: site.field, key: 'field' },
    region: site.field,
    accountId: site.project,
    defaultZones: 2,
    defaultRange: '10.200.0.0/16',
    fabric: {
      name: 'hedge',
      request: () => ({ resource: 'meadow/hedge', perPodOfNode: 4, environment: {}, hugepagesMib: 0, networks: [] }),
    },
    drivers: 'present',
    logRetentionDays: 200,
    egress: { enforcement: 'cilium', loss: null },
    entry: { balancer: `gate-${name}` },
    controls: ['flow-logs'],
  }),
  planSubstrate: ({ site, pools }) => {
    const substrate: MeadowSubstrate = { provider: 'meadow', field: site.spec.field, fences: pools.length };
    return { substrate };
  },
  releases: () => [{ name: 'karpenter', namespace: 'meadow-system', podSecurity: 'restricted' }],
  costs: () => [
    {
      id: 'fences',
      row: 'fence',
      quantity: Quantity.constant('fences', 3, 'fence', 'three keep the sheep in'),
    },
  ],
  checks: [
    {
      id: 'project',
      why: 'a project that nobody owns is billed to nobody',
      check: ({ sites }) =>
        sites
          .filter(({ facts }) => facts.prices === 'meadow' && facts.accountId === 'nobody')
          .map(({ path }) => ({
            code: 'project-of-nobody',
            severity: 'error',
            path: `${path}.project`,
            message: 'project nobody is billed to nobody; name one that pays',
          })),
    },
  ],
  settings: [{ pattern: 'sites.*.substrate.fences', unit: 'fences', what: 'fences around the field', path: null }],
};

export const aField = (changes: Partial<MeadowSiteInput> = {}): MeadowSiteInput => ({
  provider: 'meadow',
  field: 'north',
  project: 'sheep-1',
  storageClass: 'shared',
  pools: { serve: { machine: 'm8', count: 2 } },
  ...changes,
});
