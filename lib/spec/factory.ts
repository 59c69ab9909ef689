import { z } from 'zod';
import { CatalogRows } from '../catalog/rows';
import type { CloudSchema } from './cloud-schema';
import { ComponentId, Line, Name, TagValue, VersionConstraint } from './name';
import type { SiteInput, SiteSpec } from './site';
import { BoundarySpec, QueueSpec, TenantSpec } from './tenancy';
import { MigrationSpec, ObservabilitySpec, trafficSchema } from './traffic';
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

/** Terraform providers that every factory uses, with the range of versions that the bindings support. */
const CORE_PROVIDERS = { kubernetes: '>= 2.38.0, < 4.0.0', helm: '>= 3.0.0, < 4.0.0' } as const;

const providersSchema = (clouds: readonly CloudSchema[]) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(Object.assign({}, ...clouds.map((cloud) => cloud.terraformProviders), CORE_PROVIDERS)).map(
        ([name, range]) => [
          name,
          VersionConstraint.default(String(range)).meta({ description: `Versions of the provider ${name}` }),
        ],
      ),
    ),
  );

/** The root document: one AI factory over all its sites. */
const factoryObject = (sites: z.ZodType<SiteSpec, SiteInput>, clouds: readonly CloudSchema[]) =>
  z.strictObject({
    name: Name.meta({ description: 'Name of the factory; part of the names of everything that is built' }),
    owner: TagValue.meta({ description: 'Who answers for the factory: a team or an address' }),
    costCentre: TagValue.optional().meta({ description: 'Who pays, as a tag. @default - no tag' }),
    terraform: z
      .strictObject({
        backend: BackendSpec.prefault({ type: 'local' }).meta({ description: 'Where Terraform keeps its state' }),
        requiredVersion: VersionConstraint.default('>= 1.11.0, < 2.0.0').meta({
          description: 'Versions of Terraform that may apply',
        }),
        providers: providersSchema(clouds)
          .prefault({})
          .meta({ description: 'Provider versions, in one place for all stacks' }),
      })
      .prefault({})
      .meta({ description: 'State and versions of Terraform' }),
    sites: z
      .record(Name, sites)
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
    traffic: trafficSchema(clouds.flatMap((cloud) => cloud.frontDoors ?? [])).optional(),
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
  });
/** The factory, with everything that has a default filled in. */
export type FactorySpec = z.infer<ReturnType<typeof factoryObject>>;

/**
 * The factory as a user writes it: everything with a default may be left out.
 *
 * @typeParam S - sites of the clouds that are used, such as `AwsSiteInput | KubernetesSiteInput`; without it the keys that a
 * cloud adds are not checked by the compiler
 */
export type FactoryInput<S extends SiteInput = SiteInput & Readonly<Record<string, unknown>>> = Omit<
  z.input<ReturnType<typeof factoryObject>>,
  'sites'
> & { sites: Record<string, S> };

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
  const schema = factoryObject(z.discriminatedUnion('provider', [first, ...others]), clouds)
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
  schemas.set(clouds, schema);
  return schema;
}

/** Types a factory in TypeScript; checks nothing until it is parsed. */
export const defineFactory = <S extends SiteInput>(factory: FactoryInput<S>): FactoryInput<S> => factory;
