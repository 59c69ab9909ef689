import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { absentIn, readPlanReport } from '../../lib/cli/recover/absent';
import { helmRecovery, kubernetesImportId, kubernetesNameOf } from '../../lib/cli/recover/import-id';
import { Recoveries } from '../../lib/cli/recover/recoveries';
import { awsRecovery } from '../../lib/clouds/aws/recovery';
import { filesOf, root } from '../source';

/** Types of resources in the examples' stacks, and every type that the AWS adapter can make. */
function emitted(): string[] {
  const folder = join(root, 'test/snapshots');
  const inExamples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tf.json'))
    .flatMap((file) => Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')).resource ?? {}));
  const inAdapter = filesOf('lib/clouds/aws', '.ts').flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'provider' && !name.startsWith('data-aws-'))
      .map((name) => `aws_${name.replaceAll('-', '_')}`),
  );
  return [...new Set([...inExamples, ...inAdapter])].sort();
}

const recoveries = new Recoveries([helmRecovery, awsRecovery]);
const named = (type: string, values: Readonly<Record<string, string>>) =>
  recoveries.importIdByName(type, (attribute) => values[attribute]);

const isKubernetes = (type: string): boolean =>
  kubernetesNameOf({ stack: 's', mode: 'resource', type, id: 'a', path: 's/a', values: {} }) !== null;

describe('every type of resource', () => {
  it('is imported, may be written twice, or is looked for by hand; one of the three', () => {
    const kinds = emitted().map((type) => {
      const isByHand = recoveries.byHand(type) !== undefined;
      const ways = [isKubernetes(type), recoveries.isImportable(type), recoveries.isRepeatable(type), isByHand];
      return [type, ways.filter((each) => each).length];
    });
    expect(kinds.length).toBeGreaterThan(60);
    expect(kinds.filter(([, ways]) => ways !== 1)).toEqual([]);
  });

  it('that is listed as not imported is one that is emitted', () => {
    const types = new Set(emitted());
    expect(
      [...Object.keys(awsRecovery.repeatable), ...Object.keys(awsRecovery.byHand)].filter((type) => !types.has(type)),
    ).toEqual([]);
  });
});

describe('import ids', () => {
  it('follow from names, joined as each type wants it', () => {
    expect([
      named('aws_iam_role', { name: 'tokens-nodes' }),
      named('aws_eks_cluster', { name: 'tokens-east' }),
      named('aws_eks_node_group', { cluster_name: 'tokens-east', node_group_name: 'serve' }),
      named('aws_eks_addon', { cluster_name: 'tokens-east', addon_name: 'vpc-cni' }),
      named('aws_eks_access_entry', { cluster_name: 'tokens-east', principal_arn: 'arn:aws:iam::1:role/a' }),
      named('aws_route', { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0' }),
      named('aws_route_table_association', { subnet_id: 'subnet-1', route_table_id: 'rtb-1' }),
      named('aws_route53_record', { zone_id: 'Z1', name: 'chat.example.com', type: 'CNAME', set_identifier: 'east' }),
      named('aws_route53_record', { zone_id: 'Z1', name: 'chat-at-hall.example.com', type: 'CNAME' }),
      named('aws_route53_resolver_firewall_rule', {
        firewall_rule_group_id: 'rslvr-frg-1',
        firewall_domain_list_id: 'rslvr-fdl-1',
      }),
      named('aws_budgets_budget', { account_id: '111122223333', name: 'tokens' }),
      named('aws_scheduler_schedule', { name: 'end' }),
      named('helm_release', { namespace: 'kueue-system', name: 'kueue' }),
    ]).toMatchInlineSnapshot(`
      [
        "tokens-nodes",
        "tokens-east",
        "tokens-east:serve",
        "tokens-east:vpc-cni",
        "tokens-east:arn:aws:iam::1:role/a",
        "rtb-1_0.0.0.0/0",
        "subnet-1/rtb-1",
        "Z1_chat.example.com_CNAME_east",
        "Z1_chat-at-hall.example.com_CNAME",
        "rslvr-frg-1:rslvr-fdl-1",
        "111122223333:tokens",
        "default/end",
        "kueue-system/kueue",
      ]
    `);
  });

  it('are none where a part is not known, or the type has no such rule', () => {
    expect(named('aws_eks_node_group', { cluster_name: 'tokens-east' })).toBeUndefined();
    expect(named('aws_vpc', { name: 'tokens' })).toBeUndefined();
  });

  it('follow from ARNs of what is found by its tags', () => {
    const arns: readonly (readonly [string, string])[] = [
      ['aws_vpc', 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1'],
      ['aws_kms_key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd'],
      ['aws_eks_pod_identity_association', 'arn:aws:eks:us-east-1:111122223333:podidentityassociation/tokens-east/a-1'],
      ['aws_sns_topic', 'arn:aws:sns:us-east-1:111122223333:tokens-events'],
      ['aws_sqs_queue', 'arn:aws:sqs:us-east-1:111122223333:tokens-events'],
      ['aws_lb', 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/tokens/0a1'],
      ['aws_route53_health_check', 'arn:aws:route53:::healthcheck/5678'],
      [
        'aws_route53_resolver_firewall_domain_list',
        'arn:aws:route53resolver:us-east-1:1:firewall-domain-list/rslvr-fdl-1',
      ],
      ['aws_vpc_security_group_egress_rule', 'arn:aws:ec2:us-east-1:111122223333:security-group-rule/sgr-0a1'],
    ];
    expect(arns.map(([type, arn]) => `${type} ${recoveries.importIdByObject(type, arn)}`)).toMatchInlineSnapshot(`
      [
        "aws_vpc vpc-0a1",
        "aws_kms_key 1234abcd",
        "aws_eks_pod_identity_association tokens-east,a-1",
        "aws_sns_topic arn:aws:sns:us-east-1:111122223333:tokens-events",
        "aws_sqs_queue https://sqs.us-east-1.amazonaws.com/111122223333/tokens-events",
        "aws_lb arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/tokens/0a1",
        "aws_route53_health_check 5678",
        "aws_route53_resolver_firewall_domain_list rslvr-fdl-1",
        "aws_vpc_security_group_egress_rule sgr-0a1",
      ]
    `);
    expect(recoveries.importIdByObject('aws_iam_role_policy', 'arn:aws:iam::1:role/a')).toBeUndefined();
  });

  it('name Kubernetes objects as each resource type does', () => {
    const manifest = {
      stack: 'hall-workloads',
      type: 'kubernetes_manifest',
      id: 'serving',
      path: 'serving',
      mode: 'resource' as const,
      values: {
        manifest: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'chat', namespace: 'acme' } },
      },
    };
    const name = kubernetesNameOf(manifest);
    if (name === null) throw new Error('a manifest is a Kubernetes object');
    expect(kubernetesImportId('kubernetes_manifest', name)).toBe(
      'apiVersion=apps/v1,kind=Deployment,namespace=acme,name=chat',
    );
    expect(kubernetesImportId('kubernetes_config_map_v1', name)).toBe('acme/chat');
    expect(kubernetesImportId('kubernetes_namespace_v1', { ...name, namespace: null })).toBe('chat');
  });
});

/** The output of `terraform plan -json`: hooks and diagnostics as Terraform 1.11 writes them. */
const plan = (read: readonly string[], ...errors: readonly Readonly<Record<string, string>>[]) =>
  readPlanReport(
    [
      'Warning: Unable to open CLI configuration file',
      JSON.stringify({ '@level': 'info', type: 'version', terraform: '1.11.4', ui: '1.2' }),
      ...read.map((addr) => JSON.stringify({ type: 'refresh_complete', hook: { resource: { addr } } })),
      JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'warning', summary: 'role a not found' } }),
      ...errors.map((error) => JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'error', ...error } })),
    ].join('\n'),
  );

