import { App, TerraformStack, Testing } from 'cdktf';
import { type IConstruct, RootConstruct } from 'constructs';
import { AiFactory } from '../constructs/ai-factory';
import type { IFactoryExtension } from '../constructs/extension';
import type { FromSpecOptions } from '../constructs/from-spec';
import { compare } from '../planner/model/finding';
import type { TerraformJson } from '../policies/terraform-json';
import type { FactoryInput } from '../spec/factory';
import { type SynthesizedFactory, synthesizedFactory } from './synthesized-factory';
import { SynthesizedStack } from './synthesized-stack';

/** Site classes, rules and extensions that a factory is synthesized with. */
export interface SynthFactoryOptions extends Omit<FromSpecOptions, 'id'> {
  /** Extensions to bind before synthesis. @default - none */
  readonly extensions?: readonly IFactoryExtension[];
}

/**
 * Synthesizes a factory in memory: what `cdktf synth` would write, without a folder, an app or the Terraform command.
 *
 * Aspects and validations run as at synthesis, so what cdktf or a policy refuses, this refuses too.
 *
 * @throws FactoryError with every finding where the factory is not sound
 * @throws Error with every failed validation
 */
export function synthFactory(input: FactoryInput, options: SynthFactoryOptions): SynthesizedFactory {
  const { extensions = [], ...props } = options;
  const root = new MemoryApp();
  const factory = AiFactory.fromSpec(root, input, props);
  for (const extension of extensions) factory.addExtension(extension);
  return synthesizedFactory(factory, synthConstructs(root));
}

/** Root of stacks that refer to each other, as an app is; `App` itself makes a folder and reads the environment. */
class MemoryApp extends RootConstruct {
  /** Passes a value from one stack to another; cdktf calls it while stacks are prepared. */
  public readonly crossStackReference = App.prototype.crossStackReference;

  public constructor() {
    super();
    // By this symbol cdktf knows an app.
    Object.defineProperty(this, Symbol.for('cdktf/App'), { value: true });
    // Content and paths are the same under any version of cdktf, so that snapshots outlive an upgrade.
    this.node.setContext('cdktfVersion', 'stubbed');
  }
}

/** Does what `App.synth` does, in its order, but for writing files. */
export function synthConstructs(root: IConstruct): Readonly<Record<string, SynthesizedStack>> {
  const stacks = root.node.findAll().filter(TerraformStack.isStack);
  for (const stack of stacks) stack.prepareStack();
  // Runs the aspects; its text lacks the construct paths, hence the second rendering below.
  for (const stack of stacks) Testing.synth(stack);
  const failures = [...stacks.flatMap((stack) => stack.node.findAll()), root].flatMap((construct) =>
    construct.node.validate().map((message) => `${construct.node.path || 'app'}: ${message}`),
  );
  if (failures.length > 0) throw new Error(`validation failed:\n  ${failures.join('\n  ')}`);
  return Object.fromEntries(
    stacks
      .map((stack) => [stack.node.id, canonical(stack.toTerraform()) as TerraformJson] as const)
      .sort(([a], [b]) => compare(a, b))
      .map(([id, json]) => [id, new SynthesizedStack(id, json)]),
  );
}

/** Plain JSON with sorted keys, as cdktf writes it. */
function canonical(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => compare(a, b)))
      : each,
  );
}
