import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import type { Construct } from 'constructs';
import { boundedName } from '../../planner/names';
import type { NodePoolPlan } from '../../planner/plan';
import type { IEvents } from '../../port/port';
import type { Capacity } from './capacity';
import { ServiceRole } from './identity/role';
import { roleName } from './names';
import type { AwsOptions } from './options';
import type { Place } from './place';
import type { EventPlan } from './rules/plan';

export interface CapacityEventsProps {
  readonly plan: NodePoolPlan;
  readonly place: Place;
  readonly options: AwsOptions;
  readonly keyArn: string;
  readonly capacity: Capacity;
  readonly clusterName: string;
  readonly nodeGroup: EksNodeGroup;
  readonly events: IEvents;
  readonly ending: EventPlan['endingPools'][number] | undefined;
}

/**
 * What happens to a pool when its capacity begins, idles and ends.
 *
 * Nodes leave before EC2 takes them: EKS itself scales the group down at the planned minute, since an order to the Auto
 * Scaling group behind its back would be undone by EKS. A schedule stays after it ran, so a later plan is empty.
 */
export function addCapacityEvents(scope: Construct, props: CapacityEventsProps): void {
  const { plan, ending } = props;
  const { reservationId, window } = props.capacity;
  if (reservationId !== null) addIdleAlarm(scope, props, reservationId);
  const planned = plan.capacity.type === 'capacity-block' ? plan.capacity.startsAt : null;
  const startsAt = window === null ? whenKnown(planned) : reached(window.startsAt, 0);
  const endsAt =
    window === null || ending === undefined
      ? whenKnown(ending?.scaleDownAt)
      : reached(window.endsAt, ending.leadMinutes);
  if (startsAt === null && endsAt === null) return;
  const group = boundedName([props.clusterName, plan.name], 50);
  const role = new ServiceRole(scope, 'scaler-role', {
    name: roleName(props.clusterName, `${plan.name}-scaler`),
    description: `Scales pool ${plan.name} when its capacity begins and ends`,
    place: props.place,
    options: props.options,
    service: 'scheduler.amazonaws.com',
    trust: { StringEquals: { 'aws:SourceAccount': props.place.accountId } },
    statements: [
      { Sid: 'Scale', Action: 'eks:UpdateNodegroupConfig', Resource: props.nodeGroup.arn },
      { Sid: 'Key', Action: 'kms:Decrypt', Resource: props.keyArn },
    ],
  });
  const schedule = (id: string, at: string, size: { minSize: number; desiredSize: number }, why: string): void => {
    new SchedulerSchedule(scope, id, {
      name: `${group}-${id}`,
      description: why,
      scheduleExpression: `at(${at})`,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: props.keyArn,
      target: {
        arn: `arn:${props.place.partition}:scheduler:::aws-sdk:eks:updateNodegroupConfig`,
        roleArn: role.arn,
        input: JSON.stringify({
          ClusterName: props.clusterName,
          NodegroupName: plan.name,
          ScalingConfig: { MinSize: size.minSize, DesiredSize: size.desiredSize, MaxSize: plan.nodes.max },
        }),
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 15 },
      },
      dependsOn: [...role.grants],
    });
  };
  if (startsAt !== null) {
    schedule('scale-up', startsAt, { minSize: 0, desiredSize: plan.nodes.planned }, `Capacity of ${plan.name} begins`);
  }
  if (endsAt !== null) {
    schedule('scale-down', endsAt, { minSize: 0, desiredSize: 0 }, `Capacity of ${plan.name} ends soon`);
  }
}

const whenKnown = (instant: string | null | undefined): string | null => (instant == null ? null : localTime(instant));

/** Local time of an expression of an instant, which is known on apply, less some minutes. */
const reached = (expression: string, lessMinutes: number): string =>
  `\${formatdate("YYYY-MM-DD'T'hh:mm:ss", timeadd(${expression}, "-${lessMinutes}m"))}`;

/** Reserved capacity that nobody uses is paid all the same. */
function addIdleAlarm(
  scope: Construct,
  { plan, events, clusterName }: CapacityEventsProps,
  reservationId: string,
): void {
  new CloudwatchMetricAlarm(scope, 'idle-alarm', {
    alarmName: `${clusterName}-${plan.name}-reservation-idle`,
    alarmDescription: `Less than a fifth of the reservation of pool ${plan.name} is in use, and all of it is paid`,
    namespace: 'AWS/EC2CapacityReservations',
    metricName: 'InstanceUtilization',
    dimensions: { CapacityReservationId: reservationId },
    statistic: 'Maximum',
    period: 300,
    evaluationPeriods: 12,
    comparisonOperator: 'LessThanThreshold',
    threshold: 20,
    treatMissingData: 'notBreaching',
    alarmActions: [events.topicArn],
    okActions: [events.topicArn],
  });
}

/** Scheduler takes a local time without zone; plans hold RFC 3339 in UTC. @throws Error for another zone */
export function localTime(at: string): string {
  const found = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(at);
  if (found?.[1] === undefined) throw new Error(`time "${at}" is not RFC 3339 in UTC, such as 2026-12-01T11:30:00Z`);
  return found[1];
}
