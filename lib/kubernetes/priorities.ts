import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { clusterNames } from '../planner/model/names';
import type { PriorityPlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { DEFAULT_FACTORY } from './labels';
import { addObject } from './objects';

/** A priority of pods and queued workloads. */
export interface PriorityDefinition {
  /** Short name, such as `batch`. */
  readonly priority: string;
  /** Name of the class. @default - `<factory>-<priority>` */
  readonly name?: string;
  /** Higher values are scheduled first. */
  readonly value: number;
  /** Whether pods preempt pods of lower priority. @default true */
  readonly preempts?: boolean;
  /** Purpose of the priority, shown by `kubectl describe`. */
  readonly description: string;
}

/** Priorities and the prefix of the names of their classes. */
export interface PrioritiesProps {
  /** Priorities to create; each becomes a PriorityClass and a WorkloadPriorityClass. */
  readonly priorities: readonly PriorityDefinition[];
  /** Prefix of the names of the classes. @default 'ai-factory' */
  readonly factory?: string;
}

/** Priority classes of the scheduler and, under the same names, of Kueue. */
export class Priorities extends Construct implements IRealized {
  public readonly ready: readonly Manifest[];
  /** Names of the classes, by priority. */
  public readonly classNames: Readonly<Record<string, string>>;

  public constructor(scope: Construct, id: string, props: PrioritiesProps) {
    super(scope, id);
    const { priorities, factory = DEFAULT_FACTORY } = props;
    const named = priorities.map((each) => ({
      ...each,
      name: each.name ?? clusterNames(factory).priorityClass(each.priority),
    }));
    this.classNames = Object.fromEntries(named.map(({ priority, name }) => [priority, name]));
    this.ready = addPriorities(this, named);
  }
}

type NamedPriority = PriorityDefinition & Pick<PriorityPlan, 'name'>;

/** Adds the priority classes of the scheduler and of Kueue. */
export const addPriorities = (scope: Construct, priorities: readonly NamedPriority[]): Manifest[] =>
  priorities.flatMap(({ priority, name, value, preempts = true, description }) => [
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
