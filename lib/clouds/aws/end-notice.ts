import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { Construct } from 'constructs';
import { boundedName } from '../../planner/names';
import { localTime } from './capacity-schedule';
import { ServiceRole } from './identity/role';
import { idOf, roleName } from './names';
import type { AwsOptions } from './options';
import type { Place } from './place';
import type { EventPlan } from './rules/plan';

export interface EndNoticeProps {
  readonly plan: EventPlan;
  readonly place: Place;
  readonly options: AwsOptions;
  readonly topicArn: string;
  readonly keyArn: string;
}

/** Tells the topic when a pool's capacity is about to end: before its nodes leave, not when they are gone. */
export function addEndNotice(scope: Construct, { plan, place, options, topicArn, keyArn }: EndNoticeProps): void {
  const ending = plan.endingPools.flatMap(({ pool, endsAt, scaleDownAt }) =>
    scaleDownAt === undefined ? [] : [{ pool, endsAt, scaleDownAt }],
  );
  if (ending.length === 0) return;
  const role = new ServiceRole(scope, 'notice-role', {
    name: roleName(plan.name, 'notice'),
    description: `Tells ${plan.name} that capacity ends`,
    place,
    options,
    service: 'scheduler.amazonaws.com',
    trust: { StringEquals: { 'aws:SourceAccount': place.accountId } },
    statements: [
      { Sid: 'Publish', Action: 'sns:Publish', Resource: topicArn },
      { Sid: 'Key', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: keyArn },
    ],
  });
  for (const { pool, endsAt, scaleDownAt } of ending) {
    new SchedulerSchedule(scope, `notice-${idOf(pool)}`, {
      name: boundedName([plan.name, pool, 'ends'], 64),
      description: `Capacity of pool ${pool} ends at ${endsAt}`,
      scheduleExpression: `at(${localTime(scaleDownAt)})`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: keyArn,
      target: {
        arn: topicArn,
        roleArn: role.arn,
        input: JSON.stringify({
          pool,
          endsAt,
          message: `capacity of pool ${pool} ends at ${endsAt}; it scales to zero now`,
        }),
      },
      dependsOn: [...role.grants],
    });
  }
}
