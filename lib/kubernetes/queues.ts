import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { clusterNames } from '../planner/model/names';
import type { QueuePlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { DEFAULT_FACTORY } from './labels';
import { addObject } from './objects';

const apiVersion = 'kueue.x-k8s.io/v1beta2';

/** A kind of node that quotas are counted in. */
export interface QueueFlavor {
  /** Name of the resource flavor. */
  readonly name: string;
  /** Node pool, for the construct id. @default - `name` */
  readonly pool?: string;
  /** Labels of the nodes. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Taints of the nodes that admitted pods must tolerate. @default - none */
  readonly taints?: readonly {
    /** Key of the taint. */
    readonly key: string;
    /** Value of the taint. */
    readonly value: string;
    /** Effect of the taint, such as `NoSchedule`. */
    readonly effect: string;
  }[];
  /**
   * Node labels of the topology levels, widest first. All flavors share one topology.
   * @default - no topology-aware scheduling
   */
  readonly topologyLevels?: readonly string[];
}

/** Quota of a resource, in Kubernetes quantities such as `16` or `512Gi`. */
export interface QueueResource {
  /** Resource, such as `nvidia.com/gpu` or `cpu`. */
  readonly name: string;
  /** Guaranteed quantity. */
  readonly nominal: string;
  /** Quantity that the queue may borrow from the cohort. @default - no limit */
  readonly borrowing?: string | null;
  /** Quantity that the queue lends to the cohort. @default - everything unused */
  readonly lending?: string | null;
}

/** Guaranteed resources of one flavor. */
export interface QueueQuota {
  /** Name of the flavor. */
  readonly flavor: string;
  /** Quotas of the resources. A resource that only other flavors of the queue list has a quota of 0 here. */
  readonly resources: readonly QueueResource[];
}

/** A cluster queue, with a local queue in the namespace of each of its tenants. */
export interface QueueDefinition {
  /** Name of the local queues. */
  readonly name: string;
  /** Name of the cluster queue. @default - `<factory>-<name>` */
  readonly clusterQueue?: string;
  /** Tenants that use the queue. */
  readonly tenants: readonly {
    /** Namespace that gets a local queue. */
    readonly namespace: string;
  }[];
  /** Quotas by flavor, in the order in which flavors are tried. */
  readonly quotas: readonly QueueQuota[];
  /**
   * Which workloads are preempted for those of the queue, in the words of Kueue.
   *
   * @default - lower priorities within the queue, any priority that uses borrowed quota
   */
  readonly preemption?: QueuePlan['preemption'];
  /** Share of unused quota among the queues of the cohort. @default '1' */
  readonly weight?: string;
  /** Whether the queue admits workloads. @default 'None' */
  readonly stopPolicy?: QueuePlan['stopPolicy'];
}

/** Flavors and queues of a cluster, which form one cohort. */
export interface QueuesProps {
  /** Resource flavors that quotas refer to. */
  readonly flavors: readonly QueueFlavor[];
  /** Cluster queues with the namespaces of their tenants. */
  readonly queues: readonly QueueDefinition[];
  /** Prefix of the names of cluster-wide objects. @default 'ai-factory' */
  readonly factory?: string;
  /** Name of the cohort, within which queues lend and borrow. @default - `factory` */
  readonly cohort?: string;
  /** What must exist before local queues, such as the namespaces of the tenants. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/** Kueue's view of the accelerators: resource flavors, a cohort, cluster queues and local queues. */
export class Queues extends Construct implements IRealized {
  public readonly ready: readonly Manifest[];
  /** Name of the cohort. Undefined if there is no queue. */
  public readonly cohort: string | undefined;
  /** Names of the cluster queues, by queue. */
  public readonly clusterQueues: Readonly<Record<string, string>>;

  public constructor(scope: Construct, id: string, props: QueuesProps) {
    super(scope, id);
    const flavors = new Set(props.flavors.map(({ name }) => name));
    for (const queue of props.queues) {
      const unknown = queue.quotas.find(({ flavor }) => !flavors.has(flavor));
      if (unknown === undefined) continue;
      throw new Error(
        `queue "${queue.name}" has a quota of unknown flavor "${unknown.flavor}"; defined flavors: ${[...flavors].join(', ')}; fix the name or add the flavor to \`flavors\``,
      );
    }
    this.cohort = props.queues.length === 0 ? undefined : cohortOf(props);
    this.clusterQueues = Object.fromEntries(props.queues.map((queue) => [queue.name, clusterQueueOf(props, queue)]));
    this.ready = addQueues(this, props);
  }
}

const namesOf = ({ factory = DEFAULT_FACTORY }: QueuesProps) => clusterNames(factory);
const cohortOf = (props: QueuesProps): string => props.cohort ?? namesOf(props).cohort;
const clusterQueueOf = (props: QueuesProps, queue: QueueDefinition): string =>
  queue.clusterQueue ?? namesOf(props).clusterQueue(queue.name);

/** Adds flavors, cohort, cluster queues and local queues. */
export function addQueues(scope: Construct, props: QueuesProps): Manifest[] {
  const topologyName = namesOf(props).topology;
  const levelsOf = ({ topologyLevels = [] }: QueueFlavor) => topologyLevels;
  const levels = props.flavors.map(levelsOf).find(({ length }) => length > 0) ?? [];
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
  const flavors = props.flavors.map((flavor) => {
    const { name, pool = name, nodeLabels, taints = [] } = flavor;
    return addObject(
      scope,
      `flavor-${pool}`,
      {
        apiVersion,
        kind: 'ResourceFlavor',
        metadata: { name },
        spec: {
          nodeLabels,
          ...(taints.length === 0 ? {} : { nodeTaints: taints.map((taint) => ({ ...taint })) }),
          ...(levelsOf(flavor).length === 0 ? {} : { topologyName }),
        },
      },
      topology.length === 0 ? {} : { dependsOn: topology },
    );
  });
  const cohort =
    props.queues.length === 0
      ? []
      : [addObject(scope, 'cohort', { apiVersion, kind: 'Cohort', metadata: { name: cohortOf(props) }, spec: {} })];
  return [
    ...topology,
    ...flavors,
    ...cohort,
    ...props.queues.flatMap((queue) => addQueue(scope, props, queue, [...flavors, ...cohort])),
  ];
}

const DEFAULT_PREEMPTION: QueuePlan['preemption'] = { withinQueue: 'LowerPriority', reclaimWithinCohort: 'Any' };

function addQueue(scope: Construct, props: QueuesProps, queue: QueueDefinition, before: Manifest[]): Manifest[] {
  const name = clusterQueueOf(props, queue);
  const { preemption = DEFAULT_PREEMPTION } = queue;
  const group = new Construct(scope, `queue-${queue.name}`);
  const resourceGroups = resourceGroupsOf(queue);
  const clusterQueue = addObject(
    group,
    'cluster-queue',
    {
      apiVersion,
      kind: 'ClusterQueue',
      metadata: { name },
      spec: {
        cohortName: cohortOf(props),
        queueingStrategy: 'BestEffortFIFO',
        stopPolicy: queue.stopPolicy ?? 'None',
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
          withinClusterQueue: preemption.withinQueue,
          reclaimWithinCohort: preemption.reclaimWithinCohort,
        },
        flavorFungibility: { whenCanBorrow: 'MayStopSearch', whenCanPreempt: 'TryNextFlavor' },
        fairSharing: { weight: queue.weight ?? '1' },
        ...(resourceGroups.length === 0 ? {} : { resourceGroups }),
      },
    },
    { dependsOn: before },
  );
  const local = queue.tenants.map(({ namespace }) =>
    addObject(
      group,
      `local-queue-${namespace}`,
      {
        apiVersion,
        kind: 'LocalQueue',
        metadata: { name: queue.name, namespace },
        spec: { clusterQueue: name },
      },
      { dependsOn: [clusterQueue, ...(props.after ?? [])] },
    ),
  );
  return [clusterQueue, ...local];
}

/** Returns the one resource group of a cluster queue, or nothing if it has no quota. */
function resourceGroupsOf({ quotas }: QueueDefinition) {
  const coveredResources = [
    ...new Set(quotas.flatMap((quota) => quota.resources.map((resource) => resource.name))),
  ].sort();
  if (coveredResources.length === 0) return [];
  // Every flavor of a group states every resource, in the order in which they are covered.
  const flavors = quotas.map((quota) => ({
    name: quota.flavor,
    resources: coveredResources.map((name) => {
      const own = quota.resources.find((resource) => resource.name === name);
      const { borrowing = null, lending = null } = own ?? {};
      return {
        name,
        nominalQuota: own?.nominal ?? '0',
        ...(borrowing === null ? {} : { borrowingLimit: borrowing }),
        ...(lending === null ? {} : { lendingLimit: lending }),
      };
    }),
  }));
  return [{ coveredResources, flavors }];
}
