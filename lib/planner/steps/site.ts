import { findMachine } from '../../catalog/catalog';
import { engineImages } from '../../catalog/engine-images';
import type { Component } from '../../catalog/rows';
import { round } from '../../units/convert';
import { minutesBefore } from '../../units/instant';
import { nodeUsdPerHour } from '../cost';
import type { Finding } from '../finding';
import { compare } from '../finding';
import { serviceAccounts, siteNames } from '../names';
import type {
  NetworkPlan,
  NodePoolPlan,
  RuntimePlan,
  ServingPlan,
  SitePlan,
  SubstratePlan,
  SystemPoolPlan,
  TelemetryPlan,
  TenantPlan,
} from '../plan';
import { nodeDraw, usableItWatts } from '../power';
import type { ResolvedFactory, ResolvedSite } from '../resolved';
import { planAddons } from './addons';
import { planBudgets } from './budgets';
import { checkPlatform, type PlatformFacts, planPlatform, prometheusUrl } from './platform';
import { telemetryNamespace } from './platform-facts';
import { namespaceOf, planFlavors, planQueues, priorities } from './queues';
import { resolveImage } from './resolve';

/** Node port of a site's gateway, to which its load balancer sends. */
const GATEWAY_NODE_PORT = 30443;
const GATEWAY_NAMESPACE = 'ai-factory-gateway';
/** Minutes before the end of a capacity block at which nodes leave; EC2 ends instances 30 (UltraServers 60) before. */
const BLOCK_LEAD_MINUTES = { plain: 40, ultraServer: 70 } as const;

export interface SiteInput {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly network: NetworkPlan | null;
  readonly pools: readonly NodePoolPlan[];
  readonly serving: readonly ServingPlan[];
}

/** Puts the plan of one site together from its decided pools and servings. */
export function planSite(input: SiteInput): { site: SitePlan; findings: Finding[] } {
  const { factory, site, pools, serving } = input;
  const findings: Finding[] = [];
  const facts = platformFacts(input);
  findings.push(
    ...checkPlatform(facts).map((problem) => ({ ...problem, severity: 'error' as const, path: `${site.path}.pools` })),
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
    ...planBudgets(factory, site, pools, findings),
  };
  return { site: plan, findings };
}

function platformFacts({ factory, site, pools, serving }: SiteInput): PlatformFacts {
  const { spec } = site;
  const names = siteNames(factory.spec.name, site.name);
  const accelerated = pools.filter((pool) => pool.accelerator !== null);
  const unique = <T extends string>(values: readonly T[]): T[] => [...new Set(values)].sort(compare);
  const capped = accelerated.map((pool) => pool.accelerator?.capW ?? null).filter((watts) => watts !== null);
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
    gatewayNamespace: GATEWAY_NAMESPACE,
    powerCapW: capped.length === 0 ? null : Math.min(...capped),
    acceleratorResources: unique(accelerated.map((pool) => pool.accelerator?.resource ?? '')),
    storageClass: spec.storageClass ?? null,
    isolatedVpc: spec.provider === 'aws' && spec.network.nat === 'none',
  };
}

function kubernetesVersion(factory: ResolvedFactory, site: ResolvedSite): string {
  const stated = site.spec.provider === 'aws' ? site.spec.cluster.version : site.spec.kubernetesVersion;
  return stated ?? factory.catalog.components.find((row) => row.id === 'kubernetes')?.version ?? '1.35';
}

