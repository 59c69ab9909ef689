import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { type ITerraformDependable, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { boundedName, fingerprint } from '../../../planner/model/names';
import { idOf } from '../rules/names';
import { acknowledgeWildcard, policyDocument, type Statement } from './policy-document';
import type { IRole } from './role';

/**
 * An IAM role that permissions are granted to: the resource, a construct with a role as `role` or by `roleName`, or an
 * existing role by its name.
 */
export type Grantee =
  | IamRole
  | Pick<IRole, 'roleName' | 'roleId'>
  | {
      /** Role of the construct. */
      readonly role: IamRole;
    };

/** A permission that was granted. */
export interface Grant {
  /** For `dependsOn` of what needs the permission, in the stack of the grantee. */
  readonly ready: ITerraformDependable[];
}

export interface GrantProps {
  /** First part of the policy's name, such as `read`. */
  readonly kind: string;
  /** Distinguishes it from other grants of its kind on the same resource. @default - nothing */
  readonly detail?: string;
  readonly statements: readonly Statement[];
  /** Why the statements have a wildcard. @default - they have none */
  readonly wildcard?: string;
}

/**
 * Adds an inline policy for a resource to a role, once for each resource and kind of grant.
 *
 * The policy is a child of the role's construct, so that it is in the stack of the role. The policy of a role that is given
 * by its name is a child of the resource.
 *
 * @throws Error if the role is given by a name that is not known before apply
 */
export function addGrant(resource: Construct, stated: Grantee, grant: GrantProps): Grant {
  const grantee = roleOf(stated);
  const stack = TerraformStack.of(resource);
  const path = [stack.node.id, resource.node.path.slice(stack.node.path.length + 1)];
  const id = `${grant.kind}-${resource.node.id}-${fingerprint([...path, grant.detail ?? ''])}`;
  const scope = Construct.isConstruct(grantee) ? grantee : resource;
  const child = scope === resource ? `${id}-by-${roleIdOf(resource, grantee)}` : id;
  const found = scope.node.tryFindChild(child);
  if (found instanceof IamRolePolicy) return { ready: [found] };
  const policy = new IamRolePolicy(scope, child, {
    role: roleNameOf(grantee),
    name: boundedName([child], 128),
    policy: policyDocument(grant.statements),
  });
  if (grant.wildcard !== undefined) acknowledgeWildcard(policy, grant.wildcard);
  return { ready: [policy] };
}

type Role = Exclude<Grantee, { readonly role: IamRole }>;

const roleOf = (grantee: Grantee): Role => ('role' in grantee ? grantee.role : grantee);

const roleNameOf = (role: Role): string => ('roleName' in role ? role.roleName : role.name);

/** @throws Error if the name of the role is not known before apply and it has no id */
function roleIdOf(resource: Construct, role: Role): string {
  const id = ('roleId' in role ? role.roleId : undefined) ?? roleNameOf(role);
  if (!Token.isUnresolved(id)) return idOf(id);
  throw new Error(
    `${resource.node.path}: the name of the role is not known before apply; grant access to the role's construct, or state roleId`,
  );
}
