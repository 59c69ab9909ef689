import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { acknowledgeWildcard, policyDocument, type Statement, tlsOnly } from './policy-document';

export interface PrivateBucketProps {
  readonly name: string;
  /** ARN of the KMS key; null: S3's own keys, which the delivery of access logs needs. */
  readonly keyArn: string | null;
  readonly noncurrentDays: number;
  /** Whether a destroy may take the bucket with what is in it. */
  readonly forceDestroy: boolean;
  /** Days after which current objects go too; null: they stay. */
  readonly expireDays: number | null;
  /** Statements beside the refusal of plain HTTP; they get the bucket's ARN. */
  readonly statements: (bucketArn: string) => readonly Statement[];
}

/** A versioned, encrypted bucket that nobody outside the account and nothing without TLS reaches. */
export class PrivateBucket extends Construct {
  public readonly bucket: S3Bucket;
  /** What must be there before anything writes to the bucket. */
  public readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.name,
      forceDestroy: props.forceDestroy,
      tags: { Name: props.name },
    });
    this.bucket = bucket;
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
          bucketKeyEnabled: props.keyArn !== null,
          applyServerSideEncryptionByDefault:
            props.keyArn === null
              ? { sseAlgorithm: 'AES256' }
              : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: props.keyArn },
        },
      ],
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policyDocument([...props.statements(bucket.arn), tlsOnly('s3', [bucket.arn, `${bucket.arn}/*`])]),
      // Two changes of one bucket's policy at a time conflict.
      dependsOn: [access],
    });
    // Uploads and deletions can be watched by rules on the account's bus, without another change of the bucket.
    new S3BucketNotification(this, 'notifications', { bucket: bucket.id, eventbridge: true });
    acknowledgeWildcard(this.policy, 'a refusal of every action without TLS, and all objects of one bucket');
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'noncurrent',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(props.expireDays === null ? {} : { expiration: [{ days: props.expireDays }] }),
        },
      ],
      dependsOn: [versioning],
    });
  }
}
