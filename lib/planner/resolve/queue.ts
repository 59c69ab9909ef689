import type { FactorySpec } from '../../spec/factory';
import type { ResolvedWorkload } from '../model/resolved';
import { sorted } from '../model/sorted';

/** Queue of a factory that states none: all tenants share it. */
export const DEFAULT_QUEUE = 'serving';

/** Queue that a workload's pods go through: the named one, else the first by name that admits its tenant. */
export function queueOf(spec: FactorySpec, workload: ResolvedWorkload): { readonly name: string } | null {
  if (workload.spec.queue !== undefined) return { name: workload.spec.queue };
  const queues = sorted(spec.queues);
  if (queues.length === 0) return { name: DEFAULT_QUEUE };
  const own =
    queues.find(
      ([, queue]) => queue.tenants.includes(workload.spec.tenant) && queue.priority === workload.spec.priority,
    ) ?? queues.find(([, queue]) => queue.tenants.includes(workload.spec.tenant));
  return own === undefined ? null : { name: own[0] };
}
