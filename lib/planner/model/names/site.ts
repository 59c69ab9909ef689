import { boundedName } from './bounded';

/** Tag of everything at a site in a cloud. */
export const siteTag = 'ai-factory:site';

/** Value of that tag: budgets of two factories in one account count by it, so it carries the factory too. */
export const siteTagValue = (factory: string, site: string): string => `${factory}/${site}`;

/** Name of the cluster that the library makes for a site. */
export const clusterName = (factory: string, site: string): string => boundedName([factory, site], 60);
