import type { Model, Precision } from '../../catalog/rows';
import { BYTES_PER_GB } from '../../units/convert';

/** Bytes of one stored value; 4-bit formats carry one scale for each block of 16 or 32. */
export const bytesOf: Readonly<Record<Precision, number>> = {
  bf16: 2,
  fp16: 2,
  fp8: 1,
  int8: 1,
  fp4: 0.5625,
  int4: 0.5625,
};

/** Parameters of a model by how a step reads them. */
export interface Weights {
  /** Attention, dense and shared feed-forward layers: read by every step, used by every token. */
  readonly dense: number;
  /** Format of the dense part. */
  readonly densePrecision: Precision;
  /** Experts that a router chooses from. */
  readonly routed: number;
  /** Those of them that one token passes. */
  readonly routedActive: number;
  readonly moeLayers: number;
  /** Output head: read by every step, used once for each generated token; the input embedding is only looked up. */
  readonly head: number;
}

/** Splits the parameters of a model; published totals are rounded, so experts are what the other parts leave. */
export function parametersOf(model: Model, precision: Precision): Weights {
  const head = model.vocab * model.hidden;
  const total = model.paramsB * BYTES_PER_GB;
  const { moe } = model;
  if (moe === null) {
    const dense = Math.max(total - 2 * head, total / 2);
    return { dense, densePrecision: precision, routed: 0, routedActive: 0, moeLayers: 0, head };
  }
  const moeLayers = Math.max(Math.floor((model.layers - moe.firstDenseLayers) / moe.everyNth), 1);
  const active = model.activeParamsB * BYTES_PER_GB;
  const routedActive = Math.min(3 * model.hidden * moe.expertFfn * moe.activeExperts * moeLayers, 0.9 * active);
  const dense = Math.max(active - routedActive - head, 0.1 * active);
  const routed = Math.max(total - dense - 2 * head, routedActive);
  // Checkpoints in 4 bit keep latent attention, and where 4 bit is native all attention, in 16 bit.
  const fourBit = precision === 'fp4' || precision === 'int4';
  const keeps = fourBit && (model.mla !== null || bytesOf[model.nativePrecision] < 1);
  return { dense, densePrecision: keeps ? 'bf16' : precision, routed, routedActive, moeLayers, head };
}

/** Bytes of all weights; embedding and head stay in 16 bit. */
export function weightBytes(model: Model, precision: Precision): number {
  const { dense, densePrecision, routed, head } = parametersOf(model, precision);
  return dense * bytesOf[densePrecision] + routed * bytesOf[precision] + 2 * head * bytesOf.bf16;
}
