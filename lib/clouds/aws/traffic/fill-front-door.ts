import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { TrafficPlan, TrafficRoutePlan } from '../../../planner/model/plan';
import type { GuardOf, TrafficTarget } from '../../../port/port';
import { siteProvider } from '../providers';
import { Accelerators } from './accelerators';
import type { FrontDoorProps, FrontDoorTarget, HostProbe } from './front-door';
import { WeightedRecords } from './weighted-records';

/** Account that the front door is made in. */
export interface FrontDoorAccount {
  /** @default - the partition of the provider */
  readonly partition?: string;
  /** Existing bucket that receives the access logs of accelerators. @default - none */
  readonly accessLogBucket?: string;
}

/** Creates the split of requests over sites: weighted records, or accelerators between regions of AWS. */
export function fillFrontDoor(
  scope: Construct,
  id: string,
  plan: TrafficPlan,
  { account, guardOf }: { readonly account: FrontDoorAccount; readonly guardOf: GuardOf },
): WeightedRecords | Accelerators {
  const { name, notify } = plan;
  const stack = TerraformStack.of(scope);
  const targetOf = (target: TrafficTarget, route: TrafficRoutePlan): FrontDoorTarget => ({
    site: target.site,
    weight: target.weight,
    entry: entryOf(target, stack, plan),
    guard: guardOf(target, route),
    ...(target.move === null ? {} : { move: { warning: warningOf(plan, target) } }),
  });
  const props: FrontDoorProps = {
    name,
    zone: zoneOf(plan),
    routes: plan.routes.map((route) => ({
      name: route.workload,
      hostname: route.hostname,
      targets: route.targets.map((target) => targetOf(target, route)),
    })),
  };
  switch (plan.frontDoor) {
    case 'route53':
      return new WeightedRecords(scope, id, {
        ...props,
        ttlSeconds: plan.ttlSeconds,
        healthCheckPath: plan.healthCheckPath,
        notify,
        tags: { 'ai-factory:factory': name },
        partition: account.partition,
      });
    case 'global-accelerator':
      return new Accelerators(scope, id, { ...props, accessLogBucket: account.accessLogBucket });
    default:
      throw new Error(`AWS has no front door "${plan.frontDoor}"`);
  }
}

/** @throws Error if the plan names no zone */
function zoneOf({ zoneId, zoneName }: TrafficPlan): FrontDoorProps['zone'] {
  if (zoneId !== null) return { id: zoneId };
  if (zoneName !== null) return { name: zoneName };
  throw new Error('traffic by DNS has no hosted zone; state zoneId, or a domain that has a zone');
}

/** @throws Error if the target has neither a host name nor a balancer */
function entryOf(target: TrafficTarget, stack: TerraformStack, { notify }: TrafficPlan): FrontDoorTarget['entry'] {
  const { site, hostname, balancerName, region, topicName } = target;
  if (hostname !== null) return { hostname, probe: probeOf(target) };
  if (balancerName === null || region === null) {
    throw new Error(`site "${site}" has neither an entry host name nor a balancer; state entry.hostname of the site`);
  }
  return {
    balancerName,
    region,
    provider: siteProvider(stack, site),
    topicName: notify.length === 0 ? undefined : (topicName ?? undefined),
  };
}

function probeOf(target: TrafficTarget): HostProbe | undefined {
  const kind = target.probe;
  if (kind === 'none') return undefined;
  const protocol = kind === 'tcp' ? 'tcp' : target.isTls ? 'https' : 'http';
  return { hostname: target.ownHostname, port: target.port, protocol };
}

function warningOf({ moves }: TrafficPlan, { move }: TrafficTarget): string | null {
  const own = moves.find(({ name }) => name === move?.name);
  if (move === null || own === undefined || own.wayBack === null) return null;
  return move.end === 'to'
    ? `${own.name} sends it ${own.percent}% of the moved requests: ${own.wayBack.words}`
    : `it is the source of ${own.name}, whose target takes ${own.percent}%: a step back would send it more requests`;
}
