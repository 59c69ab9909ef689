import { boundedName } from './bounded';

/** Tag of everything at a site in a cloud. */
export const siteTag = 'ai-factory:site';

/** Value of that tag: budgets of two factories in one account count by it, so it carries the factory too. */
export const siteTagValue = (factory: string, site: string): string => `${factory}/${site}`;

/** Names that several stacks of a site must agree on without reading each other's state. */
export const siteNames = (factory: string, site: string) => ({
  prefix: boundedName([factory, site], 40),
  cluster: boundedName([factory, site], 60),
  events: boundedName([factory, site, 'events'], 60),
  /** Load balancer names have 32 characters. */
  balancer: boundedName([factory, site], 32),
  bucket: (accountId: string) => boundedName([factory, site, 'weights', accountId], 63),
});
