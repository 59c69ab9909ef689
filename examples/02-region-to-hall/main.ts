import { App } from 'cdktf';
import { AiFactory, Migration, SecurityBoundary, Tenant, TokenWorkload, Traffic } from 'cdktf-ai-factory';
import { AwsSite } from 'cdktf-ai-factory/aws';
import { KubernetesSite } from 'cdktf-ai-factory/kubernetes';

/** A region of AWS and an own hall of 16 air-cooled H200 servers; the chat workload moves from one to the other. */
export function build(app: App): AiFactory {
  const factory = new AiFactory(app, 'harbour', { owner: 'platform@example.com', costCentre: 'ai-platform' });

  const stockholm = new AwsSite(factory, 'stockholm', {
    region: 'eu-north-1',
    accountId: '111122223333',
    addressRange: '10.32.0.0/16',
    cluster: {
      admins: ['arn:aws:iam::111122223333:role/platform-deployer'],
      // The runners of the platform team, which reach the private API through a transit gateway.
      privateCidrs: ['10.200.0.0/24'],
    },
  });
  stockholm.addMoneyBudget({ usdPerMonth: 900_000, notify: ['finops@example.com'] });
  const h100 = stockholm.addPool('h100', { machine: 'p5.48xlarge', maxCount: 8 });

  const hall = new KubernetesSite(factory, 'hall', {
    context: 'hall',
    country: 'DE',
    addressRange: '10.96.0.0/16',
    storageClass: 'shared-files',
    drivers: 'operator',
    entry: { hostname: 'gateway.hall.example.com' },
    rdma: { resource: 'rdma/rdma_shared_device_a', perNode: 8, networks: ['rdma-net'] },
  });
  hall.addPowerBudget({
    feeds: { a: { kw: 450, redundancy: '2N' } },
    rackKw: 22,
    pue: 1.3,
    usdPerKwh: 0.16,
  });
  hall.addCoolingBudget({ method: 'air', airKw: 260, inletC: 24, inletClass: 'A2' });
  const h200 = hall.addPool('h200', {
    machine: 'dgx-h200',
    count: 16,
    feed: 'a',
    nodesPerRack: 2,
    selector: { 'node-role.example.com/gpu': 'h200' },
    capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
  });

  const assistants = new Tenant(factory, 'assistants', {
    boundary: new SecurityBoundary(factory, 'hub-only', {
      egressDomains: ['huggingface.co', '*.huggingface.co', '*.hf.co'],
      egressCidrs: ['10.96.0.0/16'],
    }),
  });

  const chat = new TokenWorkload(factory, 'chat', {
    tenant: assistants,
    pools: [h100, h200],
    model: 'llama-3.3-70b',
    precision: 'fp8',
    // Meta gives access to these weights on request: the token of the hub is in this secret of the tenant's namespace.
    weights: { tokenSecret: 'hub-token' },
    priority: 'critical',
    demand: { requestsPerSecond: 20, inputTokens: 1500, outputTokens: 350, peakFactor: 1.5, prefixCacheHitRate: 0.3 },
    objectives: { ttftMs: 1500, interTokenMs: 50, availability: 0.999, survives: 'node' },
    residency: ['eu'],
    dataClass: 'personal',
  });

  new Traffic(factory, 'traffic', { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE' });

  // The phase is context: `npx ai-factory migrate next` writes the next one into cdktf.json.
  new Migration(factory, 'chat-to-hall', {
    workloads: [chat],
    from: stockholm,
    to: hall,
    shares: [5, 25, 50, 100],
    soakHours: 48,
    linkGbps: 10,
  });
  return factory;
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
