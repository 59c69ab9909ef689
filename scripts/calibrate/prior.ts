import type { PerformanceConstants } from '../../lib/planner/performance';

/**
 * Round numbers of the right size for each constant, chosen by hand in the knowledge of earlier fits. Every fit begins here
 * and not at constants fitted on all rows, so that those of a row that is left out reach its estimate only through this choice.
 */
export const prior: PerformanceConstants = {
  bf16Compute: 0.7,
  fp8Compute: 0.7,
  fp4Compute: 0.7,
  attentionCompute: 0.5,
  bandwidth: 0.85,
  activationTraffic: 2,
  link: 0.7,
  collectiveS: 5e-6,
  layerS: 5e-5,
  stepS: 5e-4,
  sequenceS: 1e-5,
  usableMemory: 0.93,
  reservedGb: 2,
  outputReserve: 0.75,
  servedExperts: 3,
  otherVendor: 0.75,
  promptLayerS: 4e-4,
  promptExpertS: 3e-3,
  // As much again as any layer.
  promptLinearS: 4e-4,
  expertLaunches: 2,
  wallPerBoard: 1.5,
  tail: 1.6,
};
