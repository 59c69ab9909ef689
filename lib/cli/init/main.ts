/** `main.ts` of a new project: one model on one server of a cluster that exists. */
export const MAIN = `import { App } from 'cdktf';
import { AiFactory, Tenant, TokenWorkload } from 'cdktf-ai-factory';
import { KubernetesSite } from 'cdktf-ai-factory/kubernetes';

/** Describes the factory. The test builds it too. */
export function build(app: App): AiFactory {
  const factory = new AiFactory(app, 'starter', { owner: 'platform@example.com' });

  const lab = new KubernetesSite(factory, 'lab', {
    context: 'lab', // kubeconfig context of the cluster
    country: 'DE',
    storageClass: 'shared-files', // for the weights of the models; must allow ReadWriteMany
  });
  const gpus = lab.addPool('gpus', {
    machine: 'l40s-8x',
    count: 1,
    selector: { 'node-role.example.com/gpu': 'l40s' }, // labels of the nodes of the pool
    capacity: { type: 'owned', usdPerNode: 95_000, lifeYears: 4 },
  });

  new TokenWorkload(factory, 'chat', {
    tenant: new Tenant(factory, 'assistants'),
    pools: [gpus],
    model: 'qwen3-8b', // Apache-2.0: needs no token of a hub
    precision: 'fp8',
    demand: { requestsPerSecond: 4, inputTokens: 800, outputTokens: 250 },
    objectives: { ttftMs: 1000, interTokenMs: 60 },
  });

  return factory;
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
`;
