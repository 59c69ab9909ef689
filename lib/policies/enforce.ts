import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { compare, type Finding, sortFindings } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import {
  type Acknowledgement,
  acknowledgedInFile,
  applyAcknowledgements,
  type StatedAcknowledgement,
  unknownPolicies,
} from './acknowledgement';
import type { Policy, PolicyView, StackView } from './policy';
import { acknowledgedBy, type RenderStack, viewOf } from './view';

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
  /** The construct of the factory. */
  readonly factory: IConstruct;
  /** Stacks at the time of the question: extensions may add to them until synthesis. */
  readonly stacks: () => readonly TerraformStack[];
  readonly policies: readonly Policy[];
  /** Policies that may be acknowledged whether they are enforced or not. */
  readonly known: readonly Policy[];
  /** What the factory file acknowledges. */
  readonly acknowledgements: readonly StatedAcknowledgement[];
  /** @default - stacks are rendered as they are now */
  readonly render?: RenderStack;
  /** Day for acknowledgements that expire. @default - they do not expire */
  readonly onDate?: string;
}

const acknowledgementsOf = ({ factory, stacks, acknowledgements }: EnforceOptions): readonly Acknowledgement[] => [
  ...acknowledgedBy(factory, stacks()),
  ...acknowledgedInFile(acknowledgements),
];

/** Returns what the enforced policies find in the stacks now, and acknowledgements that are wrong. */
export function policyFindings(options: EnforceOptions): Finding[] {
  const { plan, policies, onDate, render = (stack) => stack.toTerraform() } = options;
  if (policies.length === 0) return [];
  const known = [...new Set([...policies, ...options.known].map(({ id }) => id))].sort(compare);
  const acknowledgements = acknowledgementsOf(options);
  const unknown = unknownPolicies(acknowledgements, known);
  const sound = acknowledgements.filter(({ policy }) => known.includes(policy));
  return sortFindings([...checkPolicies(viewOf(plan, options.stacks(), render), policies, sound, onDate), ...unknown]);
}

/** Returns what some policies find, with the acknowledgements of those. @param view the stacks as they were rendered */
export function findingsOf(
  options: EnforceOptions,
  policies: readonly Policy[],
  view: readonly StackView[],
): Finding[] {
  const acknowledgements = acknowledgementsOf(options).filter((each) => policies.some(({ id }) => id === each.policy));
  return checkPolicies({ plan: options.plan, stacks: view }, policies, acknowledgements, options.onDate);
}
