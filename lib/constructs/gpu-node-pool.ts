import { Construct, type IConstruct } from 'constructs';
import type { NodePoolPlan } from '../planner/model/plan';
import { PoolSpec } from '../spec/pool';
import type { GpuNodePoolOptions } from '../spec/props.generated';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import type { ISite } from './site';
import { siteOf } from './site-scope';

/** Machine, count, capacity and fabric of a pool. */
export interface GpuNodePoolProps extends GpuNodePoolOptions {
  /**
   * Name of the pool, unique at its site.
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** A pool of nodes that workloads, queues and migrations refer to. */
export interface IGpuNodePool extends IConstruct {
  /** Name of the pool at its site. */
  readonly name: string;
  /** Site that the pool is at. */
  readonly site: ISite;
}

/**
 * A pool of like nodes at a site: the machine, how many, how they are obtained, and the fabric between them.
 *
 * @throws FactoryError if the name is taken at the site, or a value is invalid
 */
export class GpuNodePool extends Construct implements IGpuNodePool {
  /**
   * Refers to a pool by its name. `scope` is its site, or a construct in it. Planning reports a name that the site does not
   * define.
   */
  public static fromPoolName(scope: Construct, id: string, name: string): IGpuNodePool {
    return new NamedPool(scope, id, name);
  }

  public readonly name: string;
  public readonly site: ISite;

  public constructor(scope: Construct, id: string, props: GpuNodePoolProps) {
    super(freeScope(scope, id), id);
    const { name = id, ...own } = props;
    this.name = name;
    this.site = siteOf(this);
    FactoryCore.of(this).describe({
      construct: this,
      path: ['sites', this.site.name, 'pools', name],
      schema: PoolSpec,
      render: () => own,
    });
  }

  /** The planned pool. Reading it closes the factory. */
  public get planned(): NodePoolPlan {
    const core = FactoryCore.of(this);
    core.close(`\`${this.node.path}.planned\``);
    const pool = core
      .decide()
      .sites.find((each) => each.name === this.site.name)
      ?.pools.find((each) => each.name === this.name);
    if (pool === undefined) throw new Error(`the plan has no pool ${this.site.name}/${this.name}`);
    return pool;
  }
}

class NamedPool extends Construct implements IGpuNodePool {
  public readonly site: ISite;

  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
    this.site = siteOf(this);
  }
}
