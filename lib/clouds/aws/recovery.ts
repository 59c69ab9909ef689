import type { CloudRecovery, ObjectRule } from '../../port/recovery';

/** Import ids that follow from names. */
const byName: CloudRecovery['byName'] = {
  aws_budgets_budget: '{account_id}:{name}',
  aws_cloudwatch_event_rule: '{name}',
  aws_cloudwatch_log_group: '{name}',
  aws_cloudwatch_metric_alarm: '{alarm_name}',
  aws_eks_access_entry: '{cluster_name}:{principal_arn}',
  aws_eks_addon: '{cluster_name}:{addon_name}',
  aws_eks_cluster: '{name}',
  aws_eks_node_group: '{cluster_name}:{node_group_name}',
  aws_iam_instance_profile: '{name}',
  aws_iam_role: '{name}',
  aws_kms_alias: '{name}',
  aws_placement_group: '{name}',
  aws_resourcegroups_group: '{name}',
  aws_route: '{route_table_id}_{destination_cidr_block}',
  aws_route53_record: ['{zone_id}_{name}_{type}_{set_identifier}', '{zone_id}_{name}_{type}'],
  aws_route53_resolver_firewall_rule: '{firewall_rule_group_id}:{firewall_domain_list_id}',
  aws_route_table_association: '{subnet_id}/{route_table_id}',
  aws_s3_bucket: '{bucket}',
  aws_scheduler_schedule: ['{group_name}/{name}', 'default/{name}'],
};

const whole: readonly ObjectRule[] = [{ match: '^.+$', importId: '$&' }];
const lastPart: readonly ObjectRule[] = [{ match: '^.*/([^/]+)$', importId: '$1' }];
const queueUrl = (partition: string, domain: string): ObjectRule => ({
  match: `^arn:${partition}:sqs:([^:]+):([^:]+):([^:]+)$`,
  importId: `https://sqs.$1.${domain}/$2/$3`,
});

/** Import ids of objects that are listed by their tags, by the ARN. */
const byObject: Readonly<Record<string, readonly ObjectRule[]>> = {
  aws_ce_anomaly_monitor: whole,
  aws_ce_anomaly_subscription: whole,
  aws_ec2_capacity_reservation: lastPart,
  aws_eip: lastPart,
  aws_eks_pod_identity_association: [{ match: '^.*/([^/]+)/([^/]+)$', importId: '$1,$2' }],
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
  aws_sqs_queue: [queueUrl('aws-cn', 'amazonaws.com.cn'), queueUrl('[^:]+', 'amazonaws.com')],
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

/** How objects of AWS are found and imported: by their names, and by the tags that `IdentityTags` gives them. */
export const awsRecovery = {
  prefix: 'aws_',
  lookup: {
    dataSource: 'aws_resourcegroupstaggingapi_resources',
    arguments: { tag_filter: [{ key: 'ai-factory:factory', values: ['{factory}'] }] },
    list: 'resource_tag_mapping_list',
    objectId: 'resource_arn',
    objectPath: 'tags.ai-factory:id',
    resourcePath: 'tags.ai-factory:id',
    attribute: 'arn',
  },
  byName,
  // A stack of AWS has one account, which its provider is limited to.
  stackValues: { account_id: 'provider.aws.allowed_account_ids.0' },
  byObject,
  importIdAttributes: ['key_id'],
  repeatable,
  byHand,
} as const satisfies CloudRecovery;
