import { findComponent, findEngineImage, required } from '../../catalog/catalog';
import type { Component } from '../../catalog/rows';
import type { Finding, LibraryFinding } from '../finding';
import { compare } from '../finding';
import { clusterName, gatewayNamespace, siteTag, siteTagValue } from '../names';
import type { SitePlan } from '../plan';
import type { ResolvedFactory, ResolvedSite } from '../resolved';
import { planBudgets } from './budgets';
import { checkPlatform, type PlatformFacts, planPlatform } from './platform';
import { planRuntime } from './runtime';
import type { SiteInput } from './site-input';
import { planWattsQuota } from './watts';

/** Puts the plan of one site together from its decided pools and servings. */
export function planSite(input: SiteInput): { site: SitePlan; findings: Finding[] } {
  const { factory, site, pools, serving, busyNodes = {} } = input;
  const { spec, facts } = site;
  const platform = platformFacts(input);
  const substrate = facts.builds
    ? site.rules.planSubstrate?.({ factory, site, pools, kubernetesVersion: platform.kubernetesVersion })
    : undefined;
  const findings: Finding[] = [
    ...checkPlatform(platform, factory.catalog).map(
      ({ key, ...problem }): LibraryFinding => ({ ...problem, severity: 'error', path: `${site.path}.${key}` }),
    ),
    ...checkStorage(site),
    ...(substrate?.findings ?? []),
  ];
  const plan: SitePlan = {
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
    runtime: planRuntime(input),
    serving,
    entryHostname: spec.entry.hostname ?? null,
    ...planBudgets(factory, site, pools, busyNodes, input.trace.depth, findings),
  };
  return { site: plan, findings };
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
  const { factory, site, pools, serving, software = {} } = input;
  const { spec, facts } = site;
  const accelerated = pools.filter((pool) => pool.accelerator !== null);
  const unique = <T extends string>(values: readonly T[]): T[] => [...new Set(values)].sort(compare);
  const images = accelerated.flatMap((pool) => software[pool.name] ?? []);
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
    vendors: unique(accelerated.map((pool) => pool.accelerator?.vendor ?? '')),
    multiNode: serving.some((each) => each.nodesPerReplica > 1),
    installed: spec.installed,
    telemetryRetentionDays: factory.spec.observability.metricsRetentionDays,
    gatewayNamespace: gatewayNamespace(factory.spec.name),
    wattsPerAccelerator: planWattsQuota(site, pools)?.perAccelerator ?? {},
    deviceClasses:
      facts.acceleratorApi === 'dra'
        ? factory.catalog.deviceClasses.flatMap(({ vendor, name }) => {
            const pool = accelerated.find((each) => each.accelerator?.vendor === vendor);
            return pool?.accelerator == null ? [] : [{ resource: pool.accelerator.resource, deviceClass: name }];
          })
        : [],
    acceleratorResources: unique(accelerated.map((pool) => pool.accelerator?.resource ?? '')),
    storageClass: spec.storageClass ?? facts.volumeClass,
  };
  return { ...platform, releases: site.rules.releases?.({ factory, site, pools, facts: platform }) ?? [] };
}

function kubernetesVersion(factory: ResolvedFactory, { facts }: ResolvedSite): string {
  return facts.kubernetesVersion ?? required(findComponent(factory.catalog, 'kubernetes')).version;
}

/**
 * Image of an engine for the accelerators of a vendor; undefined where no row has one. A replica over several nodes takes
 * the image that carries the libraries of the fabric between them, where a row has one.
 */
export function engineImage(
  factory: ResolvedFactory,
  engine: string,
  vendor: string,
  fabric: string | null,
): Component | undefined {
  const found = findEngineImage(factory.catalog, { engine, vendor, fabric });
  if ('error' in found) return undefined;
  return factory.catalog.components.find((row) => row.id === found.row.component);
}
