import { BYTES_PER_GB } from '../../units/convert';
import type { ServingEstimate, ServingLoad, ServingShape } from './serving-shape';
import { bytesOf, parametersOf } from './weight-bytes';

/** Share of the dense peak that no engine passes on a whole workload, whatever single products reach. */
export const MAX_PEAK_SHARE = 0.7;

type Lengths = Pick<ServingLoad, 'inputTokens' | 'outputTokens' | 'prefixCacheHitRate'>;

/** Dense peak of a shape in FLOP/s: the fastest units that its format can use. */
export function peakFlops({ accelerator, accelerators, precision }: ServingShape): number {
  const { bf16, fp8, fp4 } = accelerator.denseTflops;
  const eight = bytesOf[precision] <= 1 ? (fp8 ?? 0) : 0;
  return Math.max(bf16, eight, precision === 'fp4' ? (fp4 ?? 0) : 0) * 1e12 * accelerators;
}

/** Products with weights that one request takes, in FLOP; attention comes on top. */
export function requestFlops({ model, precision }: ServingShape, load: Lengths): number {
  const { dense, routedActive, head } = parametersOf(model, precision);
  const prompt = load.inputTokens * (1 - (load.prefixCacheHitRate ?? 0));
  return 2 * (dense + routedActive) * (prompt + load.outputTokens) + 2 * head * load.outputTokens;
}

/** Share of the dense peak that an answer implies. */
export const peakShare = (shape: ServingShape, load: Lengths, estimate: ServingEstimate): number =>
  (estimate.requestsPerSecond * requestFlops(shape, load)) / peakFlops(shape);

/**
 * Share of the memory bandwidth that an answer implies: so many requests at once share one read of the weights that a
 * single token touches, and each reads its own cache, in steps of one token for each.
 */
export function bandwidthShare(
  shape: ServingShape,
  load: Lengths & Pick<ServingLoad, 'speculativeTokensPerStep'>,
  estimate: ServingEstimate,
  requests: number,
): number {
  const { model, accelerator, accelerators, precision, kvPrecision } = shape;
  const { dense, densePrecision, routedActive, head } = parametersOf(model, precision);
  const weights = dense * bytesOf[densePrecision] + routedActive * bytesOf[precision] + head * bytesOf.bf16;
  const cache = (load.inputTokens + load.outputTokens / 2) * model.kvValuesPerToken * bytesOf[kvPrecision];
  const steps = estimate.outputTokensPerSecond / (load.speculativeTokensPerStep ?? 1);
  const bytes = weights / Math.max(requests, 1) + cache;
  return (steps * bytes) / (accelerators * accelerator.memoryBandwidthGbS * BYTES_PER_GB);
}
