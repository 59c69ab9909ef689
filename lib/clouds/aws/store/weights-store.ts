import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IEksCluster } from '../cluster/existing-cluster';
import { LOG_RETENTION_DAYS } from '../events/log-group';
import type { IEncryptionKey } from '../identity/encryption-key';
import type { Grant, Grantee } from '../identity/grant';
import { acknowledgeWildcard, type Statement } from '../identity/policy-document';
import { PodRole, type RoleSettings, roleSettingsOf } from '../identity/role';
import { AwsPlace } from '../place';
import { idOf, logBucketName, roleName, TENANT_TAG, weightsBucketName } from '../rules/names';
import { type BucketGrantOptions, type IPrivateBucket, objectStatements } from './bucket-access';
import { addAccessLog, PrivateBucket } from './private-bucket';

/** A service account of a cluster. */
export interface ServiceAccount {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the service account. */
  readonly serviceAccount: string;
}

/** Names, key, users and retention of a store of model weights. */
export interface WeightsStoreProps extends RoleSettings {
  /** Prefix of the names of buckets and roles. */
  readonly name: string;
  /** Name of the bucket. @default - `<name>-weights-<account>` */
  readonly bucketName?: string;
  /** Key that encrypts the weights. */
  readonly key: IEncryptionKey;
  /** Cluster whose service accounts use the store. */
  readonly cluster: Pick<IEksCluster, 'physicalName' | 'clusterName'>;
  /** Service accounts that read weights. @default - none */
  readonly readers?: readonly ServiceAccount[];
  /** Service accounts that read and write weights. @default - none */
  readonly writers?: readonly ServiceAccount[];
  /** Days for which replaced and deleted versions are kept. @default 30 */
  readonly noncurrentDays?: number;
  /** Whether Terraform may delete the buckets while they hold objects. @default false */
  readonly forceDestroy?: boolean;
  /** Existing bucket that takes access logs. @default - a bucket is created */
  readonly accessLogBucket?: string;
  /** Days for which access logs are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Region, account and partition of the store. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/**
 * A private bucket for model weights, the bucket of its access logs, and a role by EKS Pod Identity for each service account
 * that uses it.
 *
 * The cluster needs the add-on `eks-pod-identity-agent`.
 */
export class WeightsStore extends Construct implements IPrivateBucket {
  /** Name of the bucket of the weights. */
  public readonly bucketName: string;
  /** ARN of the bucket of the weights. */
  public readonly bucketArn: string;
  /** The bucket of the weights. */
  public readonly weights: PrivateBucket;
  /** Where access logs go, of the store and of load balancers. */
  public readonly accessLogs: {
    /** Name of the bucket. */
    readonly bucketName: string;
    /** What must exist before a service delivers logs. Empty for an existing bucket. */
    readonly ready: ITerraformDependable[];
  };
  /** Roles of the service accounts, by `<namespace>/<service account>`. */
  public readonly roles: Readonly<Record<string, PodRole>>;

  constructor(scope: Construct, id: string, props: WeightsStoreProps) {
    super(scope, id);
    const place = props.place ?? AwsPlace.of(this);
    const { key, noncurrentDays, forceDestroy, readers = [], writers = [] } = props;
    const name = props.bucketName ?? weightsBucketName(props.name, place);
    this.weights = new PrivateBucket(this, 'weights', { name, key, noncurrentDays, forceDestroy, place });
    this.bucketName = this.weights.bucketName;
    this.bucketArn = this.weights.bucketArn;
    this.accessLogs =
      props.accessLogBucket === undefined
        ? this.addLogBucket(name, props, place)
        : { bucketName: props.accessLogBucket, ready: [] };
    addAccessLog(this, name, this.weights.bucket, this.accessLogs);
    const isWriter = new Set(writers.map(accountName));
    this.roles = Object.fromEntries([
      ...readers
        .filter((account) => !isWriter.has(accountName(account)))
        .map((account) => [accountName(account), this.addRole(account, false, props, place)] as const),
      ...writers.map((account) => [accountName(account), this.addRole(account, true, props, place)] as const),
    ]);
  }

  public grantRead(grantee: Grantee, options?: BucketGrantOptions): Grant {
    return this.weights.grantRead(grantee, options);
  }

  public grantReadWrite(grantee: Grantee, options?: BucketGrantOptions): Grant {
    return this.weights.grantReadWrite(grantee, options);
  }

  private addRole(account: ServiceAccount, write: boolean, props: WeightsStoreProps, place: AwsPlace): PodRole {
    const { namespace, serviceAccount } = account;
    const { key, cluster } = props;
    const role = new PodRole(this, `${write ? 'writer' : 'reader'}-${idOf(`${namespace}-${serviceAccount}`)}`, {
      ...roleSettingsOf(props),
      name: roleName(props.name, namespace, serviceAccount),
      description: `${namespace}/${serviceAccount}: ${write ? 'reads and writes' : 'reads'} weights`,
      place,
      clusterName: cluster.physicalName,
      namespace,
      serviceAccount,
      tags: { [TENANT_TAG]: namespace },
      statements: objectStatements({ bucketArn: this.bucketArn, key, write }),
    });
    acknowledgeWildcard(role, 'every object of the weights bucket, which holds nothing else');
    role.associate(cluster.clusterName);
    return role;
  }

  private addLogBucket(weights: string, props: WeightsStoreProps, place: AwsPlace) {
    const logs = new PrivateBucket(this, 'logs', {
      name: logBucketName(props.name, place),
      forceDestroy: props.forceDestroy,
      noncurrentDays: props.noncurrentDays,
      expireDays: props.logRetentionDays ?? LOG_RETENTION_DAYS,
      statements: (bucketArn) => logDelivery(bucketArn, weights, place),
      place,
    });
    return { bucketName: logs.bucketName, ready: [logs.policy] };
  }
}

const accountName = ({ namespace, serviceAccount }: ServiceAccount): string => `${namespace}/${serviceAccount}`;

/** Lets S3 deliver the access logs of the weights bucket, and Elastic Load Balancing those of the account's balancers. */
const logDelivery = (bucketArn: string, weights: string, place: AwsPlace): Statement[] => [
  {
    Sid: 'BucketLogs',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${bucketArn}/s3/${weights}/*`,
    Condition: {
      StringEquals: { 'aws:SourceAccount': place.accountId },
      ArnEquals: { 'aws:SourceArn': place.bucketArn(weights) },
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
];
