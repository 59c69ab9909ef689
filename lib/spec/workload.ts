import { z } from 'zod';
import { rowId } from './known-ids';
import { Line, Name, PoolReference, SecretName, Share, VariableName } from './name';

const positive = z.number().positive();
/** Formats that weights can be served in. */
export const PrecisionName = z.enum(['bf16', 'fp16', 'fp8', 'fp4', 'int8', 'int4']);

/** Upper limits of the demand of one workload. Larger numbers are mistakes and make plans large. */
const MOST = { requestsPerSecond: 100_000, tokensPerSecond: 100_000_000, tokens: 10_000_000, peakFactor: 20 } as const;
const tokens = z.number().min(1).max(MOST.tokens);

/** Demand for tokens. Set either requests or output tokens. */
export const DemandSpec = z
  .strictObject({
    requestsPerSecond: positive
      .max(MOST.requestsPerSecond)
      .optional()
      .meta({ description: 'Mean requests per second. @default - `outputTokensPerSecond` divided by `outputTokens`' }),
    outputTokensPerSecond: positive
      .max(MOST.tokensPerSecond)
      .optional()
      .meta({ description: 'Mean output tokens per second. @default - `requestsPerSecond` times `outputTokens`' }),
    inputTokens: tokens.meta({ description: 'Mean prompt length in tokens.' }),
    outputTokens: tokens.meta({ description: 'Mean output length in tokens.' }),
    peakFactor: z
      .number()
      .min(1)
      .max(MOST.peakFactor)
      .default(1.5)
      .meta({ description: 'Peak demand divided by mean demand.' }),
    prefixCacheHitRate: Share.default(0).meta({
      description: 'Share of prompt tokens that the prefix cache serves, from 0 to 1.',
    }),
    speculativeTokensPerStep: z
      .number()
      .min(1)
      .max(8)
      .default(1)
      .meta({ description: 'Mean number of tokens accepted per step with speculative decoding. 1 is without it.' }),
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
  .meta({ description: 'Demand for tokens. Set either `requestsPerSecond` or `outputTokensPerSecond`.' });
export type DemandSpec = z.infer<typeof DemandSpec>;

/** Service level objectives of a workload. */
export const ObjectivesSpec = z
  .strictObject({
    ttftMs: positive.optional().meta({ description: 'Time to first token (TTFT) in ms. @default - no objective' }),
    interTokenMs: positive
      .optional()
      .meta({ description: 'Time between output tokens in ms. @default - no objective' }),
    networkMs: positive.optional().meta({
      description: 'Maximum round-trip time in ms between `users` and a site that serves them. @default - no objective',
    }),
    availability: z
      .number()
      .min(0.9)
      .max(0.99999)
      .default(0.99)
      .meta({ description: 'Share of requests that succeed. Alerts are based on its error budget.' }),
    survives: z
      .enum(['none', 'pod', 'node', 'rack', 'zone', 'site'])
      .default('pod')
      .meta({ description: 'Largest failure domain that may fail while peak demand is still served.' }),
  })
  .meta({ description: 'Service level objectives of a workload.' });
export type ObjectivesSpec = z.infer<typeof ObjectivesSpec>;

const degree = z.number().int().positive().default(1);

/** A token workload: a model, its demand and its objectives. */
export const WorkloadSpec = z
  .strictObject({
    tenant: Name.meta({ description: 'Tenant whose namespace the workload runs in.' }),
    model: rowId('models').meta({ description: 'Model to serve, by id, alias or Hugging Face repository.' }),
    precision: PrecisionName.optional().meta({
      description: 'Precision of the weights. @default - the native precision of the model',
    }),
    kvPrecision: z
      .enum(['bf16', 'fp16', 'fp8'])
      .optional()
      .meta({ description: 'Precision of the KV cache. @default - `fp8` if the accelerator supports it, else `bf16`' }),
    contextTokens: positive.optional().meta({
      description:
        'Maximum context length in tokens. @default - four times the mean prompt and output length, at most the context of the model',
    }),
    engine: z
      .strictObject({
        name: z.literal('vllm').default('vllm').meta({ description: 'Serving engine.' }),
        image: Line.optional().meta({ description: 'Container image of the engine. @default - the pinned image' }),
        args: z
          .array(z.string())
          .default([])
          .meta({ description: 'Arguments that are appended to those of the library.' }),
        environment: z
          .record(VariableName, z.string())
          .default({})
          .meta({ description: 'Environment variables of the engine. Do not use them for secrets.' }),
      })
      .prefault({})
      .meta({ description: 'Engine that serves the model.' }),
    weights: z
      .strictObject({
        source: z
          .string()
          .regex(
            /^(s3:\/\/[a-z0-9][a-z0-9.-]+(\/\S*)?|(hf:\/\/)?[\w.-]+\/[\w.-]+|(?!(s3|hf):)[a-z][a-z0-9]*:\/\/[A-Za-z0-9]\S*)$/,
            'use hf://owner/repository, s3://bucket/prefix or an address with the scheme of a row of catalog.weightSources',
          )
          .optional()
          .meta({
            description:
              'Source of the weights: `hf://owner/repository`, `s3://bucket/prefix` or an address with the scheme of a weight source. @default - the repository of the model',
          }),
        revision: Line.optional().meta({ description: 'Revision of the repository. @default - its main branch' }),
        tokenSecret: SecretName.optional().meta({
          description:
            'Name of the secret with the Hugging Face token, in the namespace of the tenant. @default - none',
        }),
        sizeGb: positive
          .optional()
          .meta({ description: 'Size of the weights in GB. @default - computed from the model and the precision' }),
      })
      .prefault({})
      .meta({ description: 'Source and size of the weights.' }),
    demand: DemandSpec,
    objectives: ObjectivesSpec.prefault({}).meta({ description: 'Service level objectives.' }),
    parallelism: z
      .strictObject({
        tensor: degree.meta({ description: 'Tensor parallelism: accelerators that each layer is split over.' }),
        pipeline: degree.meta({ description: 'Pipeline parallelism: number of stages.' }),
        expert: degree.meta({ description: 'Expert parallelism: accelerators that the experts are split over.' }),
        data: degree.meta({ description: 'Data parallelism: copies of the attention layers in a replica.' }),
      })
      .optional()
      .meta({ description: 'How a replica is split over accelerators. @default - chosen by the planner' }),
    sites: z
      .array(Name)
      .min(1)
      .optional()
      .meta({ description: 'Sites that can serve the workload. @default - all sites that meet its requirements' }),
    pools: z.array(PoolReference).min(1).optional().meta({
      description:
        'Pools that can serve the workload: `site/pool`, or `pool` if one site has a pool of the name. @default - all pools',
    }),
    shares: z
      .record(Name, Share)
      .optional()
      .meta({ description: 'Share of requests by site, from 0 to 1. @default - chosen by the planner' }),
    users: z.array(Name).min(1).optional().meta({
      description: 'Groups of users, by the names in `latencyMs` of the sites. @default - anywhere',
    }),
    residency: z
      .array(rowId('jurisdictions'))
      .optional()
      .meta({ description: 'Jurisdictions that data may be in, such as `eu`. @default - anywhere' }),
    dataClass: z
      .enum(['public', 'internal', 'confidential', 'personal', 'special-category'])
      .default('internal')
      .meta({ description: 'Classification of the data in prompts and responses.' }),
    riskClass: z
      .enum(['minimal', 'limited', 'high', 'prohibited'])
      .default('minimal')
      .meta({ description: 'Risk class of the use under the EU AI Act.' }),
    queue: Name.optional().meta({ description: 'Queue of the pods. @default - the queue of the tenant' }),
    revision: Name.optional().meta({
      description:
        'Revision, part of the names of its Kubernetes objects, so that two versions can run side by side. @default - none',
    }),
    priority: z
      .enum(['critical', 'standard', 'batch'])
      .default('standard')
      .meta({ description: 'Priority when capacity is short.' }),
    maxReplicas: z
      .number()
      .int()
      .positive()
      .optional()
      .meta({ description: 'Maximum number of replicas per site. @default - as many as peak demand needs' }),
  })
  .meta({ description: 'A token workload: a model, its demand and its objectives.' });
export type WorkloadSpec = z.infer<typeof WorkloadSpec>;
