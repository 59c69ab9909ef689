import type { TerraformStack } from 'cdktf';
import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';
import type { IEncryptionKey } from '../identity/encryption-key';
import type { Grant, Grantee } from '../identity/grant';
import { AwsPlace, type AwsPlaceProps } from '../place';
import type { BucketGrantOptions, IPrivateBucket } from '../store/bucket-access';
import { PrivateBucket } from '../store/private-bucket';

/** The bucket of a site's model weights, as a handle: its attributes are tokens. */
export class SiteStore implements IPrivateBucket {
  /** Name of the bucket. */
  public readonly bucketName: string;
  /** ARN of the bucket. */
  public readonly bucketArn: string;
  private readonly bucket: IPrivateBucket;

  /** @internal */
  public constructor(stack: TerraformStack, made: Handle<AwsSubstrate>, key: IEncryptionKey, place: AwsPlaceProps) {
    this.bucketName = made.string(({ store }) => store.bucketName);
    this.bucketArn = made.string(({ store }) => store.bucketArn);
    this.bucket = PrivateBucket.fromAttributes(stack, 'weights', {
      bucketName: this.bucketName,
      key,
      place: AwsPlace.of(stack, { accountId: '', ...place }),
    });
  }

  /** Lets a role list and read objects. */
  public grantRead(grantee: Grantee, options?: BucketGrantOptions): Grant {
    return this.bucket.grantRead(grantee, options);
  }

  /** Lets a role list, read and write objects. It cannot delete them. */
  public grantReadWrite(grantee: Grantee, options?: BucketGrantOptions): Grant {
    return this.bucket.grantReadWrite(grantee, options);
  }
}
