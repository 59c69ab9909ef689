import type { AiFactory } from '../constructs/ai-factory';
import type { Finding } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import type { Policy } from '../policies';
import type { SynthesizedStack } from './synthesized-stack';

/** A factory that was synthesized in memory. */
export interface SynthesizedFactory {
  /** Plan that the stacks were made from. */
  readonly plan: FactoryPlan;
  /** Stacks by id, in the order of their ids. */
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
  /** Returns the stack of an id. @throws Error that lists the stacks */
  stack(id: string): SynthesizedStack;
  /** The library's policies, those of the clouds of its sites, and those that the factory states. */
  readonly policies: readonly Policy[];
  /** Returns what policies find in it; what a construct or the factory acknowledges is a note. */
  check(policies: readonly Policy[]): readonly Finding[];
}

/** Returns a lookup of stacks by id. @param owner what has the stacks, in the error for an unknown id */
export function stackLookup(
  stacks: Readonly<Record<string, SynthesizedStack>>,
  owner: string,
): (id: string) => SynthesizedStack {
  return (id) => {
    const found = stacks[id];
    if (found === undefined) throw new Error(`no stack "${id}"; the ${owner} has ${Object.keys(stacks).join(', ')}`);
    return found;
  };
}

/** Returns a factory of an app whose stacks were synthesized. */
export function synthesizedFactory(
  factory: AiFactory,
  all: Readonly<Record<string, SynthesizedStack>>,
): SynthesizedFactory {
  const own = new Set(factory.judgedStacks.map((stack) => stack.node.id));
  const stacks = Object.fromEntries(Object.entries(all).filter(([id]) => own.has(id)));
  const view = factory.judgedStacks.flatMap((stack) => all[stack.node.id] ?? []);
  return {
    plan: factory.plan,
    stacks,
    stack: stackLookup(stacks, 'factory'),
    policies: factory.knownPolicies,
    check: (policies) => factory.findingsOf(policies, view),
  };
}
