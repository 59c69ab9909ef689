import { App } from 'cdktf';
import { AiFactory, defineFactory, type IFactoryExtension } from '../../lib';
import { AwsSite, type AwsSiteInput } from '../../lib/clouds/aws';
import { KubernetesSite } from '../../lib/clouds/kubernetes';

/** DeepSeek-R1 over two nodes with EFA, on a capacity block that was bought beforehand. */
export const frontier = defineFactory<AwsSiteInput>({
  name: 'frontier',
  owner: 'research-platform@example.com',
  sites: {
    oregon: {
      provider: 'aws',
      region: 'us-west-2',
      accountId: '111122223333',
      addressRange: '10.48.0.0/16',
      zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
      cluster: { admins: ['arn:aws:iam::111122223333:role/platform-deployer'] },
      pools: {
        h200: {
          machine: 'p5en.48xlarge',
          count: 4,
          zones: ['us-west-2b'],
          fabric: 'efa',
          image: { family: 'al2023' },
          capacity: {
            type: 'capacity-block',
            id: 'cr-0fedcba9876543210',
            startsAt: '2027-01-11T11:30:00Z',
            endsAt: '2027-01-25T11:30:00Z',
            usdPerNodeHour: 41.6,
          },
        },
      },
    },
  },
  workloads: {
    reason: {
      tenant: 'research',
      model: 'deepseek-r1',
      precision: 'fp8',
      parallelism: { tensor: 8, pipeline: 2 },
      demand: { requestsPerSecond: 1.2, inputTokens: 2000, outputTokens: 1200 },
      objectives: { ttftMs: 4000, interTokenMs: 60, survives: 'none' },
    },
  },
  traffic: { domain: 'frontier.example.com', zoneId: 'Z0123456789EXAMPLE' },
});

/** What an organisation adds to every stack: here a Terraform output that names the owner. */
const ownerOutput: IFactoryExtension = {
  bind(factory) {
    for (const stack of factory.stacks) stack.addOverride('output.owner.value', factory.owner);
  },
};

/** Builds the factory in an app; used by `main` and by the tests. */
export function build(app: App): AiFactory {
  return AiFactory.fromSpec(app, frontier, { sites: { aws: AwsSite, kubernetes: KubernetesSite } }).addExtension(
    ownerOutput,
  );
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
