import type { Accelerator, Model, Precision } from '../../catalog/rows';
import { BYTES_PER_GB } from '../../units/convert';
import type { PerformanceConstants } from './calibration';
import { calibrated } from './constants';
import type { MemoryFit, Parallelism, ServingShape } from './serving-shape';
import { bytesOf, parametersOf } from './weight-bytes';

/** Values of recurrent state per hidden unit and linear-attention layer: a key-value matrix of 128 x 128 in 64 heads. */
const LINEAR_STATE = 256;

/**
 * Attention groups that share one set of experts: each keeps its own requests and its own copy of the dense weights.
 * Experts that spread over more accelerators than the tensors do are shared by so many groups.
 */
export const attentionGroups = ({ model, parallelism: { tensor, data, expert } }: ServingShape): number =>
  model.moe === null ? 1 : Math.max(Math.min(Math.floor(expert / tensor), data), 1);

/** Engines of a replica that share nothing. */
export const independentEngines = (shape: ServingShape): number =>
  Math.max(Math.floor(shape.parallelism.data / attentionGroups(shape)), 1);

/** How often a cached value is held: latents are not split by heads, and heads are repeated where there are too few. */
export const cacheCopies = ({ model, parallelism }: ServingShape): number =>
  model.mla === null ? Math.max(parallelism.tensor / model.kvHeads, 1) : parallelism.tensor;

/** Bytes that one request caches besides what grows with it: windows that are full, states of linear attention. */
export function fixedCacheBytes(model: Model, precision: Precision, tokens: number): number {
  const layers = model.layers - model.fullAttentionLayers;
  if (layers <= 0) return 0;
  if (model.slidingWindow === null) return layers * LINEAR_STATE * model.hidden * bytesOf.bf16;
  const perToken = 2 * model.kvHeads * model.headDim * bytesOf[precision];
  return layers * perToken * Math.min(tokens, model.slidingWindow);
}

/** Whether weights fit, and how many tokens of cache the rest holds. */
export function fitMemory(shape: ServingShape, constants: PerformanceConstants = calibrated): MemoryFit {
  const { model, accelerator, accelerators, parallelism } = shape;
  const { dense, densePrecision, routed, head } = parametersOf(model, shape.precision);
  const split = Math.max(parallelism.tensor * parallelism.pipeline, 1);
  const repeated = dense * bytesOf[densePrecision] + 2 * head * bytesOf.bf16;
  const spread = (routed * bytesOf[shape.precision]) / attentionGroups(shape);
  const weightsGb = (repeated + spread) / split / BYTES_PER_GB;
  const reservedGb = Math.min(constants.reservedGb, accelerator.memoryGb / 10);
  const kvGb = accelerator.memoryGb * constants.usableMemory - weightsGb - reservedGb;
  const kvBytesPerToken = model.kvValuesPerToken * bytesOf[shape.kvPrecision];
  const kvTokens =
    kvGb <= 0 ? 0 : Math.floor((kvGb * BYTES_PER_GB * accelerators) / (kvBytesPerToken * cacheCopies(shape)));
  return { fits: kvGb > 0 && kvTokens > 0, weightsGb, reservedGb, kvGb: Math.max(kvGb, 0), kvBytesPerToken, kvTokens };
}

/** The usual split of a replica: tensor parallel inside a node, pipeline over nodes, experts spread with the tensors. */
export function defaultParallelism(
  model: Model,
  _precision: Precision,
  _accelerator: Accelerator,
  accelerators: number,
  acceleratorsPerNode: number,
): Parallelism {
  const tensor = Math.min(accelerators, acceleratorsPerNode);
  const pipeline = Math.max(Math.floor(accelerators / tensor), 1);
  return { tensor, pipeline, expert: model.moe === null ? 1 : tensor, data: 1 };
}
