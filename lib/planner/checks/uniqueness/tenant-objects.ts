import type { DerivedName } from '../../model/derived-name';
import { clusterNames, moveNames, routeNames, servingNames, telemetryNames } from '../../model/names';
import type { FactoryPlan, ServingPlan } from '../../model/plan';
import type { ResolvedFactory } from '../../model/resolved';
import { type Leg, legsOf } from '../../moves/legs';
import { namespaceOf } from '../../resolve/tenants';
import { rulesAndDashboard } from './cluster-objects';

const RENAME = 'rename the workload, or state another `revision`';

/**
 * Names of the objects in the namespaces of tenants, wherever workloads are placed now: what may be at a site has its names
 * there.
 */
export function tenantObjects(factory: ResolvedFactory, plan: FactoryPlan): readonly DerivedName[] {
  const wide = plan.sites.flatMap((site) => site.serving.filter((each) => each.nodesPerReplica > 1));
  const volumes = plan.sites.some((site) => site.runtime.storage.weights.kind === 'bucket');
  return [
    ...legsOf(factory).flatMap((leg): readonly DerivedName[] => {
      const { workload, serving } = leg;
      const namespace = namespaceOf(factory.spec, workload.spec.tenant);
      const place = { scope: `namespace ${namespace}`, path: pathOf(factory, leg), fix: RENAME };
      const own = { ...place, ...(workload.spec.sites === undefined ? {} : { sites: workload.spec.sites }) };
      const volume = { kind: 'PersistentVolume', name: clusterNames(plan.name).weightsVolume(namespace, serving) };
      return [
        ...servingObjects(serving).map((each) => ({ ...own, ...each })),
        ...wide
          .filter((each) => each.name === serving)
          .flatMap((each) => groupsOf(each).map((object) => ({ ...place, sites: [each.site], ...object }))),
        ...routeObjects(plan, workload.name).map((each) => ({
          ...own,
          path: workload.path,
          fix: 'rename one of the workloads',
          ...each,
        })),
        ...rulesAndDashboard(telemetryNames(plan.name).serving(namespace, serving)).map((each) => ({
          ...own,
          ...each,
        })),
        ...(volumes ? [{ ...own, scope: 'the cluster', ...volume }] : []),
      ];
    }),
    ...plan.sites.flatMap((site) =>
      site.runtime.moves.flatMap((move) =>
        Object.values(moveNames(move.name)).map((name) => ({
          kind: 'ConfigMap',
          name,
          scope: `namespace ${move.namespace}`,
          sites: [site.name],
          path: `migrations.${move.name}`,
        })),
      ),
    ),
  ];
}

/** What gives a serving its name: the workload, its revision, or that of a migration. */
function pathOf({ spec }: ResolvedFactory, { workload, move }: Leg): string {
  const target = move?.end === 'to' ? spec.migrations[move.migration]?.to.revision : undefined;
  if (target !== undefined && target !== workload.spec.revision) return `migrations.${move?.migration}.to.revision`;
  return workload.spec.revision === undefined ? workload.path : `${workload.path}.revision`;
}

type Named = Pick<DerivedName, 'kind' | 'name' | 'sites'>;

function servingObjects(serving: string): readonly Named[] {
  const { servers, service, picker, weightsClaim } = servingNames(serving);
  return [
    { kind: 'Deployment', name: servers },
    { kind: 'Deployment', name: picker },
    { kind: 'Service', name: service },
    { kind: 'Service', name: picker },
    { kind: 'ServiceMonitor', name: servers },
    { kind: 'ServiceMonitor', name: picker },
    { kind: 'PersistentVolumeClaim', name: weightsClaim },
  ];
}

/** What LeaderWorkerSet makes by itself for a serving whose replicas span nodes. */
function groupsOf({ name, replicas }: ServingPlan): readonly Named[] {
  const { servers, group } = servingNames(name);
  const groups = Array.from({ length: replicas.max }, (_, index) => group(index));
  return [
    { kind: 'Service', name: servers },
    ...[servers, ...groups].map((each) => ({ kind: 'StatefulSet', name: each })),
  ];
}

/** Routes of a workload. At the site whose gateway splits requests over the sites: also the split, and their entries. */
function routeObjects({ traffic }: FactoryPlan, workload: string): readonly Named[] {
  const { route, split, backend } = routeNames(workload);
  const site = traffic?.frontDoor === 'http-route' ? traffic.site : null;
  const targets = traffic?.routes.find((each) => each.workload === workload)?.targets ?? [];
  if (site === null) return [{ kind: 'HTTPRoute', name: route }];
  return [
    { kind: 'HTTPRoute', name: route },
    { kind: 'HTTPRoute', name: split, sites: [site] },
    ...targets.map((target) => ({ kind: 'Backend', name: backend(target.site), sites: [site] })),
  ];
}
