import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Fn, LocalBackend, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AiFactory, Tenant } from '../../lib';
import {
  AwsSite,
  type AwsSiteProps,
  GpuNodeGroup,
  type IEksCluster,
  type INetwork,
  SystemNodeGroup,
} from '../../lib/clouds/aws';
import { harbour } from './harbour';
import { anApp, written } from './scratch';

/** A stack of the user beside the factory's. */
function ownStack(app: ReturnType<typeof anApp>, id = 'own'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: `${id}.tfstate` });
  new AwsProvider(stack, 'aws', { region: 'eu-north-1' });
  return stack;
}

const resourceOf = (json: Record<string, unknown> | undefined, type: string, id: string): Record<string, unknown> => {
  const resources = json?.['resource'] as Record<string, Record<string, Record<string, unknown>>> | undefined;
  const found = Object.entries(resources?.[type] ?? {}).find(([each]) => each.startsWith(id));
  if (found === undefined) throw new Error(`no ${type} ${id}`);
  return found[1];
};

describe('handles', () => {
  it('are references in the stack of what they name', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    new SecurityGroup(stockholm.substrate, 'bastion', { name: 'bastion', vpcId: stockholm.network.vpcId });
    app.synth();
    const group = resourceOf(written(app)['harbour-stockholm-substrate'], 'aws_security_group', 'bastion');
    expect(group['vpc_id']).toMatch(/^\$\{aws_vpc\.network_vpc_\w+\.id\}$/);
  });

  it('are remote state in another stack, whether it was made before the factory or after', () => {
    const app = anApp();
    const before = ownStack(app, 'before');
    const { stockholm, h100 } = harbour({ app });
    const after = ownStack(app, 'after');
    for (const stack of [before, after]) {
      new SecurityGroup(stack, 'bastion', { name: 'bastion', vpcId: stockholm.network.vpcId });
      new TerraformOutput(stack, 'cluster', { value: stockholm.cluster.clusterName });
      new TerraformOutput(stack, 'endpoint', { value: stockholm.cluster.endpoint });
      new TerraformOutput(stack, 'authority', { value: stockholm.cluster.certificateAuthorityData });
      new TerraformOutput(stack, 'nodes', { value: h100.nodeRole.roleArn });
      new TerraformOutput(stack, 'key', { value: stockholm.key.keyArn });
    }
    app.synth();
    for (const id of ['before', 'after']) {
      const json = written(app)[id];
      expect(resourceOf(json, 'aws_security_group', 'bastion')['vpc_id']).toContain('data.terraform_remote_state');
      expect(JSON.stringify(json)).not.toContain('TfToken');
    }
    expect(before.dependencies.map((stack) => stack.node.id)).toEqual(['harbour-stockholm-substrate']);
  });

  it('are lists that pass through functions of Terraform', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    const stack = ownStack(app);
    new TerraformOutput(stack, 'subnets', { value: stockholm.network.privateSubnetIds });
    new TerraformOutput(stack, 'joined', { value: Fn.join(',', stockholm.network.privateSubnetIds) });
    new TerraformOutput(stockholm.substrate, 'first', { value: Fn.element(stockholm.network.privateSubnetIds, 0) });
    new TerraformOutput(stockholm.substrate, 'one', { value: stockholm.network.privateSubnetId('eu-north-1b') });
    app.synth();
    const text = JSON.stringify(written(app)['own']);
    expect(text).toContain('join(');
    expect(text).not.toContain('TfToken');
    const substrate = written(app)['harbour-stockholm-substrate']?.['output'] as Record<string, { value: string }>;
    expect(substrate['first']?.value).toMatch(/^\$\{element\(tolist\(\[aws_subnet\./);
    expect(substrate['one']?.value).toMatch(/^\$\{aws_subnet\.[\w-]+\.id\}$/);
  });

  it('say which zones there are', () => {
    const { stockholm } = harbour({ app: anApp() });
    new TerraformOutput(stockholm.substrate, 'one', { value: stockholm.network.privateSubnetId('eu-north-1z') });
    expect(() => Testing.synth(stockholm.substrate)).toThrow(
      /no private subnet in zone "eu-north-1z"; its zones are eu-north-1a, eu-north-1b, eu-north-1c/,
    );
  });

  it('are something to depend on', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    new SecurityGroup(stockholm.substrate, 'late', { name: 'late', dependsOn: [...stockholm.cluster.ready] });
    app.synth();
    const group = resourceOf(written(app)['harbour-stockholm-substrate'], 'aws_security_group', 'late');
    expect(group['depends_on']).toEqual([expect.stringMatching(/^aws_\w+\.cluster_/)]);
  });

  it('are a network and a cluster for constructs that are used alone', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    const network: INetwork = stockholm.network;
    const cluster: IEksCluster = stockholm.cluster;
    new GpuNodeGroup(stockholm.substrate, 'spare', {
      name: 'spare',
      machine: 'p5.48xlarge',
      zones: ['eu-north-1b'],
      network,
      cluster,
    });
    new SystemNodeGroup(stockholm.substrate, 'more', { name: 'more', network, cluster });
    app.synth();
    const json = written(app)['harbour-stockholm-substrate'];
    const spare = resourceOf(json, 'aws_eks_node_group', 'spare');
    expect(spare).toMatchObject({
      cluster_name: expect.stringMatching(/^\$\{aws_eks_cluster\.cluster_\w+\.name\}$/),
      subnet_ids: [expect.stringMatching(/^\$\{aws_subnet\.network_private-eu-north-1b_\w+\.id\}$/)],
      version: '1.35',
    });
    expect(resourceOf(json, 'aws_iam_role', 'spare')['name']).toBe('harbour-stockholm-spare-node');
    expect(resourceOf(json, 'aws_eks_node_group', 'more')['subnet_ids']).toMatch(/^\$\{tolist\(\[aws_subnet\./);
    expect(network.availabilityZones).toEqual(['eu-north-1a', 'eu-north-1b', 'eu-north-1c']);
    expect(network.isIsolated).toBe(false);
    expect(cluster.physicalName).toBe('harbour-stockholm');
  });

  it('grant what others can wait for', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    const stack = ownStack(app);
    const role = new IamRole(stack, 'reader', { name: 'reader', assumeRolePolicy: '{}' });
    const first = stockholm.store.grantRead(role);
    expect(stockholm.store.grantRead(role).ready).toEqual(first.ready);
    new SecurityGroup(stack, 'late', {
      name: 'late',
      dependsOn: [...first.ready, ...stockholm.key.grantDecrypt(role).ready],
    });
    app.synth();
    expect(resourceOf(written(app)['own'], 'aws_security_group', 'late')['depends_on']).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.reader_read/),
      expect.stringMatching(/^aws_iam_role_policy\.reader_decrypt/),
    ]);
  });

  it('grant a role of another stack access to the weights', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    const stack = ownStack(app);
    const role = new IamRole(stack, 'reader', { name: 'reader', assumeRolePolicy: '{}' });
    stockholm.store.grantRead(role);
    stockholm.store.grantRead(role);
    app.synth();
    const resources = (written(app)['own']?.['resource'] ?? {}) as Record<string, object>;
    const policies = resources['aws_iam_role_policy'];
    expect(Object.keys(policies ?? {})).toHaveLength(1);
    expect(JSON.stringify(policies)).toContain('s3:GetObject');
    expect(JSON.stringify(policies)).toContain('kms:ViaService');
  });

  it('let a role decrypt what the key of the site encrypts, as `role` of a construct too', () => {
    const app = anApp();
    const { stockholm } = harbour({ app });
    const stack = ownStack(app);
    const role = new IamRole(stack, 'auditor', { name: 'auditor', assumeRolePolicy: '{}' });
    stockholm.key.grantDecrypt(role);
    stockholm.key.grantDecrypt({ role });
    stockholm.key.grantDecrypt({ roleName: 'house-auditor' });
    stockholm.store.grantRead({ role });
    app.synth();
    const policies = (id: string): [string, { role: string; policy: string }][] =>
      Object.entries(Object(Object(written(app)[id]?.['resource'])['aws_iam_role_policy'] ?? {}));
    const own = policies('own').map(([, { policy }]) => policy);
    expect(own).toHaveLength(2);
    expect(own.filter((policy) => policy.includes('kms:DescribeKey'))).toHaveLength(1);
    expect(own.find((policy) => policy.includes('kms:DescribeKey'))).toContain('terraform_remote_state');
    const named = policies('harbour-stockholm-substrate').filter(([, { role: name }]) => name === 'house-auditor');
    expect(named.map(([, { policy }]) => policy)).toEqual([expect.stringMatching(/kms:Decrypt.*aws_kms_key/)]);
  });

  it('are the constructs themselves where the site is filled, for overrides in a subclass', () => {
    class CarefulRegion extends AwsSite {
      constructor(scope: Construct, id: string, props: AwsSiteProps) {
        super(scope, id, props);
        this.whenFilled(() => {
          for (const { nodeGroup } of Object.values(this.resources.pools)) {
            nodeGroup.addOverride('update_config.max_unavailable', 2);
          }
        });
      }
    }
    const factory = new AiFactory(anApp(), 'acme', { owner: 'a@example.com' });
    const cluster = { admins: ['arn:aws:iam::111122223333:role/admin'] };
    const east = new CarefulRegion(factory, 'east', { region: 'us-east-1', accountId: '111122223333', cluster });
    east.addPool('gpus', { machine: 'p5.48xlarge', count: 1 });
    const json = JSON.parse(Testing.synth(east.substrate));
    expect(resourceOf(json, 'aws_eks_node_group', 'pool-gpus')['update_config']).toEqual({ max_unavailable: 2 });
    expect(() => east.whenFilled(() => {})).toThrow(/acme\/east\.whenFilled/);
  });

  it('cannot be props of their own factory', () => {
    const { factory, stockholm } = harbour({ app: anApp() });
    new Tenant(factory, 'circular', { owner: stockholm.cluster.clusterName });
    expect(() => factory.plan).toThrow(
      /the substrate of site stockholm is made from the plan of its factory; it cannot be a prop of the same factory/,
    );
  });
});

describe('outputs', () => {
  it('say how to reach the cluster, its dashboards and each workload', () => {
    const app = anApp();
    harbour({ app });
    app.synth();
    const outputs = written(app)['harbour-stockholm-workloads']?.['output'] as Record<string, { value: string }>;
    expect(
      Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
    ).toMatchInlineSnapshot(`
      {
        "credentials": "aws eks update-kubeconfig --region eu-north-1 --name harbour-stockholm",
        "dashboards": "kubectl --namespace monitoring port-forward service/kube-prometheus-stack-grafana 3000:80",
        "url-chat": "https://chat.llm.example.com/v1",
      }
    `);
  });
});
