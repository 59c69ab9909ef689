import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import type { Construct } from 'constructs';
import type { IKeyRing } from '../../port/port';
import { ServiceRole } from './identity/role';
import { addLogGroup } from './log-group';
import { roleName } from './names';
import type { AwsOptions } from './options';
import type { Place } from './place';
import { acknowledgeWildcard } from './policy-document';
import type { NetworkPlan } from './rules/plan';

export interface FlowLogProps {
  readonly plan: NetworkPlan;
  readonly place: Place;
  readonly options: AwsOptions;
  readonly keys: IKeyRing;
  readonly vpcId: string;
}

/** Every connection of the network, accepted or not, in an encrypted log group. */
export function addFlowLog(scope: Construct, { plan, place, options, keys, vpcId }: FlowLogProps): void {
  const name = `/ai-factory/${plan.name}/flow`;
  const group = addLogGroup(scope, 'flow-log-group', { name, retentionDays: plan.flowLogRetentionDays, keys });
  const role = new ServiceRole(scope, 'flow-log-role', {
    name: roleName(plan.name, 'flow-log'),
    description: `Flow log of ${plan.name}`,
    place,
    options,
    service: 'vpc-flow-logs.amazonaws.com',
    trust: {
      StringEquals: { 'aws:SourceAccount': place.accountId },
      ArnLike: { 'aws:SourceArn': place.arn('ec2', 'vpc-flow-log/*') },
    },
    statements: [
      {
        Sid: 'Write',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: `${place.arn('logs', `log-group:${name}`)}:*`,
      },
    ],
  });
  acknowledgeWildcard(role, 'the ending ":*" of a log group ARN means its streams; AWS requires it');
  new FlowLog(scope, 'flow-log', {
    vpcId,
    trafficType: 'ALL',
    logDestinationType: 'cloud-watch-logs',
    logDestination: group.arn,
    iamRoleArn: role.arn,
    maxAggregationInterval: 60,
    tags: { Name: plan.name },
    dependsOn: [...role.grants],
  });
}
