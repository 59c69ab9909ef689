import { aFactory, siteConformance } from 'cdktf-ai-factory/testing';
import { describe, it } from 'vitest';
import { MeadowSite, type MeadowSiteInput } from './index';

const meadow: MeadowSiteInput = {
  provider: 'meadow',
  field: 'north',
  project: 'sheep-1',
  addressRange: '10.200.0.0/16',
  storageClass: 'shared',
  entry: { hostname: 'gateway.meadow.example.com' },
  pools: { serve: { machine: 'meadow-h200-8x', count: 4 } },
};

describe('MeadowSite', () => {
  const cases = siteConformance(MeadowSite, { factory: aFactory({ sites: { meadow } }) });
  it.each([...cases])('$name', ({ run }) => run());
});
