import type { Accelerator, Model, Precision } from '../../catalog/rows';
import type { MemoryFit, Parallelism, ServingShape } from './serving-shape';

/** Bytes of one stored value; 4-bit formats carry one scale for each block of 16 or 32. */
export const bytesOf: Readonly<Record<Precision, number>> = {
  bf16: 2,
  fp16: 2,
  fp8: 1,
  int8: 1,
  fp4: 0.5625,
  int4: 0.5625,
};

/** Share of the device memory that the engine may take, as `--gpu-memory-utilization`. */
const USABLE_SHARE = 0.9;
/** Activations, graphs and communication buffers of one accelerator; source: aiconfigurator reserves 3.5 GB. */
const RESERVED_GB = 3.5;

/** Whether weights fit, and how many tokens of cache the rest holds. */
export function fitMemory(shape: ServingShape): MemoryFit {
  const { model, accelerator, accelerators, parallelism } = shape;
  const share = parallelism.tensor * parallelism.pipeline;
  const weightsGb = (model.paramsB * bytesOf[shape.precision]) / Math.max(share, 1);
  const kvGb = accelerator.memoryGb * USABLE_SHARE - weightsGb - RESERVED_GB;
  const kvBytesPerToken = model.kvValuesPerToken * bytesOf[shape.kvPrecision];
  // A latent cache is not split by heads: every accelerator of a tensor group holds all of it.
  const copies = model.mla === null ? Math.max(parallelism.tensor / model.kvHeads, 1) : parallelism.tensor;
  const kvTokens = kvGb <= 0 ? 0 : Math.floor((kvGb * 1e9 * accelerators) / (kvBytesPerToken * copies));
  return {
    fits: kvGb > 0 && kvTokens > 0,
    weightsGb,
    reservedGb: RESERVED_GB,
    kvGb: Math.max(kvGb, 0),
    kvBytesPerToken,
    kvTokens,
  };
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
