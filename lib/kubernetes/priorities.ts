import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import type { PriorityPlan } from '../planner/plan';
import { addObject } from './objects';

/** Priorities for the scheduler and, under the same names, for the queues. */
export const addPriorities = (scope: Construct, priorities: readonly PriorityPlan[]): Manifest[] =>
  priorities.flatMap(({ priority, name, value, preempts, description }) => [
    addObject(scope, `priority-${priority}`, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      description,
      preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    }),
    addObject(scope, `queue-priority-${priority}`, {
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'WorkloadPriorityClass',
      metadata: { name },
      value,
      description,
    }),
  ]);
