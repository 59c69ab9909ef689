import type { DerivedName } from '../../model/derived-name';
import type { LibraryFinding } from '../../model/finding';
import type { FactoryPlan } from '../../model/plan';
import type { ResolvedFactory } from '../../model/resolved';
import { cloudNames } from './cloud-names';
import { clusterObjects, namespaces, sharedObjects } from './cluster-objects';
import { checkSharedClusters } from './clusters';
import { findCollisions } from './collisions';
import { derivedHostNames } from './host-names';
import { checkLists } from './lists';
import { tenantObjects } from './tenant-objects';

export { checkBeside, type PlannedFactory } from './beside';
export { findCollisions } from './collisions';
export { checkStackNames } from './stacks';

/** Every name that is derived for a factory, with the scope in which it must be unique. */
const derivedNames = (factory: ResolvedFactory, plan: FactoryPlan): readonly DerivedName[] => [
  ...plan.sites.flatMap((site) => [...clusterObjects(site), ...sharedObjects(site)]),
  ...namespaces(factory, plan),
  ...tenantObjects(factory, plan),
  ...derivedHostNames(factory),
  ...cloudNames(plan, factory.clouds),
];

/** Returns a finding for each two parts of a factory that would make objects of one name. */
export const checkNames = (factory: ResolvedFactory, plan: FactoryPlan): LibraryFinding[] => [
  ...checkLists(factory.spec),
  ...checkSharedClusters(plan),
  ...findCollisions(derivedNames(factory, plan)),
];
