import { type SiteStackKind, siteStackName, siteStackNames, trafficStackName } from '../../model/names';
import type { FactoryPlan, SitePlan } from '../../model/plan';

/** Parts of a planned site that each of its stacks is made from. */
const parts: Readonly<Record<SiteStackKind, (site: SitePlan) => unknown>> = {
  substrate: ({ substrate, pools, tags }) => ({ substrate, pools, tags }),
  platform: ({ platform, pools, tags }) => ({
    platform,
    tags,
    // The platform makes the pools whose nodes a controller launches.
    pools: pools.filter(({ manager }) => manager === 'dynamic'),
  }),
  workloads: ({ runtime, serving, platform, pools, tags }) => ({ runtime, serving, platform, pools, tags }),
};

/** Returns the stacks that differ between two plans of a factory with the same sites, in deployment order. */
export const changedStacks = (before: FactoryPlan, after: FactoryPlan): readonly string[] => [
  ...after.sites.flatMap((site) => {
    const old = before.sites.find(({ name }) => name === site.name);
    const names = siteStackNames(after.name, site);
    return (Object.keys(parts) as SiteStackKind[])
      .filter((kind) => old === undefined || differ(parts[kind](old), parts[kind](site)))
      .map((kind) => siteStackName(after.name, site.name, kind))
      .filter((name) => names.includes(name));
  }),
  ...(after.traffic !== null && differ(before.traffic, after.traffic) ? [trafficStackName(after.name)] : []),
];

const differ = (before: unknown, after: unknown): boolean => text(before) !== text(after);

/** Arithmetic explains numbers that are compared themselves. */
const text = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'explanations' ? undefined : inner));
