import { Construct, type IConstruct } from 'constructs';
import type { IGpuNodePool } from './gpu-node-pool';
import { assertSameFactory } from './reference';
import type { ISite } from './site';

/** Returns `site/pool` of a pool that a construct refers to. @throws FactoryError if it is in another factory */
export function poolReference(construct: IConstruct, key: string, pool: IGpuNodePool): string {
  if (pool instanceof WrittenPool) return pool.text;
  assertSameFactory(construct, key, pool);
  return `${pool.site.name}/${pool.name}`;
}

/** A pool as a file refers to it: `site/pool`, or `pool` alone; the planner resolves it. */
export class WrittenPool extends Construct implements IGpuNodePool {
  constructor(
    scope: Construct,
    id: string,
    public readonly text: string,
    private readonly at?: ISite,
  ) {
    super(scope, id);
  }

  public get name(): string {
    return this.text.replace(/^.*\//, '');
  }

  public get site(): ISite {
    if (this.at !== undefined) return this.at;
    throw new Error(`${this.text} is a reference in a file; its site is known to the planner only`);
  }
}
