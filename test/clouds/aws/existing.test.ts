import type { TerraformStack } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { standardClouds } from '../../../lib/cli/clouds';
import {
  type AwsSitePlan,
  type AwsSubstratePlan,
  fillDynamicPool,
  fillSubstrate,
  settingsOf,
  substrateOf,
} from '../../../lib/clouds/aws';
import { configureKubernetes } from '../../../lib/kubernetes';
import { planFactory } from '../../../lib/planner/plan-factory';
import { parseFactory } from '../../../lib/spec/parse';
import { aFactory, aPool, aSite, aWorkload, factoryMatchers, type SynthesizedStack } from '../../../lib/testing';
import { alone } from './alone';
import { statement, ZONE } from './region';

expect.extend(factoryMatchers);

const factory = planFactory(
  parseFactory(
    aFactory({
      sites: {
        east: aSite({
          pools: {
            serve: aPool({ count: 2, machine: 'p5en.48xlarge', fabric: 'efa', zones: [ZONE] }),
            burst: aPool({ manager: 'karpenter', zones: [ZONE] }),
          },
        }),
      },
      workloads: { chat: aWorkload({ pools: ['serve'] }) },
    }),
    { clouds: standardClouds },
  ),
  defaultCatalog,
  { clouds: standardClouds },
);

const network: AwsSubstratePlan['network'] = {
  name: 'test-east',
  existing: {
    vpcId: 'vpc-1',
    addressRange: '10.40.0.0/16',
    privateSubnetIds: { [ZONE]: 'subnet-private' },
    systemSubnetIds: null,
    publicSubnetIds: null,
    isIsolated: false,
  },
  interfaceEndpoints: [],
};

const cluster: AwsSubstratePlan['cluster'] = {
  name: 'house',
  existing: { version: '1.35', nodeSecurityGroupId: null, weightsDriverRole: 'house-s3-csi' },
  deletionProtection: true,
  karpenter: false,
};

/** The site of the factory with parts of its substrate replaced by existing ones. */
function sitePlan(changes: Partial<AwsSubstratePlan>): AwsSitePlan {
  const site = factory.sites.find(({ name }) => name === 'east');
  const substrate = site === undefined ? null : substrateOf(site);
  if (site === undefined || substrate === null) throw new Error('the region has a substrate');
  return { site, substrate: { ...substrate, ...changes }, settings: settingsOf(site, factory) };
}

const filled = (changes: Partial<AwsSubstratePlan>): SynthesizedStack =>
  alone((stack: TerraformStack) => void fillSubstrate(stack, sitePlan(changes)));

const typesOf = (stack: SynthesizedStack): ReadonlySet<string> => new Set(stack.objects.map(({ type }) => type));

describe('a site in a VPC that exists', () => {
  const stack = filled({ network });

  it('creates no network, and puts everything into the one that exists', () => {
    const types = typesOf(stack);
    for (const type of ['aws_vpc', 'aws_subnet', 'aws_nat_gateway', 'aws_flow_log', 'aws_vpc_endpoint'])
      expect(types).not.toContain(type);
    expect(stack.resource('aws_eks_cluster', 'cluster')).toMatchObject({
      vpc_config: { subnet_ids: ['subnet-private'] },
    });
    expect(stack.resource('aws_eks_node_group', 'pool-serve/node-group')['subnet_ids']).toEqual(['subnet-private']);
    expect(stack.resource('aws_lb', 'balancer')['subnets']).toEqual(['subnet-private']);
    expect(stack.resource('aws_lb_target_group', 'targets')['vpc_id']).toBe('vpc-1');
  });

  it('adds endpoints only if the plan names them, and nodes wait for those', () => {
    const withEndpoints = filled({ network: { ...network, interfaceEndpoints: ['sts'] } });
    expect(withEndpoints.resources('aws_vpc_endpoint')).toHaveLength(1);
    const dependencies = withEndpoints.resource('aws_eks_cluster', 'cluster')['depends_on'];
    expect(JSON.stringify(dependencies)).toContain('aws_vpc_endpoint');
  });
});

describe('a site in a cluster that exists', () => {
  const stack = filled({ network, cluster });

  it('creates no cluster, add-ons or system nodes', () => {
    const types = typesOf(stack);
    for (const type of ['aws_eks_addon', 'aws_eks_access_policy_association', 'aws_iam_instance_profile'])
      expect(types).not.toContain(type);
    expect(stack.resources('aws_eks_cluster')).toEqual([]);
    expect(stack.dataSources('aws_eks_cluster')).toEqual([{ name: 'house' }]);
    expect(stack.resources('aws_eks_node_group').map((each) => each['node_group_name'])).toEqual(['test-east-serve']);
  });

  it('joins its GPU nodes with a role, an access entry and a name of their own', () => {
    const nodes = stack.resource('aws_eks_node_group', 'pool-serve/node-group');
    expect(nodes).toMatchObject({ cluster_name: 'house', node_group_name: 'test-east-serve', version: '1.35' });
    expect(stack).toHaveResource('aws_eks_access_entry', { cluster_name: 'house', type: 'EC2_LINUX' });
    const template = JSON.stringify(stack.resource('aws_launch_template', 'pool-serve/template'));
    expect(template).toContain('data.aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id');
    expect(template).toContain('aws_security_group.pool-serve_efa-security-group');
  });

  it('lets something in the cluster register the targets of its entry', () => {
    expect(stack.resources('aws_lb_target_group')).toHaveLength(1);
    expect(stack.resources('aws_autoscaling_attachment')).toEqual([]);
  });

  it('lets the driver of the cluster read weights, if the plan names its role', () => {
    const policies = stack.resources('aws_iam_role_policy').filter((each) => each['role'] === 'house-s3-csi');
    expect(policies.map((each) => statement(each, 'Objects').Action)).toEqual(['s3:GetObject']);
  });

  it('makes roles for Karpenter in it, whose nodes find its subnets and group without tags of ours', () => {
    const withKarpenter = filled({ network, cluster: { ...cluster, karpenter: true } });
    expect(withKarpenter).toHaveResource('aws_iam_instance_profile', { name: 'house-karpenter-node' });
    const pool = sitePlan({ network, cluster }).site.pools.find(({ name }) => name === 'burst');
    if (pool === undefined) throw new Error('the region has the pool burst');
    const workloads = alone((stack) => {
      configureKubernetes(stack, { configContext: 'house' });
      fillDynamicPool(stack, 'pool-burst', sitePlan({ network, cluster }), pool);
    });
    expect(workloads.manifest('EC2NodeClass', 'burst')['spec']).toMatchObject({
      subnetSelectorTerms: [{ id: 'subnet-private' }],
      securityGroupSelectorTerms: [{ tags: { 'aws:eks:cluster-name': 'house' } }],
    });
  });
});
