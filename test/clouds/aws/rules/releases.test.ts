import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../../lib/catalog/catalog';
import { aFactory, aPool, aSite, type RegionInput } from '../../../../lib/testing/builders';
import { FactorySpec, planFactory } from '../../../standard';

const releases = (changes: Partial<RegionInput>) =>
  planFactory(FactorySpec.parse(aFactory({ sites: { east: aSite(changes) } })), defaultCatalog).sites[0]?.platform
    .releases ?? [];
const serve = aPool({ fabric: 'efa' as const, manager: 'karpenter' as const, zones: ['us-east-1a'] });

describe('the releases of an AWS site', () => {
  it('have Karpenter and the plugin of EFA only if a pool needs them', () => {
    expect(releases({ pools: { serve } }).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['aws-efa-k8s-device-plugin', 'karpenter-crd', 'karpenter']),
    );
    const plain = releases({}).map(({ name }) => name);
    expect(plain.filter((name) => /karpenter|efa/.test(name))).toEqual([]);
  });

  it('tell Karpenter its cluster, its queue and whether it can ask for prices', () => {
    const settings = (nat: 'none' | 'single') =>
      releases({ pools: { serve }, network: { nat } }).find(({ name }) => name === 'karpenter')?.values['settings'];
    expect(settings('none')).toMatchObject({
      clusterName: 'test-east',
      interruptionQueue: 'test-east-events',
      isolatedVPC: true,
      featureGates: { nodeOverlay: true },
    });
    expect(settings('single')).toMatchObject({ isolatedVPC: false });
  });

  it('run the EFA plugin on nodes with the taints of their accelerators', () => {
    const plugin = releases({ pools: { serve } }).find(({ name }) => name === 'aws-efa-k8s-device-plugin');
    expect(plugin?.values['tolerations']).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'vpc.amazonaws.com/efa', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });
});
