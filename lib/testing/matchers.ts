import { formatFinding } from '../planner/finding';
import type { Policy } from '../policies';
import type { TerraformValues } from '../policies/terraform-json';
import { firstDifference } from './difference';
import type { SynthesizedFactory } from './synth-factory';
import type { SynthesizedStack } from './synthesized-stack';

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

/** How many candidates a message shows. */
const SHOWN = 5;

const outcome = (pass: boolean, what: string, lines: readonly string[]): Outcome => ({
  pass,
  message: () => [what, ...lines.map((line) => `  ${line}`)].join('\n'),
});

/** Says which of the candidates came how near. */
function among(
  what: string,
  partial: TerraformValues,
  candidates: readonly { readonly name: string; readonly values: TerraformValues }[],
): Outcome {
  const differences = candidates.map(({ name, values }) => ({ name, difference: firstDifference(values, partial) }));
  const fitting = differences.filter((each) => each.difference === null);
  if (fitting.length > 0) {
    return outcome(
      true,
      `${what}: expected none, found`,
      fitting.slice(0, SHOWN).map((each) => each.name),
    );
  }
  const lines = differences.slice(0, SHOWN).map((each) => `${each.name}: ${each.difference}`);
  return outcome(false, `${what}: none of ${candidates.length} fits`, lines);
}

/**
 * Matchers for `expect.extend(factoryMatchers)`, of vitest or any runner with the same contract.
 *
 * To type them in vitest: `declare module 'vitest' { interface Matchers<T> extends FactoryMatchers<T> {} }`.
 */
export const factoryMatchers = {
  /** A stack has a resource of the type that holds at least `partial`. Blocks may be stated without their list. */
  toHaveResource(stack: SynthesizedStack, type: string, partial: TerraformValues = {}): Outcome {
    const candidates = stack.objects
      .filter((each) => each.mode === 'resource' && each.type === type)
      .map(({ path, values }) => ({ name: path, values }));
    return among(`${stack.id}: ${type}`, partial, candidates);
  },

  /** A stack has a Kubernetes object of the kind that holds at least `partial`. */
  toHaveManifest(stack: SynthesizedStack, kind: string, partial: TerraformValues = {}): Outcome {
    const candidates = stack.manifests(kind).map((values) => ({ name: stack.nameOf(values), values }));
    return among(`${stack.id}: ${kind}`, partial, candidates);
  },

  /** A factory keeps a policy; acknowledged departures pass. */
  toKeepPolicy(factory: SynthesizedFactory, policy: Policy): Outcome {
    const errors = factory.check([policy]).filter((finding) => finding.severity === 'error');
    return outcome(errors.length === 0, `policy ${policy.id}: ${policy.description}`, errors.map(formatFinding));
  },

  /** A factory keeps every policy of a list. @default - the library's and those of its clouds */
  toKeepPolicies(factory: SynthesizedFactory, policies: readonly Policy[] = factory.policies): Outcome {
    const errors = factory.check(policies).filter((finding) => finding.severity === 'error');
    return outcome(errors.length === 0, `${policies.length} policies`, errors.map(formatFinding));
  },

  /** Nothing of a factory is open to the internet; unlike `toKeepPolicy`, not even where that is acknowledged. */
  toHaveNoPublicAccess(factory: SynthesizedFactory): Outcome {
    const open = factory.check(factory.policies.filter(({ id }) => id === 'nothing-public'));
    return outcome(open.length === 0, `${factory.plan.name}: public access`, open.map(formatFinding));
  },
};

/** The matchers as an assertion has them. */
export interface FactoryMatchers<R = unknown> {
  /** Passes if the stack has a resource of the type whose values contain `partial`. */
  toHaveResource(type: string, partial?: TerraformValues): R;
  /** Passes if the stack has a Kubernetes object of the kind that contains `partial`. */
  toHaveManifest(kind: string, partial?: TerraformValues): R;
  /** Passes if the factory keeps the policy. Acknowledged violations pass. */
  toKeepPolicy(policy: Policy): R;
  /**
   * Passes if the factory keeps every policy. Acknowledged violations pass.
   *
   * @default - the library's policies and those of its clouds
   */
  toKeepPolicies(policies?: readonly Policy[]): R;
  /** Passes if nothing of the factory is open to the internet, acknowledged or not. */
  toHaveNoPublicAccess(): R;
}
