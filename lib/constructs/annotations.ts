import { AnnotationMetadataEntryType, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Finding, formatFinding, type LibraryFinding } from '../planner/finding';
import type { FactoryPlan } from '../planner/plan';
import type { FactoryCore } from './factory-core';

/** Kinds of metadata that cdktf shows to a user. */
const SHOWN: readonly string[] = Object.values(AnnotationMetadataEntryType);

/** Shows the warnings and notes of a plan: cdktf prints annotations of stacks. The frame stays out: it holds a path. */
export function annotate(factory: IConstruct, core: FactoryCore, plan: FactoryPlan): void {
  for (const finding of plan.findings) {
    const type = typeOf(finding);
    const { at: _, ...stable } = finding;
    stackFor(core.description.constructOf(finding.path) ?? factory, core)?.node.addMetadata(
      type,
      formatFinding(stable),
    );
  }
}

const typeOf = ({ severity }: Finding): AnnotationMetadataEntryType =>
  severity === 'warning' ? AnnotationMetadataEntryType.WARN : AnnotationMetadataEntryType.INFO;

/** Copies annotations of constructs outside any stack to the stack that is nearest to them. */
export function forwardAnnotations(stack: TerraformStack, core: FactoryCore): void {
  for (const construct of outside(core.factory)) {
    if (stackFor(construct, core) !== stack) continue;
    for (const entry of construct.node.metadata) {
      if (!SHOWN.includes(entry.type) || core.shown.has(entry)) continue;
      core.shown.add(entry);
      stack.node.addMetadata(entry.type, `[${construct.node.path}] ${String(entry.data)}`);
    }
  }
}

/** Errors of the validations of constructs outside any stack. */
export const outsideErrors = (factory: IConstruct): LibraryFinding[] =>
  outside(factory).flatMap((construct) =>
    construct.node
      .validate()
      .map((message) => ({ code: 'validation', severity: 'error', path: construct.node.path, message })),
  );

/** The last stack of the site that a construct is in; the first stack of the factory for all others. */
function stackFor(construct: IConstruct, core: FactoryCore): TerraformStack | undefined {
  const part = core.fillables.find((each) => construct.node.scopes.includes(each));
  return part?.stacks.at(-1) ?? core.stacks[0];
}

/** Constructs of a factory that no stack holds. */
function outside(construct: IConstruct): IConstruct[] {
  if (TerraformStack.isStack(construct)) return [];
  return [construct, ...construct.node.children.flatMap(outside)];
}
