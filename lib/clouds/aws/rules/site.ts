import { z } from 'zod';
import type { CloudKey } from '../../../spec/cloud-keys';
import { rowId } from '../../../spec/known-ids';
import { Arn, BucketName, CidrRange, DomainPattern, KubernetesMinor, Line, Name } from '../../../spec/name';
import { PoolSpec } from '../../../spec/pool';
import { orReference } from '../../../spec/reference';
import { type SiteSpec, siteCommon } from '../../../spec/site';

/** Value of `provider` of an AWS region, and of the rows of the catalogue that are AWS's. */
export const AWS = 'aws';

/** Keys that AWS realizes and that not every cloud can. */
export const AWS_KEYS: readonly CloudKey[] = [
  'tags',
  'entry.public',
  'entry.certificateArn',
  'entry.allowedCidrs',
  'money.alertShares',
  'money.notify',
  'pools.*.zones',
  'pools.*.placementGroup',
  'pools.*.manager',
  'pools.*.image',
  'pools.*.diskGib',
  'pools.*.labels',
  'pools.*.capacity.purchase',
];

/** A pool of an AWS region. */
export const AwsPoolSpec = PoolSpec.extend({
  fabric: z
    .enum(['none', 'efa'])
    .optional()
    .meta({ description: 'Network fabric between the nodes. @default - `none`, unless a replica spans several nodes' }),
  image: z
    .strictObject({
      family: z.enum(['al2023', 'bottlerocket']).default('bottlerocket').meta({ description: 'Image family.' }),
      release: Line.optional().meta({ description: 'Image release. @default - the pinned release' }),
    })
    .optional()
    .meta({ description: 'Image of the nodes. @default - the first image that supports the machine' }),
}).meta({ description: 'A pool of identical nodes in an AWS region.' });
export type AwsPoolSpec = z.infer<typeof AwsPoolSpec>;

/** Returns a schema of ids of AWS, such as `vpc-0a1b2c3d4e5f60718`. */
const resourceId = (prefix: string, what: string) =>
  orReference(
    z
      .string()
      .regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `use the id of ${what}, such as ${prefix}-0a1b2c3d4e5f60718`),
  );

const subnetIds = z.record(
  z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'use the name of a zone, such as eu-north-1a'),
  resourceId('subnet', 'a subnet'),
);

/** A VPC that the site is put into. */
const ExistingNetworkSpec = z.strictObject({
  vpcId: resourceId('vpc', 'a VPC').meta({ description: 'Id of the VPC.' }),
  privateSubnetIds: subnetIds.meta({ description: 'Ids of the subnets of nodes and pods, by zone.' }),
  systemSubnetIds: subnetIds.optional().meta({
    description: 'Ids of the subnets of the control plane and of endpoints, by zone. @default - the private subnets',
  }),
  publicSubnetIds: subnetIds.optional().meta({
    description: 'Ids of the subnets of a public load balancer, by zone. @default - none',
  }),
  isolated: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether nothing in the VPC reaches the internet, so that nodes use VPC endpoints only.' }),
});

/** An EKS cluster that the pools of the site join. */
const ExistingClusterSpec = z.strictObject({
  name: z
    .string()
    .regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, 'use the name of an EKS cluster')
    .meta({ description: 'Name of the cluster.' }),
  nodeSecurityGroupId: resourceId('sg', 'a security group').optional().meta({
    description: 'Security group of the nodes. @default - the security group that EKS created for the cluster',
  }),
  weightsDriverRole: orReference(z.string().regex(/^[\w+=,.@-]{1,64}$/, 'use the name of an IAM role'))
    .optional()
    .meta({
      description:
        'Name of the IAM role of the Mountpoint driver for Amazon S3, which gets read access to the weights. @default - it has access already',
    }),
});

