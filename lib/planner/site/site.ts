import type { SiteParts } from '../assemble/site-parts';
import type { Finding, LibraryFinding } from '../model/finding';
import { compare } from '../model/finding';
import { clusterName, gatewayNamespace, siteTag, siteTagValue } from '../model/names';
import { joined, type Outcome } from '../model/outcome';
import type { RuntimePlan, SitePlan, WorkloadPlan } from '../model/plan';
import type { PlatformFacts } from '../model/platform-facts';
import type { Explainer } from '../model/quantity';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import { kubernetesVersion, substrateOf } from '../resolve/substrate';
import { checkPlatform, planPlatform } from './platform';
import { planRuntime } from './runtime';
import type { SiteInput } from './site-input';
import { planWattsQuota } from './watts';

/** A planned site before its power and cooling are added up. */
export type UnaccountedSite = Omit<SitePlan, 'power' | 'cooling'>;

/** Plans every site from its pools and servings. */
export const planSites = (
  factory: ResolvedFactory,
  sites: readonly SiteParts[],
  workloads: readonly WorkloadPlan[],
  explainer: Explainer,
): Outcome<readonly UnaccountedSite[], Finding> =>
  joined(
    sites.map(({ site, pools, servings }) =>
      planSite({
        factory,
        site,
        pools: pools.map(({ pool }) => pool),
        software: Object.fromEntries(
          pools.flatMap(({ pool, software }) => (software === null ? [] : [[pool.name, software]])),
        ),
        serving: servings.map(({ plan }) => plan),
        placed: servings,
        workloads,
        explainer,
      }),
    ),
  );

/** Puts the plan of one site together. */
function planSite(input: SiteInput): Outcome<UnaccountedSite, Finding> {
  const { factory, site, pools, serving } = input;
  const { spec, facts } = site;
  const platform = platformFacts(input);
  const substrate = substrateOf(factory, site, pools);
  const findings: Finding[] = [
    ...checkPlatform(platform, factory.catalog).map(
      (problem): LibraryFinding => ({ ...problem, severity: 'error', path: `${site.path}.pools` }),
    ),
    ...checkStorage(site),
    ...(substrate?.findings ?? []),
  ];
  const plan: UnaccountedSite = {
    name: site.name,
    factory: factory.spec.name,
    provider: spec.provider,
    region: facts.region,
    accountId: facts.accountId,
    context: facts.context,
    cluster: facts.builds ? platform.clusterName : null,
    prices: facts.prices,
    controls: [...facts.controls].sort(compare),
    jurisdiction: site.jurisdiction,
    country: site.country,
    tags: {
      ...factory.spec.tags,
      ...spec.tags,
      'ai-factory:factory': factory.spec.name,
      'ai-factory:jurisdiction': site.jurisdiction,
      'ai-factory:owner': factory.spec.owner,
      [siteTag]: siteTagValue(factory.spec.name, site.name),
      ...(factory.spec.costCentre === undefined ? {} : { 'ai-factory:cost-centre': factory.spec.costCentre }),
    },
    substrate: substrate?.substrate ?? null,
    pools,
    platform: planPlatform(platform, factory.catalog),
    runtime: input.explainer.read<RuntimePlan>(planRuntime(input), `${site.path}.runtime`, 'everything'),
    serving,
    entryHostname: spec.entry.hostname ?? null,
  };
  return { value: plan, findings };
}

/** A site keeps weights in a store of its cloud, or says in which class of volumes. */
const checkStorage = ({ path, spec, facts }: ResolvedSite): LibraryFinding[] =>
  facts.storage === null && spec.storageClass === undefined
    ? [
        {
          code: 'storage-class-missing',
          severity: 'error',
          path: `${path}.storageClass`,
          message: 'no storage class for weights; set `storageClass` to a class that allows ReadWriteMany',
        },
      ]
    : [];

function platformFacts(input: SiteInput): PlatformFacts {
  const { factory, site, pools, serving, software } = input;
  const { spec, facts } = site;
  const accelerators = pools.flatMap(({ accelerator }) => accelerator ?? []);
  const unique = <T extends string>(values: readonly T[]): T[] => [...new Set(values)].sort(compare);
  const images = pools.flatMap(({ name, accelerator }) => (accelerator === null ? [] : (software[name] ?? [])));
  const platform: PlatformFacts = {
    kubernetesVersion: kubernetesVersion(factory, site),
    clusterName: facts.clusterName ?? clusterName(factory.spec.name, site.name),
    images: [...new Map(images.map((image) => [image.image, image])).values()].sort((a, b) =>
      compare(a.image, b.image),
    ),
    ownDrivers: facts.drivers === 'operator',
    rdmaNetworkOperator:
      facts.fabric?.networkOperator === true && pools.some((pool) => pool.fabric === facts.fabric?.name),
    acceleratorApi: facts.acceleratorApi,
    vendors: unique(accelerators.map((each) => each.vendor)),
    multiNode: serving.some((each) => each.nodesPerReplica > 1),
    installed: spec.installed,
    telemetryRetentionDays: factory.spec.observability.metricsRetentionDays,
    gatewayNamespace: gatewayNamespace(factory.spec.name),
    wattsPerAccelerator: planWattsQuota(site, pools)?.perAccelerator ?? {},
    deviceClasses:
      facts.acceleratorApi === 'dra'
        ? factory.catalog.deviceClasses.flatMap(({ vendor, name }) => {
            const accelerator = accelerators.find((each) => each.vendor === vendor);
            return accelerator === undefined ? [] : [{ resource: accelerator.resource, deviceClass: name }];
          })
        : [],
    acceleratorResources: unique(accelerators.map((each) => each.resource)),
    storageClass: spec.storageClass ?? facts.volumeClass,
  };
  return { ...platform, releases: site.rules.releases?.({ factory, site, pools, facts: platform }) ?? [] };
}
