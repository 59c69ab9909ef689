import { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { addGrant, type Grant, type Grantee } from '../identity/grant';
import type { Statement } from '../identity/policy-document';
import { AwsPlace } from '../place';

/** Part of a bucket that a grant covers. */
export interface BucketGrantOptions {
  /** Folder whose objects are granted, such as `llama-3.3-70b`. @default - the whole bucket */
  readonly prefix?: string;
}

/** A bucket with the key that its objects are encrypted with. */
export interface IPrivateBucket {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** ARN of the bucket; objects have it as a prefix. */
  readonly bucketArn: string;
  /** Lets a role list and read objects. */
  grantRead(grantee: Grantee, options?: BucketGrantOptions): Grant;
  /** Lets a role list, read and write objects. It cannot delete them. */
  grantReadWrite(grantee: Grantee, options?: BucketGrantOptions): Grant;
}

export interface ObjectAccess extends BucketGrantOptions {
  readonly bucketArn: string;
  readonly key: IEncryptionKey | undefined;
  readonly write: boolean;
  /** Host name of the service by which the key is used: `s3.eu-north-1.amazonaws.com`. @default - any */
  readonly viaService?: string;
}

/** Returns the statements that let a role use the objects of a bucket. */
export function objectStatements({ bucketArn, key, write, prefix, viaService }: ObjectAccess): Statement[] {
  return [
    {
      Sid: 'List',
      Action: 's3:ListBucket',
      Resource: bucketArn,
      ...(prefix === undefined ? {} : { Condition: { StringLike: { 's3:prefix': [prefix, `${prefix}/*`] } } }),
    },
    {
      Sid: 'Objects',
      Action: write
        ? ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject']
        : 's3:GetObject',
      Resource: prefix === undefined ? `${bucketArn}/*` : `${bucketArn}/${prefix}/*`,
    },
    ...(key === undefined
      ? []
      : [
          {
            Sid: 'Key',
            Action: write ? ['kms:Decrypt', 'kms:GenerateDataKey'] : 'kms:Decrypt',
            Resource: key.keyArn,
            ...(viaService === undefined ? {} : { Condition: { StringEquals: { 'kms:ViaService': viaService } } }),
          },
        ]),
  ];
}

/** What buckets of this stack and existing ones have in common: grants. */
export abstract class BucketBase extends Construct implements IPrivateBucket {
  public abstract readonly bucketName: string;
  public abstract readonly bucketArn: string;
  /** Key that encrypts the objects, which grants cover too. Undefined if S3 encrypts them with its own keys. */
  protected abstract readonly key: IEncryptionKey | undefined;
  /** Region of the bucket, for the grant of the key. Undefined if it is read from the stack's AWS provider. */
  protected abstract readonly place: AwsPlace | undefined;

  public grantRead(grantee: Grantee, options: BucketGrantOptions = {}): Grant {
    return this.grant(grantee, false, options);
  }

  public grantReadWrite(grantee: Grantee, options: BucketGrantOptions = {}): Grant {
    return this.grant(grantee, true, options);
  }

  private grant(grantee: Grantee, write: boolean, options: BucketGrantOptions): Grant {
    const { bucketArn, key } = this;
    const region = key === undefined ? undefined : (this.place ?? AwsPlace.of(this)).region;
    const viaService = region === undefined ? undefined : `s3.${region}.amazonaws.com`;
    return grantObjects(this, grantee, { ...options, bucketArn, key, write, viaService });
  }
}

/** Adds the policy for the objects of a bucket to a role, once for each bucket, folder and kind of access. */
function grantObjects(bucket: Construct, grantee: Grantee, access: ObjectAccess): Grant {
  return addGrant(bucket, grantee, {
    kind: access.write ? 'read-write' : 'read',
    detail: access.prefix ?? '',
    statements: objectStatements(access),
    wildcard: 'the objects of one bucket have no names before they exist',
  });
}
