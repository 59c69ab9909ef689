import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Finding, formatFinding, sortFindings } from '../planner/finding';
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

/**
 * Makes synthesis fail with every violation at once.
 *
 * The validation hangs on the app and not on the stacks: cdktf stops at the first stack that fails, runs the aspects of
 * a stack only when its turn comes, and asks the app after the last one, before it writes the manifest without which
 * nothing can be deployed. An app with `skipValidation` skips policies with all other validations.
 */
export function enforcePolicies(scope: IConstruct, options: EnforceOptions): void {
  scope.node.root.node.addValidation({
    validate: () =>
      policyFindings(options)
        .filter((finding) => finding.severity === 'error')
        .map(formatFinding),
  });
}
