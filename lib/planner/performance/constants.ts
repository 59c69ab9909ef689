import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
  bf16Compute: 0.7561,
  fp8Compute: 0.7363,
  fp4Compute: 0.8,
  attentionCompute: 0.5656,
  bandwidth: 0.8731,
  activationTraffic: 2.367,
  link: 0.7716,
  collectiveS: 0.000003653,
  layerS: 0.000056,
  stepS: 0.0001826,
  sequenceS: 0.00001097,
  usableMemory: 0.9499,
  reservedGb: 0.5118,
  outputReserve: 0.7805,
  servedExperts: 3.923,
  otherVendor: 0.748,
  promptLayerS: 0.0004268,
  promptExpertS: 0.003348,
  promptLinearS: 0.003094,
  expertLaunches: 1.829,
  wallPerBoard: 1.611,
  tail: 1.618,
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = {
  tokensPerSecond: 0.15,
  ttft: 0.29,
  tpot: 0.15,
} as const;
