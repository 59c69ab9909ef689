import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Handle } from '../../../constructs/handle';
import type { AwsSubstrate } from '../fill';
import { grantDecryptOf, type IEncryptionKey } from '../identity/encryption-key';
import type { Grant, Grantee } from '../identity/grant';

/** The KMS key of a site, as a handle: its attributes are tokens. */
export class SiteKey implements IEncryptionKey {
  /** ARN of the key. */
  public readonly keyArn: string;

  /** @internal */
  public constructor(
    private readonly stack: TerraformStack,
    made: Handle<AwsSubstrate>,
  ) {
    this.keyArn = made.string(({ key }) => key.keyArn);
  }

  /** Lets a role decrypt what the key encrypts, by whichever service. `store.grantRead` grants it for the weights only. */
  public grantDecrypt(grantee: Grantee): Grant {
    // Made by the first grant, so that a site without grants has the same constructs.
    const found = this.stack.node.tryFindChild(GRANTS);
    return grantDecryptOf(found instanceof Construct ? found : new Construct(this.stack, GRANTS), this.keyArn, grantee);
  }
}

/** Id of the construct that grants for the key are made by. */
const GRANTS = 'key-grants';
