import type { Finding } from '../planner/finding';
import { manifestsOf, type Policy, type StackView, violation } from './policy';
import { listAt, textAt, textsOf } from './terraform-json';

const id = 'no-wildcards';

/** Role rules of Kubernetes with `*` among groups, resources or verbs. */
const rbacFindings = (stack: StackView): readonly Finding[] =>
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
export const noWildcards: Policy = {
  id,
  description:
    'Roles of Kubernetes name their groups, resources and verbs: a wildcard grows with every kind that is added later',
  check: ({ stacks }) => stacks.flatMap((stack) => [...rbacFindings(stack)]),
};
