import { z } from 'zod';
import { CidrRange, DomainPattern, Line, Name, PoolReference, Share } from './name';
import { orReference } from './reference';

/** A team that shares the factory, with its namespace and limits. */
export const TenantSpec = z
  .strictObject({
    namespace: Name.optional().meta({
      description: 'Kubernetes namespace. @default - the names of the factory and of the tenant, joined by a dash',
    }),
    owner: orReference(Line).optional().meta({
      description: 'Owner of the tenant. Set as an annotation of the namespace. @default - the owner of the factory',
    }),
    maxAccelerators: z.number().int().min(0).optional().meta({
      description: 'Maximum number of accelerators that its pods use at a site. @default - limited by its queue only',
    }),
    boundary: Name.optional().meta({
      description: 'Security boundary of the namespace. @default - all egress is denied',
    }),
  })
  .meta({ description: 'A team that shares the factory, with its namespace and limits.' });
export type TenantSpec = z.infer<typeof TenantSpec>;

/** A Kueue queue over the accelerators of pools. */
export const QueueSpec = z
  .strictObject({
    tenants: z.array(Name).min(1).meta({ description: 'Tenants that can use the queue.' }),
    share: Share.optional().meta({
      description:
        'Guaranteed share of the accelerators of its pools, from 0 to 1. @default - an equal part of the rest',
    }),
    pools: z.array(PoolReference).optional().meta({
      description:
        'Pools of the queue: `site/pool`, or `pool` if one site has a pool of the name. @default - all pools',
    }),
    borrow: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether the queue can borrow unused quota of other queues.' }),
    lend: z.boolean().default(true).meta({ description: 'Whether other queues can borrow its unused quota.' }),
    weight: z.number().positive().default(1).meta({ description: 'Weight of the queue when unused quota is shared.' }),
    priority: z
      .enum(['critical', 'standard', 'batch'])
      .default('standard')
      .meta({ description: 'Priority when capacity is short.' }),
  })
  .meta({ description: 'A Kueue queue over the accelerators of pools.' });
export type QueueSpec = z.infer<typeof QueueSpec>;

/** Egress and pod security of a tenant's namespace. */
export const BoundarySpec = z
  .strictObject({
    egressDomains: z
      .array(DomainPattern)
      .default([])
      .meta({ description: 'DNS names that pods can connect to over TLS, such as `*.example.com`.' }),
    egressCidrs: z.array(CidrRange).default([]).meta({ description: 'IPv4 ranges that pods can connect to.' }),
    egressTenants: z.array(Name).default([]).meta({ description: 'Names of tenants whose pods the pods may reach.' }),
    ingressTenants: z.array(Name).default([]).meta({ description: 'Names of tenants whose pods may reach the pods.' }),
    podSecurity: z
      .enum(['baseline', 'restricted'])
      .default('restricted')
      .meta({ description: 'Pod Security Standard of the namespace.' }),
  })
  .meta({ description: "Egress and pod security of a tenant's namespace." });
export type BoundarySpec = z.infer<typeof BoundarySpec>;
