import { aFactory, siteConformance } from 'cdktf-ai-factory/testing';
import { describe, expect, it } from 'vitest';
import { MeadowSite, type MeadowSiteInput } from './index';

const aField = (changes: Partial<MeadowSiteInput> = {}): MeadowSiteInput => ({
  provider: 'meadow',
  field: 'north',
  project: 'sheep-1',
  addressRange: '10.200.0.0/16',
  storageClass: 'shared',
  entry: { hostname: 'gateway.meadow.example.com' },
  pools: { serve: { machine: 'meadow-h200-8x', count: 4 } },
  ...changes,
});

describe('site class of a cloud outside the library', () => {
  const cases = siteConformance(MeadowSite, { factory: aFactory({ sites: { meadow: aField() } }) });
  it.each([...cases])('$name', ({ run }) => run());
  it('is judged by every case', () => expect(cases).toHaveLength(6));
});
