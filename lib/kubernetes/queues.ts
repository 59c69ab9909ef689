import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { QueuePlan, RuntimePlan } from '../planner/plan';
import { addObject } from './objects';

const apiVersion = 'kueue.x-k8s.io/v1beta2';
/** The places of a site: racks and what holds them. */
const TOPOLOGY = 'site';

/** Flavors, cohort, cluster queues and the tenants' local queues. */
export function addQueues(
  scope: Construct,
  runtime: RuntimePlan,
  namespaces: readonly TerraformResource[],
): Manifest[] {
  const levels = runtime.flavors.find(({ topologyLevels }) => topologyLevels.length > 0)?.topologyLevels ?? [];
  const topology =
    levels.length === 0
      ? []
      : [
          addObject(scope, 'topology', {
            apiVersion,
            kind: 'Topology',
            metadata: { name: TOPOLOGY },
            spec: { levels: levels.map((nodeLabel) => ({ nodeLabel })) },
          }),
        ];
  const flavors = runtime.flavors.map((flavor) =>
    addObject(
      scope,
      `flavor-${flavor.name}`,
      {
        apiVersion,
        kind: 'ResourceFlavor',
        metadata: { name: flavor.name },
        spec: {
          nodeLabels: flavor.nodeLabels,
          ...(flavor.taints.length === 0 ? {} : { nodeTaints: flavor.taints.map((taint) => ({ ...taint })) }),
          ...(flavor.topologyLevels.length === 0 ? {} : { topologyName: TOPOLOGY }),
        },
      },
      topology.length === 0 ? {} : { dependsOn: topology },
    ),
  );
  const cohorts = [...new Set(runtime.queues.map((queue) => queue.cohort))].map((name) =>
    addObject(scope, `cohort-${name}`, { apiVersion, kind: 'Cohort', metadata: { name }, spec: {} }),
  );
  return [
    ...topology,
    ...flavors,
    ...cohorts,
    ...runtime.queues.flatMap((queue) => addQueue(scope, queue, [...flavors, ...cohorts], namespaces)),
  ];
}

function addQueue(
  scope: Construct,
  queue: QueuePlan,
  before: Manifest[],
  namespaces: readonly TerraformResource[],
): Manifest[] {
  const covered = [
    ...new Set(queue.quotas.flatMap((quota) => quota.resources.map((resource) => resource.name))),
  ].sort();
  const none = { nominal: '0', borrowing: null, lending: null };
  const clusterQueue = addObject(
    scope,
    `queue-${queue.name}`,
    {
      apiVersion,
      kind: 'ClusterQueue',
      metadata: { name: queue.name },
      spec: {
        cohortName: queue.cohort,
        queueingStrategy: 'BestEffortFIFO',
        stopPolicy: queue.stopPolicy,
        namespaceSelector: {
          matchExpressions: [
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'In',
              values: queue.tenants.map((tenant) => tenant.namespace),
            },
          ],
        },
        preemption: {
          withinClusterQueue: queue.preemption.withinQueue,
          reclaimWithinCohort: queue.preemption.reclaimWithinCohort,
        },
        flavorFungibility: { whenCanBorrow: 'MayStopSearch', whenCanPreempt: 'TryNextFlavor' },
        fairSharing: { weight: queue.weight },
        ...(covered.length === 0
          ? {}
          : {
              resourceGroups: [
                {
                  coveredResources: covered,
                  // Every flavor of a group states every resource, in the order in which they are covered.
                  flavors: queue.quotas.map((quota) => ({
                    name: quota.flavor,
                    resources: covered.map((name) => {
                      const own = quota.resources.find((resource) => resource.name === name) ?? none;
                      return {
                        name,
                        nominalQuota: own.nominal,
                        ...(own.borrowing === null ? {} : { borrowingLimit: own.borrowing }),
                        ...(own.lending === null ? {} : { lendingLimit: own.lending }),
                      };
                    }),
                  })),
                },
              ],
            }),
      },
    },
    { dependsOn: before },
  );
  const local = queue.tenants.map((tenant) =>
    addObject(
      scope,
      `queue-${queue.name}-${tenant.namespace}`,
      {
        apiVersion,
        kind: 'LocalQueue',
        metadata: { name: queue.name, namespace: tenant.namespace },
        spec: { clusterQueue: queue.name },
      },
      { dependsOn: [clusterQueue, ...namespaces] },
    ),
  );
  return [clusterQueue, ...local];
}
