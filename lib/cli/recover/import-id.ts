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
  aws_iam_role: named('', 'name'),
  aws_kms_alias: named('', 'name'),
  aws_route: named('_', 'route_table_id', 'destination_cidr_block'),
  aws_route53_record: {
    separator: '_',
    of: (attribute) => {
      const set = attribute('set_identifier');
      return [attribute('zone_id'), attribute('name'), attribute('type'), ...(set === undefined ? [] : [set])];
    },
  },
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
  aws_internet_gateway: lastPart,
  aws_kms_key: lastPart,
  aws_launch_template: lastPart,
  aws_lb: whole,
  aws_lb_listener: whole,
  aws_lb_target_group: whole,
  aws_nat_gateway: lastPart,
  aws_route53_health_check: lastPart,
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