function planSubstrate(
  { factory, site, network, pools }: SiteInput,
  facts: PlatformFacts,
  findings: Finding[],
): SubstratePlan | null {
  const { spec } = site;
  if (spec.provider !== 'aws' || network === null) return null;
  const names = siteNames(factory.spec.name, site.name);
  const tenants = tenantNamespaces(factory);
  const notify = spec.money?.notify ?? [];
  const system = planSystem(factory, site, findings);
  if (system === null) return null;
  return {
    network,
    keys: {
      name: names.prefix,
      deletionWindowDays: 30,
      multiRegion: factory.sites.length > 1,
      administratorArns: [...spec.cluster.admins].sort(compare),
    },
    cluster: {
      name: names.cluster,
      version: facts.kubernetesVersion,
      publicCidrs: spec.cluster.publicCidrs === undefined ? null : [...spec.cluster.publicCidrs].sort(compare),
      adminArns: [...spec.cluster.admins].sort(compare),
      viewerArns: [...spec.cluster.viewers].sort(compare),
      logRetentionDays: spec.logRetentionDays,
      deletionProtection: spec.cluster.deletionProtection,
      addons: planAddons({ ...facts, bucketWeights: true }, factory.catalog),
      system,
      karpenter: facts.karpenter,
    },
    store: {
      name: names.prefix,
      bucketName: names.bucket(spec.accountId),
      noncurrentDays: 30,
      readers: tenants.map((namespace) => ({ namespace, serviceAccount: serviceAccounts.serving })),
      writers: tenants.map((namespace) => ({ namespace, serviceAccount: serviceAccounts.weights })),
    },
    events: {
      name: names.events,
      endingPools: pools.flatMap((pool) => {
        const { capacity } = pool;
        if (capacity.type !== 'capacity-block' || capacity.endsAt === null) return [];
        const leadMinutes = capacity.ultraServer ? BLOCK_LEAD_MINUTES.ultraServer : BLOCK_LEAD_MINUTES.plain;
        const scaleDownAt = minutesBefore(capacity.endsAt, leadMinutes);
        return [{ pool: pool.name, endsAt: capacity.endsAt, leadMinutes, scaleDownAt }];
      }),
      notify: [...new Set([...notify, ...factory.spec.observability.notify])].sort(compare),
      logRetentionDays: spec.logRetentionDays,
    },
    entry: {
      name: names.balancer,
      public: spec.entry.public,
      nodePort: GATEWAY_NODE_PORT,
      port: spec.entry.port,
      certificateArn: spec.entry.certificateArn ?? null,
      allowedCidrs:
        spec.entry.allowedCidrs.length > 0 ? spec.entry.allowedCidrs : spec.entry.public ? [] : [network.cidr],
    },
    budget:
      spec.money === undefined
        ? null
        : { name: names.prefix, usdPerMonth: spec.money.usdPerMonth, alertShares: spec.money.alertShares, notify },
  };
}

function planSystem(factory: ResolvedFactory, site: ResolvedSite, findings: Finding[]): SystemPoolPlan | null {
  if (site.spec.provider !== 'aws') return null;
  const { system } = site.spec;
  const path = `${site.path}.system`;
  const found = findMachine(factory.catalog, system.machine);
  if ('error' in found) {
    findings.push({
      code: 'unknown-machine',
      severity: 'error',
      path: `${path}.machine`,
      message: found.error.message,
    });
    return null;
  }
  const image = resolveImage(path, {}, found.row, null, factory.catalog, findings, site.spec.cluster.version);
  if (image === null) return null;
  return {
    machine: found.row.id,
    architecture: found.row.architecture,
    minCount: system.minCount,
    desiredCount: system.minCount,
    maxCount: Math.max(system.maxCount, system.minCount),
    image,
    diskGib: 100,
  };
}

const tenantNamespaces = (factory: ResolvedFactory): string[] => {
  const { spec } = factory;
  const tenants = new Set([
    ...Object.keys(spec.tenants),
    ...Object.values(spec.workloads).map((workload) => workload.tenant),
  ]);
  return [...new Set([...tenants].map((tenant) => namespaceOf(spec, tenant)))].sort(compare);
};

