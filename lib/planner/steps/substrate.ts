import { findMachine } from '../../catalog/catalog';
import { minutesBefore } from '../../units/instant';
import type { Finding } from '../finding';
import { compare } from '../finding';
import { serviceAccounts, siteNames } from '../names';
import type { SubstratePlan, SystemPoolPlan } from '../plan';
import type { ResolvedFactory, ResolvedSite } from '../resolved';
import { planAddons } from './addons';
import { GATEWAY_NODE_PORT } from './gateway';
import type { PlatformFacts } from './platform';
import { resolveImage } from './resolve';
import type { SiteInput } from './site-input';
import { tenantNamespaces } from './tenants';

/** Minutes before the end of a capacity block at which nodes leave; EC2 ends instances 30 (UltraServers 60) before. */
const BLOCK_LEAD_MINUTES = { plain: 40, ultraServer: 70 } as const;

/** Everything below Kubernetes; null where the cluster exists, or where the network could not be planned. */
export function planSubstrate(
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
        if (capacity.type !== 'capacity-block') return [];
        const leadMinutes = capacity.ultraServer ? BLOCK_LEAD_MINUTES.ultraServer : BLOCK_LEAD_MINUTES.plain;
        if (capacity.reservationId === null && capacity.purchase !== null) {
          return [{ pool: pool.name, endsAt: capacity.purchase.endsBefore, leadMinutes }];
        }
        if (capacity.endsAt === null) return [];
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
