import { z } from 'zod';
import { DnsName, Line, Name } from './name';
import { PrecisionName } from './workload';

/** The front door that every cluster has: a route of a site's gateway splits requests over the sites. */
export const GATEWAY_DOOR = 'http-route';

/** Schema of the front door that splits requests over sites, with the front doors that the clouds of a factory offer. */
export const trafficSchema = (frontDoors: readonly string[]) =>
  z
    .strictObject({
      domain: DnsName.meta({ description: 'Each workload answers at `<workload>.<domain>`' }),
      frontDoor: z
        .enum([...frontDoors, GATEWAY_DOOR])
        .optional()
        .meta({
          description:
            'What splits requests. @default - that of the first cloud among the sites that has one, else http-route',
        }),
      zoneId: z
        .string()
        .regex(/^[A-Z0-9]{1,32}$/, 'use the id of a hosted zone, such as Z0123456789EXAMPLE')
        .optional()
        .meta({ description: 'Hosted zone. @default - looked up by its name, the domain' }),
      ttlSeconds: z
        .number()
        .int()
        .min(1)
        .max(3600)
        .default(30)
        .meta({ description: 'How long resolvers may keep an answer, in seconds' }),
      healthCheckPath: z
        .string()
        .regex(/^\/[^\s]*$/, 'use a path that starts with /')
        .default('/health')
        .meta({ description: 'Path that health checks ask for' }),
      site: Name.optional().meta({
        description: 'Site whose gateway splits, for http-route. @default - the first by name',
      }),
    })
    .meta({ description: 'The front door that splits requests over sites' });
export type TrafficSpec = z.infer<ReturnType<typeof trafficSchema>>;

/** What is watched and how long it is kept. */
export const ObservabilitySpec = z.strictObject({
  metricsRetentionDays: z
    .number()
    .int()
    .positive()
    .default(30)
    .meta({ description: 'How long metrics are kept, in days' }),
  notify: z.array(z.email()).default([]).meta({ description: 'Addresses that alarms go to' }),
  runbookUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'Where the runbooks stand that alerts point to. @default - alerts carry no link' }),
});
export type ObservabilitySpec = z.infer<typeof ObservabilitySpec>;

export const migrationPhases = ['planned', 'prepare', 'warm', 'shift', 'drain', 'soak', 'retire'] as const;

/** The move of workloads from one site or pool to another, as a desired phase. */
export const MigrationSpec = z.strictObject({
  workloads: z.array(Name).min(1).meta({ description: 'Workloads that move' }),
  from: z
    .strictObject({
      site: Name.meta({ description: 'Site that serves now' }),
      pool: Name.optional().meta({ description: 'Pool that serves now. @default - any of the site' }),
    })
    .meta({ description: 'Where they are' }),
  to: z
    .strictObject({
      site: Name.meta({ description: 'Site that is to serve' }),
      pool: Name.optional().meta({ description: 'Pool that is to serve. @default - any of the site' }),
      model: Line.optional().meta({ description: 'Model there. @default - the same' }),
      precision: PrecisionName.optional().meta({ description: 'Precision there. @default - the same' }),
      revision: Name.optional().meta({
        description: 'Revision of what serves at the target; needed where source and target are the same site',
      }),
    })
    .meta({ description: 'Where they go' }),
  phase: z
    .enum(migrationPhases)
    .default('planned')
    .meta({ description: 'Phase that is to be applied; `ai-factory migrate next` and `back` write it' }),
  step: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Index into the shares while the phase is shift. @default - 0' }),
  shares: z
    .array(z.number().int().min(1).max(100))
    .min(1)
    .default([5, 25, 50, 100])
    .meta({ description: 'Per cent of requests at the target, step by step' }),
  stepMinutes: z
    .number()
    .positive()
    .default(30)
    .meta({ description: 'How long each share is watched before the next, in minutes' }),
  soakHours: z
    .number()
    .positive()
    .default(24)
    .meta({ description: 'How long the source is kept ready for return, in hours' }),
  linkGbps: z.number().positive().default(5).meta({ description: 'Rate at which weights reach the target, in Gbit/s' }),
});
export type MigrationSpec = z.infer<typeof MigrationSpec>;
