import { z } from 'zod';
import { CidrRange, Name, Share } from './name';

/** A team that shares the factory: its namespace, its limits. */
export const TenantSpec = z.strictObject({
  namespace: Name.optional().meta({ description: '@default - the name of the tenant' }),
  owner: z.string().optional(),
  maxAccelerators: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Accelerators over all its pods at a site. @default - no limit but the queue' }),
  boundary: Name.optional().meta({ description: '@default - nothing may leave' }),
});
export type TenantSpec = z.infer<typeof TenantSpec>;

/** A Kueue queue over the accelerators of the pools. */
export const QueueSpec = z.strictObject({
  tenants: z.array(Name).min(1),
  share: Share.optional().meta({
    description: 'Guaranteed share of the accelerators of its pools. @default - an equal part of what is left',
  }),
  pools: z.array(Name).optional().meta({ description: '@default - every pool' }),
  borrow: z.boolean().default(true),
  lend: z.boolean().default(true),
  weight: z.number().positive().default(1),
  priority: z.enum(['critical', 'standard', 'batch']).default('standard'),
});
export type QueueSpec = z.infer<typeof QueueSpec>;

/** What may leave a tenant's namespace. */
export const BoundarySpec = z.strictObject({
  egressDomains: z.array(z.string()).default([]),
  egressCidrs: z.array(CidrRange).default([]),
  podSecurity: z.enum(['baseline', 'restricted']).default('restricted'),
});
export type BoundarySpec = z.infer<typeof BoundarySpec>;
