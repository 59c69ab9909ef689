import { type CloudRecovery, type FoundObject, importIdOf, type NameRule, named } from '../../port/recovery';

/** Import ids of resources that follow from their own names. */
const byName: Readonly<Record<string, NameRule>> = {
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
};

const whole = (arn: string): string => arn;
const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Import ids of resources that are found by their tags, by the ARN. */
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

/** Types that are written by calls which can be repeated, with the call. */
const repeatable: Readonly<Record<string, string>> = {
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

/** Types that can be neither repeated nor found. */
const byHand: Readonly<Record<string, string>> = {
  aws_ec2_capacity_block_reservation:
    'a second apply would buy the block again: look in EC2 under Capacity Reservations first, and state the id of a block that was bought as capacity.id in place of purchase',
  aws_globalaccelerator_endpoint_group:
    'it has no name: look under the listener of its accelerator, and delete one that was made',
  aws_globalaccelerator_listener: 'it has no name: look under its accelerator, and delete one that was made',
};

const PATH_TAG = 'ai-factory:id';
const FACTORY_TAG = 'ai-factory:factory';
const TAGGED = 'aws_resourcegroupstaggingapi_resources';

interface Tagged {
  readonly resource_arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** How objects of AWS are found and imported: by their names, and by the tags that `IdentityTags` gives them. */
export const awsRecovery: CloudRecovery = {
  prefix: 'aws_',
  output: 'arns',
  lookup: ({ factory, providers, data }) => {
    const tagged = Object.fromEntries(
      providers.map((provider, index) => [
        `tagged-${index}`,
        {
          ...(provider === '' ? {} : { provider }),
          tag_filter: [{ key: FACTORY_TAG, values: [factory] }],
        },
      ]),
    );
    const clusters = data['aws_eks_cluster'];
    return {
      data: {
        // Kubernetes providers can be configured from a cluster that is read by its name.
        ...(clusters === undefined ? {} : { aws_eks_cluster: clusters }),
        ...(providers.length === 0 ? {} : { [TAGGED]: tagged }),
      },
      value: Object.keys(tagged).map((id) => `\${data.${TAGGED}.${id}.resource_tag_mapping_list}`),
    };
  },
  found: (value) =>
    (value as readonly (readonly Tagged[])[]).flat().flatMap(({ resource_arn, tags }): FoundObject[] => {
      const path = tags[PATH_TAG];
      return path === undefined ? [] : [{ path, id: resource_arn }];
    }),
  importIdByName: (type, attribute) => importIdOf(byName[type], attribute),
  importIdByObject: (type, arn) => byArn[type]?.(arn),
  isImportable: (type) => type in byName || type in byArn,
  repeatable,
  byHand,
};
