import type { Finding } from '../planner/finding';
import { siteStackNames } from '../planner/names';
import type { FactoryPlan } from '../planner/plan';
import { manifestsOf, type Policy, resourcesOf, type StackView, violation } from './policy';
import { listAt, objectAt, textAt } from './terraform-json';

const id = 'tags';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** Tags that everything in a stack carries: its site's, or the factory's where the stack is of no single site. */
function expectedTags(plan: FactoryPlan, stack: StackView): readonly (readonly [string, string])[] {
  const site = plan.sites.find((each) => each.substrate !== null && siteStackNames(plan.name, each).includes(stack.id));
  return Object.entries(site?.tags ?? { 'ai-factory:factory': plan.name });
}

/** AWS takes tags from the provider block: it reaches resources of extensions too. */
function providerFindings(plan: FactoryPlan, stack: StackView): readonly Finding[] {
  const owned = stack.objects.some((each) => each.mode === 'resource' && each.type.startsWith('aws_'));
  if (!owned) return [];
  const expected = expectedTags(plan, stack);
  return listAt(stack.json.provider, 'aws').flatMap((provider) => {
    const tags = objectAt(provider, 'default_tags.tags');
    const missing = expected.filter(([key, value]) => tags[key] !== value).map(([key]) => key);
    const name = textAt(provider, 'alias') ?? 'aws';
    return missing.length === 0
      ? []
      : [
          violation(
            id,
            { path: stack.id },
            `provider ${name} does not tag with ${missing.join(', ')}; add them to default_tags`,
          ),
        ];
  });
}

/** Karpenter launches nodes itself, past the provider's tags. */
const nodeClassFindings = (plan: FactoryPlan, stack: StackView): readonly Finding[] =>
  manifestsOf(stack)
    .filter(({ manifest }) => textAt(manifest, 'kind') === 'EC2NodeClass')
    .flatMap(({ object, manifest }) => {
      const tags = objectAt(manifest, 'spec.tags');
      const missing = expectedTags(plan, stack)
        .filter(([key, value]) => tags[key] !== value)
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

function labelFindings(stack: StackView): readonly Finding[] {
  const labelled = [
    ...manifestsOf(stack).map(({ object, manifest }) => ({
      object,
      kind: textAt(manifest, 'kind'),
      metadata: objectAt(manifest, 'metadata'),
    })),
    ...resourcesOf(
      stack,
      'kubernetes_namespace_v1',
      'kubernetes_config_map_v1',
      'kubernetes_namespace',
      'kubernetes_config_map',
    ).map((object) => ({
      object,
      kind: object.type,
      metadata: objectAt(object.values, 'metadata'),
    })),
  ];
  return labelled
    .filter(({ metadata }) => textAt(objectAt(metadata, 'labels')[MANAGED_BY], '') === undefined)
    .map(({ object, kind, metadata }) =>
      violation(id, object, `${kind} ${textAt(metadata, 'name')} has no label ${MANAGED_BY}; add it`),
    );
}

/** Everything says which factory it belongs to. */
export const tags: Policy = {
  id,
  description:
    'Cloud resources carry the tags of their site and cluster objects say who manages them: costs and leftovers find their owner',
  check: ({ plan, stacks }) =>
    stacks.flatMap((stack) => [
      ...providerFindings(plan, stack),
      ...nodeClassFindings(plan, stack),
      ...labelFindings(stack),
    ]),
};
