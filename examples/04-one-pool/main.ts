import { App } from 'cdktf';
import { AiFactory, Tenant, TokenWorkload, Traffic } from 'cdktf-ai-factory';
import { KubernetesSite } from 'cdktf-ai-factory/kubernetes';

/** The smallest useful factory: one model on one server of a cluster that exists. */
export function build(app: App): AiFactory {
  const factory = new AiFactory(app, 'starter', { owner: 'platform@example.com' });

  const lab = new KubernetesSite(factory, 'lab', {
    context: 'lab', // kubeconfig context
    country: 'DE',
    storageClass: 'shared-files', // for the weights cache; must allow ReadWriteMany
    drivers: 'installed',
  });
  lab.addPowerBudget({ itKw: 20, pue: 1.4, usdPerKwh: 0.18 });
  lab.addCoolingBudget({ method: 'air' });
  lab.addPool('serve', {
    machine: 'l40s-8x',
    count: 1,
    selector: { 'node-role.example.com/gpu': 'l40s' },
    capacity: { type: 'owned', usdPerNode: 95_000, lifeYears: 4 },
  });

  new TokenWorkload(factory, 'chat', {
    tenant: new Tenant(factory, 'assistants'),
    model: 'qwen3-8b',
    precision: 'fp8',
    demand: { requestsPerSecond: 4, inputTokens: 800, outputTokens: 250 },
    objectives: { ttftMs: 1000, interTokenMs: 60 },
  });

  new Traffic(factory, 'traffic', { domain: 'llm.example.com' });
  return factory;
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
