import type { DerivedName } from '../../model/derived-name';
import type { LibraryFinding } from '../../model/finding';
import { siteStackKinds, siteStackName, trafficStackName } from '../../model/names';
import { findCollisions } from './collisions';

/** A factory as the other factories of its app see it. */
export interface BesideFactory {
  readonly name: string;
  /** Construct path and line of the user's code, for messages. @default - the name only */
  readonly place?: string;
  /** What to do if another factory has its name. @default - what the names advise */
  readonly advice?: string;
}

/** A factory, as far as the ids of its stacks depend on it. */
export interface FactoryStacks extends BesideFactory {
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

/** The names of another factory than `factory`, as those of the app. */
export function ofOther(
  other: BesideFactory,
  factory: BesideFactory,
  names: readonly DerivedName[],
): readonly DerivedName[] {
  const shown = `factory ${other.name}${other.place === undefined ? '' : ` (${other.place})`}`;
  const remedy = other.name === factory.name ? (factory.advice ?? other.advice) : undefined;
  return names.map((each) => ({
    ...each,
    path: null,
    owner: each.path === 'name' ? shown : `${each.owner ?? each.path} of ${shown}`,
    remedy,
  }));
}

/**
 * Compares the stacks of a factory with those of the other factories of its app, and returns findings about the former. Of two
 * stacks with one id the second would overwrite the first, and its state: `acme-east` with a site `b` beside `acme` with a
 * site `east-b`, or two factories of one name.
 */
export const checkStackNames = (factory: FactoryStacks, others: readonly FactoryStacks[]): LibraryFinding[] =>
  findCollisions([...others.flatMap((other) => ofOther(other, factory, stacksOf(other))), ...stacksOf(factory)], {
    factory: factory.name,
  });
