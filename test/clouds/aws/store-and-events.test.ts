import { describe, expect, it } from 'vitest';
import { aWorkload } from '../../../lib/testing';
import { block, statement, statements, substrate } from './region';

const stack = substrate(undefined, {
  factory: { workloads: { chat: aWorkload() }, observability: { notify: ['oncall@example.com'] } },
});

describe('the weights bucket', () => {
  const policy = stack.resource('aws_s3_bucket_policy', 'weights/policy');

  it('is versioned, under the site key, private, and kept when a stack goes', () => {
    expect(stack.resource('aws_s3_bucket', 'weights/bucket')).toMatchObject({
      bucket: 'test-east-weights-111122223333',
      force_destroy: false,
    });
    expect(stack.resource('aws_s3_bucket_versioning', 'weights/versioning')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(
      JSON.stringify(stack.resource('aws_s3_bucket_server_side_encryption_configuration', 'weights/encryption')),
    ).toMatch(/aws_kms_key.*aws:kms/);
    expect(stack.resource('aws_s3_bucket_public_access_block', 'weights/public-access-block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it('forgets old versions and broken uploads', () => {
    const rules = JSON.stringify(stack.resource('aws_s3_bucket_lifecycle_configuration', 'weights/lifecycle')['rule']);
    expect(rules).toContain('"noncurrent_days":30');
    expect(rules).toContain('"days_after_initiation":7');
    expect(rules).not.toContain('"expiration"');
  });

  it('refuses what comes without TLS', () => {
    expect(statement(policy, 'TlsOnly')).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('refuses a foreign key, but not an upload that names none: that one gets the bucket key', () => {
    const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
    const { Condition } = statement(policy, 'OwnKeyOnly');
    expect(Object.keys(Condition?.['StringNotEquals'] ?? {})).toEqual([header]);
    expect(Condition?.['Null']).toEqual({ [header]: 'false' });
    for (const each of statements(policy)) expect(JSON.stringify(each.Condition)).not.toContain('NotEqualsIfExists');
  });

  it('is read by servers and written by the sync job, each by a role of its own', () => {
    const actions = (role: string) => statement(stack.resource('aws_iam_role_policy', role), 'Objects').Action;
    expect(actions('reader-test-assistants-serving/policy')).toBe('s3:GetObject');
    expect(actions('writer-test-assistants-weights/policy')).toContain('s3:PutObject');
    const associations = stack
      .resources('aws_eks_pod_identity_association')
      .map((each) => `${each['namespace']}/${each['service_account']}`);
    expect(associations.sort()).toEqual(['test-assistants/serving', 'test-assistants/weights']);
    const role = stack.resource('aws_iam_role', 'reader-test-assistants-serving/role');
    expect(role['tags']).toMatchObject({ 'ai-factory:tenant': 'test-assistants' });
  });
});

describe('the interruption queue', () => {
  it('keeps messages for five minutes, encrypted, from the rules of its site', () => {
    expect(stack.resource('aws_sqs_queue', 'events/queue')).toMatchObject({
      message_retention_seconds: 300,
      sqs_managed_sse_enabled: true,
    });
    const policy = stack.resource('aws_sqs_queue_policy', 'queue-policy');
    expect(statement(policy, 'Events').Condition).toEqual({
      ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/test-east-events-*' },
      StringEquals: { 'aws:SourceAccount': '111122223333' },
    });
  });

  it('gets the five events that Karpenter acts on, and capacity blocks', () => {
    const queued = stack
      .resources('aws_cloudwatch_event_target')
      .filter((each) => each['target_id'] === 'queue')
      .map((each) => /rule-([a-z-]+)_/.exec(String(each['rule']))?.[1]);
    expect(queued.sort()).toEqual([
      'capacity-block',
      'health',
      'rebalance',
      'reservation-interruption',
      'spot-interruption',
      'state-change',
    ]);
    const types = stack
      .resources('aws_cloudwatch_event_rule')
      .flatMap((each) => JSON.parse(String(each['event_pattern']))['detail-type'] as unknown[]);
    expect(types).toEqual(
      expect.arrayContaining([
        'AWS Health Event',
        'EC2 Spot Instance Interruption Warning',
        'EC2 Instance Rebalance Recommendation',
        'EC2 Instance State-change Notification',
        'EC2 Capacity Reservation Instance Interruption Warning',
        { prefix: 'Capacity Block' },
      ]),
    );
  });

  it('can be written by every rule: their names begin as the policy says', () => {
    for (const rule of stack.resources('aws_cloudwatch_event_rule')) {
      expect(rule['name']).toMatch(/^test-east-events-[a-z-]+$/);
      expect(String(rule['name']).length).toBeLessThanOrEqual(64);
    }
  });
});

describe('the topic of a site', () => {
  it('is under the site key, and tells whom the file names', () => {
    expect(stack.resource('aws_sns_topic', 'events/topic')['kms_master_key_id']).toMatch(/^\$\{aws_kms_key\./);
    expect(stack).toHaveResource('aws_sns_topic_subscription', { protocol: 'email', endpoint: 'oncall@example.com' });
  });

  it('has its events in a log that only rules of the site write', () => {
    const policy = stack.resource('aws_cloudwatch_log_resource_policy', 'log-policy');
    expect(statement(policy, 'Events', 'policy_document')).toMatchObject({
      Action: 'logs:PutLogEvents',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/test-east-events-*' } },
    });
  });
});

describe('the log bucket', () => {
  it('ends what it keeps and takes logs of this bucket and this balancer only', () => {
    const rules = JSON.stringify(stack.resource('aws_s3_bucket_lifecycle_configuration', 'logs/lifecycle')['rule']);
    expect(rules).toContain('"days":365');
    const policy = stack.resource('aws_s3_bucket_policy', 'logs/policy');
    expect(statement(policy, 'BucketLogs').Condition?.['ArnEquals']).toEqual({
      'aws:SourceArn': 'arn:aws:s3:::test-east-weights-111122223333',
    });
    expect(block(stack.resource('aws_lb', 'entry/balancer'), 'access_logs')['bucket']).toMatch(/store_logs_bucket/);
  });
});
