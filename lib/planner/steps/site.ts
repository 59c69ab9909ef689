import { deviceClasses } from '../../catalog/device-classes';
import { engineImages } from '../../catalog/engine-images';
import type { Component } from '../../catalog/rows';
import type { Finding } from '../finding';
import { compare } from '../finding';
import { gatewayNamespace, siteNames } from '../names';
import type { SitePlan } from '../plan';
import type { ResolvedFactory, ResolvedSite } from '../resolved';
import { planBudgets } from './budgets';
import { checkPlatform, type PlatformFacts, planPlatform } from './platform';
import { planRuntime } from './runtime';
import type { SiteInput } from './site-input';
import { planSubstrate } from './substrate';
import { planWattsQuota } from './watts';

/** Puts the plan of one site together from its decided pools and servings. */
export function planSite(input: SiteInput): { site: SitePlan; findings: Finding[] } {
  const { factory, site, pools, serving, busyNodes = {} } = input;
  const findings: Finding[] = [];
  const facts = platformFacts(input);
  findings.push(
    ...checkPlatform(facts).map(({ key, ...problem }) => ({
      ...problem,
      severity: 'error' as const,
      path: `${site.path}.${key}`,
    })),
  );
  const { spec } = site;
  const plan: SitePlan = {
    name: site.name,
    factory: factory.spec.name,
    provider: spec.provider,
    region: spec.provider === 'aws' ? spec.region : (spec.region ?? null),
    accountId: spec.provider === 'aws' ? spec.accountId : null,
    context: spec.provider === 'aws' ? (spec.access?.context ?? null) : spec.context,
    jurisdiction: site.jurisdiction,
    country: site.country,
    tags: {
      ...spec.tags,
      'ai-factory:factory': factory.spec.name,
      'ai-factory:jurisdiction': site.jurisdiction,
      'ai-factory:owner': factory.spec.owner,
      'ai-factory:site': site.name,
      ...(factory.spec.costCentre === undefined ? {} : { 'ai-factory:cost-centre': factory.spec.costCentre }),
    },
    substrate: planSubstrate(input, facts, findings),
    pools,
    platform: planPlatform(facts, factory.catalog),
    runtime: planRuntime(input),
    serving,
    entryHostname: spec.entry.hostname ?? null,
    ...planBudgets(factory, site, pools, busyNodes, input.trace.depth, findings),
  };
  return { site: plan, findings };
}

function platformFacts({ factory, site, pools, serving }: SiteInput): PlatformFacts {
  const { spec } = site;
  const names = siteNames(factory.spec.name, site.name);
  const accelerated = pools.filter((pool) => pool.accelerator !== null);
  const unique = <T extends string>(values: readonly T[]): T[] => [...new Set(values)].sort(compare);
  return {
    provider: spec.provider,
    kubernetesVersion: kubernetesVersion(factory, site),
    clusterName: names.cluster,
    region: spec.provider === 'aws' ? spec.region : null,
    imageFamilies: unique(accelerated.flatMap((pool) => (pool.image === null ? [] : [pool.image.family]))),
    ownDrivers: spec.provider === 'kubernetes' && spec.drivers === 'operator',
    karpenter: pools.some((pool) => pool.manager === 'karpenter'),
    efa: pools.some((pool) => pool.fabric === 'efa'),
    rdmaNetworkOperator: pools.some((pool) => pool.fabric === 'rdma'),
    acceleratorApi: spec.provider === 'kubernetes' ? spec.acceleratorApi : 'device-plugin',
    vendors: unique(accelerated.map((pool) => pool.accelerator?.vendor ?? '')),
    multiNode: serving.some((each) => each.nodesPerReplica > 1),
    interruptionQueue: spec.provider === 'aws' ? names.events : null,
    installed: spec.installed,
    telemetryRetentionDays: factory.spec.observability.metricsRetentionDays,
    gatewayNamespace: gatewayNamespace(factory.spec.name),
    wattsPerAccelerator: planWattsQuota(site, pools)?.perAccelerator ?? {},
    deviceClasses:
      spec.provider === 'kubernetes' && spec.acceleratorApi === 'dra'
        ? deviceClasses.flatMap(({ vendor, name }) => {
            const pool = accelerated.find((each) => each.accelerator?.vendor === vendor);
            return pool?.accelerator == null ? [] : [{ resource: pool.accelerator.resource, deviceClass: name }];
          })
        : [],
    acceleratorResources: unique(accelerated.map((pool) => pool.accelerator?.resource ?? '')),
    storageClass: spec.storageClass ?? null,
    isolatedVpc: spec.provider === 'aws' && spec.network.nat === 'none',
  };
}

function kubernetesVersion(factory: ResolvedFactory, site: ResolvedSite): string {
  const stated = site.spec.provider === 'aws' ? site.spec.cluster.version : site.spec.kubernetesVersion;
  return stated ?? factory.catalog.components.find((row) => row.id === 'kubernetes')?.version ?? '1.35';
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
  const rows = engineImages.filter((row) => row.engine === engine && row.vendor === vendor);
  const image = rows.find((row) => row.fabric === fabric) ?? rows.find((row) => row.fabric === null);
  return factory.catalog.components.find((row) => row.id === image?.component);
}
