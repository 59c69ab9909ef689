import type { CloudRules } from '../../model/cloud';
import type { DerivedName } from '../../model/derived-name';
import type { LibraryFinding } from '../../model/finding';
import { telemetryNames } from '../../model/names';
import type { FactoryPlan } from '../../model/plan';
import { cloudNames } from './cloud-names';
import { clusterObjects, rulesAndDashboard, sharedObjects } from './cluster-objects';
import { clusterOf } from './clusters';
import { findCollisions } from './collisions';
import { type BesideFactory, checkStackNames, type FactoryStacks, ofOther } from './stacks';

const besideOf = ({ plan, place, advice }: PlannedFactory): BesideFactory => ({ name: plan.name, place, advice });

const stacksOf = (factory: PlannedFactory): FactoryStacks => ({
  ...besideOf(factory),
  sites: factory.plan.sites.map((site) => site.name),
});

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

/** A planned factory with the rules of its clouds. */
export interface PlannedFactory extends Omit<BesideFactory, 'name'> {
  readonly plan: FactoryPlan;
  readonly clouds: readonly Pick<CloudRules, 'name' | 'names'>[];
}

/** Names of a cloud; those inside a cluster are compared with the names of that cluster. */
const namesOf = ({ plan, clouds }: PlannedFactory): readonly DerivedName[] => [
  ...outwardNames(plan),
  ...cloudNames(plan, clouds).filter(({ sites }) => sites === undefined),
];

/**
 * Compares a factory with the other factories of its app, and returns findings about the former: equal ids of stacks, objects
 * of one name in a cluster or an account that they share, and equal host names.
 */
export const checkBeside = (factory: PlannedFactory, others: readonly PlannedFactory[]): LibraryFinding[] => [
  ...checkStackNames(stacksOf(factory), others.map(stacksOf)),
  ...findCollisions(
    [...others.flatMap((other) => ofOther(besideOf(other), besideOf(factory), namesOf(other))), ...namesOf(factory)],
    { factory: factory.plan.name },
  ),
];
