import { InternalError } from '../errors';
import { configureKubernetes } from '../kubernetes/configure';
import { GatewayFrontDoor } from '../kubernetes/front-door';
import { MoveGuard } from '../kubernetes/move-guard';
import type { FactoryPlan, SitePlan, TrafficPlan } from '../planner/model/plan';
import type { GuardOf, TrafficGuard } from '../port/port';
import { GATEWAY_DOOR } from '../spec/traffic';
import type { FrontDoor } from './cloud';
import type { FactoryCore } from './factory-core';
import type { FactoryStack } from './factory-stack';
import { Site } from './site';

export interface FillTrafficProps {
  readonly factory: FactoryPlan;
  readonly traffic: TrafficPlan;
  readonly core: FactoryCore;
  /** Conditions of the user on the routes. */
  readonly guards: readonly GuardOf[];
}

/** Makes the front door in the traffic stack, and what keeps it from moving requests to servers that are not ready. */
export function fillTraffic(stack: FactoryStack, { factory, traffic, core, guards }: FillTrafficProps): void {
  const connect = (site: SitePlan, alias?: string): void => {
    const found = core.fillables.find((each): each is Site => each instanceof Site && each.name === site.name);
    if (found === undefined) throw new InternalError(`the factory has no site ${site.name}`);
    configureKubernetes(stack, found.kubernetesAccess(stack, site, factory, alias), alias);
  };
  const door = doorOf(traffic, core, connect);
  door.configure(stack, traffic, factory);
  for (const site of factory.sites) {
    if (traffic.moves.some((move) => move.from === site.name || move.to === site.name)) connect(site, site.name);
  }
  const moveGuard = traffic.moves.length === 0 ? undefined : new MoveGuard(stack, 'move-guard', traffic);
  const guardOf: GuardOf = (target, route) =>
    joined([moveGuard?.guardOf(target, route), ...guards.map((guard) => guard(target, route))]);
  const made = door.fill(stack, traffic, { factory, guardOf });
  moveGuard?.record(made);
}

function doorOf(traffic: TrafficPlan, core: FactoryCore, connect: (site: SitePlan) => void): FrontDoor {
  if (traffic.frontDoor === GATEWAY_DOOR) return gatewayDoor(connect);
  const [door] = core.clouds.flatMap((cloud) => cloud.frontDoors?.[traffic.frontDoor] ?? []);
  if (door === undefined) {
    throw new Error(
      `no cloud of the factory has the front door "${traffic.frontDoor}"; pass \`cloud\` to Traffic, such as AwsSite.cloud`,
    );
  }
  return door;
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
const gatewayDoor = (connect: (site: SitePlan) => void): FrontDoor => ({
  configure: (_stack, traffic, factory) => connect(siteOf(factory, traffic)),
  fill: (stack, plan, { factory, guardOf }) =>
    new GatewayFrontDoor(stack, 'front-door', { plan, gateway: siteOf(factory, plan).runtime.gateway, guardOf }),
});

/** The site that holds the front door. */
function siteOf(factory: FactoryPlan, traffic: TrafficPlan): SitePlan {
  const site = factory.sites.find((each) => each.name === traffic.site) ?? factory.sites[0];
  if (site === undefined) throw new InternalError('traffic is planned for a factory without sites');
  return site;
}
