import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import type { Realize } from '../../port/port';
import { keyAlias } from './names';
import type { AwsOptions } from './options';
import { type Place, placeOf } from './place';
import { acknowledgeWildcard, policyDocument, type Statement } from './policy-document';
import type { KeyPlan } from './rules/plan';

const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:ListRetirableGrants',
  'kms:PutKeyPolicy',
  'kms:ReplicateKey',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
  'kms:UpdatePrimaryRegion',
] as const;

const use = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** Path of the role by which EC2 Auto Scaling, and so every managed node group, launches instances. */
const AUTO_SCALING_ROLE = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';

/** The site's own key: for secrets of the cluster, disks, logs, weights, topics. */
export const realizeKeys =
  (options: AwsOptions): Realize<'keys'> =>
  (scope, id, plan, context) => {
    const place = placeOf(scope, context.site, options);
    const group = new Construct(scope, id);
    const linked =
      options.serviceLinkedRoles === 'create'
        ? ['autoscaling', 'spot'].map(
            (service) =>
              new IamServiceLinkedRole(group, `linked-${service}`, { awsServiceName: `${service}.amazonaws.com` }),
          )
        : [];
    const key = new KmsKey(group, 'key', {
      description: `${plan.name}: cluster secrets, disks, logs, weights, topics`,
      enableKeyRotation: true,
      deletionWindowInDays: plan.deletionWindowDays,
      multiRegion: plan.multiRegion,
      policy: keyPolicy(plan, place),
      tags: { Name: plan.name },
      ...(linked.length === 0 ? {} : { dependsOn: linked }),
    });
    acknowledgeWildcard(key, 'in a key policy the resource "*" is the key itself; AWS knows no other form');
    new KmsAlias(group, 'alias', { name: keyAlias(plan.name), targetKeyId: key.keyId });
    return { keyArn: key.arn };
  };

function keyPolicy(plan: KeyPlan, place: Place): string {
  const root = place.globalArn('iam', 'root');
  const ownAccount = { StringEquals: { 'aws:SourceAccount': place.accountId } };
  const autoScaling = place.globalArn('iam', AUTO_SCALING_ROLE);
  const statements: Statement[] = [
    {
      // Without it no IAM policy of the account reaches the key, and nobody could change this policy.
      Sid: 'Account',
      Principal: { AWS: root },
      Action: [...new Set([...administration, ...use, 'kms:CreateGrant'])].sort(),
      Resource: '*',
    },
    ...(plan.administratorArns.length === 0
      ? []
      : [
          {
            Sid: 'Administrators',
            Principal: { AWS: plan.administratorArns },
            Action: administration,
            Resource: '*',
          },
        ]),
    {
      Sid: 'Logs',
      Principal: { Service: `logs.${place.region}.amazonaws.com` },
      Action: use,
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': place.arn('logs', 'log-group:*') } },
    },
    { Sid: 'Disks', Principal: { AWS: autoScaling }, Action: use, Resource: '*' },
    {
      Sid: 'DiskGrants',
      Principal: { AWS: autoScaling },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      Sid: 'Publishers',
      Principal: {
        Service: [
          'budgets.amazonaws.com',
          'cloudwatch.amazonaws.com',
          'costalerts.amazonaws.com',
          'events.amazonaws.com',
        ],
      },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: ownAccount,
    },
  ];
  return policyDocument(statements);
}
