import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { acknowledgeWildcard, policyDocument, type Statement, tlsOnly } from '../identity/policy-document';
import { AwsPlace } from '../place';
import { BucketBase, type IPrivateBucket } from './bucket-access';

/** A bucket that takes the access logs of others. */
export interface ILogBucket {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** What must exist before a service delivers logs. @default - nothing */
  readonly ready?: readonly ITerraformDependable[];
}

/** Name, encryption, retention and logging of a bucket. */
export interface PrivateBucketProps {
  /** Name of the bucket, unique in all of AWS. */
  readonly name: string;
  /** Key that encrypts the objects; uploads that name another are refused. @default - S3's own keys */
  readonly key?: IEncryptionKey;
  /** Days for which replaced and deleted versions are kept. @default 30 */
  readonly noncurrentDays?: number;
  /** Days after which objects expire. @default - they do not */
  readonly expireDays?: number;
  /** Whether Terraform may delete the bucket while it holds objects. @default false */
  readonly forceDestroy?: boolean;
  /** Statements of the bucket policy beside those of this class. @default - none */
  readonly statements?: (bucketArn: string) => readonly Statement[];
  /** Bucket that takes the access logs, under `s3/<name>/`. @default - no access logs */
  readonly accessLogs?: ILogBucket;
  /** Region, account and partition of the bucket. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/** An existing bucket. Its values can be tokens. */
export interface BucketAttributes {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Key that encrypts its objects. @default - S3's own keys */
  readonly key?: IEncryptionKey;
  /** Region, account and partition of the bucket. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/**
 * A versioned, encrypted bucket that refuses public access and calls without TLS.
 *
 * Object Ownership is enforced, so access is decided by policies only. Events go to EventBridge.
 */
export class PrivateBucket extends BucketBase {
  /** Returns an existing bucket, to grant access to it. */
  public static fromAttributes(scope: Construct, id: string, attributes: BucketAttributes): IPrivateBucket {
    return new ExistingBucket(scope, id, attributes);
  }

  /** Returns an existing bucket that S3 encrypts with its own keys, to grant access to it. */
  public static fromBucketName(scope: Construct, id: string, bucketName: string): IPrivateBucket {
    return new ExistingBucket(scope, id, { bucketName });
  }

  /** Name of the bucket. What uses it is created after the bucket. */
  public readonly bucketName: string;
  /** ARN of the bucket. */
  public readonly bucketArn: string;
  /** The bucket itself. */
  public readonly bucket: S3Bucket;
  /** The bucket policy. Services that write to the bucket by their own permission depend on it. */
  public readonly policy: S3BucketPolicy;
  protected readonly key: IEncryptionKey | undefined;
  protected readonly place: AwsPlace | undefined;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { key } = props;
    this.key = key;
    this.place = props.place;
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.name,
      forceDestroy: props.forceDestroy ?? false,
      tags: { Name: props.name },
    });
    this.node.defaultChild = bucket;
    this.bucket = bucket;
    this.bucketName = bucket.id;
    this.bucketArn = bucket.arn;
    const access = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.id,
      rule: [
        {
          bucketKeyEnabled: key !== undefined,
          applyServerSideEncryptionByDefault:
            key === undefined ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.keyArn },
        },
      ],
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policyDocument([
        ...(props.statements?.(bucket.arn) ?? []),
        ...(key === undefined ? [] : ownKeyOnly(bucket.arn, key)),
        tlsOnly('s3', [bucket.arn, `${bucket.arn}/*`]),
      ]),
      // Two changes of one bucket's policy at a time conflict.
      dependsOn: [access],
    });
    // Rules on the account's event bus can watch uploads and deletions without a change of the bucket.
    new S3BucketNotification(this, 'notifications', { bucket: bucket.id, eventbridge: true });
    acknowledgeWildcard(this.policy, 'a refusal of every action without TLS, and all objects of one bucket');
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'noncurrent',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentDays ?? 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(props.expireDays === undefined ? {} : { expiration: [{ days: props.expireDays }] }),
        },
      ],
      dependsOn: [versioning],
    });
    if (props.accessLogs !== undefined) addAccessLog(this, props.name, bucket, props.accessLogs);
  }
}

/** A bucket that another stack or team manages. */
class ExistingBucket extends BucketBase {
  public readonly bucketName: string;
  public readonly bucketArn: string;
  protected readonly key: IEncryptionKey | undefined;
  protected readonly place: AwsPlace;

  constructor(scope: Construct, id: string, attributes: BucketAttributes) {
    super(scope, id);
    this.place = attributes.place ?? AwsPlace.of(this);
    this.bucketName = attributes.bucketName;
    this.bucketArn = this.place.bucketArn(attributes.bucketName);
    this.key = attributes.key;
  }
}

/** Sends the access logs of a bucket to another. */
export function addAccessLog(scope: Construct, name: string, bucket: S3Bucket, logs: ILogBucket): void {
  new S3BucketLoggingA(scope, 'access-log', {
    bucket: bucket.id,
    targetBucket: logs.bucketName,
    targetPrefix: `s3/${name}/`,
    dependsOn: [...(logs.ready ?? [])],
  });
}

/**
 * Refuses uploads that name another key or another kind of encryption. An upload that names none is encrypted with the key
 * of the bucket.
 *
 * A negated condition also holds if the header is missing, so each statement requires the header.
 */
const ownKeyOnly = (bucketArn: string, { keyArn }: IEncryptionKey): Statement[] =>
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
