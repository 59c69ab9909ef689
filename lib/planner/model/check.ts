import type { Finding } from './finding';
import type { FindingCode } from './finding-codes';
import type { FactoryPlan } from './plan';
import type { ResolvedFactory } from './resolved';

/**
 * One rule over a factory. Rules are data: a frozen list is passed to `planFactory`, and a team passes its own.
 *
 * @typeParam Code - codes of its findings
 */
export interface Check<Code extends string = string> {
  /** Name of the rule in kebab case; its findings have codes of their own. */
  readonly id: string;
  /** Why the rule exists, in one sentence. */
  readonly why: string;
  /**
   * Whether it judges what is stated at one place. It then also runs over what is left of a factory with refused parts, in
   * whose plan nothing is placed.
   *
   * @default false
   */
  readonly isLocal?: boolean;
  /** Returns what breaks the rule, or an empty list. The plan has no findings yet. */
  check(factory: ResolvedFactory, plan: FactoryPlan): Finding<Code>[];
}

/** A rule of the library: it reports codes of `findingCodes` only. */
export type LibraryCheck = Check<FindingCode>;

/** Returns what a rule finds. @throws Error that names the rule, if it throws */
export function runCheck(check: Check, factory: ResolvedFactory, plan: FactoryPlan): readonly Finding[] {
  try {
    return check.check(factory, plan);
  } catch (cause) {
    throw new Error(`the check "${check.id}" failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
