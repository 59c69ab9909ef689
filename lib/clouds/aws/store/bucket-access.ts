import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { boundedName, fingerprint } from '../../../planner/names';
import type { IEncryptionKey } from '../identity/encryption-key';
import { acknowledgeWildcard, policyDocument, type Statement } from '../identity/policy-document';
import type { IRole } from '../identity/role';
import { AwsPlace } from '../place';
import { idOf } from '../rules/names';

/** An IAM role that permissions are granted to: the resource, a construct with a role, or an existing role by its name. */
export type Grantee = IamRole | Pick<IRole, 'roleName' | 'roleId'>;

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
  grantRead(grantee: Grantee, options?: BucketGrantOptions): void;
  /** Lets a role list, read and write objects. It cannot delete them. */
  grantReadWrite(grantee: Grantee, options?: BucketGrantOptions): void;
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

  public grantRead(grantee: Grantee, options: BucketGrantOptions = {}): void {
    this.grant(grantee, false, options);
  }

  public grantReadWrite(grantee: Grantee, options: BucketGrantOptions = {}): void {
    this.grant(grantee, true, options);
  }

  private grant(grantee: Grantee, write: boolean, options: BucketGrantOptions): void {
    const { bucketArn, key } = this;
    const region = key === undefined ? undefined : (this.place ?? AwsPlace.of(this)).region;
    const viaService = region === undefined ? undefined : `s3.${region}.amazonaws.com`;
    grantObjects(this, grantee, { ...options, bucketArn, key, write, viaService });
  }
}

/**
 * Adds an inline policy to a role, once for each bucket, folder and kind of access.
 *
 * The policy is a child of the role's construct, so that it is in the stack of the role. The policy of a role that is given
 * by its name is a child of the bucket.
 *
 * @throws Error if the role is given by a name that is not known before apply
 */
function grantObjects(bucket: Construct, grantee: Grantee, access: ObjectAccess): void {
  const kind = access.write ? 'read-write' : 'read';
  const stack = TerraformStack.of(bucket);
  const path = [stack.node.id, bucket.node.path.slice(stack.node.path.length + 1)];
  const id = `${kind}-${bucket.node.id}-${fingerprint([...path, access.prefix ?? ''])}`;
  const scope = Construct.isConstruct(grantee) ? grantee : bucket;
  const child = scope === bucket ? `${id}-by-${roleIdOf(bucket, grantee)}` : id;
  if (scope.node.tryFindChild(child) !== undefined) return;
  const policy = new IamRolePolicy(scope, child, {
    role: roleNameOf(grantee),
    name: boundedName([child], 128),
    policy: policyDocument(objectStatements(access)),
  });
  acknowledgeWildcard(policy, 'the objects of one bucket have no names before they exist');
}

const roleNameOf = (grantee: Grantee): string => ('roleName' in grantee ? grantee.roleName : grantee.name);

/** @throws Error if the name of the role is not known before apply and it has no id */
function roleIdOf(bucket: Construct, grantee: Grantee): string {
  const id = ('roleId' in grantee ? grantee.roleId : undefined) ?? roleNameOf(grantee);
  if (!Token.isUnresolved(id)) return idOf(id);
  throw new Error(
    `${bucket.node.path}: the name of the role is not known before apply; grant access to the role's construct, or state roleId`,
  );
}
