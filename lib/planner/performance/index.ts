export { defaultParallelism, fitMemory } from './memory';
export { concurrencyWithin, estimateServing } from './roofline';
export type { Estimated, MemoryFit, Parallelism, ServingEstimate, ServingLoad, ServingShape } from './serving-shape';
