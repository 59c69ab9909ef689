import type { FactorySpec } from '../../spec/factory';
import { compare } from './finding';

/** A pool with the site that has it. */
interface SitePool {
  readonly site: string;
  readonly name: string;
}

/** Returns the reference of a pool that means no other: `site/pool`. */
export const poolReference = ({ site, name }: SitePool): string => `${site}/${name}`;

/**
 * Whether a list of references means a pool: by `site/pool`, or by its name alone, which only one site may have.
 *
 * @param references - undefined means every pool
 */
export const refersTo = (references: readonly string[] | undefined, pool: SitePool): boolean =>
  references === undefined || references.includes(poolReference(pool)) || references.includes(pool.name);

/** Returns the references of every pool that a reference may mean, sorted; more than one is an error. */
export function meanings({ sites }: Pick<FactorySpec, 'sites'>, reference: string): readonly string[] {
  return poolReferences({ sites }).filter(
    (each) => each === reference || each.slice(each.indexOf('/') + 1) === reference,
  );
}

/** Returns the references of all pools of a factory, sorted. */
export const poolReferences = ({ sites }: Pick<FactorySpec, 'sites'>): readonly string[] =>
  Object.entries(sites)
    .flatMap(([site, { pools }]) => Object.keys(pools).map((name) => poolReference({ site, name })))
    .sort(compare);
