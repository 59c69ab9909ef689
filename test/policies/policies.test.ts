import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsPolicies } from '../../lib/clouds/aws';
import { type Policy, standardPolicies } from '../../lib/policies';
import { viewStack } from '../../lib/policies/view';
import { plan } from '../planner/factories';
import { root } from '../source';
import { deployment, judge, judgeManifest, judgeOne, judgeResources } from './judge';

/** The policies of an id, of the library and of AWS, as one. */
function joined(id: string): Policy {
  const parts = [...standardPolicies, ...awsPolicies].filter((each) => each.id === id);
  if (parts.length === 0) throw new Error(`no policy ${id}`);
  return { id, description: '', check: (view) => parts.flatMap((each) => [...each.check(view)]) };
}

const encryptionAtRest = joined('encryption-at-rest');
const nothingPublic = joined('nothing-public');
const noWildcards = joined('no-wildcards');
const pinnedImages = joined('pinned-images');
const logsRetained = joined('logs-retained');
const noPlainSecrets = joined('no-plain-secrets');
const restrictedPods = joined('restricted-pods');
const defaultDeny = joined('default-deny');
const tags = joined('tags');

const statement = (values: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'One', ...values }] });

describe('policies', () => {
  it('have an id and a reason each, and say which promise a cloud keeps too', () => {
    expect(standardPolicies.map((policy) => policy.id)).toEqual([
      'nothing-public',
      'no-wildcards',
      'pinned-images',
      'no-plain-secrets',
      'restricted-pods',
      'default-deny',
      'tags',
    ]);
    expect(awsPolicies.map((policy) => policy.id)).toEqual([
      'encryption-at-rest',
      'nothing-public',
      'no-wildcards',
      'pinned-images',
      'logs-retained',
      'tags',
    ]);
    for (const policy of [...standardPolicies, ...awsPolicies]) {
      expect(policy.description).toMatch(/^[A-Z].+[^.]$/);
    }
  });

  it('of the library know no resource of a cloud', () => {
    const folder = join(root, 'lib/policies');
    const knowing = readdirSync(folder).filter((file) => /['"`]aws_/.test(readFileSync(join(folder, file), 'utf8')));
    expect(knowing).toEqual([]);
  });
});

describe('encryption-at-rest', () => {
  it.each([
    ['aws_cloudwatch_log_group', {}, { kms_key_id: '${aws_kms_key.k.arn}' }],
    ['aws_ebs_volume', { encrypted: false }, { encrypted: 'true' }],
    [
      'aws_eks_cluster',
      { encryption_config: { resources: [] } },
      { encryption_config: [{ provider: { key_arn: 'k' }, resources: ['secrets'] }] },
    ],
    [
      'aws_launch_template',
      { block_device_mappings: [{ ebs: { encrypted: 'true' } }, { ebs: {} }] },
      { block_device_mappings: [{ ebs: { encrypted: 'true' } }] },
    ],
    ['aws_sns_topic', {}, { kms_master_key_id: 'k' }],
    ['aws_sqs_queue', { sqs_managed_sse_enabled: false }, { sqs_managed_sse_enabled: true }],
    ['aws_sqs_queue', {}, { kms_master_key_id: 'k' }],
  ])('%s %j', (type, bad, good) => {
    expect(judgeOne(encryptionAtRest, type, bad)).toEqual([
      expect.stringContaining(`${type} is not encrypted at rest; `),
    ]);
    expect(judgeOne(encryptionAtRest, type, good)).toEqual([]);
  });

  it('asks each bucket for its own encryption, by reference or by name', () => {
    const aws_s3_bucket = { logs: { bucket: 'logs' }, weights: { bucket: 'weights' } };
    const encrypted = (bucket: string) => ({
      bucket,
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
    expect(
      judgeResources(encryptionAtRest, {
        aws_s3_bucket,
        aws_s3_bucket_server_side_encryption_configuration: { one: encrypted('${aws_s3_bucket.logs.id}') },
      }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/weights: aws_s3_bucket is not encrypted at rest; add an aws_s3_bucket_server_side_encryption_configuration for it",
      ]
    `);
    expect(
      judgeResources(encryptionAtRest, {
        aws_s3_bucket,
        aws_s3_bucket_server_side_encryption_configuration: {
          one: encrypted('${aws_s3_bucket.logs.id}'),
          two: encrypted('weights'),
        },
      }),
    ).toEqual([]);
  });

  it('looks into storage classes and node classes', () => {
    const ebs = (parameters: object) => ({ kind: 'StorageClass', provisioner: 'ebs.csi.aws.com', parameters });
    expect(judgeManifest(encryptionAtRest, ebs({ type: 'gp3' }))).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: StorageClass makes volumes that are not encrypted at rest; set the parameter encrypted to "true"",
      ]
    `);
    expect(judgeManifest(encryptionAtRest, ebs({ encrypted: 'true' }))).toEqual([]);
    expect(judgeManifest(encryptionAtRest, { kind: 'StorageClass', provisioner: 'csi.hall.example.com' })).toEqual([]);
    const nodes = (encrypted: boolean) => ({
      kind: 'EC2NodeClass',
      spec: { blockDeviceMappings: [{ ebs: { encrypted } }] },
    });
    expect(judgeManifest(encryptionAtRest, nodes(false))).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: EC2NodeClass makes volumes that are not encrypted at rest; set encrypted on every device of blockDeviceMappings",
      ]
    `);
    expect(judgeManifest(encryptionAtRest, nodes(true))).toEqual([]);
  });
});

describe('nothing-public', () => {
  it.each([
    ['aws_lb', {}, { internal: true }],
    ['aws_eks_cluster', { vpc_config: {} }, { vpc_config: { endpoint_public_access: false } }],
    [
      'aws_eks_cluster',
      { vpc_config: { endpoint_public_access: true, public_access_cidrs: ['0.0.0.0/0'] } },
      { vpc_config: { endpoint_public_access: true, public_access_cidrs: ['203.0.113.0/24'] } },
    ],
    ['aws_vpc_security_group_ingress_rule', { cidr_ipv6: '::/0' }, { cidr_ipv4: '10.0.0.0/8' }],
    [
      'aws_security_group_rule',
      { type: 'ingress', cidr_blocks: ['10.0.0.0/8', '0.0.0.0/0'] },
      { type: 'egress', cidr_blocks: ['0.0.0.0/0'] },
    ],
    ['aws_security_group', { ingress: [{ ipv6_cidr_blocks: ['::/0'] }] }, { egress: [{ cidr_blocks: ['0.0.0.0/0'] }] }],
    ['aws_subnet', { map_public_ip_on_launch: true }, { map_public_ip_on_launch: false }],
    [
      'aws_launch_template',
      { network_interfaces: [{ associate_public_ip_address: 'true' }] },
      { network_interfaces: [{}] },
    ],
    [
      'aws_sqs_queue_policy',
      { policy: statement({ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' }) },
      {
        policy: statement({
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sqs:SendMessage',
          Condition: { ArnLike: {}, StringEquals: { 'aws:SourceAccount': '1' } },
        }),
      },
    ],
    [
      'aws_s3_bucket_policy',
      { policy: statement({ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 's3:GetObject' }) },
      { policy: statement({ Effect: 'Deny', Principal: '*', Action: 's3:*' }) },
    ],
  ])('%s %j', (type, bad, good) => {
    expect(judgeOne(nothingPublic, type, bad)).toHaveLength(1);
    expect(judgeOne(nothingPublic, type, good)).toEqual([]);
  });

  it('wants all four settings on each bucket', () => {
    const closed = {
      bucket: '${aws_s3_bucket.it.id}',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
    };
    const bucket = { aws_s3_bucket: { it: {} } };
    expect(
      judgeResources(nothingPublic, { ...bucket, aws_s3_bucket_public_access_block: { a: closed } }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: aws_s3_bucket is not closed to the public; add an aws_s3_bucket_public_access_block with all four settings true",
      ]
    `);
    expect(
      judgeResources(nothingPublic, {
        ...bucket,
        aws_s3_bucket_public_access_block: { a: { ...closed, restrict_public_buckets: true } },
      }),
    ).toEqual([]);
  });

  it('takes a load balancer of a cluster for public unless it says otherwise', () => {
    const service = (spec: object, annotations: object = {}) => ({
      kind: 'Service',
      metadata: { name: 'it', annotations },
      spec,
    });
    expect(judgeManifest(nothingPublic, service({ type: 'LoadBalancer' }))).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: Service requests a load balancer that may face the internet; make it internal or name loadBalancerSourceRanges",
      ]
    `);
    expect(
      judgeManifest(nothingPublic, service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['0.0.0.0/0'] })),
    ).toHaveLength(1);
    expect(
      judgeManifest(nothingPublic, service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] })),
    ).toEqual([]);
    expect(
      judgeManifest(
        nothingPublic,
        service({ type: 'LoadBalancer' }, { 'networking.gke.io/load-balancer-type': 'Internal' }),
      ),
    ).toEqual([]);
    expect(judgeManifest(nothingPublic, service({ type: 'ClusterIP' }))).toEqual([]);
    const proxy = (envoyService: object) => ({
      kind: 'EnvoyProxy',
      spec: { provider: { kubernetes: { envoyService } } },
    });
    expect(judgeManifest(nothingPublic, proxy({ type: 'LoadBalancer' }))).toHaveLength(1);
    expect(judgeManifest(nothingPublic, proxy({ type: 'NodePort' }))).toEqual([]);
  });
});

describe('no-wildcards', () => {
  const says = (values: object) => judgeOne(noWildcards, 'aws_iam_role_policy', { policy: statement(values) });

  it('reads every form of a policy', () => {
    expect(says({ Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::weights', '*'] })).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: statement One allows action "s3:*", resource "*"; name what is meant, or acknowledge it with a reason",
      ]
    `);
    expect(says({ Effect: 'Deny', Action: '*', Resource: '*' })).toEqual([]);
    expect(says({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '${aws_s3_bucket.it.arn}' })).toEqual([]);
    expect(
      judgeOne(noWildcards, 'aws_sns_topic_policy', {
        policy: statement({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish' }),
      }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: statement One allows principal "*"; name what is meant, or acknowledge it with a reason",
      ]
    `);
    expect(
      judgeOne(noWildcards, 'aws_iam_role', { inline_policy: [{ policy: statement({ Action: 'ec2:*' }) }] }),
    ).toHaveLength(1);
    expect(judgeOne(noWildcards, 'aws_iam_role_policy', { policy: '${data.aws_iam_policy_document.it.json}' })).toEqual(
      [],
    );
    expect(
      judge(noWildcards, {
        data: {
          aws_iam_policy_document: { it: { statement: [{ sid: 'Wide', actions: ['s3:*'], resources: ['*'] }] } },
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: statement Wide allows action "s3:*", resource "*"; name what is meant, or acknowledge it with a reason",
      ]
    `);
  });

  it('knows the managed policies that allow everything', () => {
    const attach = (name: string) =>
      judgeOne(noWildcards, 'aws_iam_role_policy_attachment', { policy_arn: `arn:aws:iam::aws:policy/${name}` });
    expect(attach('AdministratorAccess')).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: attaches arn:aws:iam::aws:policy/AdministratorAccess; attach a policy of what is needed",
      ]
    `);
    expect(attach('AmazonEKSClusterPolicy')).toEqual([]);
  });

  it('reads role rules of clusters', () => {
    const role = (rules: object[]) =>
      judgeManifest(noWildcards, { kind: 'ClusterRole', metadata: { name: 'it' }, rules });
    expect(role([{ apiGroups: [''], resources: ['*'], verbs: ['get', '*'] }])).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: rule 0 allows every one of its resources, verbs; name them",
      ]
    `);
    expect(role([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }])).toEqual([]);
  });
});

