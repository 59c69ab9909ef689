import { Construct, type IConstruct } from 'constructs';
import type { QueueOptions } from '../spec/props.generated';
import { QueueSpec } from '../spec/tenancy';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import type { IGpuNodePool } from './gpu-node-pool';
import { poolReference } from './pool-reference';
import { namesIn } from './reference';
import type { ITenant } from './tenant';

/** Tenants, pools and guaranteed share of a queue. */
export interface QueueProps extends Omit<QueueOptions, 'tenants' | 'pools'> {
  /**
   * Name of the queue, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Tenants that may use the queue; at least one. */
  readonly tenants: readonly ITenant[];
  /**
   * Pools that the queue is over.
   * @default - every pool
   */
  readonly pools?: readonly IGpuNodePool[];
}

/** A queue that workloads refer to. */
export interface IQueue extends IConstruct {
  /** Name of the queue. */
  readonly name: string;
}

/**
 * A queue over the accelerators of pools: who may use it, its guaranteed share, and what it borrows and lends.
 *
 * @throws FactoryError if the name is taken, a value is invalid, or a tenant or pool is of another factory
 */
export class Queue extends Construct implements IQueue {
  /** Refers to a queue of the factory by its name. Planning reports a name that the factory does not define. */
  public static fromQueueName(scope: Construct, id: string, name: string): IQueue {
    return new NamedQueue(scope, id, name);
  }

  public readonly name: string;

  public constructor(scope: Construct, id: string, props: QueueProps) {
    super(freeScope(scope, id), id);
    const { name = id, tenants, pools, ...own } = props;
    this.name = name;
    const at = `queues.${name}`;
    FactoryCore.of(this).describe({
      construct: this,
      path: ['queues', name],
      schema: QueueSpec,
      render: () => ({
        ...own,
        tenants: namesIn(this, `${at}.tenants`, tenants),
        pools: pools?.map((each) => poolReference(this, `${at}.pools`, each)),
      }),
    });
  }
}

class NamedQueue extends Construct implements IQueue {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}
