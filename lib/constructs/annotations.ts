import { AnnotationMetadataEntryType, App, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Finding, formatFinding, type LibraryFinding } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import { outsideStacks } from '../policies/view';
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
  for (const construct of outsideStacks(core.factory)) {
    const added = construct.node.metadata.filter((entry) => SHOWN.includes(entry.type) && !core.shown.has(entry));
    if (added.length === 0 || stackFor(construct, core) !== stack) continue;
    for (const entry of added) {
      core.shown.add(entry);
      stack.node.addMetadata(entry.type, `[${construct.node.path}] ${String(entry.data)}`);
    }
  }
}

/**
 * Shows warnings that are known once all stacks are synthesized: those are in the manifest of the app by then, and cdktf reads
 * no metadata any more.
 */
export function annotateLate(stacks: readonly TerraformStack[], warnings: readonly Finding[]): void {
  const [first] = stacks;
  const root = first?.node.root;
  if (!App.isApp(root)) return;
  for (const finding of warnings) {
    const stack = stacks.find((each) => isAt(finding, each) || isAbove(finding, each)) ?? first;
    const written = stack === undefined ? undefined : root.manifest.stacks[stack.node.id];
    if (stack === undefined || written === undefined) continue;
    const { at: _, ...stable } = finding;
    const message = formatFinding(stable);
    // Its type is readonly, and cdktf assigns it at synthesis in the same way.
    const annotations = [...written.annotations, { constructPath: stack.node.path, level: typeOf(finding), message }];
    Object.assign(written, { annotations });
  }
}

const isAbove = ({ path }: Finding, stack: TerraformStack): boolean => stack.node.path.startsWith(`${path}/`);

/** Whether a finding of a policy is in a stack. */
export const isAt = ({ path }: Finding, stack: TerraformStack): boolean =>
  path === stack.node.id || path.startsWith(`${stack.node.id}/`);

/** Errors of the validations of constructs outside any stack. */
export const outsideErrors = (factory: IConstruct): LibraryFinding[] =>
  outsideStacks(factory).flatMap((construct) =>
    construct.node
      .validate()
      .map((message) => ({ code: 'validation', severity: 'error', path: construct.node.path, message })),
  );

/** The last stack of the site that a construct is in; the first stack of the factory for all others. */
function stackFor(construct: IConstruct, core: FactoryCore): TerraformStack | undefined {
  const part = core.fillables.find((each) => construct.node.scopes.includes(each));
  return part?.stacks.at(-1) ?? core.stacks[0];
}
