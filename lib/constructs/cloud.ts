import type { TerraformStack } from 'cdktf';
import type { CloudRules } from '../planner/cloud';
import type { FactoryPlan, TrafficPlan, TrafficRoutePlan } from '../planner/plan';
import type { Policy } from '../policies';
import type { IRealized, TrafficGuard, TrafficTarget } from '../port/port';

/** What a front door is made from. */
export interface FrontDoorContext {
  readonly factory: FactoryPlan;
  /** Conditions under which a target may take requests: those of migrations and those of the user. */
  guardOf(target: TrafficTarget, route: TrafficRoutePlan): TrafficGuard | undefined;
}

/** A way to split requests over sites. */
export interface FrontDoor {
  /** Adds the Terraform providers that the front door needs to the traffic stack. */
  configure(stack: TerraformStack, traffic: TrafficPlan, factory: FactoryPlan): void;
  /** Makes the split in the traffic stack. */
  fill(stack: TerraformStack, traffic: TrafficPlan, context: FrontDoorContext): IRealized;
}

/** A cloud as a value: what the planner must know of it, and what belongs to no single site. A site class has one. */
export interface ICloud {
  /** The pure part: schema, facts and rules. */
  readonly rules: CloudRules;
  /** Front doors that it offers, by the name that `frontDoor` of the traffic has. @default - none */
  readonly frontDoors?: Readonly<Record<string, FrontDoor>>;
  /** Policies for its resources. @default - none */
  readonly policies?: readonly Policy[];
}
