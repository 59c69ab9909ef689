import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
  bf16Compute: 0.7452,
  fp8Compute: 0.7478,
  fp4Compute: 0.8,
  attentionCompute: 0.542,
  bandwidth: 0.869,
  activationTraffic: 2.356,
  link: 0.7814,
  collectiveS: 0.000004819,
  layerS: 0.00005514,
  stepS: 0.0001,
  sequenceS: 0.00001083,
  usableMemory: 0.9499,
  reservedGb: 0.5039,
  outputReserve: 0.7805,
  servedExperts: 3.698,
  otherVendor: 0.7462,
  promptLayerS: 0.0003796,
  promptExpertS: 0.003992,
  expertLaunches: 1.831,
  wallPerBoard: 1.611,
  burst: 0.07427,
  tail: 1.633,
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = {
  tokensPerSecond: 0.14,
  ttft: 0.3,
  tpot: 0.16,
} as const;
