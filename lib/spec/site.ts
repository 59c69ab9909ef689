import { z } from 'zod';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from './budget';
import { knownIds, rowId } from './known-ids';
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
    .meta({ description: 'Availability zones of the site. @default - the first three zones of the region' }),
  addressRange: CidrRange.optional().meta({
    description:
      'IPv4 range of the network. The ranges of sites must not overlap. @default - 10.0.0.0/16 if the factory has one AWS site',
  }),
  pools: z.record(Name, PoolSpec).meta({ description: 'Node pools by name.' }),
  power: PowerSpec.optional().meta({ description: 'Electrical limits of the site. @default - no limits' }),
  cooling: CoolingSpec.optional().meta({ description: 'Cooling capacity of the site. @default - no limits' }),
  money: MoneySpec.optional().meta({ description: 'Monthly budget of the site. @default - none' }),
  carbon: CarbonSpec.optional().meta({ description: 'Carbon limit of the site. @default - no limit' }),
  latencyMs: z.record(Name, z.number().positive()).optional().meta({
    description:
      'Measured round-trip time in ms to each group of users, by the name that `users` of a workload refers to. @default - none',
  }),
  entry: z
    .strictObject({
      hostname: DnsName.optional().meta({
        description: 'DNS name of the entry point. @default - the load balancer of the site',
      }),
      public: z.boolean().default(false).meta({ description: 'Whether the load balancer is internet-facing.' }),
      port: z.number().int().min(1).max(65535).default(443).meta({ description: 'Port that accepts requests.' }),
      certificateArn: Arn.optional().meta({
        description: 'ARN of the certificate of the load balancer. @default - the load balancer does not terminate TLS',
      }),
      tlsSecret: ObjectName.optional().meta({
        description: 'Name of the secret with the TLS certificate of the gateway. @default - none',
      }),
      allowedCidrs: z.array(CidrRange).default([]).meta({
        description: 'IPv4 ranges that can connect. @default - the network of the site; none if `public` is set',
      }),
    })
    .prefault({})
    .meta({ description: 'Entry point of requests to the site.' }),
  storageClass: ObjectName.optional().meta({
    description: 'Storage class of persistent volumes. @default - an encrypted gp3 class is created',
  }),
  installed: z
    .array(rowId('charts'))
    .default([])
    .meta({ description: 'Platform charts that the cluster already has. They are not installed again.' }),
  tags: z.record(TagKey, TagValue).default({}).meta({ description: 'Tags of all resources of the site.' }),
  alerts: z.record(Name, AlertSpec).default({}).meta({
    description: 'Alerts of the site by name, beside those that every site and workload has.',
  }),
  dashboards: z.record(Name, DashboardSpec).default({}).meta({
    description: 'Dashboards of the site by name, beside those that every site and workload has.',
  }),
};

/** A site in an AWS region. The library creates the network, keys, cluster and pools. */
export const AwsSiteSpec = z
  .strictObject({
    provider: z.literal('aws').meta({ description: 'Site in an AWS region.' }),
    region: rowId('awsRegions').meta({ description: 'AWS region, such as `eu-central-1`.' }),
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'use the 12 digits of the account, in quotes')
      .meta({ description: 'Id of the AWS account, in quotes. The AWS provider refuses other accounts.' }),
    access: z
      .strictObject({ context: Line.meta({ description: 'Kubeconfig context.' }) })
      .optional()
      .meta({
        description:
          'How Terraform connects to the cluster. @default - the cluster endpoint, with a token of `aws eks get-token`',
      }),
    cluster: z
      .strictObject({
        version: kubernetesMinor.meta({
          description: 'Kubernetes minor version, in quotes. @default - the pinned version',
        }),
        publicCidrs: z.array(CidrRange).optional().meta({
          description: 'IPv4 ranges that can access the public API endpoint. @default - the endpoint is private',
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
          description: 'Interface VPC endpoints, such as `ecr.api`. @default - the endpoints that the cluster needs',
        }),
      })
      .prefault({})
      .meta({ description: 'Network of the site.' }),
    system: z
      .strictObject({
        machine: rowId('machines').default('m7i.2xlarge').meta({ description: 'EC2 instance type of the nodes.' }),
        minCount: z.number().int().min(2).default(3).meta({ description: 'Minimum number of nodes.' }),
        maxCount: z.number().int().min(2).default(6).meta({ description: 'Maximum number of nodes.' }),
      })
      .prefault({})
      .meta({ description: 'Nodes of operators and controllers.' }),
    logRetentionDays: z.number().int().positive().default(365).meta({ description: 'Retention of logs in days.' }),
    ...common,
  })
  .meta({
    title: 'AWS region',
    description: 'A site in an AWS region. The network, keys, cluster and pools are created.',
  });
