import type { Construct } from 'constructs';
import { acknowledge } from '../../port/acknowledge';

export { ACKNOWLEDGE } from '../../port/acknowledge';

/** Conditions by operator and key; what is undefined is left out. */
export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[] | undefined>> | undefined>
>;

/** One statement of an IAM or resource policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect?: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

/** A policy as JSON text; its strings may hold Terraform references. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ Sid, Effect = 'Allow', ...rest }) => ({ Sid, Effect, ...rest })),
  });

/** Records that a policy of this construct needs a wildcard, and why; policies read it. */
export function acknowledgeWildcard(construct: Construct, reason: string): void {
  acknowledge(construct, 'no-wildcards', reason);
}

/** Refuses every call without TLS, as resource policies do it. */
export const tlsOnly = (service: string, resources: string | readonly string[]): Statement => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: `${service}:*`,
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
