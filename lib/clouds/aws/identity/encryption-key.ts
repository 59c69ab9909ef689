import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { AwsPlace } from '../place';
import { keyAlias } from '../rules/names';
import { addGrant, type Grant, type Grantee } from './grant';
import { acknowledgeWildcard, policyDocument, type Statement } from './policy-document';

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

/** A KMS key that encrypts data at rest. */
export interface IEncryptionKey {
  /** ARN of the key, for policies and for encrypted resources. */
  readonly keyArn: string;
  /** Lets a role decrypt what the key encrypts, by whichever service. */
  grantDecrypt(grantee: Grantee): Grant;
}

/** Returns a grant of decryption; `scope` holds the policy of a role that is given by its name. */
export const grantDecryptOf = (scope: Construct, keyArn: string, grantee: Grantee): Grant =>
  addGrant(scope, grantee, {
    kind: 'decrypt',
    statements: [{ Sid: 'Key', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: keyArn }],
  });

/** Name, deletion and administrators of a key. */
export interface EncryptionKeyProps {
  /** Name of the key: its alias is `alias/<name>`. */
  readonly name: string;
  /** Description of the key in KMS. @default - what a site encrypts with it */
  readonly description?: string;
  /** Days between the deletion of the key and its end. @default 30 */
  readonly deletionWindowDays?: number;
  /** Whether the key can be replicated to other regions. @default false */
  readonly multiRegion?: boolean;
  /** Principals that administer the key, beside the IAM policies of the account. @default - none */
  readonly administratorArns?: readonly string[];
  /**
   * Whether to create the service-linked roles of EC2 Auto Scaling and EC2 Spot. The key policy names the first, and KMS
   * accepts only roles that exist. An account that ever had an Auto Scaling group has it.
   * @default 'exist'
   */
  readonly serviceLinkedRoles?: 'exist' | 'create';
  /** Region, account and partition of the key, which its policy names. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/**
 * A rotated KMS key for everything that a site stores: secrets of the cluster, disks, logs, weights and messages.
 *
 * Its policy lets IAM policies of the account use it, and the AWS services that a site needs: CloudWatch, EC2 Auto Scaling,
 * EventBridge, Budgets and Cost Anomaly Detection.
 */
export class EncryptionKey extends Construct implements IEncryptionKey {
  /** Returns an existing key. Its policy must let the services that use it do so. */
  public static fromKeyArn(scope: Construct, id: string, keyArn: string): IEncryptionKey {
    return new ExistingKey(scope, id, keyArn);
  }

  /** ARN of the key. */
  public readonly keyArn: string;
  /** Id of the key, for APIs that take no ARN. */
  public readonly keyId: string;
  /** Alias of the key, such as `alias/tokens`. */
  public readonly aliasName: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { name, description = `${name}: cluster secrets, disks, logs, weights, topics` } = props;
    const place = props.place ?? AwsPlace.of(this);
    const linked =
      props.serviceLinkedRoles === 'create'
        ? ['autoscaling', 'spot'].map(
            (service) =>
              new IamServiceLinkedRole(this, `linked-${service}`, { awsServiceName: `${service}.amazonaws.com` }),
          )
        : [];
    const key = new KmsKey(this, 'key', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      multiRegion: props.multiRegion ?? false,
      policy: keyPolicy(props.administratorArns ?? [], place),
      tags: { Name: name },
      ...(linked.length === 0 ? {} : { dependsOn: linked }),
    });
    acknowledgeWildcard(key, 'in a key policy the resource "*" is the key itself; AWS knows no other form');
    new KmsAlias(this, 'alias', { name: keyAlias(name), targetKeyId: key.keyId });
    this.keyArn = key.arn;
    this.keyId = key.keyId;
    this.aliasName = keyAlias(name);
    this.node.defaultChild = key;
  }

  public grantDecrypt(grantee: Grantee): Grant {
    return grantDecryptOf(this, this.keyArn, grantee);
  }
}

class ExistingKey extends Construct implements IEncryptionKey {
  constructor(
    scope: Construct,
    id: string,
    public readonly keyArn: string,
  ) {
    super(scope, id);
  }

  public grantDecrypt(grantee: Grantee): Grant {
    return grantDecryptOf(this, this.keyArn, grantee);
  }
}

function keyPolicy(administratorArns: readonly string[], place: AwsPlace): string {
  const root = place.globalArn('iam', 'root');
  const ownAccount = { StringEquals: { 'aws:SourceAccount': place.accountId } };
  const autoScaling = place.globalArn('iam', AUTO_SCALING_ROLE);
  const statements: Statement[] = [
    {
      // Without it IAM policies of the account do not apply to the key, and nobody could change this policy.
      Sid: 'Account',
      Principal: { AWS: root },
      Action: [...new Set([...administration, ...use, 'kms:CreateGrant'])].sort(),
      Resource: '*',
    },
    ...(administratorArns.length === 0
      ? []
      : [
          {
            Sid: 'Administrators',
            Principal: { AWS: administratorArns },
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
