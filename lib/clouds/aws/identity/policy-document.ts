import type { Construct } from 'constructs';
import { acknowledgeOwn } from '../../../port/acknowledge';

export { ACKNOWLEDGE } from '../../../port/acknowledge';

/** Conditions by operator and key. Undefined values are left out. */
export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[] | undefined>> | undefined>
>;

/** One statement of an IAM or resource policy. */
export interface Statement {
  /** Id of the statement, unique in its policy: letters and digits. */
  readonly Sid: string;
  /** Whether the statement allows or denies the actions. @default 'Allow' */
  readonly Effect?: 'Allow' | 'Deny';
  /**
   * Who may act: `*`, or principals by type, such as `{ Service: 'sns.amazonaws.com' }`.
   *
   * @default - none, as in the policy of a role
   */
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  /** Actions, such as `s3:GetObject`. */
  readonly Action: string | readonly string[];
  /** ARNs that the statement is about. @default - none, as in the trust policy of a role */
  readonly Resource?: string | readonly string[];
  /** Conditions that must all hold. @default - none */
  readonly Condition?: Conditions;
}

/** Returns a policy as JSON text. Its strings may hold Terraform references. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ Sid, Effect = 'Allow', ...rest }) => ({ Sid, Effect, ...rest })),
  });

/** Records why a policy of this construct needs a wildcard. */
export function acknowledgeWildcard(construct: Construct, reason: string): void {
  acknowledgeOwn(construct, 'no-wildcards', reason);
}

/** Denies every call without TLS. */
export const tlsOnly = (service: string, resources: string | readonly string[]): Statement => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: `${service}:*`,
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
