import type { IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import { addAcknowledgement } from '../port/acknowledge';
import { AcknowledgementSpec } from '../spec/factory';
import { issueFindings } from '../spec/issues';
import { userFrame } from './user-frame';

/** An exception from a policy. */
export interface AcknowledgeOptions {
  /** Id of the policy, such as `no-wildcards`. An id that the factory does not know fails the synthesis. */
  readonly policy: string;
  /** Why the violation is acceptable, in at least 10 characters. */
  readonly reason: string;
  /**
   * Last day on which the exception applies, such as `2027-03-31`. It is compared with the factory's `onDate`.
   * @default - it does not expire
   */
  readonly expires?: string;
}

const schema = AcknowledgementSpec.omit({ path: true });

/**
 * Acknowledges that a construct, and everything below it, violates a policy for a reason.
 *
 * The policy reports the violation as a note with the reason instead of an error. An exception that covers nothing is reported
 * as a warning.
 *
 * @throws FactoryError if the reason is shorter than 10 characters or `expires` is not a date
 */
export function acknowledge(construct: IConstruct, options: AcknowledgeOptions): void {
  const at = userFrame();
  const read = schema.safeParse(options, { reportInput: false });
  if (!read.success) {
    const place = { construct: construct.node.path, ...(at === undefined ? {} : { at }) };
    const findings = issueFindings(read.error.issues, { input: options, schema });
    throw new FactoryError(findings.map((each) => ({ ...each, path: `acknowledge.${each.path}`, ...place })));
  }
  addAcknowledgement(construct, { ...read.data, origin: 'construct', ...(at === undefined ? {} : { at }) });
}
