import { z } from 'zod';
import { Name } from './name';
import { PrecisionName } from './workload';

/** The front door that splits requests over sites. */
export const TrafficSpec = z.strictObject({
  domain: z.string().meta({ description: 'Each workload answers at `<workload>.<domain>`' }),
  frontDoor: z
    .enum(['route53', 'http-route', 'global-accelerator'])
    .optional()
    .meta({ description: '@default - route53 where a site is in AWS, else http-route' }),
  zoneId: z.string().optional().meta({ description: 'Hosted zone. @default - looked up by its name, the domain' }),
  ttlSeconds: z.number().int().min(1).max(3600).default(30),
  healthCheckPath: z.string().startsWith('/').default('/health'),
  site: Name.optional().meta({
    description: 'Site whose gateway splits, for http-route. @default - the first by name',
  }),
});
export type TrafficSpec = z.infer<typeof TrafficSpec>;

/** What is watched and how long it is kept. */
export const ObservabilitySpec = z.strictObject({
  metricsRetentionDays: z.number().int().positive().default(30),
  notify: z.array(z.email()).default([]),
  runbookUrl: z.string().default('https://example.com/runbooks'),
});
export type ObservabilitySpec = z.infer<typeof ObservabilitySpec>;

export const migrationPhases = ['planned', 'prepare', 'warm', 'shift', 'drain', 'soak', 'retire'] as const;

/** The move of workloads from one site or pool to another, as a desired phase. */
export const MigrationSpec = z.strictObject({
  workloads: z.array(Name).min(1),
  from: z.strictObject({ site: Name, pool: Name.optional() }),
  to: z.strictObject({
    site: Name,
    pool: Name.optional(),
    model: z.string().optional(),
    precision: PrecisionName.optional(),
    revision: Name.optional().meta({
      description: 'Revision of what serves at the target; needed where source and target are the same site',
    }),
  }),
  phase: z.enum(migrationPhases).default('planned'),
  step: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Index into the shares while the phase is shift. @default - 0' }),
  shares: z.array(z.number().int().min(1).max(100)).min(1).default([5, 25, 50, 100]),
  stepMinutes: z
    .number()
    .positive()
    .default(30)
    .meta({ description: 'How long each share is watched before the next' }),
  soakHours: z.number().positive().default(24).meta({ description: 'How long the source is kept ready for return' }),
  linkGbps: z.number().positive().default(5).meta({ description: 'Rate at which weights reach the target, in Gbit/s' }),
});
export type MigrationSpec = z.infer<typeof MigrationSpec>;