describe('pinned-images', () => {
  it('wants digests of containers, in manifests and in blocks of the provider', () => {
    expect(judgeManifest(pinnedImages, deployment())).toEqual([]);
    expect(judgeManifest(pinnedImages, deployment({ image: 'vllm/vllm-openai:v0.11.0' }))).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: container server of Deployment chat runs "vllm/vllm-openai:v0.11.0", whose tag its owner can move; add its digest, @sha256:…",
      ]
    `);
    expect(
      judgeManifest(pinnedImages, deployment({}, { initContainers: [{ name: 'init', image: 'busybox' }] })),
    ).toHaveLength(1);
    expect(
      judgeOne(pinnedImages, 'kubernetes_deployment_v1', {
        metadata: { name: 'own' },
        spec: { template: { spec: { container: [{ name: 'a', image: 'nginx:latest' }] } } },
      }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: container a of kubernetes_deployment_v1 own runs "nginx:latest", which is another image tomorrow; name a version and its digest, @sha256:…",
      ]
    `);
  });

  it('stops what has no version, and warns where the digest is missing', () => {
    const severity = (image: string) =>
      pinnedImages
        .check({
          plan: plan(),
          stacks: [viewStack('s', { resource: { kubernetes_manifest: { it: { manifest: deployment({ image }) } } } })],
        })
        .map((finding) => finding.severity);
    expect(severity('registry.example.com:5000/vllm:v0.11.0-cu129')).toEqual(['warning']);
    for (const image of ['vllm', 'vllm:latest', 'registry.example.com:5000/vllm', 'vllm:nightly', ''])
      expect(severity(image)).toEqual(['error']);
  });

  it.each([
    ['helm_release', { name: 'kueue', version: '>= 0.14.0' }, { name: 'kueue', version: '0.14.2' }],
    ['helm_release', { name: 'kueue' }, { name: 'operator', version: 'v25.3.4' }],
    ['aws_eks_addon', { addon_name: 'vpc-cni' }, { addon_name: 'vpc-cni', addon_version: 'v1.20.4-eksbuild.1' }],
  ])('%s %j', (type, bad, good) => {
    expect(judgeOne(pinnedImages, type, bad)).toHaveLength(1);
    expect(judgeOne(pinnedImages, type, good)).toEqual([]);
  });

  it('wants a release of node images', () => {
    const nodes = (term: object) =>
      judgeManifest(pinnedImages, { kind: 'EC2NodeClass', spec: { amiSelectorTerms: [term] } });
    expect(nodes({ alias: 'bottlerocket@latest' })).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: nodes start from "bottlerocket@latest", which changes; name a release or an id",
      ]
    `);
    expect(nodes({ tags: { team: 'a' } })).toHaveLength(1);
    expect(nodes({ alias: 'bottlerocket@v1.49.0' })).toEqual([]);
    expect(nodes({ id: 'ami-0123456789abcdef0' })).toEqual([]);
  });
});

describe('logs-retained', () => {
  it('wants an end for each log group', () => {
    expect(judgeOne(logsRetained, 'aws_cloudwatch_log_group', {})).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: aws_cloudwatch_log_group states no retention; set retention_in_days",
      ]
    `);
    expect(judgeOne(logsRetained, 'aws_cloudwatch_log_group', { retention_in_days: 0 })).toHaveLength(1);
    expect(judgeOne(logsRetained, 'aws_cloudwatch_log_group', { retention_in_days: 30 })).toEqual([]);
  });

  it('wants the logs of clusters, networks and balancers', () => {
    const cluster = { name: 'it', enabled_cluster_log_types: ['api', 'audit', 'authenticator'] };
    expect(
      judgeOne(logsRetained, 'aws_eks_cluster', { ...cluster, enabled_cluster_log_types: ['api'] }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: aws_eks_cluster does not log audit, authenticator; add to enabled_cluster_log_types",
      ]
    `);
    expect(judgeOne(logsRetained, 'aws_eks_cluster', cluster)).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: aws_eks_cluster logs to a group that EKS makes without an end or a key; add the log group /aws/eks/it/cluster",
      ]
    `);
    const group = { name: '/aws/eks/it/cluster', retention_in_days: 30 };
    expect(
      judgeResources(logsRetained, { aws_eks_cluster: { it: cluster }, aws_cloudwatch_log_group: { a: group } }),
    ).toEqual([]);
    expect(
      judgeResources(logsRetained, { aws_vpc: { it: {} }, aws_flow_log: { a: { vpc_id: '${aws_vpc.other.id}' } } }),
    ).toHaveLength(1);
    expect(
      judgeResources(logsRetained, { aws_vpc: { it: {} }, aws_flow_log: { a: { vpc_id: '${aws_vpc.it.id}' } } }),
    ).toEqual([]);
    expect(judgeOne(logsRetained, 'aws_lb', {})).toHaveLength(1);
    expect(judgeOne(logsRetained, 'aws_lb', { access_logs: { enabled: true } })).toEqual([]);
  });
});

