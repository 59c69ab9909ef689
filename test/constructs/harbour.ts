import type { App } from 'cdktf';
import {
  AiFactory,
  type AiFactoryProps,
  GpuNodePool,
  Migration,
  Queue,
  SecurityBoundary,
  Tenant,
  TokenWorkload,
  type TokenWorkloadProps,
  Traffic,
  type TrafficProps,
} from '../../lib';
import { AwsSite, type AwsSiteProps } from '../../lib/clouds/aws/aws-site';
import { KubernetesSite, type KubernetesSiteProps } from '../../lib/clouds/kubernetes';

export interface HarbourProps {
  readonly app?: App;
  readonly id?: string;
  readonly factory?: Partial<AiFactoryProps>;
  readonly stockholm?: Partial<AwsSiteProps>;
  readonly hall?: Partial<KubernetesSiteProps>;
  readonly chat?: Partial<TokenWorkloadProps>;
  readonly traffic?: Partial<TrafficProps>;
}

/** A region and a hall that share one workload: the factory of most tests. */
export function harbour({ app, id = 'harbour', ...props }: HarbourProps & { readonly app: App }) {
  const factory = new AiFactory(app, id, { owner: 'platform@example.com', ...props.factory });
  const stockholm = new AwsSite(factory, 'stockholm', {
    region: 'eu-north-1',
    accountId: '111122223333',
    addressRange: '10.32.0.0/16',
    cluster: { admins: ['arn:aws:iam::111122223333:role/platform-deployer'] },
    ...props.stockholm,
  });
  const h100 = stockholm.addPool('h100', { machine: 'p5.48xlarge', maxCount: 8 });
  const hall = new KubernetesSite(factory, 'hall', {
    context: `${id}-hall`,
    country: 'DE',
    storageClass: 'shared-files',
    entry: { hostname: 'gateway.hall.example.com' },
    ...props.hall,
  });
  hall.addPowerBudget({ itKw: 260, pue: 1.3, usdPerKwh: 0.16 });
  hall.addCoolingBudget({ method: 'air', airKw: 260 });
  const h200 = new GpuNodePool(hall, 'h200', {
    machine: 'dgx-h200',
    count: 16,
    capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
  });
  const hubOnly = new SecurityBoundary(factory, 'hub-only', { egressDomains: ['huggingface.co', '*.hf.co'] });
  const assistants = new Tenant(factory, 'assistants', { boundary: hubOnly });
  const serving = new Queue(factory, 'serving', { tenants: [assistants], share: 0.8 });
  const chat = new TokenWorkload(factory, 'chat', {
    tenant: assistants,
    queue: serving,
    pools: [h100, h200],
    model: 'gpt-oss-120b',
    demand: { requestsPerSecond: 20, inputTokens: 1500, outputTokens: 350, peakFactor: 1.5 },
    objectives: { ttftMs: 1500, interTokenMs: 50, survives: 'node' },
    ...props.chat,
  });
  const traffic = new Traffic(factory, 'traffic', {
    domain: 'llm.example.com',
    zoneId: 'Z0123456789EXAMPLE',
    ...props.traffic,
  });
  const migration = new Migration(factory, 'chat-to-hall', { workloads: [chat], from: stockholm, to: h200 });
  return { app, factory, stockholm, h100, hall, h200, hubOnly, assistants, serving, chat, traffic, migration };
}
