import type { TrafficRoutePlan } from '../../planner/plan';
import type { IMoveGuard, TrafficGuard, TrafficTarget } from '../../port/port';
import type { AwsOptions } from './options';

/** Guard of a target, as the meta-arguments of the resource that sends requests to it. */
export type GuardOf = (target: TrafficTarget, route: TrafficRoutePlan) => GuardArguments;

interface GuardArguments {
  readonly dependsOn?: TrafficGuard['dependsOn'];
  readonly lifecycle?: { readonly precondition: { readonly condition: string; readonly errorMessage: string }[] };
}

/** Joins what migrations ask for with what the team asks for. */
export const guardOf =
  ({ guard }: AwsOptions, moves: IMoveGuard | undefined): GuardOf =>
  (target, route) => {
    const guards = [moves?.guardOf(target, route), guard?.(target, route)].filter((each) => each !== undefined);
    const dependsOn = guards.flatMap((each) => each.dependsOn ?? []);
    const precondition = guards.flatMap((each) => [...(each.preconditions ?? [])]);
    return {
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
      ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }),
    };
  };
