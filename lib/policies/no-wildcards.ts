import type { Finding } from '../planner/finding';
import { policiesOf, type Statement } from './iam';
import { manifestsOf, type Policy, resourcesOf, type StackView, violation } from './policy';
import { listAt, textAt, textsOf } from './terraform-json';

const id = 'no-wildcards';

/** Policies of AWS that allow everything or nearly so. */
const WIDE_MANAGED = /:aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

const wild = (texts: readonly string[]): readonly string[] => texts.filter((text) => text.includes('*'));

/** What is too wide in an allowing statement; a refusal may be as wide as it likes. */
function wildcards(statement: Statement): readonly string[] {
  if (!statement.allows) return [];
  return [
    ...wild(statement.actions).map((action) => `action "${action}"`),
    ...wild(statement.resources).map((resource) => `resource "${resource}"`),
    ...(statement.principals.includes('*') ? ['principal "*"'] : []),
  ];
}

function iamFindings(stack: StackView): readonly Finding[] {
  const documents = policiesOf(stack).flatMap(({ object, statements }) =>
    statements.flatMap((statement) => {
      const found = wildcards(statement);
      return found.length === 0
        ? []
        : [
            violation(
              id,
              object,
              `statement ${statement.sid} allows ${found.join(', ')}; name what is meant, or acknowledge it with a reason`,
            ),
          ];
    }),
  );
  const attached = resourcesOf(
    stack,
    'aws_iam_role_policy_attachment',
    'aws_iam_user_policy_attachment',
    'aws_iam_group_policy_attachment',
  )
    .filter(({ values }) => WIDE_MANAGED.test(textAt(values, 'policy_arn') ?? ''))
    .map((object) =>
      violation(id, object, `attaches ${textAt(object.values, 'policy_arn')}; attach a policy of what is needed`),
    );
  return [...documents, ...attached];
}

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

/** What is allowed is named: no `*` in allowing statements, cloud or cluster. */
export const noWildcards: Policy = {
  id,
  description:
    'Permissions name their actions, resources and principals: a wildcard grows with every service that is added later',
  check: ({ stacks }) => stacks.flatMap((stack) => [...iamFindings(stack), ...rbacFindings(stack)]),
};
