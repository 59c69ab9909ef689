import { z } from 'zod';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from './budget';
import {
  Arn,
  CidrRange,
  DnsName,
  DomainPattern,
  KubernetesMinor,
  LabelKey,
  Line,
  Name,
  ObjectName,
  TagKey,
  TagValue,
  VariableName,
} from './name';
import { PoolSpec } from './pool';
import { AlertSpec, DashboardSpec } from './telemetry';

const kubernetesMinor = KubernetesMinor.optional();

const common = {
  zones: z
    .array(Line)
    .min(1)
    .optional()
    .meta({ description: 'Zones of the site. @default - the first three of the region' }),
  addressRange: CidrRange.optional().meta({
    description:
      'IPv4 range of its network; ranges of sites must not overlap. @default - 10.0.0.0/16 for a lone AWS site',
  }),
  pools: z.record(Name, PoolSpec).meta({ description: 'Pools of like nodes, by name' }),
  power: PowerSpec.optional(),
  cooling: CoolingSpec.optional(),
  money: MoneySpec.optional(),
  carbon: CarbonSpec.optional(),
  latencyMs: z
    .record(Name, z.number().positive())
    .optional()
    .meta({ description: 'Measured round trip to groups of users by name, in ms; workloads name theirs in `users`' }),
  entry: z
    .strictObject({
      hostname: DnsName.optional().meta({
        description: 'DNS name of the entry point. @default - the balancer that the substrate makes',
      }),
      public: z.boolean().default(false).meta({ description: 'Whether the balancer has public addresses' }),
      port: z.number().int().min(1).max(65535).default(443).meta({ description: 'Port that requests come to' }),
      certificateArn: Arn.optional().meta({
        description: 'Certificate of the balancer. @default - TLS ends behind it',
      }),
      tlsSecret: ObjectName.optional().meta({
        description: 'Name of the secret with the certificate of the gateway. @default - none',
      }),
      allowedCidrs: z
        .array(CidrRange)
        .default([])
        .meta({ description: 'Ranges that may connect. @default - the network of the site' }),
    })
    .prefault({})
    .meta({ description: 'Where requests enter the site' }),
  storageClass: ObjectName.optional().meta({
    description: 'Storage class of the weights cache. @default - one that is made',
  }),
  installed: z.array(Line).default([]).meta({ description: 'Platform releases that the cluster has already' }),
  tags: z.record(TagKey, TagValue).default({}).meta({ description: 'Tags on everything at the site' }),
  alerts: z.record(Name, AlertSpec).default({}).meta({
    description: 'Alerts of the site by name, beside those that every site and workload has.',
  }),
  dashboards: z.record(Name, DashboardSpec).default({}).meta({
    description: 'Dashboards of the site by name, beside those that every site and workload has.',
  }),
};

/** An AWS region: the library builds network, keys, cluster and pools there. */
export const AwsSiteSpec = z
  .strictObject({
    provider: z.literal('aws').meta({ description: 'An AWS region, in which everything is built' }),
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
        version: kubernetesMinor.meta({
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
    ...common,
  })
  .meta({ title: 'AWS region', description: 'An AWS region: network, keys, cluster and pools are built there' });
export type AwsSiteSpec = z.infer<typeof AwsSiteSpec>;

/** A conformant Kubernetes cluster that exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export const KubernetesSiteSpec = z
  .strictObject({
    provider: z.literal('kubernetes').meta({ description: 'A cluster that exists' }),
    context: Line.meta({ description: 'Kubeconfig context' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'use the ISO 3166-1 alpha-2 code, such as DE')
      .meta({ description: 'Country that it stands in, ISO 3166-1 alpha-2' }),
    cloud: Line.optional().meta({ description: 'Provider of machine prices and regions. @default - owned' }),
    region: Line.optional().meta({ description: 'Region of that provider. @default - none' }),
    kubernetesVersion: kubernetesMinor.meta({
      description: 'Minor version of the cluster, in quotes. @default - not checked',
    }),
    acceleratorApi: z
      .enum(['device-plugin', 'dra'])
      .default('device-plugin')
      .meta({ description: 'How pods ask for accelerators' }),
    drivers: z.enum(['operator', 'installed']).default('operator').meta({ description: 'Who installs GPU drivers' }),
    rdma: z
      .strictObject({
        resource: LabelKey.meta({ description: 'Extended resource, such as rdma/rdma_shared_device_a' }),
        perNode: z.number().int().positive().meta({ description: 'How many of it a node has' }),
        networks: z.array(Line).default([]).meta({ description: 'Secondary networks that pods attach to' }),
        environment: z
          .record(VariableName, z.string())
          .default({})
          .meta({ description: 'Environment of NCCL, such as NCCL_IB_HCA' }),
        devices: z
          .strictObject({
            vendors: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI vendor'))
              .default(['15b3'])
              .meta({ description: 'PCI vendors' }),
            deviceIds: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI device'))
              .default([])
              .meta({ description: 'PCI devices. @default - any of the vendors' }),
            interfaces: z.array(Line).default([]).meta({ description: 'Names of interfaces. @default - any' }),
            linkTypes: z
              .array(z.enum(['ether', 'infiniband']))
              .default([])
              .meta({ description: 'Kinds of link. @default - any' }),
          })
          .optional()
          .meta({
            description:
              'Adapters that the network operator is told to advertise as the resource. @default - the cluster has a policy that does',
          }),
      })
      .optional()
      .meta({ description: 'RDMA resource that the network operator advertises. @default - none' }),
    topology: z.array(LabelKey).default([]).meta({
      description:
        'Labels of the nodes from the widest to the narrowest place, such as a block and a rack; a replica over several nodes is kept in one. @default - none is known',
    }),
    egress: z
      .enum(['cilium', 'cidr-only'])
      .default('cidr-only')
      .meta({ description: 'Network policy engine for domain names' }),
    ...common,
    storageClass: ObjectName.meta({ description: 'Class for the weights cache; must allow ReadWriteMany' }),
  })
  .meta({ title: 'Kubernetes cluster', description: 'A conformant cluster that exists' });
export type KubernetesSiteSpec = z.infer<typeof KubernetesSiteSpec>;

export const SiteSpec = z.discriminatedUnion('provider', [AwsSiteSpec, KubernetesSiteSpec]);
export type SiteSpec = z.infer<typeof SiteSpec>;
