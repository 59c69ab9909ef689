import type { NodePoolPlan } from '../plan';

/**
 * Returns the accelerators of a pool that serves a workload or has a quota.
 *
 * @throws Error if the pool has none, which sizing excludes
 */
export function acceleratorOf({ name, accelerator }: NodePoolPlan): NonNullable<NodePoolPlan['accelerator']> {
  if (accelerator === null) throw new Error(`pool "${name}" has no accelerators, but something is placed on it`);
  return accelerator;
}