describe('imports that a plan cannot find', () => {
  const role = { to: 'aws_iam_role.nodes', id: 'tokens-nodes' };
  const network = { to: 'aws_vpc.network', id: 'vpc-0a1' };
  const imports = [role, network];

  it('are those of the address of an error, whatever else it names', () => {
    const error = {
      summary: 'reading VPC: not found',
      detail: 'asked for by "aws_iam_role.nodes"',
      address: network.to,
    };
    expect([...absentIn(plan([], error), imports)]).toEqual([network.to]);
  });

  it('are those that an error without an address names, and no others', () => {
    const error = {
      summary: 'Cannot import non-existent remote object',
      detail:
        'While attempting to import an existing object to "aws_iam_role.nodes", the provider detected that no object exists with the given id.',
    };
    const other = { summary: 'Invalid count argument', detail: 'The count of "aws_vpc.network" is invalid.' };
    expect([...absentIn(plan([], error, other), imports)]).toEqual([role.to]);
    expect([...absentIn(plan([], { summary: 'reading role (tokens-nodes): NotFound', detail: '' }), imports)]).toEqual([
      role.to,
    ]);
  });

  it('are those that were not read to the end, if errors name none and are as many', () => {
    const error = { summary: "couldn't find resource", detail: '' };
    expect([...absentIn(plan([role.to], error), imports)]).toEqual([network.to]);
    expect([...absentIn(plan([], error), imports)]).toEqual([]);
    expect([...absentIn(plan([role.to], error, { summary: 'AccessDenied', detail: '' }), imports)]).toEqual([]);
  });

  it('are the associations of which an error names both halves, and neither of what they join', () => {
    const associations = [
      { to: 'aws_route_table_association.a', id: 'subnet-9c80b13ba55ba8fe0/rtb-9de89a6cdcd3c506e' },
      { to: 'aws_route_table_association.b', id: 'subnet-74a2a978c5ebfe886/rtb-9de89a6cdcd3c506e' },
      { to: 'aws_subnet.a', id: 'subnet-9c80b13ba55ba8fe0' },
    ];
    const summary =
      'No association found between route table ID rtb-9de89a6cdcd3c506e and target ID subnet-9c80b13ba55ba8fe0';
    expect([...absentIn(plan([], { summary, detail: '' }), associations)]).toEqual(['aws_route_table_association.a']);
  });
});
