import type { IConstruct } from 'constructs';
import { synthConstructs } from './synth-factory';
import { SynthesizedStack } from './synthesized-stack';

/** An app that was synthesized in memory. */
export interface SynthesizedApp {
  /** All stacks of the app by id, in the order of their ids. */
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
  /** Returns the stack of an id. @throws Error that lists the stacks */
  stack(id: string): SynthesizedStack;
}

/**
 * Synthesizes an app in memory, with all its stacks: those of its factories and those of its own. Nothing is written.
 *
 * Pass `Testing.app()` of cdktf, so that snapshots outlive an upgrade of cdktf.
 *
 * @throws FactoryError with every finding, if a factory has errors
 * @throws Error with every failed validation
 */
export function synthApp(app: IConstruct): SynthesizedApp {
  const stacks = Object.fromEntries(
    Object.entries(synthConstructs(app)).map(([id, json]) => [id, new SynthesizedStack(id, json)] as const),
  );
  const stack = (id: string): SynthesizedStack => {
    const found = stacks[id];
    if (found === undefined) throw new Error(`no stack "${id}"; the app has ${Object.keys(stacks).join(', ')}`);
    return found;
  };
  return { stacks, stack };
}
