import { z } from 'zod';
import { CatalogRows } from '../catalog/rows';
import { ComponentId, Line, Name, TagValue, VersionConstraint } from './name';
import { SiteSpec } from './site';
import { BoundarySpec, QueueSpec, TenantSpec } from './tenancy';
import { MigrationSpec, ObservabilitySpec, TrafficSpec } from './traffic';
import { unsafeParts } from './unsafe';
import { WorkloadSpec } from './workload';

/** Backend that stores the Terraform state. A local path must be relative. */
export const BackendSpec = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('s3').meta({ description: 'S3 bucket with a native lock file, for teams.' }),
      bucket: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'use the name of a bucket')
        .meta({ description: 'Name of an existing bucket.' }),
      region: Line.meta({ description: 'Region of the bucket.' }),
      keyPrefix: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'use letters, digits, dots, dashes, underscores and slashes')
        .optional()
        .meta({ description: 'Key prefix of the state files. @default - the name of the factory' }),
      kmsKeyId: Line.optional().meta({
        description: 'KMS key that encrypts the state. @default - the default encryption of the bucket',
      }),
    }),
    z.strictObject({
      type: z.literal('local').meta({ description: 'Local state files, for a first trial.' }),
      directory: z
        .string()
        .regex(/^(?!\/)(?!.*\.\.)[A-Za-z0-9._/-]+$/, 'use a relative path below the working folder')
        .default('terraform-state')
        .meta({ description: 'Directory of the state files, relative to the working directory.' }),
    }),
  ])
  .meta({ description: 'Backend that stores the Terraform state.' });
export type BackendSpec = z.infer<typeof BackendSpec>;

/** Override of a platform component. */
export const ComponentOverride = z
  .strictObject({
    version: Line.optional().meta({ description: 'Version of the component. @default - the pinned version' }),
    repository: Line.optional().meta({
      description: 'Chart repository or image registry, such as a mirror. @default - the repository in the catalogue',
    }),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'use sha256: and 64 hexadecimal digits')
      .optional()
      .meta({ description: 'Digest of the image. @default - the pinned digest, or none if `version` is set' }),
  })
  .meta({ description: 'Version, repository and digest of a platform component.' });

/** An acknowledged policy violation. */
export const AcknowledgementSpec = z
  .strictObject({
    policy: Line.meta({ description: 'Code of the finding.' }),
    path: Line.meta({ description: 'Path of the finding, or a prefix of it.' }),
    reason: z.string().min(10).meta({ description: 'Why the violation is acceptable.' }),
    expires: z.iso.date().optional().meta({
      description: 'Last day on which the entry applies, such as `2027-03-31`. @default - it does not expire',
    }),
  })
  .meta({ description: 'An acknowledged policy violation, with its reason.' });

/** Terraform state and versions. */
export const TerraformSpec = z
  .strictObject({
    backend: BackendSpec.prefault({ type: 'local' }).meta({
      description: 'Backend that stores the Terraform state.',
    }),
    requiredVersion: VersionConstraint.default('>= 1.11.0, < 2.0.0').meta({
      description: 'Version constraint for Terraform.',
    }),
    providers: z
      .strictObject({
        aws: VersionConstraint.default('>= 5.100.0, < 7.0.0').meta({
          description: 'Version constraint for the AWS provider.',
        }),
        kubernetes: VersionConstraint.default('>= 2.38.0, < 4.0.0').meta({
          description: 'Version constraint for the Kubernetes provider.',
        }),
        helm: VersionConstraint.default('>= 3.0.0, < 4.0.0').meta({
          description: 'Version constraint for the Helm provider.',
        }),
      })
      .prefault({})
      .meta({ description: 'Version constraints for the Terraform providers of all stacks.' }),
  })
  .meta({ description: 'Terraform state and versions.' });

/** What a factory states of itself, without its parts. */
export const FactoryNaming = z.looseObject({ name: Name, owner: TagValue, costCentre: TagValue.optional() });

/** The root of a factory file: one AI factory with all its sites. */
export const FactorySpec = z
  .strictObject({
    name: Name.meta({ description: 'Name of the factory. The names of its resources start with it.' }),
    owner: TagValue.meta({
      description: 'Owner of the factory: a team or an e-mail address. Set as a tag of cloud resources.',
    }),
    costCentre: TagValue.optional().meta({
      description: 'Cost centre. Set as a tag of cloud resources. @default - no tag',
    }),
    terraform: TerraformSpec.prefault({}).meta({ description: 'Terraform state and versions.' }),
    sites: z
      .record(Name, SiteSpec)
      .refine((sites) => Object.keys(sites).length > 0, 'a factory has at least one site')
      .meta({ description: 'Sites by name.' }),
    tenants: z.record(Name, TenantSpec).default({}).meta({ description: 'Tenants by name.' }),
    queues: z.record(Name, QueueSpec).default({}).meta({ description: 'Queues by name.' }),
    boundaries: z.record(Name, BoundarySpec).default({}).meta({ description: 'Security boundaries by name.' }),
    workloads: z.record(Name, WorkloadSpec).default({}).meta({ description: 'Token workloads by name.' }),
    placement: z
      .strictObject({
        minimise: z
          .enum(['cost', 'carbon', 'power'])
          .default('cost')
          .meta({ description: 'Quantity that placement minimises.' }),
        sitesThatMayFail: z.number().int().min(0).max(3).default(0).meta({
          description: 'Number of sites that may fail at the same time while the others serve the whole demand.',
        }),
      })
      .prefault({})
      .meta({ description: 'How workloads are placed on pools.' }),
    traffic: TrafficSpec.optional().meta({
      description: 'Front door that splits requests over sites. @default - none',
    }),
    observability: ObservabilitySpec.prefault({}).meta({ description: 'Metrics retention and alert recipients.' }),
    migrations: z.record(Name, MigrationSpec).default({}).meta({ description: 'Migrations by name.' }),
    catalog: CatalogRows.optional().meta({
      description: 'Catalogue rows to add. A row with the key of an existing one replaces it. @default - none',
    }),
    components: z.record(ComponentId, ComponentOverride).default({}).meta({
      description:
        'Versions, repositories and digests that replace the pinned ones, by component id such as `chart/kueue`.',
    }),
    acknowledge: z.array(AcknowledgementSpec).default([]).meta({ description: 'Acknowledged policy violations.' }),
  })
  .superRefine((factory, context) => {
    for (const { path, problem } of unsafeParts(factory)) {
      context.addIssue({ code: 'custom', path: [...path], message: problem.message, params: { code: problem.code } });
    }
  })
  .meta({
    id: 'Factory',
    title: 'AI factory',
    description: 'An AI factory: sites, pools, workloads, tenants, queues, boundaries and migrations.',
  });
export type FactorySpec = z.infer<typeof FactorySpec>;
/** The input of a factory: keys with a default are optional. */
export type FactoryInput = z.input<typeof FactorySpec>;

/** Returns `factory` as it is, so that an editor checks its type. `parseFactory` validates it. */
export const defineFactory = (factory: FactoryInput): FactoryInput => factory;
