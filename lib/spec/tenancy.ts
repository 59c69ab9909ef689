import { z } from 'zod';
import { CidrRange, DomainPattern, Line, Name, Share } from './name';

/** A team that shares the factory: its namespace, its limits. */
export const TenantSpec = z.strictObject({
  namespace: Name.optional().meta({
    description: 'Namespace of its pods. @default - the names of the factory and of the tenant, joined by a dash',
  }),
  owner: Line.optional().meta({ description: 'Who answers for the tenant. @default - the owner of the factory' }),
  maxAccelerators: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Accelerators over all its pods at a site. @default - no limit but the queue' }),
  boundary: Name.optional().meta({ description: 'What may leave its namespace. @default - nothing may' }),
});
export type TenantSpec = z.infer<typeof TenantSpec>;

/** A Kueue queue over the accelerators of the pools. */
export const QueueSpec = z.strictObject({
  tenants: z.array(Name).min(1).meta({ description: 'Tenants that may use it' }),
  share: Share.optional().meta({
    description: 'Guaranteed share of the accelerators of its pools. @default - an equal part of what is left',
  }),
  pools: z.array(Name).optional().meta({ description: 'Pools that it is over. @default - every pool' }),
  borrow: z.boolean().default(true).meta({ description: 'Whether it may use what other queues leave free' }),
  lend: z.boolean().default(true).meta({ description: 'Whether others may use what it leaves free' }),
  weight: z.number().positive().default(1).meta({ description: 'Part of what is borrowed, against other queues' }),
  priority: z
    .enum(['critical', 'standard', 'batch'])
    .default('standard')
    .meta({ description: 'Who goes first where not all fit' }),
});
export type QueueSpec = z.infer<typeof QueueSpec>;

/** What may leave a tenant's namespace. */
export const BoundarySpec = z.strictObject({
  egressDomains: z
    .array(DomainPattern)
    .default([])
    .meta({ description: 'DNS names that pods may reach over TLS, such as `*.example.com`' }),
  egressCidrs: z.array(CidrRange).default([]).meta({ description: 'Address ranges that pods may reach' }),
  podSecurity: z
    .enum(['baseline', 'restricted'])
    .default('restricted')
    .meta({ description: 'Pod security standard of the namespace' }),
});
export type BoundarySpec = z.infer<typeof BoundarySpec>;
