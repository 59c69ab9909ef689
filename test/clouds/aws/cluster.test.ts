import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { block, statement, statements, substrate } from './region';

const stack = substrate(undefined, {
  site: {
    cluster: {
      admins: ['arn:aws:iam::111122223333:role/deployer'],
      viewers: ['arn:aws:iam::111122223333:role/reader'],
    },
    money: { usdPerMonth: 100_000, notify: ['finops@example.com'] },
  },
});
const cluster = stack.resource('aws_eks_cluster', 'cluster');

describe('the cluster of a region', () => {
  it('is private, with secrets under the site key and standard support', () => {
    expect(block(cluster, 'vpc_config')).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: false,
    });
    expect(block(cluster, 'encryption_config')).toMatchObject({ resources: ['secrets'] });
    expect(block(cluster, 'upgrade_policy')).toEqual({ support_type: 'STANDARD' });
    expect(cluster['version']).toBe('1.35');
    expect(cluster['bootstrap_self_managed_addons']).toBe(false);
  });

  it('lets in who has an access entry, and not whoever made it', () => {
    expect(block(cluster, 'access_config')).toEqual({
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const granted = stack
      .resources('aws_eks_access_policy_association')
      .map((each) => String(each['policy_arn']).split('/')[1]);
    expect(granted.sort()).toEqual(['AmazonEKSClusterAdminPolicy', 'AmazonEKSViewPolicy']);
  });

  it('writes all five logs into an encrypted group that was there first', () => {
    expect(cluster['enabled_cluster_log_types']).toEqual([
      'api',
      'audit',
      'authenticator',
      'controllerManager',
      'scheduler',
    ]);
    const group = stack.resource('aws_cloudwatch_log_group', 'cluster/logs');
    expect(group).toMatchObject({ name: '/aws/eks/test-east/cluster', retention_in_days: 365 });
    expect(JSON.stringify(cluster['depends_on'])).toContain('aws_cloudwatch_log_group.cluster_logs');
  });

  it('opens its endpoint to the ranges that the file names, and to no other', () => {
    const open = substrate(undefined, {
      site: { cluster: { admins: ['arn:aws:iam::111122223333:role/deployer'], publicCidrs: ['203.0.113.0/24'] } },
    });
    expect(block(open.resource('aws_eks_cluster', 'cluster'), 'vpc_config')).toMatchObject({
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
    const admins = ['arn:aws:iam::111122223333:role/deployer'];
    const none = substrate(undefined, { site: { cluster: { admins, publicCidrs: [] } } });
    expect(block(none.resource('aws_eks_cluster', 'cluster'), 'vpc_config')).toMatchObject({
      endpoint_public_access: false,
    });
  });

  it('opens the private address of its endpoint to the ranges of runners, by address and with no order in the names', () => {
    const admins = ['arn:aws:iam::111122223333:role/deployer'];
    const open = substrate(undefined, { site: { cluster: { admins, privateCidrs: ['10.50.8.0/24', '10.1.0.0/16'] } } });
    expect(block(open.resource('aws_eks_cluster', 'cluster'), 'vpc_config')).toMatchObject({
      endpoint_public_access: false,
    });
    const rule = open.resource('aws_vpc_security_group_ingress_rule', 'cluster/api-from-10_50_8_0-24-960533e8');
    expect(rule).toMatchObject({
      cidr_ipv4: '10.50.8.0/24',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      security_group_id: expect.stringContaining('control-plane-security-group'),
    });
    open.resource('aws_vpc_security_group_ingress_rule', 'cluster/api-from-10_1_0_0-16-740c9c7a');
  });

  it('cannot be destroyed until the file lets it, by Terraform and, with provider 6, by EKS', () => {
    expect(cluster['lifecycle']).toEqual({ prevent_destroy: true });
    expect(cluster['deletion_protection']).toBeUndefined();
    const later = substrate(undefined, { factory: { terraform: { providers: { aws: '>= 6.25.0, < 7.0.0' } } } });
    expect(later.resource('aws_eks_cluster', 'cluster')['deletion_protection']).toBe(true);
    expect(later.resource('aws_eks_node_group', 'pool-serve/node-group')['node_repair_config']).toEqual({
      enabled: true,
      max_parallel_nodes_repaired_count: 1,
      max_unhealthy_node_threshold_percentage: 50,
    });
    const admins = ['arn:aws:iam::111122223333:role/deployer'];
    const loose = substrate(undefined, { site: { cluster: { admins, deletionProtection: false } } });
    expect(loose.resource('aws_eks_cluster', 'cluster')['lifecycle']).toEqual({ prevent_destroy: false });
    expect(loose.resource('aws_lb', 'entry/balancer')['enable_deletion_protection']).toBe(false);
  });
});

describe('add-ons', () => {
  const addons = stack.resources('aws_eks_addon');

  it('have the versions of the catalogue', () => {
    const pinned = (name: string): string | undefined =>
      defaultCatalog.components.find((row) => row.id === `addon/${name}`)?.version;
    expect(addons.map((each) => each['addon_version'])).toEqual(
      addons.map((each) => pinned(String(each['addon_name']))),
    );
    expect(addons.map((each) => each['addon_name'])).toEqual(
      expect.arrayContaining(['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver']),
    );
  });

  it('take their permissions by pod identity, of their own cluster and account of service', () => {
    const role = stack.resource('aws_iam_role', 'addon-vpc-cni-role/role');
    expect(statement(role, 'Assume', 'assume_role_policy')).toEqual({
      Sid: 'Assume',
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:us-east-1:111122223333:cluster/test-east',
          'aws:RequestTag/kubernetes-namespace': 'kube-system',
          'aws:RequestTag/kubernetes-service-account': 'aws-node',
        },
      },
    });
    const own = addons.filter((each) => each['pod_identity_association'] !== undefined);
    expect(own.map((each) => each['addon_name']).sort()).toEqual([
      'aws-ebs-csi-driver',
      'aws-mountpoint-s3-csi-driver',
      'vpc-cni',
    ]);
  });

  it('come before nodes where nodes need them, else after', () => {
    const system = stack.resource('aws_eks_node_group', 'cluster/system/node-group');
    expect(JSON.stringify(system['depends_on'])).toMatch(
      /addon-eks-pod-identity-agent.*addon-kube-proxy.*addon-vpc-cni/,
    );
    const dns = stack.resource('aws_eks_addon', 'addon-coredns');
    expect(JSON.stringify(dns['depends_on'])).toContain('aws_eks_node_group.cluster_system_node-group');
  });
});

