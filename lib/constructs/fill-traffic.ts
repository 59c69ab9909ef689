import type { TerraformStack } from 'cdktf';
import { configureKubernetes } from '../kubernetes/configure';
import { realizeMoveGuard } from '../kubernetes/move-guard';
import type { FactoryPlan, TrafficPlan } from '../planner/plan';
import type { TrafficGuard } from '../port/port';
import type { FrontDoorContext } from './cloud';
import type { FactoryCore } from './factory-core';
import type { RouteGuard } from './traffic';

/** Makes the front door in the traffic stack, and what keeps it from moving requests to servers that are not ready. */
export function fillTraffic(
  stack: TerraformStack,
  factory: FactoryPlan,
  traffic: TrafficPlan,
  core: FactoryCore,
  guards: readonly RouteGuard[],
): void {
  const door = core.clouds.flatMap((cloud) => cloud.frontDoors?.[traffic.frontDoor] ?? [])[0];
  if (door === undefined) {
    throw new Error(
      `no cloud of the factory has the front door "${traffic.frontDoor}"; pass \`cloud\` to Traffic, such as AwsSite.cloud`,
    );
  }
  const site = factory.sites.find((each) => each.name === traffic.site) ?? factory.sites[0];
  door.configure(stack, traffic, factory);
  if (site !== undefined) configureKubernetes(stack, 'traffic', site, factory);
  const moveGuard =
    traffic.moves.length === 0 || site === undefined
      ? undefined
      : realizeMoveGuard(stack, 'move-guard', traffic, { factory, site, handles: {} });
  const context: FrontDoorContext = {
    factory,
    guardOf: (target, route) =>
      joined([moveGuard?.guardOf(target, route), ...guards.map((guard) => guard(target, route))]),
  };
  const made = door.fill(stack, traffic, context);
  moveGuard?.record(made);
}

/** All conditions as one; undefined if there are none. */
function joined(guards: readonly (TrafficGuard | undefined)[]): TrafficGuard | undefined {
  const given = guards.filter((each) => each !== undefined);
  if (given.length === 0) return undefined;
  return {
    dependsOn: given.flatMap((each) => each.dependsOn ?? []),
    preconditions: given.flatMap((each) => each.preconditions ?? []),
  };
}
