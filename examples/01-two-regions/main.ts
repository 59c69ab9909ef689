import { App } from 'cdktf';
import { AiFactory, Queue, SecurityBoundary, Tenant, TokenWorkload, Traffic } from 'cdktf-ai-factory';
import { AwsSite } from 'cdktf-ai-factory/aws';

/** Two AWS regions serve two models; a batch queue uses what serving leaves free. */
export function build(app: App): AiFactory {
  const factory = new AiFactory(app, 'tokens', {
    owner: 'platform@example.com',
    costCentre: 'ai-platform',
    terraform: { backend: { type: 's3', bucket: 'example-terraform-state', region: 'us-east-1' } },
    observability: { notify: ['oncall@example.com'], runbookUrl: 'https://runbooks.example.com/tokens' },
  });

  const account = {
    accountId: '111122223333',
    cluster: {
      admins: ['arn:aws:iam::111122223333:role/platform-deployer'],
      // The runners of the platform team, which reach the private API through a transit gateway.
      privateCidrs: ['10.200.0.0/24'],
    },
  };

  const virginia = new AwsSite(factory, 'virginia', {
    ...account,
    region: 'us-east-1',
    addressRange: '10.16.0.0/16',
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1d'],
  });
  virginia.addMoneyBudget({ usdPerMonth: 700_000, notify: ['finops@example.com'] });
  const virginiaH100 = virginia.addPool('h100', { machine: 'p5.48xlarge', count: 3, maxCount: 4 });
  const virginiaH200 = virginia.addPool('h200', {
    machine: 'p5en.48xlarge',
    count: 2,
    zones: ['us-east-1b'],
    capacity: { type: 'reservation', id: 'cr-0123456789abcdef0' },
  });

  const frankfurt = new AwsSite(factory, 'frankfurt', {
    ...account,
    region: 'eu-central-1',
    addressRange: '10.32.0.0/16',
  });
  frankfurt.addMoneyBudget({ usdPerMonth: 500_000, notify: ['finops@example.com'] });
  // The catalogue has no list price of these machines in Frankfurt, so the negotiated prices are stated.
  const frankfurtH100 = frankfurt.addPool('h100', {
    machine: 'p5.48xlarge',
    count: 2,
    zones: ['eu-central-1a'],
    capacity: { type: 'reservation', usdPerNodeHour: 64.4 },
  });
  const frankfurtH200 = frankfurt.addPool('h200', {
    machine: 'p5en.48xlarge',
    count: 1,
    zones: ['eu-central-1b'],
    capacity: { type: 'reservation', usdPerNodeHour: 74.1 },
  });

  const assistants = new Tenant(factory, 'assistants', {
    boundary: new SecurityBoundary(factory, 'hub-only', {
      egressDomains: ['huggingface.co', '*.huggingface.co', '*.hf.co'],
    }),
  });
  const research = new Tenant(factory, 'research', { maxAccelerators: 16 });
  const serving = new Queue(factory, 'serving', { tenants: [assistants], priority: 'critical', share: 0.8 });
  new Queue(factory, 'batch', { tenants: [research], priority: 'batch', share: 0.2, weight: 0.5 });

  new TokenWorkload(factory, 'chat', {
    tenant: assistants,
    queue: serving,
    pools: [virginiaH100, frankfurtH100],
    model: 'llama-3.3-70b',
    precision: 'fp8',
    // Meta gives access to these weights on request: the token of the hub is in this secret of the tenant's namespace.
    weights: { tokenSecret: 'hub-token' },
    priority: 'critical',
    demand: { requestsPerSecond: 24, inputTokens: 1500, outputTokens: 350, peakFactor: 1.6, prefixCacheHitRate: 0.3 },
    objectives: { ttftMs: 1500, interTokenMs: 50, availability: 0.999, survives: 'node' },
    shares: [
      { site: virginia, share: 0.6 },
      { site: frankfurt, share: 0.4 },
    ],
    dataClass: 'personal',
  });
  new TokenWorkload(factory, 'reason', {
    tenant: assistants,
    queue: serving,
    pools: [virginiaH200, frankfurtH200],
    model: 'gpt-oss-120b',
    demand: { requestsPerSecond: 8, inputTokens: 2500, outputTokens: 900 },
    objectives: { ttftMs: 2000, interTokenMs: 30, survives: 'pod' },
  });

  new Traffic(factory, 'traffic', { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE', ttlSeconds: 30 });
  return factory;
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