describe('nodes', () => {
  it('may join and pull, and no more', () => {
    const attached = stack
      .resources('aws_iam_role_policy_attachment')
      .filter((each) => String(each['role']).includes('cluster_system_role'))
      .map((each) => String(each['policy_arn']).split('/').at(-1));
    expect(attached.sort()).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodePolicy']);
  });
});

describe('the key of a region', () => {
  const key = stack.resource('aws_kms_key', 'keys/key');

  it('turns, is deleted late, and is known by its alias', () => {
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30, multi_region: false });
    expect(stack).toHaveResource('aws_kms_alias', { name: 'alias/test-east' });
  });

  it('gives no principal every action, and services only what they use it for', () => {
    for (const each of statements(key)) {
      expect(JSON.stringify(each.Action)).not.toContain('*');
      expect(each.Principal).not.toBe('*');
    }
    expect(statement(key, 'Logs').Condition).toEqual({
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-east-1:111122223333:log-group:*' },
    });
    expect(statement(key, 'Publishers').Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  });
});

describe('the substrate of a region', () => {
  it('is the same whether the factory has one site or two', () => {
    const region = (name: string, addressRange: string) => ({
      provider: 'aws' as const,
      region: name,
      accountId: '111122223333',
      addressRange,
      cluster: { admins: ['arn:aws:iam::111122223333:role/deployer'] },
      pools: { serve: { machine: 'p5.48xlarge', count: 1 } },
    });
    const east = region('us-east-1', '10.16.0.0/16');
    const one = substrate(undefined, { factory: { sites: { east } } });
    const two = substrate(undefined, { factory: { sites: { east, west: region('us-west-2', '10.32.0.0/16') } } });
    expect(two.objects.length).toBeGreaterThan(50);
    expect(two.objects).toEqual(one.objects);
  });
});

describe('the money budget of a region', () => {
  it('warns of what was spent and of what will be, at each share, by topic and by mail', () => {
    const budget = stack.resource('aws_budgets_budget', 'budget');
    expect(budget).toMatchObject({
      budget_type: 'COST',
      limit_amount: '100000',
      limit_unit: 'USD',
      time_unit: 'MONTHLY',
    });
    const notifications = budget['notification'] as readonly Record<string, unknown>[];
    expect(notifications.map((each) => [each['notification_type'], each['threshold']])).toEqual([
      ['ACTUAL', 50],
      ['FORECASTED', 50],
      ['ACTUAL', 80],
      ['FORECASTED', 80],
      ['ACTUAL', 100],
      ['FORECASTED', 100],
    ]);
    for (const each of notifications) expect(each['subscriber_email_addresses']).toEqual(['finops@example.com']);
    expect(JSON.stringify(budget['cost_filter'])).toContain('user:ai-factory:site$test/east');
  });

  it('watches for spending out of the ordinary', () => {
    expect(stack).toHaveResource('aws_ce_anomaly_monitor', { monitor_type: 'CUSTOM' });
    expect(stack).toHaveResource('aws_ce_anomaly_subscription', { frequency: 'IMMEDIATE' });
  });
});
