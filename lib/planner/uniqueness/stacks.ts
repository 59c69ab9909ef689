import type { LibraryFinding } from '../finding';
import { siteStackKinds, siteStackName, trafficStackName } from '../names';
import { type DerivedName, findCollisions } from './derived-name';

/** A factory, as far as the ids of its stacks depend on it. */
export interface FactoryStacks {
  readonly name: string;
  /** Names of its sites. */
  readonly sites: readonly string[];
}

/** Ids of the stacks that a factory may have. */
function stacksOf({ name, sites }: FactoryStacks): readonly DerivedName[] {
  const of = (stack: string, path: string): DerivedName => ({
    kind: 'stack',
    name: stack,
    scope: 'the app',
    path,
    fix: 'rename a factory or a site',
  });
  return [
    of(trafficStackName(name), 'name'),
    ...sites.flatMap((site) => siteStackKinds.map((kind) => of(siteStackName(name, site, kind), `sites.${site}`))),
  ];
}

/** The names of another factory, as those of the app. */
export const ofFactory = (factory: string, names: readonly DerivedName[]): readonly DerivedName[] =>
  names.map((each) => ({
    ...each,
    path: null,
    owner: each.path === 'name' ? `factory ${factory}` : `${each.owner ?? each.path} of factory ${factory}`,
  }));

/**
 * Compares the stacks of a factory with those of the other factories of its app, and returns findings about the former. Of two
 * stacks with one id the second would overwrite the first, and its state: `acme-east` with a site `b` beside `acme` with a
 * site `east-b`, or two factories of one name.
 */
export const checkStackNames = (factory: FactoryStacks, others: readonly FactoryStacks[]): LibraryFinding[] =>
  findCollisions([...others.flatMap((other) => ofFactory(other.name, stacksOf(other))), ...stacksOf(factory)]);
