import type { DerivedName } from '../../model/derived-name';
import { clusterNames, systemNamespaces, TELEMETRY_NAMESPACE, telemetryNames } from '../../model/names';
import type { FactoryPlan, SitePlan } from '../../model/plan';
import type { ResolvedFactory } from '../../model/resolved';
import { platformNamespaces } from '../../resolve/platform-namespaces';

const CLUSTER = 'the cluster';

/** Names of what a site makes for its whole cluster. */
export function clusterObjects({ name: site, factory, runtime }: SitePlan): readonly DerivedName[] {
  const path = `sites.${site}`;
  const names = clusterNames(factory);
  const of = (kind: string, name: string, from = path): DerivedName => ({
    kind,
    name,
    scope: CLUSTER,
    sites: [site],
    path: from,
  });
  return [
    ...runtime.priorities.flatMap((each) => [of('PriorityClass', each.name), of('WorkloadPriorityClass', each.name)]),
    ...runtime.flavors.map((each) => of('ResourceFlavor', each.name, `${path}.pools.${each.pool}`)),
    ...runtime.queues.map((each) => of('ClusterQueue', each.clusterQueue, `queues.${each.name}`)),
    of('Cohort', names.cohort),
    of('Topology', names.topology),
    of('ValidatingAdmissionPolicy', names.admission),
    of('GatewayClass', runtime.gateway.className),
    ...(runtime.storage.create === null ? [] : [of('StorageClass', runtime.storage.className)]),
    // The operator takes a policy of this name alone.
    ...(runtime.rdmaDevices === null ? [] : [of('NicClusterPolicy', 'nic-cluster-policy', `${path}.rdma.devices`)]),
  ];
}

/** Namespaces: those of every cluster, of the platform, of the factory's gateway and of its tenants. */
export function namespaces({ spec }: ResolvedFactory, { name: factory, sites }: FactoryPlan): readonly DerivedName[] {
  const [site] = sites;
  if (site === undefined) return [];
  const of = (name: string): Omit<DerivedName, 'path'> => ({ kind: 'Namespace', name, scope: CLUSTER });
  const there = (name: string, owner: string): DerivedName => ({ ...of(name), path: null, owner });
  const platform = new Set([
    ...platformNamespaces,
    ...sites.flatMap(({ platform: { releases } }) => releases.map((each) => each.namespace)),
  ]);
  const pathOf = (tenant: string): string => {
    const stated = spec.tenants[tenant];
    if (stated !== undefined)
      return stated.namespace === undefined ? `tenants.${tenant}` : `tenants.${tenant}.namespace`;
    const [user] = Object.entries(spec.workloads).find(([, workload]) => workload.tenant === tenant) ?? [];
    return `workloads.${user}.tenant`;
  };
  return [
    ...systemNamespaces.map((name) => there(name, 'Kubernetes')),
    ...[...platform].filter((name) => name !== 'kube-system').map((name) => there(name, 'the platform')),
    { ...of(site.runtime.gateway.namespace), path: 'name', owner: `the gateway of ${factory}` },
    ...site.runtime.tenants.map(({ name, namespace }) => ({
      ...of(namespace),
      path: pathOf(name),
      fix: 'state another `namespace` for the tenant, or rename it',
    })),
  ];
}

/** Rules and dashboard of one name, in the namespace that factories share. */
export const rulesAndDashboard = (name: string): readonly Pick<DerivedName, 'kind' | 'name' | 'scope'>[] =>
  ['PrometheusRule', 'ConfigMap'].map((kind) => ({ kind, name, scope: `namespace ${TELEMETRY_NAMESPACE}` }));

/** Objects in namespaces that the factories of a cluster share: releases, rules, dashboards, services of gateways. */
export function sharedObjects({ name: site, factory, platform, runtime }: SitePlan): readonly DerivedName[] {
  const { gateway, moves, telemetry } = runtime;
  const path = `sites.${site}`;
  const names = telemetryNames(factory);
  const of = (namespace: string, kind: string, name: string, from: string): DerivedName => ({
    kind,
    name,
    scope: `namespace ${namespace}`,
    sites: [site],
    path: from,
  });
  return [
    ...platform.releases.map(({ name, namespace }) => ({
      ...of(namespace, 'Helm release', name, path),
      fix: 'list what the other one installs under `installed`',
    })),
    ...rulesAndDashboard(names.site(site)).map((each) => ({ ...each, sites: [site], path })),
    ...moves.flatMap((move) =>
      rulesAndDashboard(names.move(move.name)).map((each) => ({
        ...each,
        sites: [site],
        path: `migrations.${move.name}`,
      })),
    ),
    ...(telemetry.alerts ?? []).map(({ name }) =>
      of(TELEMETRY_NAMESPACE, 'PrometheusRule', names.alert(site, name), `${path}.alerts.${name}`),
    ),
    ...(telemetry.dashboards ?? []).map(({ name }) =>
      of(TELEMETRY_NAMESPACE, 'ConfigMap', names.dashboard(site, name), `${path}.dashboards.${name}`),
    ),
    { ...of(gateway.controllerNamespace, 'Service', 'envoy-gateway', ''), path: null, owner: 'the platform' },
    { ...of(gateway.controllerNamespace, 'Service', gateway.service, 'name'), fix: 'rename the factory' },
  ];
}
