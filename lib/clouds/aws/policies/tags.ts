import type { LibraryFinding } from '../../../planner/model/finding';
import { siteStackNames } from '../../../planner/model/names';
import type { FactoryPlan } from '../../../planner/model/plan';
import { type LibraryPolicy, manifestsOf, type StackView, violation } from '../../../policies/policy';
import { listAt, objectAt, type TerraformValues, textAt } from '../../../policies/terraform-json';
import { isReference } from '../../../spec/reference';

const id = 'tags';

/** Whether tags hold an expected one. The value of a reference is known to Terraform only. */
const hasTag = (tags: TerraformValues, [key, value]: readonly [string, string]): boolean =>
  isReference(value) ? tags[key] !== undefined : tags[key] === value;

/** Returns the tags of everything in a stack: those of its site, or that of the factory if the stack is of no single site. */
function expectedTags(plan: FactoryPlan, stack: StackView): readonly (readonly [string, string])[] {
  const site = plan.sites.find((each) => each.substrate !== null && siteStackNames(plan.name, each).includes(stack.id));
  return Object.entries(site?.tags ?? { 'ai-factory:factory': plan.name });
}

/** The provider tags every resource, those of extensions too. */
function providerFindings(plan: FactoryPlan, stack: StackView): readonly LibraryFinding[] {
  const owned = stack.objects.some((each) => each.mode === 'resource' && each.type.startsWith('aws_'));
  if (!owned) return [];
  const expected = expectedTags(plan, stack);
  return listAt(stack.json.provider, 'aws').flatMap((provider) => {
    const tags = objectAt(provider, 'default_tags.tags');
    const missing = expected
      .filter((tag) => !hasTag(tags, tag))
      .map(([key, value]) => (isReference(value) ? key : `${key}=${value}`));
    const name = textAt(provider, 'alias') ?? 'aws';
    return missing.length === 0
      ? []
      : [
          violation(
            id,
            { path: stack.id },
            `provider ${name} does not tag with ${missing.join(', ')}; add them to its default tags`,
          ),
        ];
  });
}

/** Karpenter launches nodes itself, which the tags of the provider do not reach. */
const nodeClassFindings = (plan: FactoryPlan, stack: StackView): readonly LibraryFinding[] =>
  manifestsOf(stack)
    .filter(({ manifest }) => textAt(manifest, 'kind') === 'EC2NodeClass')
    .flatMap(({ object, manifest }) => {
      const tags = objectAt(manifest, 'spec.tags');
      const missing = expectedTags(plan, stack)
        .filter((tag) => !hasTag(tags, tag))
        .map(([key]) => key);
      return missing.length === 0
        ? []
        : [
            violation(
              id,
              object,
              `nodes of ${textAt(manifest, 'metadata.name')} are not tagged with ${missing.join(', ')}; add them to spec.tags`,
            ),
          ];
    });

/** Everything in AWS has the tags of its site. */
export const tags: LibraryPolicy = {
  id,
  description: 'Resources of AWS have the tags of their site: costs and leftovers find their owner',
  check: ({ plan, stacks }) =>
    stacks.flatMap((stack) => [...providerFindings(plan, stack), ...nodeClassFindings(plan, stack)]),
};
