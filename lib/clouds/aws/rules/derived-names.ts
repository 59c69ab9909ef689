import type { DerivedName } from '../../../planner/model/derived-name';
import type { FactoryPlan, NodePoolPlan, SitePlan } from '../../../planner/model/plan';
import {
  acceleratorName,
  alarmName,
  balancerName,
  clusterLogGroup,
  eventLogGroup,
  flowLogGroup,
  healthTopicName,
  karpenterNodeProfile,
  karpenterNodeRole,
  karpenterPoolName,
  keyAlias,
  launchTemplateName,
  logBucketName,
  placementGroupName,
  roleName,
  ruleName,
  scheduleName,
  sharedNodeGroupName,
  targetGroupName,
  weightsBucketName,
} from './names';
import { awsPoolOf, type SubstratePlan, substrateOf } from './plan';
import { AWS } from './site';

type Named = Pick<DerivedName, 'kind' | 'name'> & { readonly from?: string };

const one = (kind: string, name: string, from?: string): Named => ({
  kind,
  name,
  ...(from === undefined ? {} : { from }),
});

/** Names of AWS that a site takes, each with the scope in which AWS wants it to be unique. */
export function awsNames(site: SitePlan, factory: FactoryPlan): readonly DerivedName[] {
  const substrate = substrateOf(site);
  if (substrate === null) return [];
  const path = `sites.${site.name}`;
  const account = `account ${site.accountId ?? 'of the credentials'}`;
  const region = `${site.region ?? 'the region'} of ${account}`;
  const within = (scope: string, names: readonly Named[]): readonly DerivedName[] =>
    names.map(({ kind, name, from }) => ({ kind, name, scope, path: from ?? path }));
  return [
    ...within(account, accountNames(site, substrate)),
    ...within(region, regionNames(site, substrate)),
    ...within(
      `cluster ${substrate.cluster.name} in ${region}`,
      managed(site).map((pool) => one('node group', groupOf(substrate, pool), poolPath(site, pool.name))),
    ),
    ...systemNames(substrate, region).map((each) => ({
      ...each,
      path: null,
      owner: `the system nodes of ${path}`,
      fix: 'rename the pool',
    })),
    ...within(
      'S3',
      [
        substrate.store.bucketName ?? weightsBucketName(substrate.store.name, { accountId: site.accountId ?? '' }),
        logBucketName(substrate.store.name, { accountId: site.accountId ?? '' }),
      ].map((name) => one('bucket', name)),
    ),
    ...within(account, frontDoorNames(factory, site)),
    ...karpenterNames(site, path),
  ];
}

/** The nodes of a cluster that the library makes are in a group of this name. */
const systemNames = ({ cluster: { name, ...cluster } }: SubstratePlan, region: string) =>
  'existing' in cluster
    ? []
    : [
        { kind: 'node group', name: 'system', scope: `cluster ${name} in ${region}` },
        { kind: 'launch template', name: launchTemplateName(name, 'system'), scope: region },
      ];

/** Node group of a pool: an existing cluster can have groups of others. */
const groupOf = ({ cluster, network }: SubstratePlan, { name }: NodePoolPlan): string =>
  'existing' in cluster ? sharedNodeGroupName(network.name, name) : name;

const poolPath = (site: SitePlan, pool: string): string => `sites.${site.name}.pools.${pool}`;
const managed = ({ pools }: SitePlan): readonly NodePoolPlan[] => pools.filter(({ manager }) => manager === 'managed');
const reserved = ({ capacity }: NodePoolPlan): boolean =>
  capacity.type === 'reservation' || capacity.type === 'capacity-block';

