import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { Construct } from 'constructs';
import { minutesBefore } from '../../../units/instant';
import type { IEncryptionKey } from '../identity/encryption-key';
import { type RoleSettings, roleSettingsOf, ServiceRole } from '../identity/role';
import type { AwsPlace } from '../place';
import { leadMinutesOf } from '../rules/capacity-end';
import { alarmName, roleName, scheduleName } from '../rules/names';
import type { Capacity, NodeCapacity } from './capacity';

export interface CapacityEventsProps extends RoleSettings {
  /** Name of the pool and its node group. */
  readonly name: string;
  readonly clusterName: string;
  readonly nodeGroup: EksNodeGroup;
  readonly capacity: NodeCapacity;
  /** What the capacity source became. */
  readonly reserved: Capacity;
  /** Nodes when the capacity begins. */
  readonly count: number;
  readonly maxCount: number;
  /** Minutes before the end of a block at which its nodes leave. @default - 40, or 70 for UltraServers */
  readonly leadMinutes?: number;
  /** Topic of the alarm on an idle reservation. @default - the alarm sends no notification */
  readonly alarmTopicArn?: string;
  readonly key?: IEncryptionKey;
  readonly place: AwsPlace;
}

/**
 * Adds what happens to a node group when its capacity begins, idles and ends.
 *
 * Nodes leave before EC2 ends them: EKS itself scales the group down at the planned minute, since EKS would undo a change of
 * the Auto Scaling group. A schedule stays after it ran, so a later plan is empty.
 */
export function addCapacityEvents(scope: Construct, props: CapacityEventsProps): void {
  const { name, clusterName, place, key, count } = props;
  const { reservationId } = props.reserved;
  if (reservationId !== null) addIdleAlarm(scope, props, reservationId);
  const { startsAt, endsAt } = windowOf(props);
  if (startsAt === null && endsAt === null) return;
  const role = new ServiceRole(scope, 'scaler-role', {
    ...roleSettingsOf(props),
    name: roleName(clusterName, name, 'scaler'),
    description: `Scales pool ${name} when its capacity begins and ends`,
    place,
    service: 'scheduler.amazonaws.com',
    trust: { StringEquals: { 'aws:SourceAccount': place.accountId } },
    statements: [
      { Sid: 'Scale', Action: 'eks:UpdateNodegroupConfig', Resource: props.nodeGroup.arn },
      ...(key === undefined ? [] : [{ Sid: 'Key', Action: 'kms:Decrypt', Resource: key.keyArn }]),
    ],
  });
  const schedule = (id: string, at: string, size: { minSize: number; desiredSize: number }, why: string): void => {
    new SchedulerSchedule(scope, id, {
      name: scheduleName(clusterName, name, id),
      description: why,
      scheduleExpression: `at(${at})`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      ...(key === undefined ? {} : { kmsKeyArn: key.keyArn }),
      target: {
        arn: `arn:${place.partition}:scheduler:::aws-sdk:eks:updateNodegroupConfig`,
        roleArn: role.roleArn,
        input: JSON.stringify({
          ClusterName: clusterName,
          NodegroupName: name,
          ScalingConfig: { MinSize: size.minSize, DesiredSize: size.desiredSize, MaxSize: props.maxCount },
        }),
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 15 },
      },
      dependsOn: [...role.grants],
    });
  };
  if (startsAt !== null) {
    schedule('scale-up', startsAt, { minSize: 0, desiredSize: count }, `Capacity of ${name} begins`);
  }
  if (endsAt !== null) schedule('scale-down', endsAt, { minSize: 0, desiredSize: 0 }, `Capacity of ${name} ends soon`);
}

/** Local times at which nodes of a block start and leave. Null if they do not. */
function windowOf({ capacity, reserved, leadMinutes }: CapacityEventsProps) {
  if (capacity.type !== 'capacity-block') return { startsAt: null, endsAt: null };
  const lead = leadMinutes ?? leadMinutesOf(capacity.ultraServer === true);
  if (reserved.window !== null) {
    return { startsAt: reached(reserved.window.startsAt, 0), endsAt: reached(reserved.window.endsAt, lead) };
  }
  const { startsAt, endsAt } = capacity;
  return {
    startsAt: startsAt == null ? null : localTime(startsAt),
    endsAt: endsAt == null ? null : localTime(minutesBefore(endsAt, lead)),
  };
}

/** Local time of an instant that is known on apply, some minutes earlier. */
const reached = (expression: string, lessMinutes: number): string =>
  `\${formatdate("YYYY-MM-DD'T'hh:mm:ss", timeadd(${expression}, "-${lessMinutes}m"))}`;

/** Reserved capacity is paid for even if it is not used. */
function addIdleAlarm(
  scope: Construct,
  { name, clusterName, alarmTopicArn }: CapacityEventsProps,
  reservationId: string,
): void {
  const actions = alarmTopicArn === undefined ? {} : { alarmActions: [alarmTopicArn], okActions: [alarmTopicArn] };
  new CloudwatchMetricAlarm(scope, 'idle-alarm', {
    alarmName: alarmName(clusterName, name, 'reservation-idle'),
    alarmDescription: `Less than a fifth of the reservation of pool ${name} is in use, and all of it is paid`,
    namespace: 'AWS/EC2CapacityReservations',
    metricName: 'InstanceUtilization',
    dimensions: { CapacityReservationId: reservationId },
    statistic: 'Maximum',
    period: 300,
    evaluationPeriods: 12,
    comparisonOperator: 'LessThanThreshold',
    threshold: 20,
    treatMissingData: 'notBreaching',
    ...actions,
  });
}

/** Returns the local time that EventBridge Scheduler takes, for an instant in UTC. @throws Error for another zone */
export function localTime(at: string): string {
  const found = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(at);
  if (found?.[1] === undefined) throw new Error(`time "${at}" is not RFC 3339 in UTC, such as 2026-12-01T11:30:00Z`);
  return found[1];
}
