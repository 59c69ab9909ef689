import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { AwsPlace } from '../place';
import { idOfValue } from '../value-id';
import { policyDocument, type Statement } from './policy-document';

/** How the IAM roles of a construct are made. */
export interface RoleSettings {
  /** Path of the roles, such as `/platform/`. @default '/' */
  readonly rolePath?: string;
  /** ARN of the policy that bounds the permissions of the roles. @default - no boundary */
  readonly permissionsBoundary?: string;
}

/** Returns the role settings among the props of a construct. */
export const roleSettingsOf = ({ rolePath, permissionsBoundary }: RoleSettings): RoleSettings => ({
  ...(rolePath === undefined ? {} : { rolePath }),
  ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
});

/** An IAM role. */
export interface IRole {
  /** Name of the role, for policies that are attached to it. */
  readonly roleName: string;
  /** ARN of the role, for what assumes or passes it. */
  readonly roleArn: string;
  /**
   * Name of the role in ids of constructs, if `roleName` is not known before apply.
   * @default - `roleName`
   */
  readonly roleId?: string;
}

/** Permissions of a role: statements of its own and existing policies. */
export interface Permissions {
  /** Statements of the role's inline policy. @default - no inline policy */
  readonly statements?: readonly Statement[];
  /** Names of policies that AWS manages, such as `AmazonEKSClusterPolicy`. @default - none */
  readonly managed?: readonly string[];
  /** ARNs of customer-managed policies. @default - none */
  readonly policyArns?: readonly string[];
}

/** Trust and permissions of a role that an AWS service assumes. */
export interface ServiceRoleProps extends Permissions, RoleSettings {
  /** Name of the role, unique in the account. */
  readonly name: string;
  /** Description of the role in IAM. */
  readonly description: string;
  /** Service that assumes the role, such as `eks.amazonaws.com`. */
  readonly service: string;
  /** Actions of the trust policy, such as `sts:AssumeRole` and `sts:TagSession`. @default - `sts:AssumeRole` */
  readonly actions?: readonly string[];
  /** Conditions of the trust policy; EC2 supports none. @default - none */
  readonly trust?: Statement['Condition'];
  /** Tags beside the default tags of the provider. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Partition of the ARNs of managed policies. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/** A role for one AWS service, with its inline policy and attachments. */
export class ServiceRole extends Construct implements IRole {
  /** ARN of the role. */
  public readonly roleArn: string;
  /** Name of the role. */
  public readonly roleName: string;
  /** Resources that grant the permissions. What uses the role depends on them. */
  public readonly grants: ITerraformDependable[];
  /** The inline policy; undefined if the role has no statements of its own. */
  protected readonly inlinePolicy?: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      path: props.rolePath ?? '/',
      ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
      ...(props.permissionsBoundary === undefined ? {} : { permissionsBoundary: props.permissionsBoundary }),
      assumeRolePolicy: policyDocument([
        {
          Sid: 'Assume',
          Principal: { Service: props.service },
          Action: props.actions ?? 'sts:AssumeRole',
          ...(props.trust === undefined ? {} : { Condition: props.trust }),
        },
      ]),
    });
    this.node.defaultChild = role;
    this.roleArn = role.arn;
    this.roleName = role.name;
    if (props.statements !== undefined && props.statements.length > 0) {
      this.inlinePolicy = new IamRolePolicy(this, 'policy', {
        role: role.name,
        name: 'own',
        policy: policyDocument(props.statements),
      });
    }
    const { managed = [], policyArns = [] } = props;
    const place = managed.length === 0 ? undefined : (props.place ?? AwsPlace.of(this));
    const attach = (id: string, policyArn: string): IamRolePolicyAttachment =>
      new IamRolePolicyAttachment(this, id, { role: role.name, policyArn });
    this.grants = [
      ...(this.inlinePolicy === undefined ? [] : [this.inlinePolicy]),
      ...managed.flatMap((name) => (place === undefined ? [] : [attach(name, place.managedPolicyArn(name))])),
      ...[...new Set(policyArns)].map((arn) => attach(`policy-${idOfValue(arn)}`, arn)),
    ];
  }
}

/** Service account and permissions of a role that pods assume by EKS Pod Identity. */
export interface PodRoleProps extends Permissions, RoleSettings {
  /** Name of the role, unique in the account. */
  readonly name: string;
  /** Description of the role in IAM. */
  readonly description: string;
  /** Name of the cluster whose pods assume the role. */
  readonly clusterName: string;
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Service account whose pods assume the role. */
  readonly serviceAccount: string;
  /** Tags beside the default tags of the provider. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Region, account and partition of the cluster, which the trust policy names.
   *
   * @default - read from the stack's AWS provider
   */
  readonly place?: AwsPlace;
}

/** A role that only the pods of one service account of one cluster can assume, by EKS Pod Identity. */
export class PodRole extends ServiceRole {
  private readonly subject: Pick<PodRoleProps, 'namespace' | 'serviceAccount'>;

  constructor(scope: Construct, id: string, props: PodRoleProps) {
    const place = props.place ?? AwsPlace.of(scope);
    super(scope, id, {
      ...props,
      place,
      service: 'pods.eks.amazonaws.com',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      trust: {
        // Session tags are the only documented way in which pod identity names the caller.
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': place.arn('eks', `cluster/${props.clusterName}`),
          'aws:RequestTag/kubernetes-namespace': props.namespace,
          'aws:RequestTag/kubernetes-service-account': props.serviceAccount,
        },
      },
    });
    this.subject = { namespace: props.namespace, serviceAccount: props.serviceAccount };
  }

  /** Lets the service account use the role. Add-ons do this themselves. */
  public associate(clusterName: string): EksPodIdentityAssociation {
    return new EksPodIdentityAssociation(this, 'association', {
      clusterName,
      ...this.subject,
      roleArn: this.roleArn,
      dependsOn: this.inlinePolicy === undefined ? [] : [this.inlinePolicy],
    });
  }
}
