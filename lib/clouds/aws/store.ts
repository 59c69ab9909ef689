import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { IStore, Realize } from '../../port/port';
import { PrivateBucket } from './bucket';
import { PodRole } from './identity/role';
import { requireHandle, requireSubstrate } from './log-group';
import { idOf, logBucket, roleName, TENANT_TAG, weightsBucket } from './names';
import type { AwsOptions } from './options';
import { type Place, placeOf } from './place';
import { acknowledgeWildcard, type Statement } from './policy-document';
import type { StorePlan } from './rules/plan';

/** The store of an AWS site also knows where access logs go. */
export interface AwsStore extends IStore {
  readonly accessLogs: { readonly bucketName: string; readonly ready: readonly TerraformResource[] };
}

export const isAwsStore = (store: IStore | undefined): store is AwsStore =>
  store !== undefined && 'accessLogs' in store;

type Account = StorePlan['readers'][number];

/** Bucket for weights with its log bucket, and one role per service account that reads or writes it. */
export const realizeStore =
  (options: AwsOptions): Realize<'store'> =>
  (scope, id, plan, context): AwsStore => {
    const place = placeOf(scope, context.site, options);
    const { keyArn } = requireHandle(context.handles.keys, 'keys', context);
    const cluster = requireHandle(context.handles.cluster, 'cluster', context);
    const substrate = requireSubstrate(context);
    const group = new Construct(scope, id);
    const name = weightsBucket(plan, place);
    const forceDestroy = !substrate.cluster.deletionProtection;
    const weights = new PrivateBucket(group, 'weights', {
      name,
      forceDestroy,
      keyArn,
      noncurrentDays: plan.noncurrentDays,
      expireDays: null,
      statements: (bucketArn) => ownKeyOnly(bucketArn, keyArn),
    });
    const accessLogs = addAccessLogs(group, plan, place, options, {
      weights: name,
      retentionDays: substrate.events.logRetentionDays,
      forceDestroy,
    });
    new S3BucketLoggingA(group, 'access-log', {
      bucket: weights.bucket.id,
      targetBucket: accessLogs.bucketName,
      targetPrefix: `s3/${name}/`,
      dependsOn: [...accessLogs.ready],
    });
    const writers = new Set(plan.writers.map(accountId));
    const grant = (account: Account, write: boolean): void => {
      const kind = write ? 'writer' : 'reader';
      const role = new PodRole(group, `${kind}-${accountId(account)}`, {
        name: roleName(plan.name, `${account.namespace}-${account.serviceAccount}`),
        description: `${account.namespace}/${account.serviceAccount}: ${write ? 'reads and writes' : 'reads'} weights`,
        place,
        options,
        clusterName: substrate.cluster.name,
        namespace: account.namespace,
        serviceAccount: account.serviceAccount,
        tags: { [TENANT_TAG]: account.namespace },
        statements: objectAccess(weights.bucket.arn, keyArn, write),
      });
      acknowledgeWildcard(role, 'every object of the weights bucket, which holds nothing else');
      role.associate(cluster.clusterName);
    };
    for (const account of plan.readers) if (!writers.has(accountId(account))) grant(account, false);
    for (const account of plan.writers) grant(account, true);
    return { bucketName: weights.bucket.id, bucketArn: weights.bucket.arn, accessLogs };
  };

const accountId = ({ namespace, serviceAccount }: Account): string => idOf(`${namespace}-${serviceAccount}`);

/**
 * What names another key or another encryption is refused; what names none gets the bucket's.
 *
 * A negated condition also holds for a header that is absent, so each asks for the header to be there.
 */
const ownKeyOnly = (bucketArn: string, keyArn: string): Statement[] =>
  [
    { Sid: 'OwnKeyOnly', header: 's3:x-amz-server-side-encryption-aws-kms-key-id', allowed: keyArn },
    { Sid: 'OwnEncryptionOnly', header: 's3:x-amz-server-side-encryption', allowed: 'aws:kms' },
  ].map(({ Sid, header, allowed }) => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `${bucketArn}/*`,
    Condition: { StringNotEquals: { [header]: allowed }, Null: { [header]: 'false' } },
  }));

function objectAccess(bucketArn: string, keyArn: string, write: boolean): Statement[] {
  return [
    { Sid: 'List', Action: 's3:ListBucket', Resource: bucketArn },
    {
      Sid: 'Objects',
      Action: write
        ? ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject']
        : 's3:GetObject',
      Resource: `${bucketArn}/*`,
    },
    { Sid: 'Key', Action: write ? ['kms:Decrypt', 'kms:GenerateDataKey'] : 'kms:Decrypt', Resource: keyArn },
  ];
}

function addAccessLogs(
  scope: Construct,
  plan: StorePlan,
  place: Place,
  options: AwsOptions,
  props: { readonly weights: string; readonly retentionDays: number; readonly forceDestroy: boolean },
): AwsStore['accessLogs'] {
  if (options.accessLogBucket !== undefined) return { bucketName: options.accessLogBucket, ready: [] };
  const { weights, retentionDays, forceDestroy } = props;
  const logs = new PrivateBucket(scope, 'logs', {
    name: logBucket(plan, place),
    forceDestroy,
    keyArn: null,
    noncurrentDays: plan.noncurrentDays,
    expireDays: retentionDays,
    statements: (bucketArn) => [
      {
        Sid: 'BucketLogs',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${bucketArn}/s3/${weights}/*`,
        Condition: {
          StringEquals: { 'aws:SourceAccount': place.accountId },
          ArnEquals: { 'aws:SourceArn': `arn:${place.partition}:s3:::${weights}` },
        },
      },
      {
        Sid: 'BalancerLogs',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${bucketArn}/entry/AWSLogs/${place.accountId}/*`,
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': place.accountId },
          ArnLike: { 'aws:SourceArn': place.arn('logs', '*') },
        },
      },
      {
        Sid: 'BalancerLogsCheck',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: bucketArn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': place.accountId },
          ArnLike: { 'aws:SourceArn': place.arn('logs', '*') },
        },
      },
    ],
  });
  return { bucketName: logs.bucket.id, ready: [logs.policy] };
}
