import type { z } from 'zod';
import type { FactorySpec } from '../spec/factory';

type FactoryInput = z.input<typeof FactorySpec>;
export type FactoryOptions = Omit<
  FactoryInput,
  'name' | 'sites' | 'tenants' | 'queues' | 'boundaries' | 'workloads' | 'traffic' | 'migrations'
>;
type Entry<K extends keyof FactoryInput> = NonNullable<FactoryInput[K]> extends Record<string, infer V> ? V : never;
type Site = Extract<Entry<'sites'>, { provider: 'kubernetes' }>;
export type SiteOptions = Pick<Site, 'zones' | 'addressRange' | 'latencyMs' | 'entry' | 'installed' | 'tags'> & {
  readonly storageClass?: string;
};
export type GpuNodePoolOptions = Site['pools'][string];
export type PowerBudgetOptions = NonNullable<Site['power']>;
export type CoolingBudgetOptions = NonNullable<Site['cooling']>;
export type MoneyBudgetOptions = NonNullable<Site['money']>;
export type CarbonBudgetOptions = NonNullable<Site['carbon']>;
export type TenantOptions = Entry<'tenants'>;
export type QueueOptions = Entry<'queues'>;
export type SecurityBoundaryOptions = Entry<'boundaries'>;
export type TokenWorkloadOptions = Entry<'workloads'>;
export type TrafficOptions = NonNullable<FactoryInput['traffic']>;
export type MigrationOptions = Entry<'migrations'>;
