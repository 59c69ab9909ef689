import { createHash } from 'node:crypto';

/** Six characters that change when any part does. */
export const fingerprint = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 6);

/**
 * Joins name parts with dashes and keeps the result within `max` characters: a name that is too long is cut and gets a
 * short hash of the whole, so that two long names never become the same one.
 */
export function boundedName(parts: readonly string[], max: number): string {
  const whole = parts.join('-');
  if (whole.length <= max) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 6);
  return `${whole.slice(0, max - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** Names that several stacks must agree on without reading each other's state. */
export const siteNames = (factory: string, site: string) => ({
  prefix: boundedName([factory, site], 40),
  cluster: boundedName([factory, site], 60),
  events: boundedName([factory, site, 'events'], 60),
  /** Load balancer names have 32 characters. */
  balancer: boundedName([factory, site], 32),
  bucket: (accountId: string) => boundedName([factory, site, 'weights', accountId], 63),
});

/** Service accounts of a tenant's namespace. */
export const serviceAccounts = { serving: 'serving', weights: 'weights' } as const;

/** Node and object labels that the library sets and reads. */
export const labelKeys = {
  pool: 'ai-factory/pool',
  accelerator: 'ai-factory/accelerator',
} as const;

export const siteStackName = (factory: string, site: string, kind: string): string => `${factory}-${site}-${kind}`;
export const trafficStackName = (factory: string): string => `${factory}-traffic`;
export const tenantNamespace = (factory: string, tenant: string): string => `${factory}-${tenant}`;
