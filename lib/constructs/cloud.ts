import type { CloudRules } from '../planner/model/cloud';
import type { FactoryPlan, TrafficPlan } from '../planner/model/plan';
import type { Policy } from '../policies';
import type { GuardOf, IRealized } from '../port/port';
import type { CloudRecovery } from '../port/recovery';
import type { FactoryStack } from './factory-stack';

/** What a front door is made from. */
export interface FrontDoorContext {
  /** Plan of the whole factory. */
  readonly factory: FactoryPlan;
  /** Conditions under which a target may take requests: those of migrations and those of the user. */
  readonly guardOf: GuardOf;
}

/** A way to split requests over sites. */
export interface FrontDoor {
  /** Adds the Terraform providers and aspects that the front door needs to the traffic stack. */
  configure(stack: FactoryStack, traffic: TrafficPlan, factory: FactoryPlan): void;
  /** Makes the split in the traffic stack, after the clusters of moving workloads can be reached from it. */
  fill(stack: FactoryStack, traffic: TrafficPlan, context: FrontDoorContext): IRealized;
}

/** A cloud as a value: what the planner must know of it, and what belongs to no single site. A site class has one. */
export interface ICloud {
  /** The pure part: schema, facts and rules. */
  readonly rules: CloudRules;
  /** Front doors that it offers, by the name that `frontDoor` of the traffic has. @default - none */
  readonly frontDoors?: Readonly<Record<string, FrontDoor>>;
  /** Policies for its resources. @default - none */
  readonly policies?: readonly Policy[];
  /**
   * How the command `recover` finds objects of the cloud that a killed apply created and the state misses.
   * @default - the command looks for Kubernetes objects and Helm releases only
   */
  readonly recovery?: CloudRecovery;
}
