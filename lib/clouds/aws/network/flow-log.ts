import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import type { Construct } from 'constructs';
import { addLogGroup } from '../events/log-group';
import type { IEncryptionKey } from '../identity/encryption-key';
import { acknowledgeWildcard } from '../identity/policy-document';
import { type RoleSettings, ServiceRole } from '../identity/role';
import type { AwsPlace } from '../place';
import { flowLogGroup, roleName } from '../rules/names';

export interface FlowLogProps extends RoleSettings {
  readonly name: string;
  readonly vpcId: string;
  readonly place: AwsPlace;
  readonly retentionDays?: number;
  readonly key?: IEncryptionKey;
}

/** Logs every connection of a VPC, accepted or rejected, to a log group. */
export function addFlowLog(scope: Construct, props: FlowLogProps): void {
  const { place, vpcId, name: prefix, key, retentionDays, ...settings } = props;
  const name = flowLogGroup(prefix);
  const group = addLogGroup(scope, 'flow-log-group', { name, retentionDays, key });
  const role = new ServiceRole(scope, 'flow-log-role', {
    ...settings,
    name: roleName(prefix, 'flow-log'),
    description: `Flow log of ${prefix}`,
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
    iamRoleArn: role.roleArn,
    maxAggregationInterval: 60,
    tags: { Name: prefix },
    dependsOn: [...role.grants],
  });
}
