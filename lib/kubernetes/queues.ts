import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { clusterNames } from '../planner/names';
import type { QueuePlan, RuntimePlan } from '../planner/plan';
import { addObject } from './objects';

const apiVersion = 'kueue.x-k8s.io/v1beta2';

/** Flavors, cohort, cluster queues and the tenants' local queues. */
export function addQueues(
  scope: Construct,
  runtime: RuntimePlan,
  namespaces: readonly TerraformResource[],
): Manifest[] {
  const topologyName = clusterNames(runtime.factory).topology;
  const levels = runtime.flavors.find(({ topologyLevels }) => topologyLevels.length > 0)?.topologyLevels ?? [];
  const topology =
    levels.length === 0
      ? []
      : [
          addObject(scope, 'topology', {
            apiVersion,
            kind: 'Topology',
            metadata: { name: topologyName },
            spec: { levels: levels.map((nodeLabel) => ({ nodeLabel })) },
          }),
        ];
  const flavors = runtime.flavors.map((flavor) =>
    addObject(
      scope,
      `flavor-${flavor.pool}`,
      {
        apiVersion,
        kind: 'ResourceFlavor',
        metadata: { name: flavor.name },
        spec: {
          nodeLabels: flavor.nodeLabels,
          ...(flavor.taints.length === 0 ? {} : { nodeTaints: flavor.taints.map((taint) => ({ ...taint })) }),
          ...(flavor.topologyLevels.length === 0 ? {} : { topologyName }),
        },
      },
      topology.length === 0 ? {} : { dependsOn: topology },
    ),
  );
  const cohort = runtime.queues
    .slice(0, 1)
    .map(({ cohort: name }) =>
      addObject(scope, 'cohort', { apiVersion, kind: 'Cohort', metadata: { name }, spec: {} }),
    );
  return [
    ...topology,
    ...flavors,
    ...cohort,
    ...runtime.queues.flatMap((queue) => addQueue(scope, queue, [...flavors, ...cohort], namespaces)),
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
  const group = new Construct(scope, `queue-${queue.name}`);
  const clusterQueue = addObject(
    group,
    'cluster-queue',
    {
      apiVersion,
      kind: 'ClusterQueue',
      metadata: { name: queue.clusterQueue },
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
      group,
      `local-queue-${tenant.namespace}`,
      {
        apiVersion,
        kind: 'LocalQueue',
        metadata: { name: queue.name, namespace: tenant.namespace },
        spec: { clusterQueue: queue.clusterQueue },
      },
      { dependsOn: [clusterQueue, ...namespaces] },
    ),
  );
  return [clusterQueue, ...local];
}
