import type { StackView } from '../../../policies';
import { at, listAt, type TerraformObject, textAt, textsOf } from '../../../policies/terraform-json';

/** One statement of an IAM or resource policy, in whatever form it was written. */
export interface Statement {
  readonly sid: string;
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Who is allowed: `*` for anybody. Empty if the policy belongs to an identity. */
  readonly principals: readonly string[];
  readonly conditional: boolean;
}

/** Attributes that hold policies as JSON text. */
const documents = ['policy', 'assume_role_policy', 'policy_document', 'inline_policy.policy', 'access_policy'] as const;

/** Returns the statements of every policy of a resource or data source. Text that is no policy has none. */
function statementsOf(object: TerraformObject): readonly Statement[] {
  if (object.type === 'aws_iam_policy_document') return listAt(object.values, 'statement').map(blockStatement);
  if (!object.type.startsWith('aws_')) return [];
  return documents.flatMap((path) => {
    const text = textAt(object.values, path);
    return text === undefined ? [] : listAt(parsed(text), 'Statement').map(jsonStatement);
  });
}

/** Returns the objects of a stack that have policies, with their statements. */
export const policiesOf = (
  stack: StackView,
): readonly { readonly object: TerraformObject; readonly statements: readonly Statement[] }[] =>
  stack.objects
    .map((object) => ({ object, statements: statementsOf(object) }))
    .filter(({ statements }) => statements.length > 0);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A reference to a document of another object, which is read there.
    return undefined;
  }
}

function jsonStatement(statement: unknown, index: number): Statement {
  const principal = at(statement, 'Principal');
  return {
    sid: textAt(statement, 'Sid') ?? `${index}`,
    allows: at(statement, 'Effect') !== 'Deny',
    actions: textsOf(at(statement, 'Action')),
    resources: textsOf(at(statement, 'Resource')),
    principals:
      typeof principal === 'object' && principal !== null
        ? Object.values(principal).flatMap(textsOf)
        : textsOf(principal),
    conditional: Object.keys(Object(at(statement, 'Condition'))).length > 0,
  };
}

function blockStatement(statement: unknown, index: number): Statement {
  return {
    sid: textAt(statement, 'sid') ?? `${index}`,
    allows: at(statement, 'effect') !== 'Deny',
    actions: textsOf(at(statement, 'actions')),
    resources: textsOf(at(statement, 'resources')),
    principals: listAt(statement, 'principals').flatMap((each) => textsOf(at(each, 'identifiers'))),
    conditional: listAt(statement, 'condition').length > 0,
  };
}
