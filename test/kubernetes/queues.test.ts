import { describe, expect, it } from 'vitest';
import { aFactory, aHall, aPool, aWorkload } from '../../lib/testing';
import { at, inHall, overTwoNodes, rdma, workloadsOf } from './factories';

const quotas = (stack: ReturnType<typeof inHall>, queue: string, flavor = 0): Record<string, string> => {
  const found = stack.manifests('ClusterQueue').find((each) => at(each, 'metadata', 'name') === `test-${queue}`);
  const resources = at(found, 'spec', 'resourceGroups', 0, 'flavors', flavor, 'resources');
  return Object.fromEntries(
    (Array.isArray(resources) ? resources : []).map((each) => [at(each, 'name'), at(each, 'nominalQuota')]),
  );
};

describe('queues', () => {
  const shared = workloadsOf(
    aFactory({
      sites: { hall: aHall() },
      tenants: { assistants: {}, research: {} },
      queues: {
        serving: { tenants: ['assistants'], priority: 'critical', share: 0.75, borrow: false },
        batch: { tenants: ['research'], priority: 'batch', share: 0.25 },
      },
      workloads: { chat: aWorkload({ queue: 'serving' }) },
    }),
    'hall',
  );

  it('share one cohort, and admit the namespaces of their tenants only', () => {
    const serving = shared.manifests('ClusterQueue').find((each) => at(each, 'metadata', 'name') === 'test-serving');
    expect(at(serving, 'spec', 'cohortName')).toBe('test');
    expect(at(serving, 'apiVersion')).toBe('kueue.x-k8s.io/v1beta2');
    expect(at(serving, 'spec', 'namespaceSelector', 'matchExpressions', 0, 'values')).toEqual(['test-assistants']);
    expect(at(serving, 'spec', 'resourceGroups', 0, 'flavors', 0, 'resources', 0, 'borrowingLimit')).toBe('0');
  });

  it('deal out the accelerators of a pool, and the watts of a site with them', () => {
    const [serving, batch] = [quotas(shared, 'serving'), quotas(shared, 'batch')];
    expect([serving['nvidia.com/gpu'], batch['nvidia.com/gpu']]).toEqual(['96', '32']);
    const each = Number(serving['ai-factory/watts']) / 96;
    expect(Number(batch['ai-factory/watts']) / 32).toBe(each);
    // 16 nodes of 10.2 kW: the host's part is in it.
    expect(each).toBeGreaterThan(700);
  });

  it('give a pool that may grow no more watts than the site has', () => {
    const pools = {
      serve: aPool({
        machine: 'dgx-h200',
        count: 4,
        maxCount: 16,
        capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
      }),
    };
    const grown = quotas(inHall({ power: { itKw: 100 }, pools }), 'serving');
    expect(grown['nvidia.com/gpu']).toBe('128');
    expect(Number(grown['ai-factory/watts'])).toBeLessThanOrEqual(100_000);
    expect(Number(grown['ai-factory/watts'])).toBeGreaterThan(40_000);
  });

  it('count no watts for devices that are claimed, which Kueue cannot turn into them', () => {
    expect(quotas(inHall({ acceleratorApi: 'dra' }), 'serving')).not.toHaveProperty('ai-factory/watts');
  });

  it('know the racks of a site that states them', () => {
    const stack = inHall({ rdma, topology: ['example.com/rack'] }, overTwoNodes);
    expect(at(stack.manifests('Topology')[0], 'spec', 'levels')).toEqual([
      { nodeLabel: 'example.com/rack' },
      { nodeLabel: 'kubernetes.io/hostname' },
    ]);
    expect(at(stack.manifests('ResourceFlavor')[0], 'spec', 'topologyName')).toBe('test');
    expect(inHall().manifests('Topology')).toEqual([]);
  });
});

describe('the adapters of a hall', () => {
  it('are advertised by the network operator where the site says which they are', () => {
    const devices = { vendors: ['15b3'], linkTypes: ['infiniband' as const] };
    const [policy] = inHall({ rdma: { ...rdma, devices } }, overTwoNodes).manifests('NicClusterPolicy');
    expect(at(policy, 'metadata', 'name')).toBe('nic-cluster-policy');
    expect(at(policy, 'spec', 'rdmaSharedDevicePlugin')).toMatchObject({
      repository: 'nvcr.io/nvidia/mellanox',
      image: 'k8s-rdma-shared-dev-plugin',
    });
    expect(JSON.parse(`${at(policy, 'spec', 'rdmaSharedDevicePlugin', 'config')}`)).toEqual({
      configList: [
        {
          resourceName: 'shared_a',
          resourcePrefix: 'rdma',
          rdmaHcaMax: 63,
          selectors: { vendors: ['15b3'], linkTypes: ['infiniband'] },
        },
      ],
    });
  });

  it('are left to the policy of the cluster where it does not', () => {
    expect(inHall({ rdma }, overTwoNodes).manifests('NicClusterPolicy')).toEqual([]);
  });
});
