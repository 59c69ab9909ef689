import type { TerraformStack } from 'cdktf';
import { InternalError } from '../errors';
import { configureKubernetes } from '../kubernetes/configure';
import { realizeFrontDoor } from '../kubernetes/front-door';
import { realizeMoveGuard } from '../kubernetes/move-guard';
import type { FactoryPlan, SitePlan, TrafficPlan } from '../planner/plan';
import type { TrafficGuard } from '../port/port';
import { GATEWAY_DOOR } from '../spec/traffic';
import type { FrontDoor, FrontDoorContext } from './cloud';
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
  const door =
    traffic.frontDoor === GATEWAY_DOOR
      ? gatewayDoor
      : core.clouds.flatMap((cloud) => cloud.frontDoors?.[traffic.frontDoor] ?? [])[0];
  if (door === undefined) {
    throw new Error(
      `no cloud of the factory has the front door "${traffic.frontDoor}"; pass \`cloud\` to Traffic, such as AwsSite.cloud`,
    );
  }
  const site = siteOf(factory, traffic);
  door.configure(stack, traffic, factory);
  configureKubernetes(stack, 'traffic', site, factory);
  const moveGuard =
    traffic.moves.length === 0
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

/** The front door that every cluster has: a route of the gateway of one site. */
const gatewayDoor: FrontDoor = {
  configure: () => undefined,
  fill: (stack, traffic, { factory, guardOf }) => {
    const site = siteOf(factory, traffic);
    const handles = { moveGuard: { guardOf, record: () => undefined } };
    return realizeFrontDoor(stack, 'front-door', traffic, { factory, site, handles });
  },
};

/** The site that holds the front door. */
function siteOf(factory: FactoryPlan, traffic: TrafficPlan): SitePlan {
  const site = factory.sites.find((each) => each.name === traffic.site) ?? factory.sites[0];
  if (site === undefined) throw new InternalError('traffic is planned for a factory without sites');
  return site;
}
