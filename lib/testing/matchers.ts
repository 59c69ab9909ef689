import { formatFinding } from '../planner/model/finding';
import type { Policy } from '../policies';
import type { TerraformValues } from '../policies/terraform-json';
import { firstDifference } from './difference';
import { receivedFactory, receivedStacks } from './received';
import type { SynthesizedApp } from './synth-app';
import type { SynthesizedFactory } from './synthesized-factory';
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

/** A type of resource, or a class of a provider's bindings. */
type ResourceType = string | { readonly tfResourceType: string };

const idsOf = (stacks: readonly SynthesizedStack[]): string => stacks.map(({ id }) => id).join(', ');

/**
 * Matchers for `expect.extend(factoryMatchers)`, of vitest or any runner with the same contract.
 *
 * To type them in vitest: `declare module 'vitest' { interface Matchers<T> extends FactoryMatchers<T> {} }`.
 */
export const factoryMatchers = {
  /**
   * A stack, or one of several, has a resource of the type that holds at least `partial`. Blocks need no list. What the matcher
   * of cdktf with this name takes is taken too: the text of `Testing.synth` and the class of a resource.
   */
  toHaveResource(received: unknown, resource: ResourceType, partial: TerraformValues = {}): Outcome {
    const type = typeof resource === 'string' ? resource : resource.tfResourceType;
    const stacks = receivedStacks(received);
    const candidates = stacks
      .flatMap((stack) => stack.objects)
      .filter((each) => each.mode === 'resource' && each.type === type)
      .map(({ path, values }) => ({ name: path, values }));
    return among(`${idsOf(stacks)}: ${type}`, partial, candidates);
  },

  /** A stack, or one of several, has a Kubernetes object of the kind that holds at least `partial`. */
  toHaveManifest(received: unknown, kind: string, partial: TerraformValues = {}): Outcome {
    const stacks = receivedStacks(received);
    const candidates = stacks.flatMap((stack) =>
      stack.manifests(kind).map((values) => ({ name: stack.nameOf(values), values })),
    );
    return among(`${idsOf(stacks)}: ${kind}`, partial, candidates);
  },

  /** A factory keeps a policy; acknowledged violations pass. */
  toKeepPolicy(received: unknown, policy: Policy): Outcome {
    const errors = errorsOf(receivedFactory(received), [policy]);
    return outcome(errors.length === 0, `policy ${policy.id}: ${policy.description}`, errors);
  },

  /** A factory keeps every policy of a list. @default - the policies of the library, of its clouds and of the factory */
  toKeepPolicies(received: unknown, policies?: readonly Policy[]): Outcome {
    const factory = receivedFactory(received);
    const asked = policies ?? factory.policies;
    const errors = errorsOf(factory, asked);
    return outcome(errors.length === 0, `${asked.length} policies`, errors);
  },

  /**
   * Nothing of a factory is open to the internet, not even if its user acknowledges it or a setting requires it. What the
   * library itself acknowledges does not count: no setting changes it.
   */
  toHaveNoPublicAccess(received: unknown): Outcome {
    const factory = receivedFactory(received);
    const open = factory
      .check(factory.policies.filter(({ id }) => id === 'nothing-public'))
      .filter(({ code, acknowledgedBy }) => code === 'nothing-public' && acknowledgedBy !== 'library');
    return outcome(open.length === 0, `${factory.plan.name}: public access`, open.map(formatFinding));
  },
};

const errorsOf = (factory: SynthesizedFactory, policies: readonly Policy[]): readonly string[] =>
  factory
    .check(policies)
    .filter((finding) => finding.severity === 'error')
    .map(formatFinding);

/** What is not callable, with the reason as the compiler shows it. */
interface Refused<Expected extends string> {
  readonly expected: Expected;
}

type OfFactory<T, Matcher> = [T] extends [SynthesizedFactory | SynthesizedApp]
  ? Matcher
  : Refused<'a SynthesizedFactory, or a SynthesizedApp with one factory'>;

type OfStacks<T, Matcher> = [T] extends [SynthesizedStack | SynthesizedFactory | SynthesizedApp | string]
  ? Matcher
  : Refused<'a SynthesizedStack, a SynthesizedFactory or a SynthesizedApp'>;

/**
 * The matchers as an assertion has them.
 *
 * @typeParam T - what `expect` was called with; only the matchers that fit it can be called
 */
export interface FactoryMatchers<T> {
  /** Passes if the stack has a resource of the type whose values contain `partial`. */
  toHaveResource: OfStacks<T, (type: ResourceType, partial?: TerraformValues) => void>;
  /** Passes if the stack has a Kubernetes object of the kind that contains `partial`. */
  toHaveManifest: OfStacks<T, (kind: string, partial?: TerraformValues) => void>;
  /** Passes if the factory keeps the policy. Acknowledged violations pass. */
  toKeepPolicy: OfFactory<T, (policy: Policy) => void>;
  /**
   * Passes if the factory keeps every policy. Acknowledged violations pass.
   *
   * @default - the policies of the library, of its clouds and of the factory
   */
  toKeepPolicies: OfFactory<T, (policies?: readonly Policy[]) => void>;
  /** Passes if nothing of the factory is open to the internet but what the library itself acknowledges. */
  toHaveNoPublicAccess: OfFactory<T, () => void>;
}
