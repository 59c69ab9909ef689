import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';
import { acknowledgeWildcard } from '../identity/policy-document';
import { PodRole, type RoleSettings, roleSettingsOf } from '../identity/role';
import type { AwsPlace } from '../place';
import { nameTag, roleName } from '../rules/names';
import type { ServiceAccount } from '../store/weights-store';
import { addonPermissions } from './addon-permissions';
import type { IEksCluster } from './existing-cluster';

/** Version, configuration and permissions of an EKS add-on. */
export interface AddonOptions {
  /** Exact version, such as `v1.19.0-eksbuild.1`. */
  readonly version: string;
  /** Configuration values. @default - the add-on's defaults */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Service account whose pods get the permissions of the add-on, by EKS Pod Identity. @default - no permissions */
  readonly identity?: ServiceAccount;
  /** Name of the role of that service account. @default - `<cluster>-<add-on>` */
  readonly roleName?: string;
  /** ARNs of the policies of that role. @default - the policies that AWS documents for the add-on */
  readonly policyArns?: readonly string[];
  /** Name of the bucket that `aws-mountpoint-s3-csi-driver` reads. @default - none */
  readonly bucket?: string;
  /**
   * Whether the add-on is created before nodes, because they cannot become ready without it. Other add-ons wait for nodes.
   * @default - true for `vpc-cni`, `kube-proxy` and `eks-pod-identity-agent`
   */
  readonly beforeNodes?: boolean;
}

/** An add-on of a cluster. */
export interface ClusterAddon {
  /** The `aws_eks_addon` resource, for what must wait for the add-on. */
  readonly resource: EksAddon;
  /** Role of its service account. Undefined if it has none. */
  readonly role: PodRole | undefined;
}

const BEFORE_NODES: ReadonlySet<string> = new Set(['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']);

/** Returns whether nodes cannot become ready without an add-on. */
export const isBeforeNodes = (name: string, { beforeNodes }: Pick<AddonOptions, 'beforeNodes'>): boolean =>
  beforeNodes ?? BEFORE_NODES.has(name);

export interface AddonProps extends AddonOptions, RoleSettings {
  readonly cluster: Pick<IEksCluster, 'physicalName' | 'clusterName'>;
  readonly place: AwsPlace;
  readonly key: IEncryptionKey;
  /** Node groups that the add-on waits for. */
  readonly after: readonly ITerraformDependable[];
}

/** Adds an add-on to a cluster, with the role of its service account. */
export function addAddon(scope: Construct, name: string, props: AddonProps): ClusterAddon {
  const { cluster, identity } = props;
  const role = identity === undefined ? undefined : addAddonRole(scope, name, identity, props);
  const resource = new EksAddon(scope, `addon-${name}`, {
    clusterName: cluster.clusterName,
    addonName: name,
    addonVersion: props.version,
    resolveConflictsOnCreate: 'OVERWRITE',
    resolveConflictsOnUpdate: 'PRESERVE',
    ...(props.configuration === undefined ? {} : { configurationValues: JSON.stringify(props.configuration) }),
    ...(role === undefined || identity === undefined
      ? {}
      : { podIdentityAssociation: [{ roleArn: role.roleArn, serviceAccount: identity.serviceAccount }] }),
    tags: { Name: nameTag(cluster.physicalName, name) },
    dependsOn: [...props.after, ...(role?.grants ?? [])],
  });
  return { resource, role };
}

function addAddonRole(scope: Construct, name: string, identity: ServiceAccount, props: AddonProps): PodRole {
  const { cluster, place, key, bucket, policyArns } = props;
  const { reason, ...permissions } =
    policyArns === undefined
      ? addonPermissions(name, { place, bucket, keyArn: key.keyArn })
      : { policyArns, reason: undefined };
  const role = new PodRole(scope, `addon-${name}-role`, {
    ...roleSettingsOf(props),
    ...permissions,
    name: props.roleName ?? roleName(cluster.physicalName, name),
    description: `Add-on ${name} of ${cluster.physicalName}`,
    place,
    clusterName: cluster.physicalName,
    ...identity,
  });
  if (reason !== undefined) acknowledgeWildcard(role, reason);
  return role;
}
