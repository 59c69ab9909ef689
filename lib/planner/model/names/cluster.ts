import { boundedName, KUBERNETES_LIMITS } from './bounded';
import { withoutFactory } from './namespaces';

const named = (...parts: readonly string[]): string => boundedName(parts, KUBERNETES_LIMITS.label);

/**
 * Names of what a factory makes for a whole cluster. Each carries the factory's name, so that two factories may use one
 * cluster.
 */
export const clusterNames = (factory: string) => ({
  /** Priority of pods and, under the same name, of queued work. */
  priorityClass: (priority: string): string => named(factory, priority),
  /** Resource flavor of a pool. */
  flavor: (pool: string): string => named(factory, pool),
  /** Cluster queue behind the local queues of a queue. */
  clusterQueue: (queue: string): string => named(factory, queue),
  cohort: named(factory),
  /** Places of the cluster's nodes: racks and what holds them. */
  topology: named(factory),
  /** Admission policy of tenants' pods, and its binding. */
  admission: named(factory, 'tenant-pods'),
  gatewayClass: named(factory),
  /** Storage class that the library makes. */
  storageClass: (kind: string): string => named(factory, kind),
  /** Volume that mounts the weights of a serving from a bucket. */
  weightsVolume: (namespace: string, serving: string): string =>
    named(factory, withoutFactory(factory, namespace), 'weights', serving),
});

/** Names of a factory's gateway, in its own namespace and in that of the controller. */
export const gatewayNames = (factory: string) => ({
  /** Gateway and settings of its proxies. */
  gateway: named(factory),
  /** Service of its proxies, beside those of other gateways. */
  service: named(factory, 'gateway'),
});

/** Labels by which a factory finds its own objects in a cluster. */
export const labelKeys = {
  factory: 'ai-factory/factory',
  pool: 'ai-factory/pool',
  accelerator: 'ai-factory/accelerator',
  site: 'ai-factory/site',
  tenant: 'ai-factory/tenant',
} as const;

/** Labels of the nodes of a pool: two factories of one cluster may have pools of one name. */
export const poolLabels = (factory: string, pool: string): Readonly<Record<string, string>> => ({
  [labelKeys.factory]: factory,
  [labelKeys.pool]: pool,
});
