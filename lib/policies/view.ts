import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { FactoryPlan } from '../planner/model/plan';
import { ACKNOWLEDGE, type AcknowledgeMetadata } from '../port/acknowledge';
import type { Acknowledgement } from './acknowledgement';
import type { PolicyView, StackView } from './policy';
import { objectsOf, type TerraformJson } from './terraform-json';

/** Returns a stack as Terraform reads it. Its aspects must have run, or their changes would be missed. */
export type RenderStack = (stack: TerraformStack) => TerraformJson;

/** Returns stacks as policies see them. */
export const viewOf = (plan: FactoryPlan, stacks: readonly TerraformStack[], render: RenderStack): PolicyView => ({
  plan,
  stacks: stacks.map((stack) => viewStack(stack.node.id, render(stack))),
});

/** One stack as policies see it. */
export const viewStack = (id: string, json: TerraformJson): StackView => ({ id, json, objects: objectsOf(id, json) });

/**
 * What constructs of the stacks acknowledge in their metadata, and those of the factory and above it that no stack holds: they
 * cover the stacks below them.
 */
export function acknowledgedBy(factory: IConstruct, stacks: readonly TerraformStack[]): readonly Acknowledgement[] {
  const outside = [...factory.node.scopes.slice(0, -1), ...outsideStacks(factory)];
  const read = (construct: IConstruct): readonly AcknowledgeMetadata[] =>
    construct.node.metadata.flatMap(({ type, data }) => (type === ACKNOWLEDGE ? [data as AcknowledgeMetadata] : []));
  return [
    ...outside.flatMap((construct) => {
      const own = read(construct);
      if (own.length === 0) return [];
      const below = stacks.filter((stack) => stack.node.scopes.includes(construct)).map((stack) => stack.node.id);
      return own.map((each) => ({ path: construct.node.path || 'the app', stacks: below, ...each }));
    }),
    ...stacks
      .flatMap((stack) => stack.node.findAll())
      .flatMap((construct) => read(construct).map((each) => ({ path: stackPath(construct), ...each }))),
  ];
}

/** Constructs of a tree that no stack holds. */
export function outsideStacks(construct: IConstruct): IConstruct[] {
  if (TerraformStack.isStack(construct)) return [];
  return [construct, ...construct.node.children.flatMap(outsideStacks)];
}

/** Path of a construct from its stack on. */
function stackPath(construct: IConstruct): string {
  const above = TerraformStack.of(construct).node.scope?.node.path ?? '';
  return above === '' ? construct.node.path : construct.node.path.slice(above.length + 1);
}
