import type { IConstruct } from 'constructs';

/** Metadata key under which a construct says what it departs from, and why. */
export const ACKNOWLEDGE = 'ai-factory:acknowledge';

/** What stands under that key. */
export interface AcknowledgeMetadata {
  /** Id of the policy, such as `no-wildcards`. */
  readonly policy: string;
  readonly reason: string;
}

/**
 * Records that a construct, and everything below it, departs from a policy for a reason.
 *
 * The policy still reports it, as a note with the reason instead of an error.
 */
export function acknowledge(construct: IConstruct, policy: string, reason: string): void {
  construct.node.addMetadata(ACKNOWLEDGE, { policy, reason } satisfies AcknowledgeMetadata);
}