function planRuntime({ factory, site, pools, serving }: SiteInput): RuntimePlan {
  const { spec } = site;
  const tenantNames = [
    ...new Set([...Object.keys(factory.spec.tenants), ...Object.values(factory.spec.workloads).map((w) => w.tenant)]),
  ].sort(compare);
  const tenants: TenantPlan[] = tenantNames.map((name) => {
    const tenant = factory.spec.tenants[name];
    const boundary = tenant?.boundary === undefined ? undefined : factory.spec.boundaries[tenant.boundary];
    return {
      name,
      namespace: namespaceOf(factory.spec, name),
      acceleratorQuota: tenant?.maxAccelerators ?? null,
      boundary: {
        name: tenant?.boundary ?? 'closed',
        egressDomains: [...(boundary?.egressDomains ?? [])].sort(compare),
        egressCidrs: [...(boundary?.egressCidrs ?? [])].sort(compare),
        podSecurity: boundary?.podSecurity ?? 'restricted',
      },
    };
  });
  const aws = spec.provider === 'aws';
  return {
    tenants,
    queues: planQueues(factory.spec, pools, serving),
    flavors: planFlavors(pools),
    priorities,
    gateway: {
      name: 'ai-factory',
      namespace: GATEWAY_NAMESPACE,
      className: 'ai-factory',
      hostname: factory.spec.traffic === undefined ? null : `*.${factory.spec.traffic.domain}`,
      nodePort: aws ? GATEWAY_NODE_PORT : null,
      port: spec.entry.port,
      tlsSecret: spec.entry.tlsSecret ?? null,
    },
    telemetry: {
      namespace: telemetryNamespace,
      prometheusUrl,
      retentionDays: factory.spec.observability.metricsRetentionDays,
      runbookUrl: factory.spec.observability.runbookUrl,
      ...telemetryFacts(factory, site, pools, serving),
    },
    storage: aws
      ? {
          className: spec.storageClass ?? 'ai-factory-gp3',
          weights: {
            kind: 'bucket',
            driver: 's3.csi.aws.com',
            bucket: siteNames(factory.spec.name, site.name).bucket(spec.accountId),
            region: spec.region,
          },
          create:
            spec.storageClass === undefined
              ? { provisioner: 'ebs.csi.aws.com', parameters: { encrypted: 'true', type: 'gp3' } }
              : null,
        }
      : { className: spec.storageClass, weights: { kind: 'claim' }, create: null },
    rdma: serving.find((each) => each.rdma !== null)?.rdma ?? null,
    acceleratorApi: spec.provider === 'kubernetes' ? spec.acceleratorApi : 'device-plugin',
    karpenterPools: pools.filter((pool) => pool.manager === 'karpenter').map((pool) => pool.name),
    egressEnforcement: spec.provider === 'aws' ? 'aws-network-policy' : spec.egress,
  };
}

/** What power and cost rules need to know of the site. */
function telemetryFacts(
  factory: ResolvedFactory,
  site: ResolvedSite,
  pools: readonly NodePoolPlan[],
  serving: readonly ServingPlan[],
): Pick<TelemetryPlan, 'pue' | 'wattsBudget' | 'hostWatts' | 'costs'> {
  const hostWatts = site.pools.map((pool) => {
    const capW = pools.find((each) => each.name === pool.name)?.accelerator?.capW ?? null;
    return [pool.name, nodeDraw(pool.machine, pool.accelerator, capW).hostW] as const;
  });
  const costs = serving.flatMap((each) => {
    const pool = site.pools.find((candidate) => candidate.name === each.pool);
    if (pool === undefined) return [];
    const price = nodeUsdPerHour(
      { site: site.spec, pool: pool.spec, machine: pool.machine, region: site.region, path: pool.path },
      factory.catalog,
    );
    if (!('usdPerHour' in price)) return [];
    return [
      {
        serving: each.name,
        basis: pool.capacity.type,
        usdPerAcceleratorHour: round(price.usdPerHour / Math.max(pool.machine.accelerators, 1), 4),
      },
    ];
  });
  return {
    pue: site.spec.power?.pue ?? site.region?.pue ?? null,
    wattsBudget: usableItWatts(site.spec.power, site.ownFacility),
    hostWatts: Object.fromEntries(hostWatts),
    costs,
  };
}

/** Image of an engine for the accelerators of a vendor; undefined where no row has one. */
export function engineImage(factory: ResolvedFactory, engine: string, vendor: string): Component | undefined {
  const image = engineImages.find((row) => row.engine === engine && row.vendor === vendor);
  return factory.catalog.components.find((row) => row.id === image?.component);
}
