import { describe, expect, it } from 'vitest';
import { aPool, type PoolInput, type TerraformValues } from '../../../lib/testing';
import { block, blocks, region, statement, statements, ZONE } from './region';

const karpenter = (pool: Partial<PoolInput> = {}) => {
  const factory = region({ serve: aPool({ count: 2, manager: 'karpenter', ...pool }) });
  const workloads = factory.stack('test-east-workloads');
  return {
    substrate: factory.stack('test-east-substrate'),
    nodeClass: block(workloads.manifests('EC2NodeClass')[0] as TerraformValues, 'spec'),
    nodePool: block(workloads.manifests('NodePool')[0] as TerraformValues, 'spec'),
    overlays: workloads.manifests('NodeOverlay'),
    apiVersions: ['EC2NodeClass', 'NodePool'].map((kind) => workloads.manifests(kind)[0]?.['apiVersion']),
  };
};

const plain = karpenter();
const reserved = karpenter({
  machine: 'p5en.48xlarge',
  fabric: 'efa',
  placementGroup: true,
  zones: [ZONE],
  capacity: { type: 'reservation' },
});
const requirements = (nodePool: TerraformValues): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    blocks(block(block(nodePool, 'template'), 'spec'), 'requirements').map((each) => [
      String(each['key']),
      each['values'],
    ]),
  );

describe('a pool that Karpenter runs', () => {
  it('is a node class and a node pool of version 1, and no node group', () => {
    expect(plain.apiVersions).toEqual(['karpenter.k8s.aws/v1', 'karpenter.sh/v1']);
    const groups = plain.substrate.resources('aws_eks_node_group').map((each) => each['node_group_name']);
    expect(groups).toEqual(['system']);
  });

  it('pins its image, and keeps nodes until they are empty', () => {
    expect(JSON.stringify(plain.nodeClass['amiSelectorTerms'])).toMatch(/"alias":"bottlerocket@v\d+\.\d+\.\d+"/);
    expect(plain.nodePool['disruption']).toEqual({
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: '30m',
      budgets: [{ nodes: '1' }],
    });
    expect(block(block(plain.nodePool, 'template'), 'spec')['expireAfter']).toBe('Never');
    expect(plain.nodePool['limits']).toEqual({ nodes: '2', 'nvidia.com/gpu': '16' });
  });

  it('launches its own type only, as it is bought, in the zones of the site', () => {
    expect(requirements(plain.nodePool)).toEqual({
      'node.kubernetes.io/instance-type': ['p5.48xlarge'],
      'karpenter.sh/capacity-type': ['on-demand'],
      'kubernetes.io/arch': ['amd64'],
      'topology.kubernetes.io/zone': ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    });
    expect(requirements(karpenter({ capacity: { type: 'spot' } }).nodePool)['karpenter.sh/capacity-type']).toEqual([
      'spot',
    ]);
  });

  it('keeps credentials of nodes from pods, and encrypts disks under the site key', () => {
    expect(plain.nodeClass['metadataOptions']).toMatchObject({ httpTokens: 'required', httpPutResponseHopLimit: 1 });
    expect(plain.nodeClass['associatePublicIPAddress']).toBe(false);
    for (const disk of blocks(plain.nodeClass, 'blockDeviceMappings')) {
      expect(disk['ebs']).toMatchObject({ encrypted: true, volumeType: 'gp3', kmsKeyID: 'alias/test-east' });
    }
  });

  it('takes the instance profile that the substrate made, since the controller may make none', () => {
    expect(plain.nodeClass['instanceProfile']).toBe('test-east-karpenter-node');
    expect(plain.nodeClass['role']).toBeUndefined();
    expect(plain.substrate).toHaveResource('aws_iam_instance_profile', { name: 'test-east-karpenter-node' });
    const policy = plain.substrate.resource('aws_iam_role_policy', 'controller-role/policy');
    expect(JSON.stringify(statements(policy))).not.toContain('CreateInstanceProfile');
    expect(statement(policy, 'PassNodeRole')).toMatchObject({
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    });
  });

  it('launches into the reservation that is made for it and for no other cluster, in the group it chose', () => {
    expect(reserved.nodeClass['capacityReservationSelectorTerms']).toEqual([
      { tags: { 'ai-factory:pool': 'test-serve', 'karpenter.sh/discovery': 'test-east' } },
    ]);
    const made = reserved.substrate.resource('aws_ec2_capacity_reservation', 'reservation');
    expect(made['tags']).toMatchObject({ 'ai-factory:pool': 'test-serve', 'karpenter.sh/discovery': 'test-east' });
    expect(reserved.nodeClass['placementGroupSelector']).toEqual({
      name: reserved.substrate.resource('aws_placement_group', 'placement-group')['name'],
    });
    expect(requirements(reserved.nodePool)).toMatchObject({
      'karpenter.sh/capacity-type': ['reserved'],
      'topology.kubernetes.io/zone': [ZONE],
    });
  });

  it('has the interfaces of its machine in the words that Karpenter knows, and huge pages', () => {
    const found = blocks(reserved.nodeClass, 'networkInterfaces');
    expect(found).toHaveLength(17);
    expect(new Set(found.map((each) => each['interfaceType']))).toEqual(new Set(['interface', 'efa-only']));
    expect(reserved.nodeClass['userData']).toContain('vm/nr_hugepages');
  });

  it('tells Karpenter of huge pages where it has EFA, or no node would come for a pod that asks for them', () => {
    expect(plain.overlays).toEqual([]);
    expect(reserved.overlays.map((each) => each['spec'])).toEqual([
      {
        requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: ['test-serve'] }],
        capacity: { 'hugepages-2Mi': '10256Mi' },
      },
    ]);
  });

  it('targets a reservation that is stated by its id alone', () => {
    const { nodeClass } = karpenter({ zones: [ZONE], capacity: { type: 'reservation', id: 'cr-0123456789abcdef0' } });
    expect(nodeClass['capacityReservationSelectorTerms']).toEqual([{ id: 'cr-0123456789abcdef0' }]);
  });

  it('joins nodes by an entry of their own role', () => {
    const entries = plain.substrate.resources('aws_eks_access_entry').map((each) => each['type']);
    expect(entries.sort()).toEqual(['EC2_LINUX', 'STANDARD']);
  });
});
