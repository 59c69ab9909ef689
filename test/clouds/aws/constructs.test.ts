import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  Accelerators,
  AwsPlace,
  EksCluster,
  EncryptionKey,
  efaInterfaces,
  type FrontDoorTarget,
  GpuNodeGroup,
  type GpuNodeGroupProps,
  type IEncryptionKey,
  type INetwork,
  KarpenterNodePool,
  MonthlyBudget,
  Network,
  type NetworkAttributes,
  PrivateBucket,
  SiteEntry,
  SystemNodeGroup,
  WeightedRecords,
} from '../../../lib/clouds/aws';
import { configureKubernetes } from '../../../lib/kubernetes';
import { factoryMatchers, type SynthesizedStack } from '../../../lib/testing';
import { alone } from './alone';
import { block, blocks, statement, statements } from './region';

expect.extend(factoryMatchers);

const ZONE = 'eu-north-1a';
const KEY = 'arn:aws:kms:eu-north-1:111122223333:key/0a1b2c3d';
const keyIn = (scope: Construct): IEncryptionKey => EncryptionKey.fromKeyArn(scope, 'existing-key', KEY);
const place = (stack: Construct): AwsPlace =>
  AwsPlace.of(stack, { region: 'eu-north-1', accountId: '111122223333', partition: 'aws' });

/** A VPC that exists, in one zone. */
const existing = (scope: Construct, changes: Partial<NetworkAttributes> = {}): INetwork =>
  Network.fromAttributes(scope, 'existing', {
    vpcId: 'vpc-1',
    addressRange: '10.40.0.0/16',
    privateSubnetIds: { [ZONE]: 'subnet-private' },
    ...changes,
  });

const aRole = (scope: Construct, id: string): IamRole => new IamRole(scope, id, { name: id, assumeRolePolicy: '{}' });

describe('AwsPlace', () => {
  it('reads from the provider only what is not stated, once for a stack', () => {
    const stack = alone((scope) => {
      AwsPlace.of(scope, { region: 'eu-north-1', partition: 'aws' });
      AwsPlace.of(scope, { region: 'eu-north-1', partition: 'aws' });
    });
    expect(stack.dataSources('aws_caller_identity')).toHaveLength(1);
    expect(stack.dataSources('aws_region')).toEqual([]);
    expect(stack.dataSources('aws_partition')).toEqual([]);
  });
});

