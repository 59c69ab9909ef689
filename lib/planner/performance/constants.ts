import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
  bf16Compute: 0.65,
  fp8Compute: 0.6,
  fp4Compute: 0.5,
  attentionCompute: 0.4,
  bandwidth: 0.8,
  activationTraffic: 1,
  link: 0.6,
  collectiveS: 8e-6,
  layerS: 30e-6,
  stepS: 1e-3,
  sequenceS: 3e-6,
  expertImbalance: 1.1,
  usableMemory: 0.98,
  reservedGb: 2.5,
  outputReserve: 0.85,
  servedWork: 1.2,
  otherVendor: 0.75,
  firstTokenS: 0.03,
  burst: 0.08,
  tail: 1.3,
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = { tokensPerSecond: 0.2, latency: 0.3 } as const;
