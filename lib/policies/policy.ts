import type { Finding } from '../planner/model/finding';
import type { FindingCode } from '../planner/model/finding-codes';
import type { FactoryPlan } from '../planner/model/plan';
import { objectAt, type TerraformJson, type TerraformObject, type TerraformValues } from './terraform-json';

/**
 * One rule over what was synthesized. It reads and never changes: what it sees is the Terraform that would be applied.
 *
 * Checks judge a factory before anything is built; policies judge the result, whoever built it: adapters, extensions or
 * a team's own constructs.
 */
export interface Policy<Id extends string = string> {
  /** Stable kebab-case id; the code of its findings and the name that acknowledgements use. */
  readonly id: Id;
  /** What holds where the policy is kept, and why, in one sentence. */
  readonly description: string;
  /** Paths of findings are construct paths from the stack on. */
  check(view: PolicyView): readonly Finding<Id>[];
}

/** A policy of the library: its id is a row of `findingCodes`. */
export type LibraryPolicy = Policy<FindingCode>;

/** The synthesized factory as policies see it. */
export interface PolicyView {
  /** Plan that the stacks were made from. */
  readonly plan: FactoryPlan;
  /** Stacks in the order in which they apply. */
  readonly stacks: readonly StackView[];
}

/** One stack as policies see it. */
export interface StackView {
  /** Id of the stack, such as `harbour-stockholm-workloads`. */
  readonly id: string;
  /** The whole `cdk.tf.json`. */
  readonly json: TerraformJson;
  /** Resources and data sources. */
  readonly objects: readonly TerraformObject[];
}

/** A finding of a policy at an object. */
export const violation = <Id extends string>(
  policy: Id,
  object: Pick<TerraformObject, 'path'>,
  message: string,
): Finding<Id> => ({
  code: policy,
  severity: 'error',
  path: object.path,
  message,
});

/** A Kubernetes object in its API form, and the resource that holds it. */
export interface ManifestView {
  /** Resource that holds the Kubernetes object. */
  readonly object: TerraformObject;
  /** The Kubernetes object in its API form. */
  readonly manifest: TerraformValues;
}

/** Resources of a type; with a list, of any of its types. */
export const resourcesOf = (stack: StackView, ...types: readonly string[]): readonly TerraformObject[] =>
  stack.objects.filter((each) => each.mode === 'resource' && types.includes(each.type));

/** Kubernetes objects that a stack states in API form. */
export const manifestsOf = (stack: StackView): readonly ManifestView[] =>
  resourcesOf(stack, 'kubernetes_manifest').map((object) => ({
    object,
    manifest: objectAt(object.values, 'manifest'),
  }));

/** Whether a value names an object of its stack, by a reference to it or by the name that the object has. */
export function namesObject(value: unknown, object: TerraformObject, nameKey: string): boolean {
  if (typeof value !== 'string') return false;
  return value.includes(`\${${object.type}.${object.id}.`) || value === object.values[nameKey];
}
