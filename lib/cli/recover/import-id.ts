import { type TerraformObject, textAt } from '../../policies/terraform-json';

/** Value of an attribute of the object with its references resolved; undefined where one leads nowhere. */
export type Attribute = (name: string) => string | undefined;

/** Import id from attributes that the object's configuration states: names that no two objects can share. */
type Named = (attribute: Attribute) => readonly (string | undefined)[];

const named = (separator: string, ...names: readonly string[]): { readonly separator: string; readonly of: Named } => ({
  separator,
  of: (attribute) => names.map(attribute),
});

/**
 * How a resource is imported where its id follows from its own names. What is not here and carries tags is found by them;
 * what is neither is written by calls that may be repeated, and needs no import.
 */
const byName: Readonly<Record<string, { readonly separator: string; readonly of: Named }>> = {
  aws_budgets_budget: { separator: ':', of: (attribute) => [attribute('account_id'), attribute('name')] },
  aws_cloudwatch_event_rule: named('', 'name'),
  aws_cloudwatch_log_group: named('', 'name'),
  aws_cloudwatch_metric_alarm: named('', 'alarm_name'),
  aws_eks_access_entry: named(':', 'cluster_name', 'principal_arn'),
  aws_eks_addon: named(':', 'cluster_name', 'addon_name'),
  aws_eks_cluster: named('', 'name'),
  aws_eks_node_group: named(':', 'cluster_name', 'node_group_name'),
  aws_iam_instance_profile: named('', 'name'),
  aws_iam_role: named('', 'name'),
  aws_kms_alias: named('', 'name'),
  aws_route: named('_', 'route_table_id', 'destination_cidr_block'),
  aws_placement_group: named('', 'name'),
  aws_resourcegroups_group: named('', 'name'),
  aws_route53_record: {
    separator: '_',
    of: (attribute) => {
      const set = attribute('set_identifier');
      return [attribute('zone_id'), attribute('name'), attribute('type'), ...(set === undefined ? [] : [set])];
    },
  },
  aws_route53_resolver_firewall_rule: named(':', 'firewall_rule_group_id', 'firewall_domain_list_id'),
  aws_route_table_association: named('/', 'subnet_id', 'route_table_id'),
  aws_s3_bucket: named('', 'bucket'),
  aws_scheduler_schedule: {
    separator: '/',
    of: (attribute) => [attribute('group_name') ?? 'default', attribute('name')],
  },
  helm_release: named('/', 'namespace', 'name'),
};

/** Import id by the object's own names; undefined where its type has none or a part of it is not known yet. */
export function importIdByName(type: string, attribute: Attribute): string | undefined {
  const rule = byName[type];
  if (rule === undefined) return undefined;
  const parts = rule.of(attribute);
  return parts.every((part) => part !== undefined) ? parts.join(rule.separator) : undefined;
}

