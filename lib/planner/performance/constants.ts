import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
  bf16Compute: 0.8613,
  fp8Compute: 0.845,
  fp4Compute: 0.8,
  attentionCompute: 0.8,
  bandwidth: 0.7683,
  activationTraffic: 2.428,
  link: 0.8214,
  collectiveS: 0.00002766,
  layerS: 0.00004025,
  stepS: 0.0001,
  sequenceS: 0.000006969,
  expertImbalance: 1.039,
  usableMemory: 1,
  reservedGb: 0.5155,
  outputReserve: 0.8949,
  servedWork: 1.01,
  otherVendor: 0.7389,
  firstTokenS: 0.002,
  promptLayerS: 0.0002927,
  expertLaunches: 5.97,
  wallPerBoard: 1.486,
  burst: 0.147,
  tail: 1.31,
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = {
  tokensPerSecond: 0.16,
  latency: 0.41,
} as const;
