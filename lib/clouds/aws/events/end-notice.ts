import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { type RoleSettings, roleSettingsOf, ServiceRole } from '../identity/role';
import { localTime } from '../nodes/capacity-schedule';
import type { AwsPlace } from '../place';
import { idOf, roleName, scheduleName } from '../rules/names';

/** A pool whose capacity ends. */
export interface EndingPool {
  /** Name of the pool, which the message states. */
  readonly pool: string;
  /** When its capacity ends, as RFC 3339 in UTC. */
  readonly endsAt: string;
  /** When its nodes leave, as RFC 3339 in UTC. @default - not known before apply, so nothing is sent */
  readonly scaleDownAt?: string;
}

export interface EndNoticeProps extends RoleSettings {
  readonly name: string;
  readonly endingPools: readonly EndingPool[];
  readonly topicArn: string;
  readonly key: IEncryptionKey;
  readonly place: AwsPlace;
}

/** Sends a message to the topic when the nodes of a pool leave before its capacity ends. */
export function addEndNotice(scope: Construct, props: EndNoticeProps): void {
  const { name, place, topicArn, key } = props;
  const ending = props.endingPools.flatMap(({ pool, endsAt, scaleDownAt }) =>
    scaleDownAt === undefined ? [] : [{ pool, endsAt, scaleDownAt }],
  );
  if (ending.length === 0) return;
  const role = new ServiceRole(scope, 'notice-role', {
    ...roleSettingsOf(props),
    name: roleName(name, 'notice'),
    description: `Tells ${name} that capacity ends`,
    place,
    service: 'scheduler.amazonaws.com',
    trust: { StringEquals: { 'aws:SourceAccount': place.accountId } },
    statements: [
      { Sid: 'Publish', Action: 'sns:Publish', Resource: topicArn },
      { Sid: 'Key', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key.keyArn },
    ],
  });
  for (const { pool, endsAt, scaleDownAt } of ending) {
    new SchedulerSchedule(scope, `notice-${idOf(pool)}`, {
      name: scheduleName(name, pool, 'ends'),
      description: `Capacity of pool ${pool} ends at ${endsAt}`,
      scheduleExpression: `at(${localTime(scaleDownAt)})`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: key.keyArn,
      target: {
        arn: topicArn,
        roleArn: role.roleArn,
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