export type AwsSiteSpec = z.infer<typeof AwsSiteSpec>;

/** A site with an existing Kubernetes cluster: an own data hall, a GPU cloud or another cloud provider. */
export const KubernetesSiteSpec = z
  .strictObject({
    provider: z.literal('kubernetes').meta({ description: 'Existing Kubernetes cluster.' }),
    context: Line.meta({ description: 'Kubeconfig context.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'use the ISO 3166-1 alpha-2 code, such as DE')
      .register(knownIds, { list: 'countries' })
      .meta({ description: 'Country of the site, as ISO 3166-1 alpha-2 code.' }),
    cloud: rowId('clouds').optional().meta({
      description:
        'Cloud provider that the cluster runs at, for prices and regions. @default - none; the servers are owned',
    }),
    region: rowId('cloudRegions').optional().meta({ description: 'Region of the cloud provider. @default - none' }),
    kubernetesVersion: kubernetesMinor.meta({
      description: 'Kubernetes minor version of the cluster, in quotes. @default - not checked',
    }),
    acceleratorApi: z
      .enum(['device-plugin', 'dra'])
      .default('device-plugin')
      .meta({ description: 'How pods request accelerators: the device plugin or dynamic resource allocation (DRA).' }),
    drivers: z
      .enum(['operator', 'installed'])
      .default('operator')
      .meta({ description: 'How GPU drivers are installed: by the GPU operator, or already on the nodes.' }),
    rdma: z
      .strictObject({
        resource: LabelKey.meta({ description: 'Extended resource, such as `rdma/rdma_shared_device_a`.' }),
        perNode: z.number().int().positive().meta({ description: 'Number of the resource per node.' }),
        networks: z.array(Line).default([]).meta({ description: 'Secondary networks of the pods.' }),
        environment: z
          .record(VariableName, z.string())
          .default({})
          .meta({ description: 'Environment variables of NCCL, such as `NCCL_IB_HCA`.' }),
        devices: z
          .strictObject({
            vendors: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI vendor'))
              .default(['15b3'])
              .meta({ description: 'PCI vendor ids.' }),
            deviceIds: z
              .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI device'))
              .default([])
              .meta({ description: 'PCI device ids. @default - all devices of the vendors' }),
            interfaces: z.array(Line).default([]).meta({ description: 'Interface names. @default - all interfaces' }),
            linkTypes: z
              .array(z.enum(['ether', 'infiniband']))
              .default([])
              .meta({ description: 'Link types. @default - all types' }),
          })
          .optional()
          .meta({
            description:
              'Adapters that the network operator advertises as the resource. @default - an existing policy of the cluster selects them',
          }),
      })
      .optional()
      .meta({ description: 'RDMA resource of the nodes. @default - none' }),
    topology: z.array(LabelKey).default([]).meta({
      description:
        'Node labels of the topology levels, widest first, such as block and rack. A replica that spans nodes is kept in one domain. @default - none',
    }),
    egress: z
      .enum(['cilium', 'cidr-only'])
      .default('cidr-only')
      .meta({ description: 'Network policy engine. Only `cilium` supports domain names.' }),
    ...common,
    storageClass: ObjectName.meta({
      description: 'Storage class of the weights cache. It must support ReadWriteMany.',
    }),
  })
  .meta({ title: 'Kubernetes cluster', description: 'A site with an existing, conformant Kubernetes cluster.' });
export type KubernetesSiteSpec = z.infer<typeof KubernetesSiteSpec>;

export const SiteSpec = z.discriminatedUnion('provider', [AwsSiteSpec, KubernetesSiteSpec]);
export type SiteSpec = z.infer<typeof SiteSpec>;