/** An AWS region: the library builds network, keys, cluster and pools there. */
export const AwsSiteSpec = z
  .strictObject({
    provider: z.literal(AWS).meta({ description: 'Site in an AWS region.' }),
    region: rowId('awsRegions').meta({ description: 'AWS region, such as `eu-central-1`.' }),
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'use the 12 digits of the account, in quotes')
      .meta({ description: 'Id of the AWS account, in quotes. The AWS provider refuses other accounts.' }),
    partition: z
      .enum(['aws', 'aws-cn', 'aws-us-gov'])
      .default('aws')
      .meta({ description: 'AWS partition of the account.' }),
    assumeRoleArn: Arn.optional().meta({
      description: 'Role that Terraform assumes for the site. @default - the identity of the caller',
    }),
    permissionsBoundary: Arn.optional().meta({
      description: 'Policy that bounds the permissions of every role of the site. @default - no boundary',
    }),
    rolePath: z
      .string()
      .regex(/^\/([\x21-\x7e]+\/)?$/, 'use a path that starts and ends with /, such as /platform/')
      .max(512)
      .default('/')
      .meta({ description: 'Path of the roles of the site, such as `/platform/`.' }),
    serviceLinkedRoles: z.enum(['exist', 'create']).default('exist').meta({
      description:
        'Whether to create the service-linked roles of EC2 Auto Scaling and EC2 Spot. An account that ever had an Auto Scaling group has them.',
    }),
    accessLogBucket: orReference(BucketName).optional().meta({
      description: 'Existing bucket that receives the access logs of the site. @default - a log bucket is created',
    }),
    access: z
      .strictObject({ context: Line.meta({ description: 'Kubeconfig context.' }) })
      .optional()
      .meta({
        description:
          'How Terraform connects to the cluster. @default - the cluster endpoint, with a token of `aws eks get-token`',
      }),
    cluster: z
      .strictObject({
        version: KubernetesMinor.optional().meta({
          description: 'Kubernetes minor version, in quotes. @default - the pinned version',
        }),
        publicCidrs: z.array(CidrRange).optional().meta({
          description: 'IPv4 ranges that can access the public API endpoint. @default - the endpoint is private',
        }),
        privateCidrs: z.array(CidrRange).optional().meta({
          description:
            'IPv4 ranges that can access the private API endpoint, such as those of runners or a VPN. @default - the nodes of the cluster only',
        }),
        admins: z
          .array(Arn)
          .default([])
          .meta({ description: 'ARNs of the IAM principals that administer the cluster. At least one is required.' }),
        viewers: z.array(Arn).default([]).meta({ description: 'ARNs of the IAM principals with read-only access.' }),
        deletionProtection: z
          .boolean()
          .default(true)
          .meta({ description: 'Whether to protect the cluster and non-empty buckets from deletion.' }),
        existing: ExistingClusterSpec.optional().meta({
          description:
            'Existing EKS cluster that the pools join. It needs the add-ons of EKS Pod Identity and of the CSI drivers. @default - a cluster is created',
        }),
      })
      .prefault({})
      .meta({ description: 'EKS cluster of the site.' }),
    network: z
      .strictObject({
        nat: z
          .enum(['none', 'single', 'per-zone'])
          .default('per-zone')
          .meta({ description: 'NAT gateways for outbound traffic.' }),
        allowedDomains: z
          .array(DomainPattern)
          .optional()
          .meta({ description: 'DNS names that resolve in the network. @default - all names' }),
        endpoints: z.array(Line).optional().meta({
          description:
            'Interface VPC endpoints, such as `ecr.api`. @default - the endpoints that the cluster needs; none in an existing VPC',
        }),
        existing: ExistingNetworkSpec.optional().meta({
          description:
            'Existing VPC that the site is put into; `addressRange` is its range, and `nat` has no effect. @default - a VPC is created',
        }),
      })
      .prefault({})
      .meta({ description: 'Network of the site.' }),
    addonPolicyArns: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'use the name of an add-on'), z.array(Arn))
      .default({})
      .meta({ description: 'IAM policies of the roles of add-ons that the library does not know, by add-on.' }),
    entryTargets: z.enum(['auto-scaling-group', 'external']).default('auto-scaling-group').meta({
      description:
        'How system nodes become targets of the load balancer: `auto-scaling-group` attaches their group, `external` leaves it to a controller in the cluster.',
    }),
    system: z
      .strictObject({
        machine: rowId('machines').default('m7i.2xlarge').meta({ description: 'EC2 instance type of the nodes.' }),
        minCount: z.number().int().min(2).default(3).meta({ description: 'Minimum number of nodes.' }),
        maxCount: z.number().int().min(2).default(6).meta({ description: 'Maximum number of nodes.' }),
      })
      .prefault({})
      .meta({ description: 'Nodes of operators and controllers.' }),
    logRetentionDays: z.number().int().positive().default(365).meta({ description: 'Retention of logs in days.' }),
    ...siteCommon,
    pools: z.record(Name, AwsPoolSpec).meta({ description: 'Node pools by name.' }),
  })
  .meta({
    title: 'AWS region',
    description: 'A site in an AWS region. The network, keys, cluster and pools are created.',
  });
export type AwsSiteSpec = z.infer<typeof AwsSiteSpec>;
/** An AWS region as a user writes it. */
export type AwsSiteInput = z.input<typeof AwsSiteSpec>;

/** Whether a site is an AWS region. */
export const isAwsSite = (site: SiteSpec): site is AwsSiteSpec => site.provider === AWS;

/** Whether nothing in the network of a site reaches the internet. */
export const isIsolated = ({ network }: AwsSiteSpec): boolean =>
  network.existing === undefined ? network.nat === 'none' : network.existing.isolated;
