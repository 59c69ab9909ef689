import type { Statement } from '../identity/policy-document';
import type { AwsPlace } from '../place';

export interface KarpenterFacts {
  readonly place: AwsPlace;
  readonly clusterName: string;
  readonly nodeRoleArn: string;
  readonly nodeProfileArn: string;
  readonly queueName: string;
  readonly keyArn: string;
}

/**
 * Returns the permissions of Karpenter's controller: it launches and terminates instances of its own cluster, recognised by
 * their tags.
 *
 * They follow the policy of Karpenter's installation guide (v1), with reservations and placement groups, and without the
 * right to create instance profiles: that of the nodes is created with their role.
 */
export function karpenterStatements(facts: KarpenterFacts): Statement[] {
  return [...launching(facts), ...ending(facts), ...reading(facts), ...identity(facts), ...disks(facts)];
}

const CREATING = ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'];
const created = ['fleet', 'instance', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'];

const owned = (kind: 'RequestTag' | 'ResourceTag', cluster: string): Statement['Condition'] => ({
  StringEquals: { [`aws:${kind}/kubernetes.io/cluster/${cluster}`]: 'owned' },
  StringLike: { [`aws:${kind}/karpenter.sh/nodepool`]: '*' },
});

const requested = (cluster: string, more: Readonly<Record<string, string | readonly string[]>> = {}) => ({
  StringEquals: {
    [`aws:RequestTag/kubernetes.io/cluster/${cluster}`]: 'owned',
    'aws:RequestTag/eks:eks-cluster-name': cluster,
    ...more,
  },
  StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
});

function launching({ place, clusterName }: KarpenterFacts): Statement[] {
  const ec2 = (kind: string): string => `arn:${place.partition}:ec2:${place.region}:*:${kind}/*`;
  const shared = (kind: string): string => `arn:${place.partition}:ec2:${place.region}::${kind}/*`;
  return [
    {
      Sid: 'LaunchFrom',
      Action: ['ec2:CreateFleet', 'ec2:RunInstances'],
      Resource: [
        shared('image'),
        shared('snapshot'),
        ...['capacity-reservation', 'placement-group', 'security-group', 'subnet'].map(ec2),
      ],
    },
    {
      Sid: 'LaunchByOwnTemplates',
      Action: ['ec2:CreateFleet', 'ec2:RunInstances'],
      Resource: ec2('launch-template'),
      Condition: owned('ResourceTag', clusterName),
    },
    { Sid: 'LaunchTagged', Action: CREATING, Resource: created.map(ec2), Condition: requested(clusterName) },
    {
      Sid: 'TagWhatIsLaunched',
      Action: 'ec2:CreateTags',
      Resource: created.map(ec2),
      Condition: requested(clusterName, {
        'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
      }),
    },
    {
      Sid: 'TagOwnInstances',
      Action: 'ec2:CreateTags',
      Resource: ec2('instance'),
      Condition: {
        ...owned('ResourceTag', clusterName),
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      },
    },
  ];
}

function ending({ place, clusterName, queueName }: KarpenterFacts): Statement[] {
  return [
    {
      Sid: 'EndOwn',
      Action: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      Resource: ['instance', 'launch-template'].map((kind) => `arn:${place.partition}:ec2:${place.region}:*:${kind}/*`),
      Condition: owned('ResourceTag', clusterName),
    },
    {
      Sid: 'Interruptions',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      Resource: place.arn('sqs', queueName),
    },
  ];
}

function reading({ place, clusterName }: KarpenterFacts): Statement[] {
  return [
    {
      Sid: 'Describe',
      Action: [
        'ec2:DescribeCapacityReservations',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeInstances',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribePlacementGroups',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSpotPriceHistory',
        'ec2:DescribeSubnets',
      ],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': place.region } },
    },
    {
      Sid: 'Images',
      Action: 'ssm:GetParameter',
      Resource: `arn:${place.partition}:ssm:${place.region}::parameter/aws/service/*`,
    },
    { Sid: 'Prices', Action: 'pricing:GetProducts', Resource: '*' },
    { Sid: 'Cluster', Action: 'eks:DescribeCluster', Resource: place.arn('eks', `cluster/${clusterName}`) },
  ];
}

function identity({ place, nodeRoleArn, nodeProfileArn }: KarpenterFacts): Statement[] {
  return [
    {
      Sid: 'PassNodeRole',
      Action: 'iam:PassRole',
      Resource: nodeRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
    { Sid: 'ReadProfile', Action: 'iam:GetInstanceProfile', Resource: nodeProfileArn },
    { Sid: 'ListProfiles', Action: 'iam:ListInstanceProfiles', Resource: place.globalArn('iam', 'instance-profile/*') },
  ];
}

function disks({ place, keyArn }: KarpenterFacts): Statement[] {
  const throughEc2 = { 'kms:ViaService': `ec2.${place.region}.amazonaws.com` };
  return [
    {
      Sid: 'Disks',
      Action: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      Resource: keyArn,
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: 'DiskGrants',
      Action: 'kms:CreateGrant',
      Resource: keyArn,
      Condition: { StringEquals: throughEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
