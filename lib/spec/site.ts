import { z } from 'zod';
import { CarbonSpec, CoolingSpec, MoneySpec, PowerSpec } from './budget';
import { Arn, CidrRange, DnsName, Line, Name, ObjectName, TagKey, TagValue } from './name';
import { PoolSpec } from './pool';

/**
 * Keys that a site of every cloud has. A cloud spreads them into the schema of its sites, beside `provider` and its own keys,
 * and may narrow one of them.
 */
export const siteCommon = {
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
};

const Site = z.object({ provider: Line, ...siteCommon });
/** A site of any cloud: the keys that all of them have. The type of a cloud's own site extends it. */
export type SiteSpec = z.infer<typeof Site>;
/** A site as a user writes it: everything with a default may be left out. */
export type SiteInput = z.input<typeof Site>;
