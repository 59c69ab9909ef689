import { z } from 'zod';
import { CatalogRows } from '../catalog/rows';
import { ComponentId, Line, Name, TagValue, VersionConstraint } from './name';
import { SiteSpec } from './site';
import { BoundarySpec, QueueSpec, TenantSpec } from './tenancy';
import { MigrationSpec, ObservabilitySpec, TrafficSpec } from './traffic';
import { unsafeParts } from './unsafe';
import { WorkloadSpec } from './workload';

/** Where Terraform keeps its state; always explicit, and never an absolute path. */
export const BackendSpec = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('s3').meta({ description: 'A bucket, with its own lock file: for teams' }),
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'use the name of a bucket')
      .meta({ description: 'Bucket that exists' }),
    region: Line.meta({ description: 'Region of the bucket' }),
    keyPrefix: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'use letters, digits, dots, dashes, underscores and slashes')
      .optional()
      .meta({ description: 'Prefix of the keys of the state files. @default - the name of the factory' }),
    kmsKeyId: Line.optional().meta({ description: 'Key for the state. @default - the key of the bucket' }),
  }),
  z.strictObject({
    type: z.literal('local').meta({ description: 'Files beside the output: for the first run' }),
    directory: z
      .string()
      .regex(/^(?!\/)(?!.*\.\.)[A-Za-z0-9._/-]+$/, 'use a relative path below the working folder')
      .default('terraform-state')
      .meta({ description: 'Folder of the state files, relative to the working folder' }),
  }),
]);
export type BackendSpec = z.infer<typeof BackendSpec>;

/** Version or digest of a component in place of the catalogue's. */
export const ComponentOverride = z.strictObject({
  version: Line.optional().meta({ description: 'Version. @default - the pinned one' }),
  repository: Line.optional().meta({
    description: 'Repository or registry, such as a mirror. @default - the known one',
  }),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'use sha256: and 64 hexadecimal digits')
    .optional()
    .meta({ description: 'Digest of an image. @default - the known one, unless the version is stated' }),
});

/** A policy finding that is accepted. */
export const AcknowledgementSpec = z.strictObject({
  policy: Line.meta({ description: 'Code of the finding' }),
  path: Line.meta({ description: 'Path of the finding, or the start of it' }),
  reason: z.string().min(10).meta({ description: 'Why it is right here' }),
  expires: z.iso.date().optional().meta({ description: 'Day after which it counts no more. @default - never' }),
});

/** State and versions of Terraform. */
export const TerraformSpec = z.strictObject({
  backend: BackendSpec.prefault({ type: 'local' }).meta({ description: 'Where Terraform keeps its state' }),
  requiredVersion: VersionConstraint.default('>= 1.11.0, < 2.0.0').meta({
    description: 'Versions of Terraform that may apply',
  }),
  providers: z
    .strictObject({
      aws: VersionConstraint.default('>= 5.100.0, < 7.0.0').meta({ description: 'Versions of the AWS provider' }),
      kubernetes: VersionConstraint.default('>= 2.38.0, < 4.0.0').meta({
        description: 'Versions of the Kubernetes provider',
      }),
      helm: VersionConstraint.default('>= 3.0.0, < 4.0.0').meta({ description: 'Versions of the Helm provider' }),
    })
    .prefault({})
    .meta({ description: 'Provider versions, in one place for all stacks' }),
});

/** What a factory states of itself, without its parts. */
export const FactoryNaming = z.looseObject({ name: Name, owner: TagValue, costCentre: TagValue.optional() });

/** The root document: one AI factory over all its sites. */
export const FactorySpec = z
  .strictObject({
    name: Name.meta({ description: 'Name of the factory; part of the names of everything that is built' }),
    owner: TagValue.meta({ description: 'Who answers for the factory: a team or an address' }),
    costCentre: TagValue.optional().meta({ description: 'Who pays, as a tag. @default - no tag' }),
    terraform: TerraformSpec.prefault({}).meta({ description: 'State and versions of Terraform' }),
    sites: z
      .record(Name, SiteSpec)
      .refine((sites) => Object.keys(sites).length > 0, 'a factory has at least one site')
      .meta({ description: 'Sites it may use, by name' }),
    tenants: z.record(Name, TenantSpec).default({}).meta({ description: 'Teams that share it, by name' }),
    queues: z.record(Name, QueueSpec).default({}).meta({ description: 'Queues over the accelerators, by name' }),
    boundaries: z.record(Name, BoundarySpec).default({}).meta({ description: 'What may leave a tenant, by name' }),
    workloads: z.record(Name, WorkloadSpec).default({}).meta({ description: 'Token workloads, by name' }),
    placement: z
      .strictObject({
        minimise: z
          .enum(['cost', 'carbon', 'power'])
          .default('cost')
          .meta({ description: 'What the best placement has least of' }),
        sitesThatMayFail: z
          .number()
          .int()
          .min(0)
          .max(3)
          .default(0)
          .meta({ description: 'Sites that may be lost at once with all demand still carried' }),
      })
      .prefault({})
      .meta({ description: 'How workloads are placed' }),
    traffic: TrafficSpec.optional(),
    observability: ObservabilitySpec.prefault({}).meta({ description: 'What is watched and how long it is kept' }),
    migrations: z.record(Name, MigrationSpec).default({}).meta({ description: 'Moves of workloads, by name' }),
    catalog: CatalogRows.optional().meta({ description: 'Rows that add to the catalogue, or replace its own' }),
    components: z
      .record(ComponentId, ComponentOverride)
      .default({})
      .meta({ description: 'Versions of the platform in place of the pinned ones, by component' }),
    acknowledge: z
      .array(AcknowledgementSpec)
      .default([])
      .meta({ description: 'Findings of policies that are accepted, each with its reason' }),
  })
  .superRefine((factory, context) => {
    for (const { path, problem } of unsafeParts(factory)) {
      context.addIssue({ code: 'custom', path: [...path], message: problem.message, params: { code: problem.code } });
    }
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
