import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** What is known before apply of where resources are. */
export interface AwsPlaceProps {
  /** Region, such as `eu-north-1`. @default - the region of the stack's AWS provider, read on apply */
  readonly region?: string;
  /** The 12 digits of the account. @default - the account of the stack's AWS provider, read on apply */
  readonly accountId?: string;
  /** Partition: `aws`, `aws-cn` or `aws-us-gov`. @default - the partition of the stack's AWS provider, read on apply */
  readonly partition?: string;
}

/** Region, account and partition of resources, for names and ARNs. */
export class AwsPlace {
  /**
   * Returns the place of the resources of a stack. What is not stated is read from the stack's AWS provider by data sources,
   * one of each kind per stack.
   */
  public static of(scope: Construct, props: AwsPlaceProps = {}): AwsPlace {
    const stack = TerraformStack.of(scope);
    const once = <T extends Construct>(id: string, isKind: (found: unknown) => found is T, make: () => T): T => {
      const found = stack.node.tryFindChild(id);
      return isKind(found) ? found : make();
    };
    return new AwsPlace(
      props.region ??
        // The attribute `name` is deprecated in version 6 of the provider, and `region` is missing in version 5.
        once('aws_region', isRegion, () => new DataAwsRegion(stack, 'aws_region')).id,
      props.accountId ?? once('aws_caller', isCaller, () => new DataAwsCallerIdentity(stack, 'aws_caller')).accountId,
      props.partition ??
        once('aws_partition', isPartition, () => new DataAwsPartition(stack, 'aws_partition')).partition,
    );
  }

  private constructor(
    /** Region, or a reference to it. */
    public readonly region: string,
    /** Account id, or a reference to it. */
    public readonly accountId: string,
    /** Partition, such as `aws`, or a reference to it. */
    public readonly partition: string,
  ) {}

  /** Returns the ARN of a resource in this region and account. */
  public arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** Returns the ARN of a resource of a global service in this account. */
  public globalArn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}::${this.accountId}:${resource}`;
  }

  /** Returns the ARN of a policy that AWS manages. */
  public managedPolicyArn(name: string): string {
    return `arn:${this.partition}:iam::aws:policy/${name}`;
  }

  /** Returns the ARN of a bucket, or of objects in it: `weights/*`. */
  public bucketArn(path: string): string {
    return `arn:${this.partition}:s3:::${path}`;
  }
}

const isRegion = (found: unknown): found is DataAwsRegion => found instanceof DataAwsRegion;
const isCaller = (found: unknown): found is DataAwsCallerIdentity => found instanceof DataAwsCallerIdentity;
const isPartition = (found: unknown): found is DataAwsPartition => found instanceof DataAwsPartition;
