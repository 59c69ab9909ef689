import { compare, type LibraryFinding } from '../../model/finding';

/** A name that the library derives, and where it must be unique. */
export interface DerivedName {
  /** What has the name, such as `Deployment`. */
  readonly kind: string;
  /** The derived name. */
  readonly name: string;
  /** Where no two names of the kind may be equal, such as `namespace acme-chat` of a cluster. */
  readonly scope: string;
  /** Sites in whose clusters the name is. @default - every site */
  readonly sites?: readonly string[];
  /** Path in the factory file of what the name is derived from; null if it is there anyway. */
  readonly path: string | null;
  /** What has the name if it is there anyway, such as `the platform`. @default - the path */
  readonly owner?: string;
  /** How the name can be changed. @default 'rename one of them' */
  readonly fix?: string;
  /** How any collision with this one is avoided, whatever the name. @default - by `fix` */
  readonly remedy?: string;
}

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
