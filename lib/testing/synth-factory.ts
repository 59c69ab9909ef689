import { App, TerraformStack, Testing } from 'cdktf';
import { type IConstruct, RootConstruct } from 'constructs';
import { AiFactory } from '../constructs/ai-factory';
import type { IFactoryExtension } from '../constructs/extension';
import type { FromSpecOptions } from '../constructs/from-spec';
import { compare, type Finding } from '../planner/finding';
import type { FactoryPlan } from '../planner/plan';
import { checkPolicies, type Policy, standardPolicies } from '../policies';
import type { TerraformJson } from '../policies/terraform-json';
import { acknowledgedBy } from '../policies/view';
import type { FactoryInput } from '../spec/factory';
import { SynthesizedStack } from './synthesized-stack';

/** Site classes, rules and extensions that a factory is synthesized with. */
export interface SynthFactoryOptions extends Omit<FromSpecOptions, 'id'> {
  /** Extensions to bind before synthesis. @default - none */
  readonly extensions?: readonly IFactoryExtension[];
}

/** A factory that was synthesized in memory: its plan and its stacks. */
export interface SynthesizedFactory {
  /** Plan that the stacks were made from. */
  readonly plan: FactoryPlan;
  /** Stacks by id, in the order of their ids. */
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
  /** The stack of that id. @throws Error that names the stacks there are */
  stack(id: string): SynthesizedStack;
  /** The policies that it is held to. */
  readonly policies: readonly Policy[];
  /** What policies find in it; what a construct or the factory acknowledges is a note. */
  check(policies: readonly Policy[]): readonly Finding[];
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
  const built = synthConstructs(root);
  const stacks = Object.fromEntries(
    Object.entries(built).map(([id, json]) => [id, new SynthesizedStack(id, json)] as const),
  );
  const stack = (id: string): SynthesizedStack => {
    const found = stacks[id];
    if (found === undefined) throw new Error(`no stack "${id}"; the factory has ${Object.keys(stacks).join(', ')}`);
    return found;
  };
  const { plan } = factory;
  const acknowledgements = [
    ...acknowledgedBy(factory.stacks),
    ...(input.acknowledge ?? []).map((each) => ({ ...each, origin: 'file' as const })),
  ];
  const view = { plan, stacks: factory.stacks.map((each) => stack(each.node.id)) };
  const check = (policies: readonly Policy[]) => checkPolicies(view, policies, acknowledgements, props.onDate);
  return { plan, stacks, stack, policies: defaultPolicies(options), check };
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

/** The policies of the library and of the clouds, whatever the options state: tests ask for them apart. */
const defaultPolicies = ({ sites }: SynthFactoryOptions): readonly Policy[] => [
  ...standardPolicies,
  ...Object.values(sites).flatMap(({ cloud }) => cloud.policies ?? []),
];

/** Does what `App.synth` does, in its order, but for writing files. */
export function synthConstructs(root: IConstruct): Readonly<Record<string, TerraformJson>> {
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
      .sort(([a], [b]) => compare(a, b)),
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
