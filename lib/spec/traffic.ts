import { z } from 'zod';
import { rowId } from './known-ids';
import { DnsName, Email, Name } from './name';
import { orReference } from './reference';
import { PrecisionName } from './workload';

/** The front door that every cluster has: a route of a site's gateway splits requests over the sites. */
export const GATEWAY_DOOR = 'http-route';

/** Schema of the front door that splits requests over sites, with the front doors that the clouds of a factory offer. */
export const trafficSchema = (frontDoors: readonly string[]) =>
  z
    .strictObject({
      domain: DnsName.meta({ description: 'Domain of the workloads. Each one is served at `<workload>.<domain>`.' }),
      frontDoor: z
        .enum([...frontDoors, GATEWAY_DOOR])
        .optional()
        .meta({
          description:
            'Service that splits requests over sites. @default - that of the first cloud of a site that has one, else `http-route`',
        }),
      zoneId: orReference(
        z.string().regex(/^[A-Z0-9]{1,32}$/, 'use the id of a hosted zone, such as Z0123456789EXAMPLE'),
      )
        .optional()
        .meta({ description: 'Id of the Route 53 hosted zone. @default - looked up by `domain`' }),
      ttlSeconds: z
        .number()
        .int()
        .min(1)
        .max(3600)
        .default(30)
        .meta({ description: 'TTL of the DNS records in seconds.' }),
      healthCheckPath: z
        .string()
        .regex(/^\/[^\s]*$/, 'use a path that starts with /')
        .default('/health')
        .meta({ description: 'Path of the health checks.' }),
      site: Name.optional().meta({
        description: 'Site whose gateway splits requests, for `http-route`. @default - the first site by name',
      }),
    })
    .meta({ description: 'Front door that splits requests over sites.' });

/** Metrics retention and alert recipients. */
export const ObservabilitySpec = z
  .strictObject({
    metricsRetentionDays: z
      .number()
      .int()
      .positive()
      .default(30)
      .meta({ description: 'Retention of metrics in days.' }),
    notify: z.array(Email).default([]).meta({ description: 'E-mail addresses that receive alarms.' }),
    runbookUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({ description: 'Base URL of the runbooks that alerts link to. @default - alerts have no link' }),
  })
  .meta({ description: 'Metrics retention and alert recipients.' });
export type ObservabilitySpec = z.infer<typeof ObservabilitySpec>;

const migrationPhases = ['planned', 'prepare', 'warm', 'shift', 'drain', 'soak', 'retire'] as const;

/** Moves workloads from one site or pool to another, phase by phase. */
export const MigrationSpec = z
  .strictObject({
    workloads: z.array(Name).min(1).meta({ description: 'Workloads to move.' }),
    from: z
      .strictObject({
        site: Name.meta({ description: 'Site that serves the workloads now.' }),
        pool: Name.optional().meta({
          description: 'Pool that serves the workloads now. @default - any pool of the site',
        }),
      })
      .meta({ description: 'Source of the migration.' }),
    to: z
      .strictObject({
        site: Name.meta({ description: 'Site that serves the workloads afterwards.' }),
        pool: Name.optional().meta({
          description: 'Pool that serves the workloads afterwards. @default - any pool of the site',
        }),
        model: rowId('models')
          .optional()
          .meta({ description: 'Model at the target. @default - the model of the workload' }),
        precision: PrecisionName.optional().meta({
          description: 'Precision at the target. @default - the precision of the workload',
        }),
        revision: Name.optional().meta({
          description:
            'Revision at the target. Required if the source and the target are at the same site. @default - the revision of the workload',
        }),
      })
      .meta({ description: 'Target of the migration.' }),
    phase: z
      .enum(migrationPhases)
      .default('planned')
      .meta({ description: 'Phase to apply. `ai-factory migrate next` and `ai-factory migrate back` change it.' }),
    step: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Index into `shares` during the phase `shift`. @default - 0' }),
    shares: z
      .array(z.number().int().min(1).max(100))
      .min(1)
      .default([5, 25, 50, 100])
      .meta({ description: 'Percentage of requests at the target in each step.' }),
    stepMinutes: z.number().positive().default(30).meta({ description: 'Observation time of each step in minutes.' }),
    soakHours: z
      .number()
      .positive()
      .default(24)
      .meta({ description: 'Time in hours that the source is kept for a rollback.' }),
    linkGbps: z
      .number()
      .positive()
      .default(5)
      .meta({ description: 'Bandwidth for copying weights to the target, in Gbit/s.' }),
  })
  .meta({ description: 'Moves workloads from one site or pool to another, phase by phase.' });
export type MigrationSpec = z.infer<typeof MigrationSpec>;
