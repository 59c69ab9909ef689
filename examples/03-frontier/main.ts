import { App } from 'cdktf';
import { AiFactory, type IFactoryExtension, Tenant, TokenWorkload, Traffic } from 'cdktf-ai-factory';
import { AwsSite } from 'cdktf-ai-factory/aws';

/** What an organisation adds to every factory: here a Terraform output that names the owner in each stack. */
const ownerOutput: IFactoryExtension = {
  bind(factory) {
    for (const stack of factory.stacks) stack.addOverride('output.owner.value', factory.owner);
  },
};

export const extensions = [ownerOutput];

/** DeepSeek-R1 over two nodes with EFA, on a capacity block that was bought beforehand. */
export function build(app: App): AiFactory {
  const factory = new AiFactory(app, 'frontier', { owner: 'research-platform@example.com' });

  const oregon = new AwsSite(factory, 'oregon', {
    region: 'us-west-2',
    accountId: '111122223333',
    addressRange: '10.48.0.0/16',
    zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
    cluster: {
      admins: ['arn:aws:iam::111122223333:role/platform-deployer'],
      privateCidrs: ['10.200.0.0/24'],
    },
  });
  oregon.addPool('h200', {
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
  });

  new TokenWorkload(factory, 'reason', {
    tenant: new Tenant(factory, 'research'),
    model: 'deepseek-r1',
    precision: 'fp8',
    parallelism: { tensor: 8, pipeline: 2 },
    demand: { requestsPerSecond: 1.2, inputTokens: 2000, outputTokens: 1200 },
    objectives: { ttftMs: 4000, interTokenMs: 60, survives: 'none' },
  });

  new Traffic(factory, 'traffic', { domain: 'frontier.example.com', zoneId: 'Z0123456789EXAMPLE' });
  for (const extension of extensions) factory.addExtension(extension);
  return factory;
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
