import type { Finding } from '../finding';
import { telemetryNames } from '../names';
import type { FactoryPlan } from '../plan';
import { clusterObjects, rulesAndDashboard, sharedObjects } from './cluster-objects';
import { clusterOf } from './clusters';
import { type DerivedName, findCollisions } from './derived-name';
import { checkStackNames, ofFactory } from './stacks';

const stacksOf = ({ name, sites }: FactoryPlan) => ({ name, sites: sites.map((site) => site.name) });

/** What a factory makes outside its own namespaces: in its clusters, and the names by which its workloads are reached. */
function outwardNames({ sites, traffic }: FactoryPlan): readonly DerivedName[] {
  const inClusters = sites.flatMap((site) => {
    const own: DerivedName = {
      kind: 'Namespace',
      name: site.runtime.gateway.namespace,
      scope: 'the cluster',
      path: 'name',
    };
    const names: readonly DerivedName[] = [
      own,
      ...clusterObjects(site),
      ...sharedObjects(site),
      ...site.runtime.tenants.map(({ name, namespace }) => ({
        ...own,
        name: namespace,
        path: `tenants.${name}`,
        fix: 'state another `namespace` for one of the tenants',
      })),
    ];
    const rules = site.serving.flatMap((each) =>
      rulesAndDashboard(telemetryNames(site.factory).serving(each.namespace, each.name)).map((object) => ({
        ...object,
        path: `workloads.${each.workload}`,
      })),
    );
    const made: readonly DerivedName[] = [...names, ...rules];
    return made.map(({ sites: _, ...each }) => ({
      ...each,
      scope: `${each.scope}, ${clusterOf(site)}`,
    }));
  });
  const hosts = (traffic?.routes ?? []).flatMap((route) =>
    [route.hostname, ...route.targets.map((target) => target.ownHostname)].map((name) => ({
      kind: 'host name',
      name,
      scope: 'DNS',
      path: `workloads.${route.workload}`,
      fix: 'give the factories different domains',
    })),
  );
  return [...inClusters, ...hosts];
}

/**
 * Compares a factory with the other factories of its app, and returns findings about the former: equal ids of stacks, objects
 * of one name in a cluster that they share, and equal host names.
 */
export const checkBeside = (plan: FactoryPlan, others: readonly FactoryPlan[]): Finding[] => [
  ...checkStackNames(stacksOf(plan), others.map(stacksOf)),
  ...findCollisions([...others.flatMap((other) => ofFactory(other.name, outwardNames(other))), ...outwardNames(plan)]),
];
