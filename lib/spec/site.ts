import { z } from 'zod';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from './budget';
import { CidrRange, Name } from './name';
import { PoolSpec } from './pool';

const common = {
  zones: z.array(z.string()).min(1).optional(),
  addressRange: CidrRange.optional(),
  pools: z.record(Name, PoolSpec),
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
      hostname: z
        .string()
        .optional()
        .meta({ description: 'DNS name of the entry point. @default - the balancer that the substrate makes' }),
      public: z.boolean().default(false),
      port: z.number().int().min(1).max(65535).default(443),
      certificateArn: z.string().optional(),
      tlsSecret: z.string().optional(),
      allowedCidrs: z.array(CidrRange).default([]),
    })
    .prefault({}),
  storageClass: z.string().optional().meta({ description: 'Class for the weights cache' }),
  installed: z.array(z.string()).default([]).meta({ description: 'Platform releases that the cluster has already' }),
  tags: z.record(z.string(), z.string()).default({}),
};

/** An AWS region: the library builds network, keys, cluster and pools there. */
export const AwsSiteSpec = z.strictObject({
  provider: z.literal('aws'),
  region: z.string(),
  accountId: z.string().regex(/^\d{12}$/, 'use the 12 digits of the account'),
  access: z
    .strictObject({ context: z.string() })
    .optional()
    .meta({ description: 'Kubeconfig context. @default - endpoint and `aws eks get-token`' }),
  cluster: z
    .strictObject({
      version: z
        .string()
        .regex(/^1\.\d+$/)
        .optional(),
      publicCidrs: z.array(CidrRange).optional(),
      admins: z.array(z.string().startsWith('arn:')).default([]),
      viewers: z.array(z.string().startsWith('arn:')).default([]),
      deletionProtection: z.boolean().default(true),
    })
    .prefault({}),
  network: z
    .strictObject({
      nat: z.enum(['none', 'single', 'per-zone']).default('per-zone'),
      allowedDomains: z.array(z.string()).optional(),
      endpoints: z.array(z.string()).optional(),
    })
    .prefault({}),
  system: z
    .strictObject({
      machine: z.string().default('m7i.2xlarge'),
      minCount: z.number().int().min(2).default(3),
      maxCount: z.number().int().min(2).default(6),
    })
    .prefault({}),
  logRetentionDays: z.number().int().positive().default(365),
  ...common,
});
export type AwsSiteSpec = z.infer<typeof AwsSiteSpec>;

/** A conformant Kubernetes cluster that exists: an own hall, a GPU cloud, another hyperscaler's cluster. */
export const KubernetesSiteSpec = z.strictObject({
  provider: z.literal('kubernetes'),
  context: z.string().meta({ description: 'Kubeconfig context' }),
  country: z.string().regex(/^[A-Z]{2}$/, 'use the ISO 3166-1 alpha-2 code, such as DE'),
  cloud: z.string().optional().meta({ description: 'Provider of machine prices and regions. @default - owned' }),
  region: z.string().optional().meta({ description: 'Region of that provider' }),
  kubernetesVersion: z
    .string()
    .regex(/^1\.\d+$/)
    .optional(),
  acceleratorApi: z.enum(['device-plugin', 'dra']).default('device-plugin'),
  drivers: z.enum(['operator', 'installed']).default('operator').meta({ description: 'Who installs GPU drivers' }),
  rdma: z
    .strictObject({
      resource: z.string(),
      perNode: z.number().int().positive(),
      networks: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
      devices: z
        .strictObject({
          vendors: z
            .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI vendor'))
            .default(['15b3']),
          deviceIds: z
            .array(z.string().regex(/^[0-9a-f]{4}$/, 'use the four hex digits of the PCI device'))
            .default([]),
          interfaces: z.array(z.string()).default([]),
          linkTypes: z.array(z.enum(['ether', 'infiniband'])).default([]),
        })
        .optional()
        .meta({
          description:
            'Adapters that the network operator is told to advertise as the resource. @default - the cluster has a policy that does',
        }),
    })
    .optional()
    .meta({ description: 'RDMA resource that the network operator advertises' }),
  topology: z.array(z.string()).default([]).meta({
    description:
      'Labels of the nodes from the widest to the narrowest place, such as a block and a rack; a replica over several nodes is kept in one. @default - none is known',
  }),
  egress: z
    .enum(['cilium', 'cidr-only'])
    .default('cidr-only')
    .meta({ description: 'Network policy engine for domain names' }),
  ...common,
  storageClass: z.string(),
});
export type KubernetesSiteSpec = z.infer<typeof KubernetesSiteSpec>;

export const SiteSpec = z.discriminatedUnion('provider', [AwsSiteSpec, KubernetesSiteSpec]);
export type SiteSpec = z.infer<typeof SiteSpec>;
