/** One finding of checkov that stays, and why. */
export interface Exception {
  readonly check: string;
  /** Beginning of the resource's address. */
  readonly resource: string;
  readonly reason: string;
}

/** Everything that checkov may still find in a substrate; an entry that covers nothing fails the test. */
export const exceptions: readonly Exception[] = [
  {
    check: 'CKV2_AWS_15',
    resource: 'aws_autoscaling_attachment.entry_system-nodes',
    reason: 'the Auto Scaling group belongs to EKS, which judges nodes by Kubernetes and replaces them by node repair',
  },
  {
    check: 'CKV_AWS_25',
    resource: 'aws_vpc_security_group_ingress_rule.cluster_kubelet-from-api',
    reason: 'its source is the security group of the control plane; checkov overlooks referenced_security_group_id',
  },
  {
    check: 'CKV_AWS_39',
    resource: 'aws_eks_cluster.cluster',
    reason:
      'of the factory that states cluster.publicCidrs; without them no endpoint is public, which tests of the adapter hold',
  },
  {
    check: 'CKV_AWS_144',
    resource: 'aws_s3_bucket.store_weights_bucket',
    reason:
      'weights are copies of a published revision; each site fetches its own and a migration checks that they are there',
  },
  {
    check: 'CKV_AWS_144',
    resource: 'aws_s3_bucket.store_logs_bucket',
    reason: 'access logs are kept in their region with what they speak of',
  },
  {
    check: 'CKV_AWS_145',
    resource: 'aws_s3_bucket.store_logs_bucket',
    reason: 'S3 delivers access logs only into buckets under its own keys (SSE-S3)',
  },
];
