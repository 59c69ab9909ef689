import { defaultCatalog } from '../../lib/catalog/catalog';
import { formatFinding } from '../../lib/planner/finding';
import type { FactoryPlan } from '../../lib/planner/plan';
import { planFactory } from '../../lib/planner/plan-factory';
import { type FactoryInput, FactorySpec } from '../../lib/spec/factory';

type Site = FactoryInput['sites'][string];
type AwsSite = Extract<Site, { provider: 'aws' }>;
type HallSite = Extract<Site, { provider: 'kubernetes' }>;
type Workload = NonNullable<FactoryInput['workloads']>[string];

/** A region with one pool of eight-GPU nodes; sound as it stands. */
export const region = (changes: Partial<AwsSite> = {}): AwsSite => ({
  provider: 'aws',
  region: 'us-east-1',
  accountId: '111122223333',
  addressRange: '10.16.0.0/16',
  cluster: { admins: ['arn:aws:iam::111122223333:role/deployer'] },
  pools: { serve: { machine: 'p5.48xlarge' } },
  ...changes,
});

/** An own hall with sixteen H200 nodes. */
export const hall = (changes: Partial<HallSite> = {}): HallSite => ({
  provider: 'kubernetes',
  context: 'hall',
  country: 'DE',
  storageClass: 'shared',
  entry: { hostname: 'gateway.hall.example.com' },
  power: { itKw: 200, pue: 1.3, usdPerKwh: 0.16 },
  cooling: { method: 'air' },
  pools: { serve: { machine: 'dgx-h200', count: 16, capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 } } },
  ...changes,
});

/** A chat workload that one H100 node holds. */
export const chat = (changes: Partial<Workload> = {}): Workload => ({
  tenant: 'assistants',
  model: 'llama-3.3-70b',
  precision: 'fp8',
  demand: { requestsPerSecond: 5, inputTokens: 1000, outputTokens: 300 },
  objectives: { ttftMs: 2000, interTokenMs: 60 },
  ...changes,
});

export const factory = (changes: Partial<FactoryInput> = {}): FactorySpec =>
  FactorySpec.parse({
    name: 'test',
    owner: 'team@example.com',
    sites: { east: region() },
    workloads: { chat: chat() },
    ...changes,
  });

export const plan = (changes: Partial<FactoryInput> = {}): FactoryPlan => planFactory(factory(changes), defaultCatalog);

/** Findings of severity error as lines. */
export const errors = (changes: Partial<FactoryInput> = {}): string[] =>
  plan(changes)
    .findings.filter((finding) => finding.severity === 'error')
    .map(formatFinding);
