export { bandwidthShare, MAX_PEAK_SHARE, peakShare } from './bounds';
export type { PerformanceConstants } from './calibration';
export { calibrated } from './constants';
export { defaultParallelism, fitMemory } from './memory';
export { concurrencyWithin, estimatePrepared, estimateServing, type Prepared, prepare, rateWithin } from './roofline';
export type { MemoryFit, Parallelism, ServingEstimate, ServingLoad, ServingShape } from './serving-shape';
export { weightBytes } from './weight-bytes';
