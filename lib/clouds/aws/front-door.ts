import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { TrafficPlan } from '../../planner/plan';
import type { Realize } from '../../port/port';
import { addAccelerators } from './accelerator';
import { guardOf } from './guard';
import type { AwsOptions } from './options';
import { addWeightedRecords } from './weighted-records';

/** The split of requests over sites, by weighted DNS records or, between AWS regions alone, by accelerator dials. */
export const realizeFrontDoor =
  (options: AwsOptions): Realize<'frontDoor'> =>
  (scope, id, plan, { handles }) => {
    const group = new Construct(scope, id);
    const zoneId = zoneOf(group, plan);
    const stack = TerraformStack.of(scope);
    const guard = guardOf(options, handles.moveGuard);
    switch (plan.frontDoor) {
      case 'route53':
        return { ready: addWeightedRecords(group, { plan, options, stack, zoneId, guard }) };
      case 'global-accelerator':
        return { ready: addAccelerators(group, { plan, options, stack, zoneId, guard }) };
      default:
        throw new Error(`front door "${plan.frontDoor}" is none of AWS; use the provider that offers it`);
    }
  };

/** @throws Error where the traffic plan names no zone */
function zoneOf(scope: Construct, plan: TrafficPlan): string {
  if (plan.zoneId !== null) return plan.zoneId;
  if (plan.zoneName === null)
    throw new Error('traffic by DNS needs a hosted zone; state zoneId or a domain that has one');
  return new DataAwsRoute53Zone(scope, 'zone', { name: plan.zoneName }).zoneId;
}
