import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { FactoryPlan } from '../planner/plan';
import { ACKNOWLEDGE, type AcknowledgeMetadata } from '../port/acknowledge';
import type { Acknowledgement } from './acknowledgement';
import type { PolicyView, StackView } from './policy';
import { objectsOf, type TerraformJson } from './terraform-json';

/** Renders stacks as policies see them. Aspects must have run: what they change would be missed. */
export const viewOf = (plan: FactoryPlan, stacks: readonly TerraformStack[]): PolicyView => ({
  plan,
  stacks: stacks.map((stack) => viewStack(stack.node.id, stack.toTerraform())),
});

/** One stack as policies see it. */
export const viewStack = (id: string, json: TerraformJson): StackView => ({ id, json, objects: objectsOf(id, json) });

/** What constructs of the stacks acknowledge in their metadata. */
export function acknowledgedBy(stacks: readonly TerraformStack[]): readonly Acknowledgement[] {
  return stacks
    .flatMap((stack) => stack.node.findAll())
    .flatMap((construct) =>
      construct.node.metadata
        .filter((entry) => entry.type === ACKNOWLEDGE)
        .map((entry) => ({ path: stackPath(construct), origin: 'construct', ...(entry.data as AcknowledgeMetadata) })),
    );
}

/** Path of a construct from its stack on. */
function stackPath(construct: IConstruct): string {
  const above = TerraformStack.of(construct).node.scope?.node.path ?? '';
  return above === '' ? construct.node.path : construct.node.path.slice(above.length + 1);
}
