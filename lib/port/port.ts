import type { TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';
import type { TrafficRoutePlan } from '../planner/model/plan';

/** What was made of a part of the plan. */
export interface IRealized {
  /** What must be there before anything that uses it. */
  readonly ready: readonly Construct[];
}

/** One site that a route sends requests to. */
export type TrafficTarget = TrafficRoutePlan['targets'][number];

/** What a traffic record waits for, and what Terraform checks before it changes the record. */
export type TrafficGuard = Pick<TerraformMetaArguments, 'dependsOn'> & {
  /** Conditions that Terraform checks before it changes the record. @default - none */
  readonly preconditions?: readonly {
    /** Terraform expression that must be true. */
    readonly condition: string;
    /** Message of the failed plan: what is missing and what to do. */
    readonly errorMessage: string;
  }[];
};

/** Returns the conditions under which a target may take requests; undefined for none. */
export type GuardOf = (target: TrafficTarget, route: TrafficRoutePlan) => TrafficGuard | undefined;
