import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { AiFactory } from '../../../lib';
import { AwsSite, EksCluster, EncryptionKey, Network } from '../../../lib/clouds/aws';
import { anApp, manifest, written } from '../../constructs/scratch';

const region = { region: 'us-east-1', accountId: '111122223333' };
const cluster = { admins: ['arn:aws:iam::111122223333:role/deployer'] };

function anEast(app: App): AwsSite {
  const east = new AwsSite(new AiFactory(app, 'acme', { owner: 'a@example.com' }), 'east', { ...region, cluster });
  east.addPool('serve', { machine: 'p5.48xlarge' });
  return east;
}

describe('a site', () => {
  it('uses a network and a cluster that another stack of the app creates, and is deployed after it', () => {
    const app = anApp();
    const house = new TerraformStack(app, 'house');
    new AwsProvider(house, 'aws', { region: 'us-east-1' });
    const zones = ['us-east-1a', 'us-east-1b'];
    const network = new Network(house, 'network', { name: 'house', addressRange: '10.40.0.0/16', zones });
    const key = new EncryptionKey(house, 'key', { name: 'house' });
    const own = new EksCluster(house, 'cluster', { name: 'house', version: '1.35', network, key });
    const factory = new AiFactory(app, 'acme', { owner: 'a@example.com', policies: [] });
    const east = new AwsSite(factory, 'east', { ...region, network, cluster: own });
    east.addPool('serve', { machine: 'p5.48xlarge', count: 1 });
    app.synth();
    expect(written(app)['acme-east-substrate']).toMatchObject({
      data: { aws_eks_cluster: { cluster: { name: 'house' } } },
    });
    const stacks = manifest(app)['stacks'] as Record<string, { dependencies: string[] }>;
    expect(stacks['acme-east-substrate']?.dependencies).toContain('house');
  });

  it('cannot have the network or the cluster of another site', () => {
    const app = anApp();
    const east = anEast(app);
    const factory = AiFactory.of(east);
    expect(() => new AwsSite(factory, 'west', { ...region, network: east.network, cluster })).toThrow(
      /handle-of-a-site {2}sites\.west\.network .*: found the network of a site/,
    );
    expect(() => new AwsSite(factory, 'north', { ...region, cluster: east.cluster })).toThrow(
      /handle-of-a-site {2}sites\.north\.cluster .*: found the cluster of a site/,
    );
  });
});
