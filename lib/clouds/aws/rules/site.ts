import { z } from 'zod';
import { Arn, CidrRange, DomainPattern, KubernetesMinor, Line, Name } from '../../../spec/name';
import { PoolSpec } from '../../../spec/pool';
import { type SiteSpec, siteCommon } from '../../../spec/site';

/** Value of `provider` of an AWS region, and of the rows of the catalogue that are AWS's. */
export const AWS = 'aws';

/** A pool of an AWS region. */
export const AwsPoolSpec = PoolSpec.extend({
  fabric: z
    .enum(['none', 'efa'])
    .optional()
    .meta({ description: 'Network between its nodes. @default - none, unless a replica spans nodes' }),
  image: z
    .strictObject({
      family: z.enum(['al2023', 'bottlerocket']).default('bottlerocket').meta({ description: 'Family of the image' }),
      release: Line.optional().meta({ description: 'Release of the image. @default - the pinned one' }),
    })
    .optional()
    .meta({ description: 'Image of the nodes. @default - the first that fits the machine' }),
});
export type AwsPoolSpec = z.infer<typeof AwsPoolSpec>;

/** An AWS region: the library builds network, keys, cluster and pools there. */
export const AwsSiteSpec = z
  .strictObject({
    provider: z.literal(AWS).meta({ description: 'An AWS region, in which everything is built' }),
    region: Line.meta({ description: 'Region, such as eu-central-1' }),
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'use the 12 digits of the account, in quotes')
      .meta({ description: 'Account that everything is built in, in quotes; no other is touched' }),
    access: z
      .strictObject({ context: Line.meta({ description: 'Kubeconfig context' }) })
      .optional()
      .meta({ description: 'How the cluster is reached. @default - its endpoint and `aws eks get-token`' }),
    cluster: z
      .strictObject({
        version: KubernetesMinor.optional().meta({
          description: 'Minor version of Kubernetes, in quotes. @default - the pinned one',
        }),
        publicCidrs: z
          .array(CidrRange)
          .optional()
          .meta({ description: 'Ranges that may reach the API from outside. @default - the API is private' }),
        admins: z.array(Arn).default([]).meta({ description: 'Principals that administer the cluster; one at least' }),
        viewers: z.array(Arn).default([]).meta({ description: 'Principals that may read' }),
        deletionProtection: z
          .boolean()
          .default(true)
          .meta({ description: 'Whether the cluster, and buckets that hold something, refuse to be deleted' }),
      })
      .prefault({})
      .meta({ description: 'The EKS cluster' }),
    network: z
      .strictObject({
        nat: z
          .enum(['none', 'single', 'per-zone'])
          .default('per-zone')
          .meta({ description: 'Gateways to the internet for what pods fetch' }),
        allowedDomains: z
          .array(DomainPattern)
          .optional()
          .meta({ description: 'DNS names that the network resolves. @default - all' }),
        endpoints: z
          .array(Line)
          .optional()
          .meta({ description: 'Interface endpoints, such as ecr.api. @default - those that the cluster needs' }),
      })
      .prefault({})
      .meta({ description: 'The network of the site' }),
    system: z
      .strictObject({
        machine: Line.default('m7i.2xlarge').meta({ description: 'Instance type' }),
        minCount: z.number().int().min(2).default(3).meta({ description: 'Fewest nodes' }),
        maxCount: z.number().int().min(2).default(6).meta({ description: 'Most nodes' }),
      })
      .prefault({})
      .meta({ description: 'Nodes for what is no workload: operators and controllers' }),
    logRetentionDays: z.number().int().positive().default(365).meta({ description: 'How long logs are kept, in days' }),
    ...siteCommon,
    pools: z.record(Name, AwsPoolSpec).meta({ description: 'Pools of like nodes, by name' }),
  })
  .meta({ title: 'AWS region', description: 'An AWS region: network, keys, cluster and pools are built there' });
export type AwsSiteSpec = z.infer<typeof AwsSiteSpec>;
/** An AWS region as a user writes it. */
export type AwsSiteInput = z.input<typeof AwsSiteSpec>;

/** Whether a site is an AWS region. */
export const isAwsSite = (site: SiteSpec): site is AwsSiteSpec => site.provider === AWS;
