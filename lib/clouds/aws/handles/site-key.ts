import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';
import type { IEncryptionKey } from '../identity/encryption-key';

/** The KMS key of a site, as a handle: its attributes are tokens. */
export class SiteKey implements IEncryptionKey {
  /** ARN of the key. */
  public readonly keyArn: string;

  public constructor(made: Handle<AwsSubstrate>) {
    this.keyArn = made.string(({ key }) => key.keyArn);
  }
}
