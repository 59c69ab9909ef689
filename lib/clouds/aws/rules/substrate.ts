import { findMachine } from '../../../catalog/catalog';
import type { SubstrateInput, SubstrateResult } from '../../../planner/model/cloud';
import { compare, type LibraryFinding } from '../../../planner/model/finding';
import { serviceAccounts } from '../../../planner/model/names';
import type { ResolvedFactory, ResolvedSite } from '../../../planner/model/resolved';
import { tenantNamespaces } from '../../../planner/resolve/tenants';
import { GATEWAY_NODE_PORT } from '../../../planner/site/gateway';
import { minutesBefore } from '../../../units/instant';
import { planAddons } from './addons';
import { leadMinutesOf } from './capacity-end';
import { planImage } from './images';
import { siteNames } from './names';
import { planNetwork } from './network';
import { awsPoolOf, type SubstratePlan, type SystemPoolPlan } from './plan';
import { AWS, type AwsSiteSpec } from './site';

/** Plans everything below Kubernetes at an AWS site; the substrate is null if its network or its system nodes are invalid. */
export function planSubstrate(input: SubstrateInput<AwsSiteSpec>): SubstrateResult {
  const { network, findings } = planNetwork(input.site, input.factory);
  const cluster = planCluster(input, findings);
  return { substrate: network === null || cluster === null ? null : assemble(input, network, cluster), findings };
}

function assemble(
  { factory, site, pools }: SubstrateInput<AwsSiteSpec>,
  network: SubstratePlan['network'],
  cluster: SubstratePlan['cluster'],
): SubstratePlan {
  const { spec } = site;
  const names = siteNames(factory.spec.name, site.name);
  const tenants = tenantNamespaces(factory);
  const notify = spec.money?.notify ?? [];
  return {
    provider: AWS,
    account: {
      accountId: spec.accountId,
      partition: spec.partition,
      assumeRoleArn: spec.assumeRoleArn ?? null,
      permissionsBoundary: spec.permissionsBoundary ?? null,
      rolePath: spec.rolePath,
      serviceLinkedRoles: spec.serviceLinkedRoles,
    },
    network,
    keys: {
      name: names.prefix,
      deletionWindowDays: 30,
      administratorArns: [...spec.cluster.admins].sort(compare),
    },
    cluster,
    store: {
      name: names.prefix,
      bucketName: names.bucket(spec.accountId),
      noncurrentDays: 30,
      accessLogBucket: spec.accessLogBucket ?? null,
      readers: tenants.map((namespace) => ({ namespace, serviceAccount: serviceAccounts.serving })),
      writers: tenants.map((namespace) => ({ namespace, serviceAccount: serviceAccounts.weights })),
    },
    events: {
      name: names.events,
      endingPools: pools.flatMap((pool) => {
        const { capacity } = pool;
        if (capacity.type !== 'capacity-block') return [];
        const leadMinutes = leadMinutesOf(awsPoolOf(pool).ultraServer, factory.catalog);
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
      // System nodes of an existing cluster are in groups that the library does not know.
      targets: spec.cluster.existing === undefined ? spec.entryTargets : 'external',
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

/** Plans the cluster, or the existing one; null if its system nodes are invalid. */
function planCluster(
  { factory, site, pools, kubernetesVersion }: SubstrateInput<AwsSiteSpec>,
  findings: LibraryFinding[],
): SubstratePlan['cluster'] | null {
  const { spec } = site;
  const { existing, deletionProtection, publicCidrs = [], privateCidrs = [] } = spec.cluster;
  const karpenter = pools.some((pool) => pool.manager === 'dynamic');
  if (existing !== undefined) {
    return {
      name: existing.name,
      existing: {
        version: spec.cluster.version ?? null,
        nodeSecurityGroupId: existing.nodeSecurityGroupId ?? null,
        weightsDriverRole: existing.weightsDriverRole ?? null,
      },
      deletionProtection,
      karpenter,
    };
  }
  const system = planSystem(factory, site, findings);
  if (system === null) return null;
  return {
    name: siteNames(factory.spec.name, site.name).cluster,
    version: kubernetesVersion,
    publicCidrs: publicCidrs.length === 0 ? null : [...publicCidrs].sort(compare),
    privateCidrs: [...privateCidrs].sort(compare),
    adminArns: [...spec.cluster.admins].sort(compare),
    viewerArns: [...spec.cluster.viewers].sort(compare),
    logRetentionDays: spec.logRetentionDays,
    deletionProtection,
    addons: planAddons({ kubernetesVersion, bucketWeights: true }, factory.catalog),
    system,
    addonPolicyArns: spec.addonPolicyArns,
    karpenter,
  };
}

function planSystem(
  { catalog }: ResolvedFactory,
  site: ResolvedSite<AwsSiteSpec>,
  findings: LibraryFinding[],
): SystemPoolPlan | null {
  const { system, cluster } = site.spec;
  const path = `${site.path}.system`;
  const found = findMachine(catalog, system.machine);
  if ('error' in found) {
    findings.push({
      code: 'unknown-machine',
      severity: 'error',
      path: `${path}.machine`,
      message: found.error.message,
    });
    return null;
  }
  const image = planImage(
    { path, stated: undefined, machine: found.row, accelerator: null, kubernetesVersion: cluster.version, catalog },
    findings,
  );
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
