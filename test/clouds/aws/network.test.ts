import { describe, expect, it } from 'vitest';
import { overlaps, parseCidr } from '../../../lib/units/cidr';
import { block, statement, statements, substrate } from './region';

const stack = substrate();
const isolated = substrate(undefined, { site: { network: { nat: 'none', allowedDomains: ['registry.example.com'] } } });

describe('the network of a region', () => {
  it('has a private subnet in each of three zones, large enough for nodes of many pods', () => {
    const subnets = stack.resources('aws_subnet');
    const large = subnets.filter((each) => Number(String(each['cidr_block']).split('/')[1]) <= 19);
    expect(large.map((each) => each['availability_zone'])).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    for (const each of large) {
      expect(each['tags']).toMatchObject({
        'kubernetes.io/role/internal-elb': '1',
        'karpenter.sh/discovery': 'test-east',
      });
    }
  });

  it('keeps the subnets of a zone when zones are added, removed or listed in another order', () => {
    const ranges = (zones: string[]): Record<string, string> =>
      Object.fromEntries(
        substrate(undefined, { site: { zones } })
          .resources('aws_subnet')
          .map((each) => [
            `${each['availability_zone']} ${JSON.stringify(Object(each['tags'])['Name'])}`,
            `${each['cidr_block']}`,
          ]),
      );
    const three = ranges(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    expect(Object.keys(three)).toHaveLength(9);
    expect(ranges(['us-east-1c', 'us-east-1a', 'us-east-1b'])).toEqual(three);
    expect(ranges(['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d', 'us-east-1f'])).toMatchObject(three);
    expect(three).toMatchObject(ranges(['us-east-1b', 'us-east-1c']));
  });

  it('has subnets that are apart, and gives no instance a public address', () => {
    const subnets = stack.resources('aws_subnet');
    expect(subnets.map((each) => each['map_public_ip_on_launch'])).toEqual(subnets.map(() => false));
    const ranges = subnets.map((each) => parseCidr(String(each['cidr_block'])));
    ranges.forEach((a, index) => {
      for (const b of ranges.slice(index + 1)) expect(a !== null && b !== null && overlaps(a, b)).toBe(false);
    });
  });

  it('leaves the default security group without a rule', () => {
    const group = stack.resource('aws_default_security_group', 'default-security-group');
    expect([group['ingress'], group['egress']]).toEqual([undefined, undefined]);
  });

  it('logs every connection into an encrypted group that ends', () => {
    expect(stack).toHaveResource('aws_flow_log', { traffic_type: 'ALL', log_destination_type: 'cloud-watch-logs' });
    for (const group of stack.resources('aws_cloudwatch_log_group')) {
      expect(group['kms_key_id']).toMatch(/^\$\{aws_kms_key\./);
      expect(group['retention_in_days']).toBe(365);
    }
  });

  it.each([
    ['per-zone', 3],
    ['single', 1],
    ['none', 0],
  ] as const)('has the ways out that nat: %s asks for', (nat, gateways) => {
    const own = nat === 'per-zone' ? stack : substrate(undefined, { site: { network: { nat } } });
    expect(own.resources('aws_nat_gateway')).toHaveLength(gateways);
    expect(own.resources('aws_internet_gateway')).toHaveLength(gateways === 0 ? 0 : 1);
    const open = own.resources('aws_route').filter((each) => each['nat_gateway_id'] !== undefined);
    expect(open).toHaveLength(gateways === 0 ? 0 : 3);
  });
});

describe('endpoints of AWS services', () => {
  it('are those that nodes need without internet access', () => {
    const names = stack
      .resources('aws_vpc_endpoint')
      .map((each) => String(each['service_name']).split('us-east-1.')[1]);
    expect(names.sort()).toEqual(
      [
        ...['aps-workspaces', 'autoscaling', 'ec2', 'ec2messages', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth'],
        ...['elasticloadbalancing', 'kms', 'logs', 'monitoring', 's3', 'secretsmanager', 'sqs', 'ssm', 'ssmmessages'],
        ...['sts', 'xray'],
      ].sort(),
    );
  });

  it('answer by their private names, over HTTPS from the network, to principals of the account', () => {
    for (const endpoint of stack.resources('aws_vpc_endpoint')) {
      const [first] = statements(endpoint);
      expect(first?.Condition?.['StringEquals']).toMatchObject({ 'aws:PrincipalAccount': '111122223333' });
      if (endpoint['vpc_endpoint_type'] === 'Gateway') continue;
      expect(endpoint).toMatchObject({ private_dns_enabled: true, security_group_ids: [expect.any(String)] });
      expect(endpoint['subnet_ids']).toHaveLength(3);
    }
    expect(stack.resource('aws_vpc_security_group_ingress_rule', 'endpoint-ingress')).toMatchObject({
      cidr_ipv4: '10.16.0.0/16',
      from_port: 443,
      to_port: 443,
      ip_protocol: 'tcp',
    });
  });

  it('let image layers of registries pass, whose links carry no principal', () => {
    const layers = (own: typeof stack) => statement(own.resource('aws_vpc_endpoint', 'endpoint-s3'), 'ImageLayers');
    expect(layers(stack)).toMatchObject({
      Action: 's3:GetObject',
      Resource: [
        'arn:aws:s3:::prod-registry-k8s-io-us-east-1/*',
        'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
        'arn:aws:s3:::quayio-production-s3/*',
      ],
    });
    expect(layers(isolated).Resource).toEqual(['arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*']);
  });

  it('are there before the cluster, and go after it', () => {
    const after = stack.resource('aws_eks_cluster', 'cluster')['depends_on'] as readonly string[];
    expect(after.filter((each) => each.startsWith('aws_vpc_endpoint.'))).toHaveLength(19);
    expect(after.filter((each) => each.startsWith('aws_route.network_egress'))).toHaveLength(3);
  });
});

describe('an isolated network', () => {
  it('reaches its endpoints and S3, and nothing else', () => {
    const targets = isolated
      .resources('aws_vpc_security_group_egress_rule')
      .map((rule) => rule['cidr_ipv4'] ?? rule['prefix_list_id'] ?? rule['referenced_security_group_id']);
    expect(targets).not.toContain('0.0.0.0/0');
    expect(JSON.stringify(targets)).toContain('aws_prefix_list');
  });

  it('resolves what is listed, what AWS needs and the endpoint of its cluster, and blocks the rest', () => {
    const allowed = isolated.resource('aws_route53_resolver_firewall_domain_list', 'dns-firewall/allow')['domains'];
    expect(allowed).toEqual(
      expect.arrayContaining(['registry.example.com', '*.us-east-1.amazonaws.com', '*.us-east-1.eks.amazonaws.com']),
    );
    expect(isolated.resource('aws_route53_resolver_firewall_rule', 'dns-firewall/allow-rule')).toMatchObject({
      action: 'ALLOW',
      priority: 100,
      firewall_domain_redirection_action: 'TRUST_REDIRECTION_DOMAIN',
    });
    expect(isolated.resource('aws_route53_resolver_firewall_rule', 'dns-firewall/block-rule')).toMatchObject({
      action: 'BLOCK',
      priority: 200,
    });
    expect(isolated).toHaveResource('aws_route53_resolver_firewall_config', { firewall_fail_open: 'DISABLED' });
  });
});

describe('the entry of a region', () => {
  it('is internal, reached from its network only, and reaches the gateway on nodes only', () => {
    const balancer = stack.resource('aws_lb', 'entry/balancer');
    expect(balancer).toMatchObject({ internal: true, load_balancer_type: 'network', enable_deletion_protection: true });
    expect(block(balancer, 'access_logs')['enabled']).toBe(true);
    const from = stack.resource('aws_vpc_security_group_ingress_rule', 'entry/from-10_16_0_0-16-30cabe96');
    expect([from['cidr_ipv4'], from['from_port'], from['to_port']]).toEqual(['10.16.0.0/16', 443, 443]);
  });
});
