import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
  bf16Compute: 0.8078,
  fp8Compute: 0.7705,
  fp4Compute: 0.8,
  attentionCompute: 0.7677,
  bandwidth: 0.8269,
  activationTraffic: 2.469,
  link: 0.7936,
  collectiveS: 7.17e-6,
  layerS: 4.929e-5,
  stepS: 0.0001,
  sequenceS: 8.646e-6,
  usableMemory: 0.9499,
  reservedGb: 0.5039,
  outputReserve: 0.7803,
  servedExperts: 3.43,
  otherVendor: 0.7388,
  promptLayerS: 0.0002678,
  promptExpertS: 0.004046,
  expertLaunches: 1.924,
  wallPerBoard: 1.537,
  burst: 0.07691,
  tail: 1.587,
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = {
  tokensPerSecond: 0.14,
  ttft: 0.3,
  tpot: 0.16,
} as const;
