import type { LibraryFinding } from '../planner/model/finding';
import { type LibraryPolicy, manifestsOf, type StackView, violation } from './policy';
import { listAt, textAt, textsOf } from './terraform-json';

const id = 'no-wildcards';

/** Role rules of Kubernetes with `*` among groups, resources or verbs. */
const rbacFindings = (stack: StackView): readonly LibraryFinding[] =>
  manifestsOf(stack)
    .filter(({ manifest }) => /^(Cluster)?Role$/.test(textAt(manifest, 'kind') ?? ''))
    .flatMap(({ object, manifest }) =>
      listAt(manifest, 'rules').flatMap((rule, index) => {
        const found = ['apiGroups', 'resources', 'verbs'].filter((key) => textsOf(listAt(rule, key)).includes('*'));
        return found.length === 0
          ? []
          : [violation(id, object, `rule ${index} allows every one of its ${found.join(', ')}; name them`)];
      }),
    );

/** Roles of Kubernetes name what they allow. */
export const noWildcards: LibraryPolicy = {
  id,
  description:
    'Roles of Kubernetes name their groups, resources and verbs: a wildcard grows with every kind that is added later',
  check: ({ stacks }) => stacks.flatMap((stack) => [...rbacFindings(stack)]),
};