const whole = (arn: string): string => arn;
const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Import ids of resources that are found by their tags, from the ARN. */
const byArn: Readonly<Record<string, (arn: string) => string>> = {
  aws_ce_anomaly_monitor: whole,
  aws_ce_anomaly_subscription: whole,
  aws_ec2_capacity_reservation: lastPart,
  aws_eip: lastPart,
  aws_eks_pod_identity_association: (arn) => arn.split('/').slice(-2).join(','),
  aws_flow_log: lastPart,
  aws_globalaccelerator_accelerator: whole,
  aws_iam_service_linked_role: whole,
  aws_internet_gateway: lastPart,
  aws_kms_key: lastPart,
  aws_launch_template: lastPart,
  aws_lb: whole,
  aws_lb_listener: whole,
  aws_lb_target_group: whole,
  aws_nat_gateway: lastPart,
  aws_route53_health_check: lastPart,
  aws_route53_resolver_firewall_domain_list: lastPart,
  aws_route53_resolver_firewall_rule_group: lastPart,
  aws_route53_resolver_firewall_rule_group_association: lastPart,
  aws_route_table: lastPart,
  aws_security_group: lastPart,
  aws_sns_topic: whole,
  aws_sqs_queue: (arn) => {
    const [, partition, , region, account, name] = arn.split(':');
    return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${account}/${name}`;
  },
  aws_subnet: lastPart,
  aws_vpc: lastPart,
  aws_vpc_endpoint: lastPart,
  aws_vpc_security_group_egress_rule: lastPart,
  aws_vpc_security_group_ingress_rule: lastPart,
};

/** Import id of a resource that was found by its tags; undefined where its type is not imported by them. */
export const importIdByArn = (type: string, arn: string): string | undefined => byArn[type]?.(arn);

/**
 * Types that are written by calls which may be repeated: a second apply meets what the first made and goes on. The reason is
 * the call.
 */
export const repeatable: Readonly<Record<string, string>> = {
  aws_autoscaling_attachment: 'AttachLoadBalancerTargetGroups keeps what is attached',
  aws_cloudwatch_event_target: 'PutTargets replaces the target of its id',
  aws_cloudwatch_log_resource_policy: 'PutResourcePolicy replaces the policy of its name',
  aws_default_security_group: 'Terraform adopts the one that its network has',
  aws_eks_access_policy_association: 'AssociateAccessPolicy keeps what is associated',
  aws_iam_role_policy: 'PutRolePolicy replaces the policy of its name',
  aws_iam_role_policy_attachment: 'AttachRolePolicy keeps what is attached',
  aws_resourcegroups_resource: 'GroupResources keeps what is in the group',
  aws_route53_resolver_firewall_config: 'UpdateFirewallConfig sets what its network has',
  aws_s3_bucket_lifecycle_configuration: 'PutBucketLifecycleConfiguration replaces it',
  aws_s3_bucket_logging: 'PutBucketLogging replaces it',
  aws_s3_bucket_notification: 'PutBucketNotificationConfiguration replaces it',
  aws_s3_bucket_ownership_controls: 'PutBucketOwnershipControls replaces it',
  aws_s3_bucket_policy: 'PutBucketPolicy replaces it',
  aws_s3_bucket_public_access_block: 'PutPublicAccessBlock replaces it',
  aws_s3_bucket_server_side_encryption_configuration: 'PutBucketEncryption replaces it',
  aws_s3_bucket_versioning: 'PutBucketVersioning replaces it',
  aws_sns_topic_policy: 'SetTopicAttributes replaces it',
  aws_sns_topic_subscription: 'Subscribe gives the subscription that an endpoint has',
  aws_sqs_queue_policy: 'SetQueueAttributes replaces it',
};

/** Types that can be neither repeated nor found by a name or a tag, with what a person does about one that was made. */
export const byHand: Readonly<Record<string, string>> = {
  aws_ec2_capacity_block_reservation:
    'a second apply would buy the block again: look in EC2 under Capacity Reservations first, and state the id of a block that was bought as capacity.id in place of purchase',
  aws_globalaccelerator_endpoint_group:
    'it has no name: look under the listener of its accelerator, and delete one that was made',
  aws_globalaccelerator_listener: 'it has no name: look under its accelerator, and delete one that was made',
};

/** Whether there is a rule by which a resource of a type is imported. */
export const isImportable = (type: string): boolean => {
  const types = [...Object.keys(byName), ...Object.keys(byArn)];
  return types.includes(type) || type.startsWith('kubernetes_');
};

/** A Kubernetes object as its API names it. */
export interface KubernetesName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
}

/** The Kubernetes object of a resource; null for what is none. */
export function kubernetesNameOf({ type, values }: TerraformObject): KubernetesName | null {
  const core = (kind: string): KubernetesName => ({
    apiVersion: 'v1',
    kind,
    name: textAt(values, 'metadata.name') ?? '',
    namespace: textAt(values, 'metadata.namespace') ?? null,
  });
  switch (type) {
    case 'kubernetes_namespace_v1':
      return core('Namespace');
    case 'kubernetes_config_map_v1':
      return core('ConfigMap');
    case 'kubernetes_manifest':
      return {
        apiVersion: textAt(values, 'manifest.apiVersion') ?? '',
        kind: textAt(values, 'manifest.kind') ?? '',
        name: textAt(values, 'manifest.metadata.name') ?? '',
        namespace: textAt(values, 'manifest.metadata.namespace') ?? null,
      };
    default:
      return null;
  }
}

/** Import id of a Kubernetes object, as its resource type takes it. */
export function kubernetesImportId(type: string, { apiVersion, kind, name, namespace }: KubernetesName): string {
  if (type !== 'kubernetes_manifest') return namespace === null ? name : `${namespace}/${name}`;
  return [
    `apiVersion=${apiVersion}`,
    `kind=${kind}`,
    ...(namespace === null ? [] : [`namespace=${namespace}`]),
    `name=${name}`,
  ].join(',');
}
