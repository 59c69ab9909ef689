import type { ServingPlan } from '../planner/model/plan';

/** Annotation of tenants' namespaces: who answers for what runs there. */
export const ownerAnnotation = 'ai-factory/owner';
/** Label by which Kueue takes a pod into a queue. */
export const queueLabel = 'kueue.x-k8s.io/queue-name';

/** What a pod is for, inside its namespace. */
export type Component = 'server' | 'weights' | 'picker';

/** Labels that select the pods of a serving. No site: the same workload has the same pods everywhere. */
export const podLabels = (serving: Pick<ServingPlan, 'name'>, component: Component) => ({
  'app.kubernetes.io/name': serving.name,
  'app.kubernetes.io/component': component,
});

/** Labels that select the pods of a serving that answer requests: of a replica over several nodes, its leader alone. */
export const endpointLabels = (serving: Pick<ServingPlan, 'name' | 'nodesPerReplica'>) => ({
  ...podLabels(serving, 'server'),
  ...(serving.nodesPerReplica > 1 ? { 'leaderworkerset.sigs.k8s.io/worker-index': '0' } : {}),
});

/** Name in the labels and object names of constructs that are used without a factory. */
export const DEFAULT_FACTORY = 'ai-factory';
/** Accelerator resource of constructs that are used without a factory. */
export const DEFAULT_ACCELERATOR_RESOURCE = 'nvidia.com/gpu';
