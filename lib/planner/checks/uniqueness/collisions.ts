import type { DerivedName } from '../../model/derived-name';
import { compare, type LibraryFinding } from '../../model/finding';

type Placed = DerivedName & { readonly path: string };

/** Where the parts of a factory that names are derived from are not in one factory. */
export interface CollisionContext {
  /** Name of the factory that the findings are about. */
  readonly factory: string;
}

/**
 * Returns a finding for each two parts of a factory from which one name is derived. It names the first such object; two parts
 * that share one name usually share several.
 */
export function findCollisions(names: readonly DerivedName[], context?: CollisionContext): LibraryFinding[] {
  const of = context === undefined ? '' : ` of factory ${context.factory}`;
  const pairs = new Map<string, { readonly first: DerivedName; readonly second: Placed; count: number }>();
  for (const group of groups(names)) {
    group.forEach((second, index) => {
      const first = group.slice(0, index).find((each) => ownerOf(each) !== ownerOf(second) && meet(each, second));
      if (first === undefined || !isPlaced(second)) return;
      const key = JSON.stringify([ownerOf(first), second.path]);
      const known = pairs.get(key);
      if (known === undefined) pairs.set(key, { first, second, count: 1 });
      else known.count += 1;
    });
  }
  return [...pairs.values()].map(({ first, second, count }) => ({
    code: 'name-collision',
    severity: 'error',
    path: second.path,
    message: `${second.kind} "${second.name}"${of} in ${second.scope} is also used by ${ownerOf(first)}${others(count - 1)}; ${
      first.remedy ?? second.fix ?? first.fix ?? 'rename one of them'
    }`,
  }));
}

const others = (count: number): string =>
  count === 0 ? '' : `, and so ${count === 1 ? 'is 1 other name' : `are ${count} other names`}`;

const isPlaced = (name: DerivedName): name is Placed => name.path !== null;
const ownerOf = ({ path, owner }: DerivedName): string => owner ?? path ?? '';

/** Whether both names are at one site. */
const meet = (one: DerivedName, other: DerivedName): boolean =>
  one.sites === undefined || other.sites === undefined || one.sites.some((site) => other.sites?.includes(site));

/** Names that are equal in their scope: those that are there anyway, then by path. */
function groups(names: readonly DerivedName[]): readonly (readonly DerivedName[])[] {
  const found = new Map<string, DerivedName[]>();
  for (const each of names) {
    const key = `${each.scope}\n${each.kind}\n${each.name}`;
    const group = found.get(key);
    if (group === undefined) found.set(key, [each]);
    else group.push(each);
  }
  return [...found.values()]
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => compare(a.path ?? '', b.path ?? '')));
}
