import type { LibraryFinding } from '../planner/model/finding';
import { type LibraryPolicy, manifestsOf, resourcesOf, type StackView, violation } from './policy';
import { objectAt, textAt } from './terraform-json';

const id = 'tags';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

function labelFindings(stack: StackView): readonly LibraryFinding[] {
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

/** Everything in a cluster says who manages it. */
export const tags: LibraryPolicy = {
  id,
  description: 'Objects of a cluster say who manages them: leftovers find their owner',
  check: ({ stacks }) => stacks.flatMap((stack) => [...labelFindings(stack)]),
};
