import type { FactorySpec } from '../../spec/factory';
import { compare } from '../model/finding';
import { must } from '../model/must';
import { clusterNames } from '../model/names';
import type { FlavorPlan, NodePoolPlan, PriorityPlan, QueuePlan, ServingPlan } from '../model/plan';
import { refersTo } from '../model/pool-reference';
import { sorted } from '../model/sorted';
import { nodeMemoryGib, nodeVcpu } from '../resolve/node-size';
import { DEFAULT_QUEUE } from '../resolve/queue';
import { namespaceOf } from '../resolve/tenants';
import { type WattsQuota, wattsResource } from './watts';

/** Priorities of pods and queued workloads; each preempts the ones below it, batch preempts nobody. */
export const planPriorities = (factory: string): PriorityPlan[] =>
  priorities.map((each) => ({ name: clusterNames(factory).priorityClass(each.priority), ...each }));

const priorities: readonly Omit<PriorityPlan, 'name'>[] = [
  { priority: 'batch', value: 1000, preempts: false, description: 'fills idle accelerators and gives them back first' },
  { priority: 'critical', value: 100000, preempts: true, description: 'latency-critical serving that users wait for' },
  { priority: 'standard', value: 10000, preempts: true, description: 'serving with ordinary objectives' },
];

/** One flavor for each accelerator pool. */
export function planFlavors(
  factory: string,
  pools: readonly NodePoolPlan[],
  topologyLevels: readonly string[],
): FlavorPlan[] {
  return pools
    .filter((pool) => pool.accelerator !== null)
    .map((pool) => ({
      name: clusterNames(factory).flavor(pool.name),
      pool: pool.name,
      nodeLabels: pool.selector,
      taints: pool.taints,
      topologyLevels,
    }));
}

/**
 * Cluster queues of a site.
 *
 * A queue's guaranteed part of a pool is its share of the pool's accelerators; queues without a share part what is left
 * equally. Whole accelerators are dealt by largest remainder, so that the parts add up to the pool and never beyond it.
 */
export function planQueues(
  factory: FactorySpec,
  pools: readonly NodePoolPlan[],
  serving: readonly ServingPlan[],
  watts: WattsQuota | null,
): QueuePlan[] {
  const tenants = [
    ...new Set([...Object.keys(factory.tenants), ...Object.values(factory.workloads).map((w) => w.tenant)]),
  ].sort(compare);
  const names = clusterNames(factory.name);
  const stated = sorted(factory.queues);
  const queues =
    stated.length > 0
      ? stated.map(([name, queue]) => ({ name, ...queue }))
      : [
          {
            name: DEFAULT_QUEUE,
            tenants,
            share: undefined,
            pools: undefined,
            borrow: true,
            lend: true,
            weight: 1,
            priority: 'standard' as const,
          },
        ];
  const dealt = pools.flatMap((pool) => {
    const { accelerator, nodes } = pool;
    if (accelerator === null || nodes.max === 0) return [];
    const total = nodes.max * accelerator.perNode;
    const users = queues.filter((queue) => refersTo(queue.pools, pool));
    return [{ pool, accelerator, total, parts: divide(users, total) }];
  });
  return queues.map((queue) => ({
    name: queue.name,
    clusterQueue: names.clusterQueue(queue.name),
    cohort: names.cohort,
    tenants: [...queue.tenants].sort(compare).map((name) => ({ name, namespace: namespaceOf(factory, name) })),
    quotas: dealt.flatMap(({ pool, accelerator, total, parts }) => {
      const accelerators = parts.get(queue.name);
      if (accelerators === undefined) return [];
      const fraction = accelerators / total;
      const rdma = serving.find((each) => each.pool === pool.name && each.rdma !== null)?.rdma ?? null;
      const quota = (name: string, whole: number, unit = '') => ({
        name,
        nominal: `${Math.floor(whole * fraction + 1e-6)}${unit}`,
        borrowing: queue.borrow ? null : '0',
        lending: queue.lend ? null : '0',
      });
      return [
        {
          flavor: names.flavor(pool.name),
          resources: [
            quota('cpu', nodeVcpu(pool) * pool.nodes.max),
            quota('memory', nodeMemoryGib(pool) * pool.nodes.max, 'Gi'),
            { ...quota(accelerator.resource, 0), nominal: `${accelerators}` },
            ...(rdma === null ? [] : [quota(rdma.resource, rdma.perPodOfNode * pool.nodes.max)]),
            ...(rdma === null || rdma.hugepagesMib === 0
              ? []
              : [quota('hugepages-2Mi', rdma.hugepagesMib * pool.nodes.max, 'Mi')]),
            ...(watts === null ? [] : [quota(wattsResource, must(watts.pools[pool.name], `watts of ${pool.name}`))]),
          ],
        },
      ];
    }),
    preemption: {
      withinQueue: 'LowerPriority',
      reclaimWithinCohort: queue.priority === 'batch' ? 'Never' : 'Any',
    },
    weight: `${queue.weight}`,
    stopPolicy: stopPolicyOf(queue.name, serving),
  }));
}

/** A queue is drained where all that it serves is leaving; a queue that others share stays open. */
function stopPolicyOf(queue: string, serving: readonly ServingPlan[]): QueuePlan['stopPolicy'] {
  const users = serving.filter((each) => each.queue === queue);
  return users.length > 0 && users.every((each) => each.isDraining) ? 'HoldAndDrain' : 'None';
}

/** Deals whole accelerators to queues by share, by largest remainder. */
export function divide(
  queues: readonly { readonly name: string; readonly share?: number | undefined }[],
  total: number,
): Map<string, number> {
  const stated = queues.reduce((sum, queue) => sum + (queue.share ?? 0), 0);
  const open = queues.filter((queue) => queue.share === undefined).length;
  const scale = stated > 1 ? 1 / stated : 1;
  const rest = Math.max(1 - stated, 0);
  const exact = queues.map((queue) => ({
    name: queue.name,
    value: total * (queue.share === undefined ? rest / open : queue.share * scale),
  }));
  const dealt = new Map(exact.map(({ name, value }) => [name, Math.floor(value + 1e-9)]));
  const whole = Math.floor(exact.reduce((sum, { value }) => sum + value, 0) + 1e-9);
  let left = whole - [...dealt.values()].reduce((sum, value) => sum + value, 0);
  const order = [...exact].sort((a, b) => (b.value % 1) - (a.value % 1) || compare(a.name, b.name));
  for (const { name } of order) {
    if (left-- <= 0) break;
    dealt.set(name, (dealt.get(name) ?? 0) + 1);
  }
  return dealt;
}
