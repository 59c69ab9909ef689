/** The stacks of a site, in deployment order. */
export const siteStackKinds = ['substrate', 'platform', 'workloads'] as const;
/** Stack of a site: what lies below Kubernetes, what every cluster needs, or what serves. */
export type SiteStackKind = (typeof siteStackKinds)[number];

/** Id of a stack of a site, such as `harbour-stockholm-workloads`. */
export const siteStackName = (factory: string, site: string, kind: SiteStackKind): string =>
  `${factory}-${site}-${kind}`;

/** Ids of the stacks of a planned site; one whose cluster exists already has no substrate. */
export const siteStackNames = (
  factory: string,
  { name, substrate }: { readonly name: string; readonly substrate: unknown },
): readonly string[] =>
  siteStackKinds
    .filter((kind) => kind !== 'substrate' || substrate !== null)
    .map((kind) => siteStackName(factory, name, kind));

/** Id of the stack that splits requests over the sites of a factory, such as `harbour-traffic`. */
export const trafficStackName = (factory: string): string => `${factory}-traffic`;

/**
 * Ids of all stacks that a factory may have, in deployment order. Two factories of one app, or of one backend, must not share
 * any of them: `acme-east` with a site `b` has the ids of `acme` with a site `east-b`.
 */
export const stackNames = (factory: string, sites: readonly string[]): readonly string[] => [
  ...sites.flatMap((site) => siteStackKinds.map((kind) => siteStackName(factory, site, kind))),
  trafficStackName(factory),
];

/**
 * Command that deploys some stacks of a factory without those that they depend on. cdktf then follows the order of its
 * arguments, one at a time.
 */
export const deployCommand = (stacks: readonly string[]): string =>
  `npx cdktf deploy --ignore-missing-stack-dependencies --parallelism 1 ${stacks.join(' ')}`;
