import { z } from 'zod';
import { Line, Name, ObjectName, PoolReference, Share, VariableName } from './name';

const positive = z.number().positive();
/** Formats that weights can be served in. */
export const PrecisionName = z.enum(['bf16', 'fp16', 'fp8', 'fp4', 'int8', 'int4']);

/** Most that one workload can ask for: beyond it a number is a slip, and plans would grow with it. */
const MOST = { requestsPerSecond: 100_000, tokensPerSecond: 100_000_000, tokens: 10_000_000, peakFactor: 20 } as const;
const tokens = z.number().min(1).max(MOST.tokens);

/** How many tokens users want. State requests or output tokens, not both. */
export const DemandSpec = z
  .strictObject({
    requestsPerSecond: positive
      .max(MOST.requestsPerSecond)
      .optional()
      .meta({ description: 'Mean requests a second. @default - outputTokensPerSecond over outputTokens' }),
    outputTokensPerSecond: positive
      .max(MOST.tokensPerSecond)
      .optional()
      .meta({ description: 'Mean generated tokens a second. @default - requestsPerSecond times outputTokens' }),
    inputTokens: tokens.meta({ description: 'Mean prompt length in tokens' }),
    outputTokens: tokens.meta({ description: 'Mean generation length in tokens' }),
    peakFactor: z.number().min(1).max(MOST.peakFactor).default(1.5).meta({ description: 'Peak over mean demand' }),
    prefixCacheHitRate: Share.default(0).meta({ description: 'Share of prompt tokens that the prefix cache holds' }),
    speculativeTokensPerStep: z
      .number()
      .min(1)
      .max(8)
      .default(1)
      .meta({ description: 'Mean tokens that a step accepts; 1 is without speculative decoding' }),
  })
  .refine((demand) => (demand.requestsPerSecond === undefined) !== (demand.outputTokensPerSecond === undefined), {
    message: 'state either requestsPerSecond or outputTokensPerSecond',
  })
  .refine(
    ({ requestsPerSecond, outputTokensPerSecond = 0, inputTokens, outputTokens }) =>
      (requestsPerSecond ?? outputTokensPerSecond / outputTokens) * Math.max(inputTokens, outputTokens) <=
      MOST.tokensPerSecond,
    { message: `state at most ${MOST.tokensPerSecond} tokens a second, in and out; split what is larger` },
  )
  .meta({ description: 'How many tokens users want: requests or output tokens a second, and lengths' });
export type DemandSpec = z.infer<typeof DemandSpec>;

/** What users are promised. */
export const ObjectivesSpec = z.strictObject({
  ttftMs: positive.optional().meta({ description: 'Time to first token in ms. @default - no objective' }),
  interTokenMs: positive.optional().meta({ description: 'Time between tokens in ms. @default - no objective' }),
  networkMs: positive.optional().meta({
    description: 'Round trip in ms between the `users` and a site that may serve them. @default - no objective',
  }),
  availability: z
    .number()
    .min(0.9)
    .max(0.99999)
    .default(0.99)
    .meta({ description: 'Share of requests that are answered, for alerts on its error budget' }),
  survives: z
    .enum(['none', 'pod', 'node', 'rack', 'zone', 'site'])
    .default('pod')
    .meta({ description: 'Failure domain whose loss must leave peak demand held' }),
});
export type ObjectivesSpec = z.infer<typeof ObjectivesSpec>;

const degree = z.number().int().positive().default(1);

