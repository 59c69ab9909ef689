import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsOptions } from '../options';
import type { Place } from '../place';
import { policyDocument, type Statement } from '../policy-document';

/** What a role may do: statements of its own, and policies that AWS manages by name. */
export interface Permissions {
  readonly statements?: readonly Statement[];
  readonly managed?: readonly string[];
  /** Customer-managed policies by ARN. */
  readonly policyArns?: readonly string[];
}

export interface ServiceRoleProps extends Permissions {
  readonly name: string;
  readonly description: string;
  readonly place: Place;
  readonly options: AwsOptions;
  /** Service that assumes the role, such as `eks.amazonaws.com`. */
  readonly service: string;
  /** @default - `sts:AssumeRole` */
  readonly actions?: readonly string[];
  /** Conditions of the trust; EC2 takes none. @default - none */
  readonly trust?: Statement['Condition'];
  /** Tags beside those of the site. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role for one AWS service with its inline policy and attachments. */
export class ServiceRole extends Construct {
  public readonly arn: string;
  public readonly name: string;
  /** Resources that grant the permissions: what uses the role waits for them. */
  public readonly grants: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { place, options } = props;
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      path: options.rolePath ?? '/',
      ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
      ...(options.permissionsBoundary === undefined ? {} : { permissionsBoundary: options.permissionsBoundary }),
      assumeRolePolicy: policyDocument([
        {
          Sid: 'Assume',
          Principal: { Service: props.service },
          Action: props.actions ?? 'sts:AssumeRole',
          ...(props.trust === undefined ? {} : { Condition: props.trust }),
        },
      ]),
    });
    this.arn = role.arn;
    this.name = role.name;
    const inline =
      props.statements === undefined || props.statements.length === 0
        ? []
        : [
            new IamRolePolicy(this, 'policy', {
              role: role.name,
              name: 'own',
              policy: policyDocument(props.statements),
            }),
          ];
    const managed = (props.managed ?? []).map(
      (name) => new IamRolePolicyAttachment(this, name, { role: role.name, policyArn: place.managedPolicyArn(name) }),
    );
    const others = (props.policyArns ?? []).map(
      (arn, index) => new IamRolePolicyAttachment(this, `policy-${index}`, { role: role.name, policyArn: arn }),
    );
    this.grants = [...inline, ...managed, ...others];
  }
}

export interface PodRoleProps extends Permissions {
  readonly name: string;
  readonly description: string;
  readonly place: Place;
  readonly options: AwsOptions;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Tags beside those of the site. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role that pods of one service account of one cluster may assume, and nobody else. */
export class PodRole extends ServiceRole {
  private readonly subject: PodRoleProps;

  constructor(scope: Construct, id: string, props: PodRoleProps) {
    super(scope, id, {
      ...props,
      service: 'pods.eks.amazonaws.com',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      trust: {
        // Pod identity tells who asks by session tags, and by nothing else that it documents.
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': props.place.arn('eks', `cluster/${props.clusterName}`),
          'aws:RequestTag/kubernetes-namespace': props.namespace,
          'aws:RequestTag/kubernetes-service-account': props.serviceAccount,
        },
      },
    });
    this.subject = props;
  }

  /** Lets the service account use the role; add-ons do this themselves. */
  public associate(clusterName: string): EksPodIdentityAssociation {
    return new EksPodIdentityAssociation(this, 'association', {
      clusterName,
      namespace: this.subject.namespace,
      serviceAccount: this.subject.serviceAccount,
      roleArn: this.arn,
      dependsOn: this.grants.filter((grant) => grant instanceof IamRolePolicy),
    });
  }
}
