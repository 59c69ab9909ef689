import type { AwsSiteInput } from '../clouds/aws/rules/site';
import type { KubernetesSiteInput } from '../clouds/kubernetes/rules/site';
import type { FactoryInput } from '../spec/factory';

/** An AWS region as a factory file states it. */
export type RegionInput = AwsSiteInput;
/** A cluster that exists, as a factory file states it. */
export type HallInput = KubernetesSiteInput;
/** A pool of an AWS region as a factory file states it. */
export type PoolInput = RegionInput['pools'][string];
/** A workload as a factory file states it. */
export type WorkloadInput = NonNullable<FactoryInput['workloads']>[string];

/** A pool of eight-GPU nodes that a region can have on demand; with another machine also one of a hall. */
export const aPool = <P extends Partial<PoolInput>>(changes?: P): { machine: string } & P => ({
  machine: 'p5.48xlarge',
  ...(changes ?? ({} as P)),
});

/** A region with the pool `serve`; valid as it is. */
export const aSite = (changes: Partial<RegionInput> = {}): RegionInput => ({
  provider: 'aws',
  region: 'us-east-1',
  accountId: '111122223333',
  addressRange: '10.16.0.0/16',
  cluster: { admins: ['arn:aws:iam::111122223333:role/deployer'] },
  pools: { serve: aPool() },
  ...changes,
});

/** An own hall with sixteen eight-GPU nodes in the pool `serve`, with power, cooling and an entry point. */
export const aHall = (changes: Partial<HallInput> = {}): HallInput => ({
  provider: 'kubernetes',
  context: 'hall',
  country: 'DE',
  storageClass: 'shared',
  entry: { hostname: 'gateway.hall.example.com' },
  power: { itKw: 200, pue: 1.3, usdPerKwh: 0.16 },
  cooling: { method: 'air' },
  pools: {
    serve: aPool({
      machine: 'dgx-h200',
      count: 16,
      capacity: { type: 'owned', usdPerNode: 320_000, lifeYears: 4 },
    }),
  },
  ...changes,
});

/** A chat workload that one eight-GPU node holds. */
export const aWorkload = (changes: Partial<WorkloadInput> = {}): WorkloadInput => ({
  tenant: 'assistants',
  model: 'llama-3.3-70b',
  precision: 'fp8',
  weights: { tokenSecret: 'hub-token' },
  demand: { requestsPerSecond: 5, inputTokens: 1000, outputTokens: 300 },
  objectives: { ttftMs: 2000, interTokenMs: 60 },
  ...changes,
});

/**
 * A factory of one region and one workload, without findings of severity `error`.
 *
 * The builders differ from a factory file in nothing: what is passed replaces the default at the top level of the
 * object, so a test states what it is about and inherits the rest.
 */
export const aFactory = (changes: Partial<FactoryInput> = {}): FactoryInput => ({
  name: 'test',
  owner: 'team@example.com',
  sites: { east: aSite() },
  workloads: { chat: aWorkload() },
  ...changes,
});