/** IAM and budgets know no region. */
function accountNames(site: SitePlan, substrate: SubstratePlan): readonly Named[] {
  const { cluster, network, store, events, budget } = substrate;
  const { name } = cluster;
  const accounts = [...store.readers, ...store.writers];
  return [
    ...('existing' in cluster ? [] : [one('role', roleName(name, 'cluster')), one('role', roleName(name, 'node'))]),
    one('role', roleName(network.name, 'flow-log')),
    one('role', roleName(events.name, 'notice')),
    ...('existing' in cluster ? [] : cluster.addons).flatMap(({ identity }) =>
      identity === null ? [] : [one('role', roleName(name, identity.role))],
    ),
    ...accounts.map(({ namespace, serviceAccount }) =>
      one('role', roleName(store.name, namespace, serviceAccount), tenantPath(site, namespace)),
    ),
    ...managed(site)
      .filter(({ capacity }) => capacity.type === 'capacity-block')
      .map((pool) => one('role', roleName(name, groupOf(substrate, pool), 'scaler'), poolPath(site, pool.name))),
    ...(cluster.karpenter
      ? [
          one('role', roleName(name, 'karpenter')),
          one('role', karpenterNodeRole(name)),
          one('instance profile', karpenterNodeProfile(name)),
        ]
      : []),
    ...(budget === null ? [] : [one('budget', budget.name)]),
  ];
}

const tenantPath = ({ name, runtime }: SitePlan, namespace: string): string => {
  const tenant = runtime.tenants.find((each) => each.namespace === namespace);
  return tenant === undefined ? `sites.${name}` : `tenants.${tenant.name}`;
};

function regionNames(site: SitePlan, substrate: SubstratePlan): readonly Named[] {
  const { cluster, network, keys, events, entry } = substrate;
  const { name } = cluster;
  const balancer = balancerName(entry.name);
  return [
    one('key alias', keyAlias(keys.name)),
    ...('existing' in cluster ? [] : [one('EKS cluster', name), one('log group', clusterLogGroup(name))]),
    one('log group', flowLogGroup(network.name)),
    one('log group', eventLogGroup(events.name)),
    one('queue', events.name),
    one('topic', events.name),
    one('event rule', ruleName(events.name, 'health')),
    one('load balancer', balancer),
    one('target group', targetGroupName(balancer)),
    one('alarm', alarmName(balancer, 'entry-down')),
    one('alarm', alarmName(events.name, 'capacity-block')),
    ...site.pools.flatMap((pool) =>
      poolNames(name, groupOf(substrate, pool), pool).map((each) => ({ ...each, from: poolPath(site, pool.name) })),
    ),
    ...events.endingPools.map(({ pool }) =>
      one('schedule', scheduleName(events.name, pool, 'ends'), poolPath(site, pool)),
    ),
  ];
}

function poolNames(cluster: string, name: string, pool: NodePoolPlan): readonly Named[] {
  const isManaged = pool.manager === 'managed';
  return [
    ...(isManaged ? [one('launch template', launchTemplateName(cluster, name))] : []),
    ...(awsPoolOf(pool).placementGroup ? [one('placement group', placementGroupName(cluster, name))] : []),
    ...(isManaged && reserved(pool)
      ? [
          one('alarm', alarmName(cluster, name, 'reservation-idle')),
          one('schedule', scheduleName(cluster, name, 'scale-up')),
          one('schedule', scheduleName(cluster, name, 'scale-down')),
        ]
      : []),
  ];
}

/** Names of the front door, which belongs to the first site of AWS. */
function frontDoorNames({ name, sites, traffic }: FactoryPlan, site: SitePlan): readonly Named[] {
  const first = sites.find(({ provider }) => provider === AWS);
  if (traffic === null || first?.name !== site.name) return [];
  return [
    one('topic in us-east-1', healthTopicName(name), 'traffic'),
    ...traffic.routes.flatMap((route) => {
      const from = `workloads.${route.workload}`;
      return [
        one('accelerator', acceleratorName(name, route.workload), from),
        ...route.targets.map((target) =>
          one('alarm in us-east-1', alarmName(name, `${route.workload}-${target.site}`, 'probe-fails'), from),
        ),
      ];
    }),
  ];
}

/** What Karpenter makes for a whole cluster. */
const karpenterNames = (site: SitePlan, path: string): readonly DerivedName[] =>
  site.pools
    .filter(({ manager }) => manager === 'dynamic')
    .map(({ name }) => ({
      kind: 'NodePool',
      name: karpenterPoolName(site.factory, name),
      scope: 'the cluster',
      sites: [site.name],
      path: `${path}.pools.${name}`,
    }));
