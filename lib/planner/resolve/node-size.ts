import type { NodePoolPlan } from '../model/plan';

/** Processors and memory of a node whose machine row has none. */
export const DEFAULT_VCPU = 16;
export const DEFAULT_MEMORY_GIB = 64;

/** Processors of a node of a pool. */
export const nodeVcpu = ({ vcpu }: Pick<NodePoolPlan, 'vcpu'>): number => vcpu ?? DEFAULT_VCPU;

/** Memory of a node of a pool, in GiB. */
export const nodeMemoryGib = ({ memoryGib }: Pick<NodePoolPlan, 'memoryGib'>): number =>
  memoryGib ?? DEFAULT_MEMORY_GIB;
