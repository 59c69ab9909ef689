import type { TerraformStack } from 'cdktf';
import { type Finding, sortFindings } from '../planner/finding';
import type { FactoryPlan } from '../planner/plan';
import { type Acknowledgement, applyAcknowledgements } from './acknowledgement';
import type { Policy, PolicyView } from './policy';
import { acknowledgedBy, viewOf } from './view';

/** Findings of policies over a view: what is acknowledged is a note, the rest are errors. */
export const checkPolicies = (
  view: PolicyView,
  policies: readonly Policy[],
  acknowledgements: readonly Acknowledgement[] = [],
  onDate?: string,
): Finding[] =>
  sortFindings(
    applyAcknowledgements(
      policies.flatMap((policy) => [...policy.check(view)]),
      acknowledgements,
      onDate,
    ),
  );

export interface EnforceOptions {
  readonly plan: FactoryPlan;
  /** Stacks at the time of the question: extensions may add to them until synthesis. */
  readonly stacks: () => readonly TerraformStack[];
  readonly policies: readonly Policy[];
  /** What the factory file acknowledges. */
  readonly acknowledgements: readonly Omit<Acknowledgement, 'origin'>[];
  /** Day for acknowledgements that expire. @default - they do not expire */
  readonly onDate?: string;
}

/** What the policies find in the stacks as they stand. */
export function policyFindings(options: EnforceOptions): Finding[] {
  if (options.policies.length === 0) return [];
  const stacks = options.stacks();
  const acknowledgements = [
    ...acknowledgedBy(stacks),
    ...options.acknowledgements.map((each) => ({ ...each, origin: 'file' as const })),
  ];
  return checkPolicies(viewOf(options.plan, stacks), options.policies, acknowledgements, options.onDate);
}
