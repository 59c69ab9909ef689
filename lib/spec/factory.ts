import { z } from 'zod';
import { CatalogRows } from '../catalog/rows';
import type { CloudSchema } from './cloud-schema';
import { BucketName, ComponentId, Line, Name, TagKey, TagValue, VersionConstraint } from './name';
import { refusedReferences } from './reference';
import type { SiteInput, SiteSpec } from './site';
import { BoundarySpec, QueueSpec, TenantSpec } from './tenancy';
import { MigrationSpec, ObservabilitySpec, trafficSchema } from './traffic';
import { unsafeParts } from './unsafe';
import { WorkloadSpec } from './workload';

/** Backend that stores the Terraform state. A local path must be relative. */
export const BackendSpec = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('s3').meta({ description: 'S3 bucket with a native lock file, for teams.' }),
      bucket: BucketName.meta({ description: 'Name of an existing bucket.' }),
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
        .meta({
          description:
            'Directory of the state files, relative to the folder that holds the output folder: the working directory, unless `CDKTF_OUTDIR` or `--output` names another folder.',
        }),
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

/** Terraform providers that every factory uses, with the range of versions that the bindings support. */
const CORE_PROVIDERS = { kubernetes: '>= 2.38.0, < 4.0.0', helm: '>= 3.0.0, < 4.0.0' } as const;

const providersSchema = (clouds: readonly CloudSchema[]) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(Object.assign({}, ...clouds.map((cloud) => cloud.terraformProviders), CORE_PROVIDERS)).map(
        ([name, range]) => [
          name,
          VersionConstraint.default(String(range)).meta({
            description: `Version constraint for the Terraform provider ${name}.`,
          }),
        ],
      ),
    ),
  );

/** Terraform settings that do not depend on the clouds of a factory. */
export const terraformBase = {
  backend: BackendSpec.prefault({ type: 'local' }).meta({ description: 'Backend that stores the Terraform state.' }),
  requiredVersion: VersionConstraint.default('>= 1.11.0, < 2.0.0').meta({
    description: 'Version constraint for Terraform.',
  }),
};

/** Schema of the Terraform settings of a factory over the given clouds. */
const terraformSchema = (clouds: readonly CloudSchema[]) =>
  z
    .strictObject({
      ...terraformBase,
      providers: providersSchema(clouds)
        .prefault({})
        .meta({ description: 'Version constraints for the Terraform providers of all stacks.' }),
    })
    .meta({ description: 'Terraform state and versions.' });

/** What a factory states of itself, without its parts. */
export const FactoryNaming = z.looseObject({
  name: Name,
  owner: TagValue,
  costCentre: TagValue.optional(),
  tags: z.record(TagKey, TagValue).optional(),
  terraform: z.looseObject(terraformBase).prefault({}),
});

/** The root of a factory file: one AI factory with all its sites. */
const factoryObject = (sites: z.ZodType<SiteSpec, SiteInput>, clouds: readonly CloudSchema[]) =>
  z.strictObject({
    name: Name.meta({ description: 'Name of the factory. The names of its resources start with it.' }),
    owner: TagValue.meta({
      description: 'Owner of the factory: a team or an e-mail address. Set as a tag of cloud resources.',
    }),
    costCentre: TagValue.optional().meta({
      description: 'Cost centre. Set as a tag of cloud resources. @default - no tag',
    }),
    tags: z.record(TagKey, TagValue).default({}).meta({
      description: 'Tags of the cloud resources of all sites. `tags` of a site replace those with the same key.',
    }),
    terraform: terraformSchema(clouds).prefault({}).meta({ description: 'Terraform state and versions.' }),
    sites: z
      .record(Name, sites)
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
    traffic: trafficSchema(clouds.flatMap((cloud) => cloud.frontDoors ?? []))
      .optional()
      .meta({
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
  });
/** A factory with all defaults filled in. */
export type FactorySpec = z.infer<ReturnType<typeof factoryObject>>;

/**
 * The input of a factory: keys with a default are optional.
 *
 * @typeParam S - sites of the clouds that are used, such as `AwsSiteInput | KubernetesSiteInput`; without it the keys that a
 * cloud adds are not checked by the compiler
 */
export type FactoryInput<S extends SiteInput = SiteInput & Readonly<Record<string, unknown>>> = Omit<
  z.input<ReturnType<typeof factoryObject>>,
  'sites'
> & {
  /** Sites by name; at least one. */
  sites: Record<string, S>;
};

/** The schema of a factory file for a set of clouds. */
export type FactorySchema = z.ZodType<FactorySpec, FactoryInput>;

const schemas = new WeakMap<readonly CloudSchema[], FactorySchema>();

/**
 * Returns the schema of a factory whose sites are of the given clouds.
 *
 * @throws Error if no cloud is given
 */
export function factorySchema(clouds: readonly CloudSchema[]): FactorySchema {
  const known = schemas.get(clouds);
  if (known !== undefined) return known;
  const [first, ...others] = clouds.map((cloud) => cloud.siteSchema);
  if (first === undefined) throw new Error('no clouds are given; pass the rules of each cloud that has sites');
  const object = factoryObject(z.discriminatedUnion('provider', [first, ...others]), clouds);
  const schema = object
    .superRefine((factory, context) => {
      for (const { path, problem } of [...unsafeParts(factory), ...refusedReferences(object, factory)]) {
        context.addIssue({ code: 'custom', path: [...path], message: problem.message, params: { code: problem.code } });
      }
    })
    .meta({
      id: 'Factory',
      title: 'AI factory',
      description: 'An AI factory: sites, pools, workloads, tenants, queues, boundaries and migrations.',
    });
  schemas.set(clouds, schema);
  return schema;
}

/** Returns `factory` as it is, so that an editor checks its type. `parseFactory` validates it. */
export const defineFactory = <S extends SiteInput>(factory: FactoryInput<S>): FactoryInput<S> => factory;
