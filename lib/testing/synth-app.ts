import type { IConstruct } from 'constructs';
import { AiFactory } from '../constructs/ai-factory';
import { synthConstructs } from './synth-factory';
import { type SynthesizedFactory, stackLookup, synthesizedFactory } from './synthesized-factory';
import type { SynthesizedStack } from './synthesized-stack';

/** An app that was synthesized in memory. */
export interface SynthesizedApp {
  /** All stacks of the app by id, in the order of their ids. */
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
  /** Returns the stack of an id. @throws Error that lists the stacks */
  stack(id: string): SynthesizedStack;
  /**
   * Returns a factory of the app.
   *
   * @param name name of the factory. @default - the only factory of the app
   * @throws Error that lists the factories, if none has the name, or several are there and none is named
   */
  factory(name?: string): SynthesizedFactory;
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
  const stacks = synthConstructs(app);
  const factories = app.node.findAll().filter((each) => each instanceof AiFactory);
  const made = new Map<AiFactory, SynthesizedFactory>();
  return {
    stacks,
    stack: stackLookup(stacks, 'app'),
    factory: (name) => {
      const found = choose(factories, name);
      const known = made.get(found) ?? synthesizedFactory(found, stacks);
      made.set(found, known);
      return known;
    },
  };
}

function choose(factories: readonly AiFactory[], name: string | undefined): AiFactory {
  const fitting = name === undefined ? factories : factories.filter((each) => each.name === name);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const names = factories.map((each) => each.name).join(', ') || 'none';
  throw new Error(
    name === undefined
      ? `expected an app with one factory, found ${names}; pick one, such as synthApp(app).factory('${only?.name ?? 'name'}')`
      : `no factory "${name}"; the app has ${names}`,
  );
}
