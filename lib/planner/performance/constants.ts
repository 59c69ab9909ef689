import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
  bf16Compute: 0.8116,
  fp8Compute: 0.7796,
  fp4Compute: 0.8,
  attentionCompute: 0.8,
  bandwidth: 0.8126,
  activationTraffic: 2.45,
  link: 0.8136,
  collectiveS: 1.019e-5,
  layerS: 4.552e-5,
  stepS: 0.0001,
  sequenceS: 8.751e-6,
  usableMemory: 0.9499,
  reservedGb: 0.5015,
  outputReserve: 0.7539,
  servedExperts: 3.511,
  otherVendor: 0.7203,
  promptLayerS: 0.0002677,
  promptExpertS: 0.004046,
  expertLaunches: 1.93,
  wallPerBoard: 1.537,
  burst: 0.07734,
  tail: 1.485,
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = {
  tokensPerSecond: 0.16,
  ttft: 0.29,
  tpot: 0.16,
} as const;
