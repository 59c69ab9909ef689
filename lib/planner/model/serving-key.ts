import type { ServingPlan, WorkloadPlan } from './plan';

type Placed = Pick<ServingPlan, 'name' | 'pool'>;

/** What a serving is called among those of its site: by its name, one of the same name on a further pool by that too. */
export function servingKey(servings: readonly Placed[], { name, pool }: Placed): string {
  const first = servings.find((each) => each.name === name);
  return first === undefined || first.pool === pool ? name : `${name}@${pool}`;
}

type Target = Pick<WorkloadPlan['sites'][number], 'site' | 'pool' | 'serving'>;

/** Name of an end of a workload: its site and pool, and for the second of two ends on one pool its serving too. */
export function targetKey(targets: readonly Target[], { site, pool, serving }: Target): string {
  const first = targets.find((each) => each.site === site && each.pool === pool);
  const place = `${site}.${pool}`;
  return first === undefined || first.serving === serving ? place : `${place}.${serving}`;
}
