export { MeadowCluster } from './meadow-cluster';
export { MeadowSite, type MeadowSiteProps } from './meadow-site';
export { type MeadowSiteInput, MeadowSiteSpec, meadowRules } from './rules';