describe('Network', () => {
  const network = (props: Partial<ConstructorParameters<typeof Network>[2]> = {}): SynthesizedStack =>
    alone((stack) => {
      const zones = [ZONE, 'eu-north-1b'];
      new Network(stack, 'network', { name: 'research', addressRange: '10.40.0.0/16', zones, ...props });
    });

  it('divides its range between the named zones, private subnets largest', () => {
    const cidr = (name: string) => network().resource('aws_subnet', name)['cidr_block'];
    expect([cidr(`private-${ZONE}`), cidr('private-eu-north-1b')]).toEqual(['10.40.0.0/19', '10.40.32.0/19']);
    expect([cidr(`system-${ZONE}`), cidr(`public-${ZONE}`)]).toEqual(['10.40.224.0/23', '10.40.240.0/23']);
  });

  it('takes zones with ranges of their own', () => {
    const zones = [{ name: ZONE, privateCidr: '10.40.0.0/20', systemCidr: '10.40.16.0/24', publicCidr: null }];
    const stack = network({ zones, nat: 'none' });
    expect(stack.resources('aws_subnet').map((each) => each['cidr_block'])).toEqual(['10.40.0.0/20', '10.40.16.0/24']);
    expect(stack.resources('aws_nat_gateway')).toEqual([]);
  });

  it('refuses a range that cannot be divided', () => {
    expect(() => network({ addressRange: '10.40.0.0/24' })).toThrow(/10\.40\.0\.0\/24.*from 16 to 20/);
    expect(() => network({ zones: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toThrow('7 zones');
  });

  it('has a DNS firewall only if domain names are listed', () => {
    expect(network().resources('aws_route53_resolver_firewall_rule')).toEqual([]);
    const stack = network({ allowedDomains: ['*.hf.co'] });
    const allowed = stack.resource('aws_route53_resolver_firewall_domain_list', 'dns-firewall/allow')['domains'];
    expect(allowed).toContain('*.hf.co');
  });

  it('creates nothing for a VPC that exists, whose control plane is then in the private subnets', () => {
    const stack = alone((scope) => {
      const found = existing(scope);
      expect(found).toMatchObject({ systemSubnetIds: ['subnet-private'], isIsolated: false });
      expect(found.availabilityZones).toEqual([ZONE]);
    });
    expect(stack.objects).toEqual([]);
  });
});

describe('EncryptionKey', () => {
  it('lets a role decrypt, as a key that is made and as one that exists', () => {
    const stack = alone((scope) => {
      const made = new EncryptionKey(scope, 'made', { name: 'datasets', place: place(scope) });
      made.grantDecrypt(aRole(scope, 'trainer'));
      made.grantDecrypt(aRole(scope, 'reader'));
      keyIn(scope).grantDecrypt({ roleName: 'auditor' });
    });
    const policies = stack.resources('aws_iam_role_policy').map((policy) => ({
      role: policy['role'],
      key: statement(policy, 'Key').Resource,
    }));
    const own = expect.stringMatching(/^\$\{aws_kms_key\.made_key_\w+\.arn\}$/);
    expect(policies).toEqual(
      expect.arrayContaining([
        { role: '${aws_iam_role.trainer.name}', key: own },
        { role: '${aws_iam_role.reader.name}', key: own },
        { role: 'auditor', key: KEY },
      ]),
    );
    expect(policies).toHaveLength(3);
  });
});

describe('PrivateBucket', () => {
  const bucket = (stack: Construct): PrivateBucket =>
    new PrivateBucket(stack, 'datasets', { name: 'datasets', key: keyIn(stack), place: place(stack) });

  it('grants a role one folder, and the key through S3 only', () => {
    const stack = alone((scope) => bucket(scope).grantRead(aRole(scope, 'trainer'), { prefix: 'llama' }));
    const [policy = {}] = stack.resources('aws_iam_role_policy');
    expect(policy['role']).toBe('${aws_iam_role.trainer.name}');
    const arn = /^\$\{aws_s3_bucket\.datasets_bucket_\w+\.arn\}/;
    expect(statement(policy, 'List').Condition).toEqual({ StringLike: { 's3:prefix': ['llama', 'llama/*'] } });
    expect(statement(policy, 'List').Resource).toMatch(arn);
    expect(statement(policy, 'Objects')).toMatchObject({ Action: 's3:GetObject' });
    expect(String(statement(policy, 'Objects').Resource).replace(arn, '')).toBe('/llama/*');
    expect(statement(policy, 'Key')).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-north-1.amazonaws.com' } },
    });
  });

  it('grants once, whoever asks again, and apart for each folder, kind and role', () => {
    const stack = alone((scope) => {
      const [own, trainer] = [bucket(scope), aRole(scope, 'trainer')];
      own.grantRead(trainer);
      own.grantRead(trainer);
      own.grantRead(trainer, { prefix: 'a/b' });
      own.grantRead(trainer, { prefix: 'a-b' });
      own.grantReadWrite(trainer);
      own.grantRead({ roleName: 'analyst' });
      own.grantRead({ roleName: 'analyst' });
    });
    const names = stack.resources('aws_iam_role_policy').map((each) => `${each['role']} ${each['name']}`);
    expect(names).toHaveLength(5);
    expect(new Set(names).size).toBe(5);
  });

  it('never lets a role delete objects', () => {
    const stack = alone((scope) => bucket(scope).grantReadWrite({ roleName: 'writer' }));
    const actions = stack
      .resources('aws_iam_role_policy')
      .flatMap((each) => statements(each).map(({ Action }) => Action));
    expect(JSON.stringify(actions)).toContain('s3:PutObject');
    expect(JSON.stringify(actions)).not.toContain('Delete');
  });

  it('puts the policy of a role of another stack into that stack', () => {
    const app = Testing.app();
    const [data, team] = [new TerraformStack(app, 'data'), new TerraformStack(app, 'team')];
    bucket(data).grantRead(aRole(team, 'trainer'));
    const types = (stack: TerraformStack): string[] =>
      stack.node
        .findAll()
        .flatMap((each) => ('terraformResourceType' in each ? [String(each.terraformResourceType)] : []));
    expect(types(team)).toContain('aws_iam_role_policy');
    expect(types(data)).not.toContain('aws_iam_role_policy');
  });

  it('asks for the id of a role whose name is not known before apply', () => {
    expect(() => alone((scope) => bucket(scope).grantRead({ roleName: aRole(scope, 'trainer').name }))).toThrow(
      "grant access to the role's construct, or state roleId",
    );
    const stack = alone((scope) => {
      bucket(scope).grantRead({ roleName: aRole(scope, 'trainer').name, roleId: 'trainer' });
    });
    const [policy = {}] = stack.resources('aws_iam_role_policy');
    expect(policy['name']).toMatch(/-by-trainer$/);
    expect(policy['role']).toBe('${aws_iam_role.trainer.name}');
  });

  it('refuses uploads under another key, and has no such rule without a key', () => {
    const sids = (stack: SynthesizedStack) =>
      stack.resources('aws_s3_bucket_policy').flatMap((each) => statements(each).map(({ Sid }) => Sid));
    expect(sids(alone((scope) => void bucket(scope)))).toEqual(['OwnKeyOnly', 'OwnEncryptionOnly', 'TlsOnly']);
    expect(sids(alone((scope) => void new PrivateBucket(scope, 'plain', { name: 'plain' })))).toEqual(['TlsOnly']);
  });

  it('can be one that exists', () => {
    const stack = alone((scope) => {
      const found = PrivateBucket.fromAttributes(scope, 'found', {
        bucketName: 'found',
        key: keyIn(scope),
        place: place(scope),
      });
      found.grantRead(aRole(scope, 'trainer'));
    });
    expect(stack.resources('aws_s3_bucket')).toEqual([]);
    const [policy = {}] = stack.resources('aws_iam_role_policy');
    expect(statement(policy, 'Objects').Resource).toBe('arn:aws:s3:::found/*');
  });
});

describe('EksCluster', () => {
  const cluster = (add: (cluster: EksCluster, stack: TerraformStack) => void = () => {}): SynthesizedStack =>
    alone((stack) => {
      const made = new EksCluster(stack, 'cluster', {
        name: 'research',
        version: '1.35',
        network: existing(stack),
        key: keyIn(stack),
        place: place(stack),
      });
      add(made, stack);
    });

  it('admits whom it is told to, by an id that follows from the role and not from its token', () => {
    const stack = cluster((made, scope) => {
      made.grantAdmin(aRole(scope, 'deployer').arn);
      made.grantAdmin(aRole(scope, 'second').arn);
      made.grantView('arn:aws:iam::111122223333:role/reader');
    });
    const paths = stack.objects.filter(({ type }) => type === 'aws_eks_access_entry').map(({ path }) => path);
    expect(paths).toEqual([
      'alone/cluster/admin-alone-aws_iam_role_deployer_arn-0cf8fd05',
      'alone/cluster/admin-alone-aws_iam_role_second_arn-d03dc6df',
      'alone/cluster/viewer-111122223333-role-reader-0af0f25c',
    ]);
  });

  it('gives nodes the add-ons that they need first, and other add-ons nodes first', () => {
    const stack = cluster((made) => {
      made.addAddon('vpc-cni', {
        version: 'v1.20.4-eksbuild.1',
        identity: { namespace: 'kube-system', serviceAccount: 'aws-node' },
      });
      made.addSystemNodeGroup('system');
      made.addAddon('coredns', { version: 'v1.12.4-eksbuild.1' });
    });
    const dependencies = (type: string, name: string) => JSON.stringify(stack.resource(type, name)['depends_on']);
    expect(dependencies('aws_eks_node_group', 'system/node-group')).toContain('addon-vpc-cni');
    expect(dependencies('aws_eks_addon', 'addon-coredns')).toContain('aws_eks_node_group');
    expect(dependencies('aws_eks_addon', 'addon-vpc-cni')).not.toContain('aws_eks_node_group');
  });

  it('asks for the policies of an add-on that it does not know', () => {
    const identity = { namespace: 'ops', serviceAccount: 'agent' };
    expect(() => cluster((made) => made.addAddon('agent', { version: 'v1.0.0', identity }))).toThrow('policyArns');
    const policyArns = ['arn:aws:iam::111122223333:policy/agent'];
    const stack = cluster((made) => made.addAddon('agent', { version: 'v1.0.0', identity, policyArns }));
    expect(stack).toHaveResource('aws_iam_role_policy_attachment', { policy_arn: policyArns[0] });
  });

  it('of others has the attributes that are stated, or that are read by its name', () => {
    const stated = EksCluster.fromAttributes(new TerraformStack(Testing.app(), 'stated'), 'cluster', {
      clusterName: 'research',
      clusterSecurityGroupId: 'sg-1',
    });
    expect(stated.nodeSecurityGroupId).toBe('sg-1');
    expect(() => stated.endpoint).toThrow('cluster "research" has no endpoint');
    const stack = alone((scope) => {
      const read = EksCluster.fromClusterName(scope, 'cluster', 'research');
      scope.addOverride('output.endpoint.value', read.endpoint);
      scope.addOverride('output.issuer.value', read.oidcIssuerUrl);
    });
    expect(stack.dataSources('aws_eks_cluster')).toEqual([{ name: 'research' }]);
    expect(stack.json.output).toEqual({
      endpoint: { value: '${data.aws_eks_cluster.cluster.endpoint}' },
      issuer: { value: '${data.aws_eks_cluster.cluster.identity[0].oidc[0].issuer}' },
    });
  });
});

describe('GpuNodeGroup', () => {
  const group = (changes: Partial<GpuNodeGroupProps> = {}): SynthesizedStack =>
    alone((stack) => {
      new GpuNodeGroup(stack, 'h200', {
        name: 'h200',
        cluster: EksCluster.fromAttributes(stack, 'cluster', {
          clusterName: 'research',
          clusterSecurityGroupId: 'sg-cluster',
        }),
        network: existing(stack),
        machine: 'p5en.48xlarge',
        zones: [ZONE],
        place: place(stack),
        ...changes,
      });
    });

  it('joins a cluster with a role and an access entry of its own, made before its nodes', () => {
    const stack = group();
    expect(stack.resource('aws_iam_role', 'role')).toMatchObject({ name: 'research-h200-node' });
    expect(stack).toHaveResource('aws_eks_access_entry', { cluster_name: 'research', type: 'EC2_LINUX' });
    const nodes = stack.resource('aws_eks_node_group', 'node-group');
    expect(JSON.stringify(nodes['depends_on'])).toMatch(/aws_iam_role_policy_attachment.*aws_eks_access_entry/);
    // The version of nodes is that of a cluster whose version is not known.
    expect(nodes['version']).toBeUndefined();
    expect(group({ accessEntry: false }).resources('aws_eks_access_entry')).toEqual([]);
  });

  it('takes a role that has an access entry already', () => {
    const stack = group({ nodeRole: { roleName: 'nodes', roleArn: 'arn:aws:iam::111122223333:role/nodes' } });
    expect(stack.resources('aws_iam_role')).toEqual([]);
    expect(stack.resource('aws_eks_node_group', 'node-group')['node_role_arn']).toBe(
      'arn:aws:iam::111122223333:role/nodes',
    );
  });

  it("adds a group that EFA passes to the cluster's own, whose rules do not name the group", () => {
    const interfaces = efaInterfaces({ cards: 16, efa: 16 });
    const stack = group({ interfaces });
    const template = stack.resource('aws_launch_template', 'template');
    expect(blocks(template, 'network_interfaces')).toHaveLength(17);
    for (const each of blocks(template, 'network_interfaces')) {
      expect(each['security_groups']).toEqual(['sg-cluster', expect.stringContaining('aws_security_group.')]);
    }
    for (const type of ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule']) {
      const [rule = {}] = stack.resources(type);
      expect(rule['referenced_security_group_id']).toBe(rule['security_group_id']);
    }
    expect(group().resources('aws_security_group')).toEqual([]);
    expect(group({ interfaces, securityGroupIds: ['sg-own'] }).resources('aws_security_group')).toEqual([]);
  });

  it('starts nodes with their capacity block, and ends them 40 minutes before it, 70 for UltraServers', () => {
    const capacity = {
      type: 'capacity-block',
      reservationId: 'cr-1',
      startsAt: '2027-03-01T11:30:00Z',
      endsAt: '2027-03-15T11:30:00Z',
    } as const;
    const times = (stack: SynthesizedStack) =>
      stack.resources('aws_scheduler_schedule').map((each) => each['schedule_expression']);
    expect(times(group({ capacity, count: 4 }))).toEqual(['at(2027-03-01T11:30:00)', 'at(2027-03-15T10:50:00)']);
    expect(times(group({ capacity: { ...capacity, ultraServer: true } }))).toContain('at(2027-03-15T10:20:00)');
    expect(times(group({ capacity, leadMinutes: 60 }))).toContain('at(2027-03-15T10:30:00)');
    expect(block(group({ capacity, count: 4 }).resource('aws_eks_node_group', 'node-group'), 'scaling_config')).toEqual(
      {
        desired_size: 0,
        max_size: 4,
        min_size: 0,
      },
    );
  });

  it('keeps pods off its GPUs that do not ask for them, unless told otherwise', () => {
    const taints = (stack: SynthesizedStack) => stack.resource('aws_eks_node_group', 'node-group')['taint'];
    expect(taints(group())).toEqual([{ effect: 'NO_SCHEDULE', key: 'nvidia.com/gpu', value: 'present' }]);
    expect(taints(group({ taints: [] }))).toEqual([]);
    expect(() => group({ taints: [{ key: 'a', value: 'b', effect: 'Never' }] })).toThrow('NoSchedule, NoExecute');
  });

  it('refuses a zone where the network has no subnet, and a reservation in two zones', () => {
    expect(() => group({ zones: ['eu-north-1c'] })).toThrow(
      /no private subnet in zone "eu-north-1c"; its zones are eu-north-1a/,
    );
    expect(() => group({ zones: [ZONE, 'eu-north-1b'], capacity: { type: 'reservation' } })).toThrow('in one zone');
  });
});

describe('SystemNodeGroup', () => {
  it('works with defaults in a cluster that exists', () => {
    const stack = alone((scope) => {
      new SystemNodeGroup(scope, 'system', {
        cluster: EksCluster.fromAttributes(scope, 'cluster', {
          clusterName: 'research',
          clusterSecurityGroupId: 'sg-1',
        }),
        network: existing(scope),
      });
    });
    expect(stack.resource('aws_eks_node_group', 'node-group')).toMatchObject({
      ami_type: 'BOTTLEROCKET_x86_64',
      instance_types: ['m7i.2xlarge'],
      scaling_config: { desired_size: 3, max_size: 6, min_size: 3 },
      subnet_ids: ['subnet-private'],
    });
  });
});

describe('KarpenterNodePool', () => {
  const spec = (changes: Partial<ConstructorParameters<typeof KarpenterNodePool>[2]> = {}) => {
    const stack = alone((scope) => {
      configureKubernetes(scope, { configContext: 'research' });
      new KarpenterNodePool(scope, 'l40s', {
        name: 'l40s',
        clusterName: 'research',
        machine: 'g6e.48xlarge',
        zones: [ZONE],
        maxCount: 4,
        image: { family: 'bottlerocket', alias: 'bottlerocket@v1.57.0' },
        ...changes,
      });
    });
    return stack.manifest('EC2NodeClass', 'l40s')['spec'];
  };

  it('finds subnets and groups by the tag of its cluster, or takes those that are stated', () => {
    const discovery = [{ tags: { 'karpenter.sh/discovery': 'research' } }];
    expect(spec()).toMatchObject({ subnetSelectorTerms: discovery, securityGroupSelectorTerms: discovery });
    expect(spec({ subnetIds: ['subnet-1'], securityGroups: { ids: ['sg-1'] } })).toMatchObject({
      subnetSelectorTerms: [{ id: 'subnet-1' }],
      securityGroupSelectorTerms: [{ id: 'sg-1' }],
    });
  });
});

describe('SiteEntry', () => {
  const entry = ({
    publicSubnetIds,
    ...changes
  }: Partial<ConstructorParameters<typeof SiteEntry>[2] & NetworkAttributes> = {}): SynthesizedStack =>
    alone((stack) => {
      new SiteEntry(stack, 'entry', {
        name: 'research',
        network: existing(stack, { publicSubnetIds }),
        nodeSecurityGroupId: 'sg-1',
        nodePort: 30443,
        targets: 'external',
        ...changes,
      });
    });

  it('is internal, protected, and open to its network alone', () => {
    const stack = entry();
    expect(stack.resource('aws_lb', 'balancer')).toMatchObject({ internal: true, enable_deletion_protection: true });
    expect(stack).toHaveResource('aws_vpc_security_group_ingress_rule', { cidr_ipv4: '10.40.0.0/16', from_port: 443 });
  });

  it('attaches an Auto Scaling group only if it is given one', () => {
    expect(entry().resources('aws_autoscaling_attachment')).toEqual([]);
    expect(entry({ targets: { autoScalingGroupName: 'nodes' } })).toHaveResource('aws_autoscaling_attachment', {
      autoscaling_group_name: 'nodes',
    });
  });

  it('refuses to be public in a network without public subnets', () => {
    expect(() => entry({ public: true })).toThrow('state publicSubnetIds of the network');
    const open = entry({ public: true, publicSubnetIds: { [ZONE]: 'subnet-public' } });
    expect(open.resource('aws_lb', 'balancer')).toMatchObject({ internal: false, subnets: ['subnet-public'] });
  });
});

describe('MonthlyBudget', () => {
  const budget = (changes: Partial<ConstructorParameters<typeof MonthlyBudget>[2]> = {}): SynthesizedStack =>
    alone((stack) => {
      const costTag = { key: 'team', value: 'research' };
      new MonthlyBudget(stack, 'budget', { name: 'research', usdPerMonth: 1000, costTag, ...changes });
    });

  it('reports anomalies at once to a topic, daily by mail, and not at all if nobody is named', () => {
    expect(budget({ topicArn: 'arn:topic' })).toHaveResource('aws_ce_anomaly_subscription', {
      frequency: 'IMMEDIATE',
      subscriber: [{ type: 'SNS', address: 'arn:topic' }],
    });
    expect(budget({ notify: ['finops@example.com'] })).toHaveResource('aws_ce_anomaly_subscription', {
      frequency: 'DAILY',
      subscriber: [{ type: 'EMAIL', address: 'finops@example.com' }],
    });
    expect(budget().resources('aws_ce_anomaly_subscription')).toEqual([]);
  });
});

describe('front doors', () => {
  const stockholm: FrontDoorTarget = {
    site: 'stockholm',
    weight: 75,
    entry: { balancerName: 'research', region: 'eu-north-1' },
  };
  const hall: FrontDoorTarget = { site: 'hall', weight: 25, entry: { hostname: 'gateway.hall.example.com' } };
  const props = (targets: readonly FrontDoorTarget[]) => ({
    name: 'research',
    zone: { id: 'Z1' },
    routes: [{ name: 'chat', hostname: 'chat.example.com', targets }],
  });

  it('by records have a health check for each balancer, and for other entries if they are probed', () => {
    const records = (targets: readonly FrontDoorTarget[]): SynthesizedStack =>
      alone((stack) => void new WeightedRecords(stack, 'door', props(targets)));
    const plain = records([stockholm, hall]);
    expect(plain.resource('aws_route53_record', 'route-chat/site-stockholm/record')).toMatchObject({
      set_identifier: 'stockholm',
      weighted_routing_policy: { weight: 75 },
      health_check_id: expect.stringContaining('aws_route53_health_check'),
    });
    expect(plain.resource('aws_route53_record', 'route-chat/site-hall/record')['health_check_id']).toBeUndefined();
    const probed = records([{ ...hall, entry: { hostname: 'a.example.com', probe: { hostname: 'b.example.com' } } }]);
    expect(probed).toHaveResource('aws_route53_health_check', { fqdn: 'b.example.com', type: 'HTTPS', port: 443 });
  });

  it('by accelerators dial regions, and refuse what is outside AWS', () => {
    const stack = alone((scope) => void new Accelerators(scope, 'door', props([stockholm])));
    expect(stack).toHaveResource('aws_globalaccelerator_endpoint_group', { traffic_dial_percentage: 75 });
    expect(() => alone((scope) => void new Accelerators(scope, 'door', props([hall])))).toThrow('outside AWS');
  });

  it('add the guard of a target to its record', () => {
    const preconditions = [{ condition: '${true}', errorMessage: 'not ready' }];
    const stack = alone(
      (scope) => void new WeightedRecords(scope, 'door', props([{ ...stockholm, guard: { preconditions } }])),
    );
    expect(block(stack.resource('aws_route53_record', 'route-chat/site-stockholm/record'), 'lifecycle')).toEqual({
      precondition: [{ condition: '${true}', error_message: 'not ready' }],
    });
  });
});
