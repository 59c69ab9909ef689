import type { LibraryFinding } from '../../../planner/model/finding';
import { type LibraryPolicy, resourcesOf, type StackView, violation } from '../../../policies/policy';
import { textAt } from '../../../policies/terraform-json';
import { policiesOf, type Statement } from './iam';

const id = 'no-wildcards';

/** Policies of AWS that allow everything or nearly so. */
const WIDE_MANAGED = /:aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

const wild = (texts: readonly string[]): readonly string[] => texts.filter((text) => text.includes('*'));

/** Returns what is too wide in an allowing statement. A denial may be of any width. */
function wildcards(statement: Statement): readonly string[] {
  if (!statement.allows) return [];
  return [
    ...wild(statement.actions).map((action) => `action "${action}"`),
    ...wild(statement.resources).map((resource) => `resource "${resource}"`),
    ...(statement.principals.includes('*') ? ['principal "*"'] : []),
  ];
}

function iamFindings(stack: StackView): readonly LibraryFinding[] {
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

/** IAM and resource policies name what they allow. */
export const noWildcards: LibraryPolicy = {
  id,
  description:
    'IAM and resource policies name their actions, resources and principals: a wildcard grows with every service that is added later',
  check: ({ stacks }) => stacks.flatMap((stack) => [...iamFindings(stack)]),
};
