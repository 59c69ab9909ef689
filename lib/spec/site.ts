import { z } from 'zod';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from './budget';
import { rowId } from './known-ids';
import { Arn, CidrRange, DnsName, Line, Name, ObjectName, SecretName, TagKey, TagValue } from './name';
import { PoolSpec } from './pool';
import { orReference } from './reference';
import { AlertSpec, DashboardSpec } from './telemetry';

/**
 * Keys that a site of every cloud has. A cloud spreads them into the schema of its sites, beside `provider` and its own keys,
 * and may narrow one of them.
 */
export const siteCommon = {
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
      hostname: orReference(DnsName).optional().meta({
        description: 'DNS name of the entry point. @default - the load balancer of the site',
      }),
      public: z.boolean().default(false).meta({ description: 'Whether the load balancer is internet-facing.' }),
      port: z.number().int().min(1).max(65535).default(443).meta({ description: 'Port that accepts requests.' }),
      certificateArn: Arn.optional().meta({
        description: 'ARN of the certificate of the load balancer. @default - the load balancer does not terminate TLS',
      }),
      tlsSecret: SecretName.optional().meta({
        description: 'Name of the secret with the TLS certificate of the gateway. @default - none',
      }),
      allowedCidrs: z.array(CidrRange).default([]).meta({
        description: 'IPv4 ranges that can connect. @default - the network of the site; none if `public` is set',
      }),
      probe: z.enum(['https', 'tcp', 'none']).default('https').meta({
        description:
          'How a front door outside the clusters probes a stated `hostname`: a request for its health check path, a TCP connection, or not at all.',
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

const Site = z.object({ provider: Line, ...siteCommon });
/** A site of any cloud: the keys that all of them have. The type of a cloud's own site extends it. */
export type SiteSpec = z.infer<typeof Site>;
/** A site as a user writes it: everything with a default may be left out. */
export type SiteInput = z.input<typeof Site>;