/** A token workload: a model, the demand for its tokens, and what is promised. */
export const WorkloadSpec = z.strictObject({
  tenant: Name.meta({ description: 'Tenant in whose namespace it is served' }),
  model: Line.meta({ description: 'Model row: its id, an alias or its repository' }),
  precision: PrecisionName.optional().meta({
    description: 'Format of the weights. @default - the precision the model is published in',
  }),
  kvPrecision: z
    .enum(['bf16', 'fp16', 'fp8'])
    .optional()
    .meta({ description: 'Format of the KV cache. @default - fp8 where the accelerator has it, else bf16' }),
  contextTokens: positive.optional().meta({
    description: 'Longest context served. @default - four times the mean prompt and generation, at most the model',
  }),
  engine: z
    .strictObject({
      name: z.literal('vllm').default('vllm').meta({ description: 'Serving engine' }),
      image: Line.optional().meta({ description: 'Image of the engine. @default - the pinned one' }),
      args: z.array(z.string()).default([]).meta({ description: 'Arguments behind those of the library' }),
      environment: z
        .record(VariableName, z.string())
        .default({})
        .meta({ description: 'Environment of the engine; never a secret' }),
    })
    .prefault({})
    .meta({ description: 'What serves the model' }),
  weights: z
    .strictObject({
      source: z
        .string()
        .regex(
          /^(s3:\/\/[a-z0-9][a-z0-9.-]+(\/\S*)?|(hf:\/\/)?[\w.-]+\/[\w.-]+)$/,
          'use hf://owner/repository or s3://bucket/prefix',
        )
        .optional()
        .meta({
          description:
            'Where the weights are: hf://owner/repository or s3://bucket/prefix. @default - that of the model',
        }),
      revision: Line.optional().meta({ description: 'Revision of the repository. @default - its main branch' }),
      tokenSecret: ObjectName.optional().meta({
        description:
          'Name of the secret in the namespace of the tenant that holds the token of the hub. @default - none',
      }),
      sizeGb: positive.optional().meta({ description: 'Size of the weights in GB. @default - from the model' }),
    })
    .prefault({})
    .meta({ description: 'Where its weights come from' }),
  demand: DemandSpec,
  objectives: ObjectivesSpec.prefault({}).meta({ description: 'What users are promised' }),
  parallelism: z
    .strictObject({
      tensor: degree.meta({ description: 'Accelerators that share each layer' }),
      pipeline: degree.meta({ description: 'Groups of layers, one behind the other' }),
      expert: degree.meta({ description: 'Accelerators that share the experts' }),
      data: degree.meta({ description: 'Copies of the attention layers in one replica' }),
    })
    .optional()
    .meta({ description: 'How a replica is split over accelerators. @default - the planner chooses' }),
  sites: z
    .array(Name)
    .min(1)
    .optional()
    .meta({ description: 'Sites it may run at. @default - every site that its rules allow' }),
  pools: z.array(PoolReference).min(1).optional().meta({
    description: 'Pools it may use: `site/pool`, or the name alone if one site has a pool of it. @default - any',
  }),
  shares: z
    .record(Name, Share)
    .optional()
    .meta({ description: 'Share of requests by site. @default - the planner places' }),
  users: z.array(Name).min(1).optional().meta({
    description: 'Where its users are, by the names that sites state `latencyMs` for. @default - anywhere',
  }),
  residency: z
    .array(Line)
    .optional()
    .meta({ description: 'Jurisdictions in which data may be, such as eu. @default - anywhere' }),
  dataClass: z
    .enum(['public', 'internal', 'confidential', 'personal', 'special-category'])
    .default('internal')
    .meta({ description: 'Class of the data in prompts and answers' }),
  riskClass: z
    .enum(['minimal', 'limited', 'high', 'prohibited'])
    .default('minimal')
    .meta({ description: 'EU AI Act class of the use' }),
  queue: Name.optional().meta({ description: 'Queue that its pods go through. @default - the one of its tenant' }),
  revision: Name.optional().meta({
    description: 'Part of the name of what serves it, so that two versions can stand side by side. @default - none',
  }),
  priority: z
    .enum(['critical', 'standard', 'batch'])
    .default('standard')
    .meta({ description: 'Who goes first where not all fit' }),
  maxReplicas: z
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: 'Replicas it may scale to at a site. @default - what peak demand needs' }),
});
export type WorkloadSpec = z.infer<typeof WorkloadSpec>;
