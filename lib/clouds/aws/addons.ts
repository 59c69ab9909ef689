import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Construct } from 'constructs';
import { type AddonFacts, addonPermissions } from './identity/addon-permissions';
import { PodRole } from './identity/role';
import { roleName } from './names';
import type { AwsOptions } from './options';
import type { Place } from './place';
import { acknowledgeWildcard } from './policy-document';
import type { AddonPlan, ClusterPlan } from './rules/plan';

export interface AddonsProps extends AddonFacts {
  readonly plan: ClusterPlan;
  readonly cluster: EksCluster;
  readonly place: Place;
  readonly options: AwsOptions;
}

/** Nodes cannot become ready without these, and they need no node to be active; the others wait for nodes. */
const beforeNodes: ReadonlySet<string> = new Set(['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']);

/** Add-ons in two waves around the first nodes. */
export function addAddons(scope: Construct, props: AddonsProps) {
  const { plan } = props;
  const first = plan.addons.filter(({ name }) => beforeNodes.has(name));
  const later = plan.addons.filter(({ name }) => !beforeNodes.has(name));
  return {
    beforeNodes: first.map((addon) => addAddon(scope, addon, props, [])),
    addAfterNodes: (after: EksAddonDependencies): readonly EksAddon[] =>
      later.map((addon) => addAddon(scope, addon, props, after)),
  };
}

type EksAddonDependencies = NonNullable<ConstructorParameters<typeof EksAddon>[2]['dependsOn']>;

function addAddon(scope: Construct, addon: AddonPlan, props: AddonsProps, after: EksAddonDependencies): EksAddon {
  const { cluster, plan } = props;
  const role = addon.identity === null ? undefined : addAddonRole(scope, addon, addon.identity, props);
  return new EksAddon(scope, `addon-${addon.name}`, {
    clusterName: cluster.name,
    addonName: addon.name,
    addonVersion: addon.version,
    resolveConflictsOnCreate: 'OVERWRITE',
    resolveConflictsOnUpdate: 'PRESERVE',
    ...(addon.configuration === null ? {} : { configurationValues: JSON.stringify(addon.configuration) }),
    ...(role === undefined || addon.identity === null
      ? {}
      : { podIdentityAssociation: [{ roleArn: role.arn, serviceAccount: addon.identity.serviceAccount }] }),
    tags: { Name: `${plan.name}-${addon.name}` },
    dependsOn: [...after, ...(role?.grants ?? [])],
  });
}

function addAddonRole(
  scope: Construct,
  addon: AddonPlan,
  identity: NonNullable<AddonPlan['identity']>,
  props: AddonsProps,
): PodRole {
  const permissions = addonPermissions(addon.name, props);
  const role = new PodRole(scope, `addon-${addon.name}-role`, {
    ...permissions,
    name: roleName(props.plan.name, identity.role),
    description: `Add-on ${addon.name} of ${props.plan.name}`,
    place: props.place,
    options: props.options,
    clusterName: props.plan.name,
    namespace: identity.namespace,
    serviceAccount: identity.serviceAccount,
  });
  if (permissions.reason !== undefined) acknowledgeWildcard(role, permissions.reason);
  return role;
}
