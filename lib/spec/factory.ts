import { z } from 'zod';
import { CatalogRows } from '../catalog/rows';
import { Name } from './name';
import { SiteSpec } from './site';
import { BoundarySpec, QueueSpec, TenantSpec } from './tenancy';
import { MigrationSpec, ObservabilitySpec, TrafficSpec } from './traffic';
import { WorkloadSpec } from './workload';

/** Where Terraform keeps its state; always explicit, and never an absolute path. */
export const BackendSpec = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('s3'),
    bucket: z.string(),
    region: z.string(),
    keyPrefix: z.string().optional().meta({ description: '@default - the name of the factory' }),
    kmsKeyId: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('local'),
    directory: z
      .string()
      .regex(/^(?!\/)(?!.*\.\.)[A-Za-z0-9._/-]+$/, 'use a relative path below the working folder')
      .default('terraform-state'),
  }),
]);
export type BackendSpec = z.infer<typeof BackendSpec>;

/** Version or digest of a component in place of the catalogue's. */
export const ComponentOverride = z.strictObject({
  version: z.string().optional(),
  repository: z.string().optional(),
  digest: z.string().startsWith('sha256:').optional(),
});

/** The root document: one AI factory over all its sites. */
export const FactorySpec = z
  .strictObject({
    name: Name,
    owner: z.string().meta({ description: 'Who answers for the factory: a team or an address' }),
    costCentre: z.string().optional(),
    terraform: z
      .strictObject({
        backend: BackendSpec.prefault({ type: 'local' }),
        requiredVersion: z.string().default('>= 1.11.0, < 2.0.0'),
        providers: z
          .strictObject({
            aws: z.string().default('>= 5.100.0, < 7.0.0'),
            kubernetes: z.string().default('>= 2.38.0, < 4.0.0'),
            helm: z.string().default('>= 3.0.0, < 4.0.0'),
          })
          .prefault({}),
      })
      .prefault({}),
    sites: z.record(Name, SiteSpec).refine((sites) => Object.keys(sites).length > 0, 'a factory has at least one site'),
    tenants: z.record(Name, TenantSpec).default({}),
    queues: z.record(Name, QueueSpec).default({}),
    boundaries: z.record(Name, BoundarySpec).default({}),
    workloads: z.record(Name, WorkloadSpec).default({}),
    placement: z
      .strictObject({
        minimise: z.enum(['cost', 'carbon', 'power']).default('cost'),
        sitesThatMayFail: z.number().int().min(0).max(3).default(0),
      })
      .prefault({}),
    traffic: TrafficSpec.optional(),
    observability: ObservabilitySpec.prefault({}),
    migrations: z.record(Name, MigrationSpec).default({}),
    catalog: CatalogRows.optional(),
    components: z.record(z.string(), ComponentOverride).default({}),
    acknowledge: z
      .array(
        z.strictObject({
          policy: z.string(),
          path: z.string(),
          reason: z.string().min(10),
          expires: z.iso.date().optional(),
        }),
      )
      .default([]),
  })
  .meta({
    id: 'Factory',
    title: 'AI factory',
    description: 'Sites, pools, workloads, tenants, queues, boundaries and migrations of one AI factory',
  });
export type FactorySpec = z.infer<typeof FactorySpec>;
/** The factory as a user writes it: everything with a default may be left out. */
export type FactoryInput = z.input<typeof FactorySpec>;

/** Types a factory in TypeScript; checks nothing until it is parsed. */
export const defineFactory = (factory: FactoryInput): FactoryInput => factory;
