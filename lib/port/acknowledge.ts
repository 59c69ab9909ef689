import type { IConstruct } from 'constructs';
import type { AcknowledgedBy } from '../planner/model/finding';

/** Metadata key under which a construct says what it departs from, and why. */
export const ACKNOWLEDGE = 'ai-factory:acknowledge';

/** The value of that key. */
export interface AcknowledgeMetadata {
  /** Id of the policy, such as `no-wildcards`. */
  readonly policy: string;
  readonly reason: string;
  /** Last day on which it holds. @default - no end */
  readonly expires?: string;
  readonly origin: Exclude<AcknowledgedBy, 'file'>;
  /** Line of the user's code that states it, as `file:line:column`. */
  readonly at?: string;
}

/** Adds an acknowledgement to a construct; it covers everything below it. */
export function addAcknowledgement(construct: IConstruct, acknowledgement: AcknowledgeMetadata): void {
  construct.node.addMetadata(ACKNOWLEDGE, acknowledgement);
}

/** Acknowledges what this library makes in one way only. */
export const acknowledgeOwn = (construct: IConstruct, policy: string, reason: string): void =>
  addAcknowledgement(construct, { policy, reason, origin: 'library' });
