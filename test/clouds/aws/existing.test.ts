import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { TerraformStack, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { AiFactory } from '../../../lib';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { AwsSite, EksCluster, SiteNetwork } from '../../../lib/clouds/aws';
import {
  aFactory,
  aPool,
  aSite,
  aWorkload,
  factoryMatchers,
  type PoolInput,
  type RegionInput,
  type SynthesizedStack,
  synthApp,
  synthFactory,
} from '../../../lib/testing';
import { planFactory, readFactory } from '../../standard';
import { sites } from '../../testing/factories';
import { statement, ZONE } from './region';

expect.extend(factoryMatchers);

const VPC = 'vpc-0a1b2c3d4e5f60718';
const SUBNET = 'subnet-0a1b2c3d4e5f60718';
const OTHER = 'subnet-2a1b2c3d4e5f60718';
const OPEN = 'subnet-1a1b2c3d4e5f60718';

type Network = NonNullable<NonNullable<RegionInput['network']>['existing']>;

const network = (changes: Partial<Network> = {}): NonNullable<RegionInput['network']> => ({
  existing: { vpcId: VPC, privateSubnetIds: { [ZONE]: SUBNET, 'us-east-1c': OTHER }, ...changes },
});
const cluster: NonNullable<RegionInput['cluster']> = {
  version: '1.35',
  existing: { name: 'house', weightsDriverRole: 'house-s3-csi' },
};
const serve = aPool({ count: 2, machine: 'p5en.48xlarge', fabric: 'efa', zones: [ZONE] });

const input = (site: Partial<RegionInput>, pools: Readonly<Record<string, PoolInput>> = { serve }) =>
  aFactory({
    sites: { east: aSite({ addressRange: '10.40.0.0/16', pools, ...site }) },
    workloads: { chat: aWorkload({ pools: ['serve'] }) },
  });

const synthesized = (site: Partial<RegionInput>, pools?: Readonly<Record<string, PoolInput>>) =>
  synthFactory(input(site, pools), { sites });

const typesOf = (stack: SynthesizedStack): ReadonlySet<string> => new Set(stack.objects.map(({ type }) => type));

/** Codes of the errors of a region, with their paths. */
function errorsOf(site: Partial<RegionInput>): readonly string[] {
  const read = readFactory(input(site));
  if (!('spec' in read)) throw new Error('the schema refuses the factory');
  const { findings } = planFactory(read.spec, defaultCatalog);
  return findings.filter(({ severity }) => severity === 'error').map(({ code, path }) => `${code} ${path}`);
}

describe('a site in a VPC that exists', () => {
  const factory = synthesized({ network: network() });
  const stack = factory.stack('test-east-substrate');

  it('creates no network, and puts everything into the one that exists', () => {
    const types = typesOf(stack);
    for (const type of ['aws_vpc', 'aws_subnet', 'aws_nat_gateway', 'aws_flow_log', 'aws_vpc_endpoint'])
      expect(types).not.toContain(type);
    expect(stack.resource('aws_eks_cluster', 'cluster')).toMatchObject({
      vpc_config: { subnet_ids: [SUBNET, OTHER] },
    });
    expect(stack.resource('aws_eks_node_group', 'pool-serve/node-group')['subnet_ids']).toEqual([SUBNET]);
    expect(stack.resource('aws_lb', 'balancer')['subnets']).toEqual([SUBNET, OTHER]);
    expect(stack.resource('aws_lb_target_group', 'targets')['vpc_id']).toBe(VPC);
    expect(factory).toKeepPolicies();
  });

  it('uses the zones of its subnets, and lets in its range', () => {
    expect(factory.plan.sites[0]?.pools[0]?.zones).toEqual([ZONE]);
    expect(stack).toHaveResource('aws_vpc_security_group_ingress_rule', { cidr_ipv4: '10.40.0.0/16', from_port: 443 });
  });

  it('adds endpoints and a DNS firewall only if the file names them, and nodes wait for endpoints', () => {
    const site = { network: { ...network(), endpoints: ['sts'], allowedDomains: ['*.hf.co'] } };
    const asked = synthesized(site).stack('test-east-substrate');
    expect(asked.resources('aws_vpc_endpoint')).toHaveLength(1);
    expect(JSON.stringify(asked.resource('aws_eks_cluster', 'cluster')['depends_on'])).toContain('aws_vpc_endpoint');
    expect(asked).toHaveResource('aws_route53_resolver_firewall_config', { resource_id: VPC });
  });

  it('costs what it adds alone', () => {
    const linesOf = (site: Partial<RegionInput>): readonly string[] =>
      (synthesized(site).plan.cost.sites['east']?.lines ?? []).map(({ id }) => id.replace(/^.*\//, ''));
    expect(linesOf({})).toEqual(expect.arrayContaining(['control-plane', 'nat', 'endpoints', 'system']));
    const own = linesOf({ network: network() });
    expect(own).toEqual(expect.arrayContaining(['control-plane', 'system', 'keys']));
    for (const id of ['nat', 'endpoints']) expect(own).not.toContain(id);
    for (const id of ['control-plane', 'system']) expect(linesOf({ network: network(), cluster })).not.toContain(id);
  });

  it('has a stated range, a subnet in every zone, and a public one if its entry is public', () => {
    expect(errorsOf({ network: network() })).toEqual([]);
    expect(errorsOf({ network: network(), addressRange: undefined })).toContain(
      'address-range-missing sites.east.addressRange',
    );
    expect(errorsOf({ network: network(), zones: [ZONE, 'us-east-1b'] })).toContain(
      'zone-without-subnet sites.east.network.existing.privateSubnetIds',
    );
    const open = { public: true, allowedCidrs: ['203.0.113.0/24'] };
    expect(errorsOf({ network: network(), entry: open })).toContain(
      'no-public-subnets sites.east.network.existing.publicSubnetIds',
    );
    const withPublic = network({ publicSubnetIds: { [ZONE]: OPEN, 'us-east-1c': OPEN } });
    expect(errorsOf({ network: withPublic, entry: open })).toEqual([]);
  });

  it.each([
    [{ vpcId: 'my-vpc' }, 'use the id of a VPC'],
    [{ privateSubnetIds: { [ZONE]: 'sg-0a1b2c3d' } }, 'use the id of a subnet'],
    [{ privateSubnetIds: { 'zone a': SUBNET } }, 'use the name of a zone'],
  ])('is refused with %j', (changes, message) => {
    const read = readFactory(input({ network: network(changes) }));
    expect(JSON.stringify(read)).toContain(message);
  });
});

describe('an AwsSite', () => {
  /** A site in the VPC and the cluster of another stack of the same app. */
  function inOtherStacks(): { readonly substrate: SynthesizedStack; readonly spec: string } {
    const app = Testing.app();
    const shared = new TerraformStack(app, 'shared');
    new AwsProvider(shared, 'aws', { region: 'us-east-1' });
    const vpc = new Vpc(shared, 'vpc', { cidrBlock: '10.40.0.0/16' });
    const subnet = new Subnet(shared, 'subnet', { vpcId: vpc.id, cidrBlock: '10.40.0.0/18', availabilityZone: ZONE });
    const nodes = new SecurityGroup(shared, 'nodes', { vpcId: vpc.id });
    const factory = new AiFactory(app, 'harbour', { owner: 'platform@example.com' });
    const site = new AwsSite(factory, 'east', {
      region: 'us-east-1',
      accountId: '111122223333',
      network: SiteNetwork.fromAttributes(shared, 'house-network', {
        vpcId: vpc.id,
        addressRange: '10.40.0.0/16',
        privateSubnetIds: { [ZONE]: subnet.id },
        isolated: true,
        endpoints: ['sts'],
        allowedDomains: ['*.hf.co'],
      }),
      cluster: EksCluster.fromAttributes(shared, 'house-cluster', {
        clusterName: 'house',
        version: '1.35',
        nodeSecurityGroupId: nodes.id,
        weightsDriverRole: 'house-s3-csi',
      }),
    });
    site.addPool('serve', { machine: 'p5.48xlarge', count: 1 });
    const spec = JSON.stringify(factory.toSpec());
    const stacks = synthApp(app);
    return {
      spec,
      substrate: stacks.stack('harbour-east-substrate'),
    };
  }

  it('is put into a VPC and a cluster of the same app, whose ids are references in the spec', () => {
    const { substrate, spec } = inOtherStacks();
    expect(JSON.parse(spec).sites.east).toMatchObject({
      addressRange: '10.40.0.0/16',
      cluster: {
        version: '1.35',
        existing: {
          name: 'house',
          nodeSecurityGroupId: 'ref:shared/aws_security_group.nodes.id',
          weightsDriverRole: 'house-s3-csi',
        },
      },
      network: {
        endpoints: ['sts'],
        allowedDomains: ['*.hf.co'],
        existing: {
          isolated: true,
          vpcId: 'ref:shared/aws_vpc.vpc.id',
          privateSubnetIds: { [ZONE]: 'ref:shared/aws_subnet.subnet.id' },
        },
      },
    });
    const remote = /^\$\{data\.terraform_remote_state\.\S+\}$/;
    expect(substrate.resource('aws_lb_target_group', 'targets')['vpc_id']).toMatch(remote);
    const nodes = substrate.resource('aws_eks_node_group', 'pool-serve/node-group');
    expect(nodes['subnet_ids']).toEqual([expect.stringMatching(remote)]);
    const template = substrate.resource('aws_launch_template', 'pool-serve/template');
    expect(template['vpc_security_group_ids']).toEqual([expect.stringMatching(remote)]);
  });
});

describe('a site in a cluster that exists', () => {
  const burst = aPool({ manager: 'karpenter', zones: [ZONE] });
  const factory = synthesized({ network: network(), cluster }, { serve, burst });
  const stack = factory.stack('test-east-substrate');

  it('creates no cluster, add-ons or system nodes', () => {
    const types = typesOf(stack);
    for (const type of ['aws_eks_addon', 'aws_eks_access_policy_association']) expect(types).not.toContain(type);
    expect(stack.resources('aws_eks_cluster')).toEqual([]);
    expect(stack.dataSources('aws_eks_cluster')).toEqual([{ name: 'house' }]);
    expect(stack.resources('aws_eks_node_group').map((each) => each['node_group_name'])).toEqual(['test-east-serve']);
    expect(factory).toKeepPolicies();
  });

  it('is reached by its name from the other stacks', () => {
    for (const kind of ['platform', 'workloads'])
      expect(factory.stack(`test-east-${kind}`).dataSource('aws_eks_cluster', 'cluster')).toEqual({ name: 'house' });
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

  it('lets the driver of the cluster read weights, if the file names its role', () => {
    const policies = stack.resources('aws_iam_role_policy').filter((each) => each['role'] === 'house-s3-csi');
    expect(policies.map((each) => statement(each, 'Objects').Action)).toEqual(['s3:GetObject']);
  });

  it('makes roles for Karpenter in it, whose nodes find its subnets and group without tags of ours', () => {
    expect(stack).toHaveResource('aws_iam_instance_profile', { name: 'house-karpenter-node' });
    expect(factory.stack('test-east-workloads').manifests('EC2NodeClass')[0]?.['spec']).toMatchObject({
      subnetSelectorTerms: [{ id: SUBNET }],
      securityGroupSelectorTerms: [{ tags: { 'aws:eks:cluster-name': 'house' } }],
    });
  });

  it('needs no administrator, and the VPC that the cluster is in', () => {
    expect(errorsOf({ network: network(), cluster })).toEqual([]);
    expect(errorsOf({ cluster })).toContain('existing-cluster-network sites.east.network.existing');
  });
});