describe('no-plain-secrets', () => {
  // Built from parts, so that no scanner takes this file for a leak.
  const secrets = {
    'an AWS access key': `AKIA${'ABCDEFGH'.repeat(2)}`,
    'a private key': ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '),
    'a Hugging Face token': `hf_${'aB3'.repeat(12)}`,
    'a GitHub token': `ghp_${'aB3'.repeat(12)}`,
    'an API key': `sk-${'aB3'.repeat(12)}`,
    'a signed token': ['eyJhbGciOiJIUzI1', 'eyJzdWIiOiIxMjM0', 'c2lnbmF0dXJlLWhlcmU'].join('.'),
    'a password in an address': `postgres://user:${'hunter2'}@db.example.com`,
  };

  it.each(Object.entries(secrets))('knows %s and does not repeat it', (what, secret) => {
    const found = judgeOne(noPlainSecrets, 'aws_launch_template', { nested: [{ user_data: `export X=${secret} ` }] });
    expect(found).toEqual([expect.stringContaining(`nested.0.user_data holds ${what}`)]);
    expect(found.join()).not.toContain(secret);
  });

  it('wants references where secrets belong', () => {
    expect(judgeOne(noPlainSecrets, 'aws_db_instance', { password: 'hunter2' })).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: password is stated as plain text and ends in the state; refer to a secret instead",
      ]
    `);
    expect(judgeOne(noPlainSecrets, 'aws_db_instance', { password: '${random_password.it.result}' })).toEqual([]);
    const environment = (env: object[]) => judgeManifest(noPlainSecrets, deployment({ env }));
    expect(
      environment([
        { name: 'HF_TOKEN', value: 'x' },
        { name: 'DB_PASSWORD', value: 'x' },
      ]),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: environment variable DB_PASSWORD of Deployment chat is plain text; use a secretKeyRef",
        "test-east-substrate/it: environment variable HF_TOKEN of Deployment chat is plain text; use a secretKeyRef",
      ]
    `);
    expect(environment([{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hf', key: 'token' } } }])).toEqual([]);
    expect(
      environment([
        { name: 'MAX_NUM_BATCHED_TOKENS', value: '8192' },
        { name: 'TOKENIZERS_PARALLELISM', value: '1' },
      ]),
    ).toEqual([]);
    expect(judgeManifest(noPlainSecrets, deployment({ args: ['--api-key=abc'] }))).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: argument --api-key of Deployment chat is plain text; use a secretKeyRef",
      ]
    `);
    expect(judgeManifest(noPlainSecrets, deployment({ args: ['--api-key=$(API_KEY)', '--max-tokens=5'] }))).toEqual([]);
  });

  it('wants no content of Secrets', () => {
    expect(
      judgeManifest(noPlainSecrets, { kind: 'Secret', metadata: { name: 'it' }, stringData: { token: 'x' } }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: stringData.token of a Secret is stated in the code; let an operator or a secret store write it",
      ]
    `);
    expect(judgeOne(noPlainSecrets, 'kubernetes_secret_v1', { data: { token: '${var.token}' } })).toEqual([]);
    expect(judgeOne(noPlainSecrets, 'kubernetes_secret_v1', { data: { token: 'x' } })).toHaveLength(1);
  });
});

