import { z } from 'zod';
import { Name, Share } from './name';

const positive = z.number().positive();
/** Formats that weights can be served in. */
export const PrecisionName = z.enum(['bf16', 'fp16', 'fp8', 'fp4', 'int8', 'int4']);

/** How many tokens users want. State requests or output tokens, not both. */
export const DemandSpec = z
  .strictObject({
    requestsPerSecond: positive.optional(),
    outputTokensPerSecond: positive.optional(),
    inputTokens: positive.meta({ description: 'Mean prompt length' }),
    outputTokens: positive.meta({ description: 'Mean generation length' }),
    peakFactor: z.number().min(1).default(1.5),
    prefixCacheHitRate: Share.default(0),
    speculativeTokensPerStep: z.number().min(1).max(8).default(1),
  })
  .refine((demand) => (demand.requestsPerSecond === undefined) !== (demand.outputTokensPerSecond === undefined), {
    message: 'state either requestsPerSecond or outputTokensPerSecond',
  });
export type DemandSpec = z.infer<typeof DemandSpec>;

/** What users are promised. */
export const ObjectivesSpec = z.strictObject({
  ttftMs: positive.optional().meta({ description: 'Time to first token. @default - no objective' }),
  interTokenMs: positive.optional().meta({ description: 'Time between tokens. @default - no objective' }),
  networkMs: positive.optional().meta({
    description: 'Round trip between the `users` and a site that may serve them. @default - no objective',
  }),
  availability: z.number().min(0.9).max(0.99999).default(0.99),
  survives: z
    .enum(['none', 'pod', 'node', 'rack', 'zone', 'site'])
    .default('pod')
    .meta({ description: 'Failure domain whose loss must leave peak demand held' }),
});
export type ObjectivesSpec = z.infer<typeof ObjectivesSpec>;

/** A token workload: a model, the demand for its tokens, and what is promised. */
export const WorkloadSpec = z.strictObject({
  tenant: Name,
  model: z.string(),
  precision: PrecisionName.optional().meta({ description: '@default - the precision the model is published in' }),
  kvPrecision: z
    .enum(['bf16', 'fp16', 'fp8'])
    .optional()
    .meta({ description: '@default - fp8 where the accelerator has it, else bf16' }),
  contextTokens: positive.optional().meta({
    description: 'Longest context served. @default - four times the mean prompt and generation, at most the model',
  }),
  engine: z
    .strictObject({
      name: z.literal('vllm').default('vllm'),
      image: z.string().optional(),
      args: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
  weights: z
    .strictObject({
      source: z.string().optional(),
      revision: z.string().optional(),
      tokenSecret: z.string().optional(),
      sizeGb: positive.optional(),
    })
    .prefault({}),
  demand: DemandSpec,
  objectives: ObjectivesSpec.prefault({}),
  parallelism: z
    .strictObject({
      tensor: z.number().int().positive().default(1),
      pipeline: z.number().int().positive().default(1),
      expert: z.number().int().positive().default(1),
      data: z.number().int().positive().default(1),
    })
    .optional()
    .meta({ description: '@default - the planner chooses' }),
  sites: z
    .array(Name)
    .min(1)
    .optional()
    .meta({ description: 'Sites it may run at. @default - every site that its rules allow' }),
  pools: z.array(Name).min(1).optional().meta({ description: 'Pools it may use. @default - any' }),
  shares: z
    .record(Name, Share)
    .optional()
    .meta({ description: 'Share of requests by site. @default - the planner places' }),
  users: z.array(Name).min(1).optional().meta({
    description: 'Where its users are, by the names that sites state `latencyMs` for. @default - anywhere',
  }),
  residency: z.array(z.string()).optional().meta({ description: 'Jurisdictions in which data may be, such as eu' }),
  dataClass: z.enum(['public', 'internal', 'confidential', 'personal', 'special-category']).default('internal'),
  riskClass: z
    .enum(['minimal', 'limited', 'high', 'prohibited'])
    .default('minimal')
    .meta({ description: 'EU AI Act class of the use' }),
  queue: Name.optional(),
  revision: Name.optional().meta({
    description: 'Part of the name of what serves it, so that two versions can stand side by side. @default - none',
  }),
  priority: z.enum(['critical', 'standard', 'batch']).default('standard'),
  maxReplicas: z.number().int().positive().optional(),
});
export type WorkloadSpec = z.infer<typeof WorkloadSpec>;