describe('restricted-pods', () => {
  const says = (container: object, pod: object = {}) =>
    judgeManifest(restrictedPods, deployment({ ...container }, { ...pod }));
  const sound = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

  it('takes settings of the pod or of the container', () => {
    expect(says({})).toEqual([]);
    expect(
      says(
        { securityContext: { ...sound, runAsNonRoot: true, seccompProfile: { type: 'Localhost' } } },
        { securityContext: {} },
      ),
    ).toEqual([]);
    expect(says({}, { securityContext: {} })).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: container server of Deployment chat has the seccomp profile none: use RuntimeDefault",
        "test-east-substrate/it: container server of Deployment chat may run as root: set runAsNonRoot",
      ]
    `);
  });

  it.each([
    [{ securityContext: { ...sound, runAsNonRoot: false } }, {}],
    [{ securityContext: { ...sound, runAsUser: 0 } }, {}],
    [{ securityContext: { capabilities: { drop: ['ALL'] } } }, {}],
    [{ securityContext: { ...sound, privileged: true } }, {}],
    [{ securityContext: { allowPrivilegeEscalation: false } }, {}],
    [{ securityContext: { ...sound, capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } }, {}],
    [{}, { hostNetwork: true }],
    [{}, { volumes: [{ name: 'root', hostPath: { path: '/' } }] }],
    [{}, { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Unconfined' } } }],
  ])('refuses %j %j', (container, pod) => {
    expect(says(container, pod)).toHaveLength(1);
  });

  it('finds pods of any controller, and in blocks of the provider', () => {
    const { containers } = (deployment() as { spec: { template: { spec: { containers: object[] } } } }).spec.template
      .spec;
    const bare = {
      metadata: { name: 'it' },
      spec: { a: { leaderTemplate: { spec: { containers } }, workerTemplate: { spec: { containers } } } },
    };
    expect(judgeManifest(restrictedPods, { kind: 'LeaderWorkerSet', ...bare })).toHaveLength(4);
    expect(
      judgeOne(restrictedPods, 'kubernetes_pod_v1', {
        metadata: [{ name: 'it' }],
        spec: [
          {
            security_context: [{ run_as_non_root: true, seccomp_profile: [{ type: 'RuntimeDefault' }] }],
            container: [
              {
                name: 'a',
                security_context: [{ allow_privilege_escalation: false, capabilities: [{ drop: ['ALL'] }] }],
              },
            ],
          },
        ],
      }),
    ).toEqual([]);
  });
});

describe('default-deny', () => {
  const policy = (spec: object) => ({
    resource: {
      kubernetes_manifest: {
        it: { manifest: { kind: 'NetworkPolicy', metadata: { name: 'it', namespace: 'test-assistants' }, spec } },
      },
    },
  });
  const closed = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
  const says = (spec: object) => judge(defaultDeny, policy(spec), 'test-east-workloads');

  it('wants one policy that closes each tenant in both directions', () => {
    expect(says(closed)).toEqual([]);
    expect(judge(defaultDeny, {}, 'test-east-workloads')).toMatchInlineSnapshot(`
      [
        "test-east-workloads/test-assistants: namespace test-assistants of tenant assistants has no network policy that denies all; add one with an empty podSelector, for Ingress and Egress, without rules",
      ]
    `);
  });

  it.each([
    { ...closed, policyTypes: ['Ingress'] },
    { ...closed, podSelector: { matchLabels: { a: 'b' } } },
    { ...closed, egress: [{}] },
    { policyTypes: closed.policyTypes },
  ])('is not content with %j', (spec) => {
    expect(says(spec)).toHaveLength(1);
  });

  it('does not take the policy of another stack', () => {
    expect(judge(defaultDeny, policy(closed), 'test-west-workloads')).toHaveLength(1);
  });
});

describe('tags', () => {
  const site = {
    'ai-factory:factory': 'test',
    'ai-factory:jurisdiction': 'us',
    'ai-factory:owner': 'team@example.com',
    'ai-factory:site': 'test/east',
  };
  const stack = (given: object) => ({
    provider: { aws: [{ default_tags: [{ tags: given }] }] },
    resource: { aws_vpc: { it: {} } },
  });

  it('wants the tags of the site from the provider, for stacks that make something', () => {
    expect(judge(tags, stack(site))).toEqual([]);
    expect(judge(tags, stack({ ...site, 'ai-factory:site': 'west' }))).toMatchInlineSnapshot(`
      [
        "test-east-substrate: provider aws does not tag with ai-factory:site=test/east; add them to its default tags",
      ]
    `);
    expect(judge(tags, { provider: { aws: [{}] }, data: { aws_eks_cluster: { it: {} } } })).toEqual([]);
    expect(judge(tags, stack({ 'ai-factory:factory': 'test' }), 'test-traffic')).toEqual([]);
    expect(judge(tags, stack({}), 'test-traffic')).toHaveLength(1);
  });

  it('wants labels on objects, and tags on nodes that a controller launches', () => {
    expect(
      judgeManifest(tags, { kind: 'ConfigMap', metadata: { name: 'it', labels: { a: 'b' } } }),
    ).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: ConfigMap it has no label app.kubernetes.io/managed-by; add it",
      ]
    `);
    expect(
      judgeOne(tags, 'kubernetes_namespace_v1', {
        metadata: { name: 'it', labels: { 'app.kubernetes.io/managed-by': 'x' } },
      }),
    ).toEqual([]);
    const nodes = { kind: 'EC2NodeClass', metadata: { name: 'it', labels: { 'app.kubernetes.io/managed-by': 'x' } } };
    expect(judgeManifest(tags, { ...nodes, spec: { tags: site } })).toEqual([]);
    expect(judgeManifest(tags, { ...nodes, spec: { tags: {} } })).toMatchInlineSnapshot(`
      [
        "test-east-substrate/it: nodes of it are not tagged with ai-factory:factory, ai-factory:jurisdiction, ai-factory:owner, ai-factory:site; add them to spec.tags",
      ]
    `);
  });
});
