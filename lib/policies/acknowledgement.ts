import type { AcknowledgedBy, Finding, LibraryFinding } from '../planner/model/finding';

/** An acknowledged policy violation, with its reason and who states it. */
export interface Acknowledgement {
  readonly policy: string;
  /** Construct path from the stack on; it covers everything below it. */
  readonly path: string;
  readonly reason: string;
  /** Last day on which it holds, such as `2027-03-31`. @default - no end */
  readonly expires?: string;
  readonly origin: AcknowledgedBy;
  /** Ids of the stacks that it covers, where a construct above stacks states it. @default - what is at `path` */
  readonly stacks?: readonly string[];
  /** Place in the factory file, such as `acknowledge.0`. @default - a construct states it */
  readonly entry?: string;
  /** Line of the user's code that states it, as `file:line:column`. */
  readonly at?: string;
}

/** An acknowledgement in a factory file, or in the props of a factory. */
export type StatedAcknowledgement = Pick<Acknowledgement, 'policy' | 'path' | 'reason' | 'expires'>;

/** The acknowledgements of a factory file. */
export const acknowledgedInFile = (stated: readonly StatedAcknowledgement[]): readonly Acknowledgement[] =>
  stated.map((each, index) => ({ ...each, origin: 'file', entry: `acknowledge.${index}` }));

/** Returns which acknowledgements cover a finding, in their order; each finding looks up the paths at and above its own. */
function coveringIn(acknowledgements: readonly Acknowledgement[]): (finding: Finding) => readonly Acknowledgement[] {
  const known = new Map<string, Set<Acknowledgement>>();
  const order = new Map(acknowledgements.map((each, index) => [each, index]));
  for (const each of acknowledgements) {
    for (const place of each.stacks ?? [each.path]) {
      const key = `${each.policy} ${place}`;
      known.set(key, (known.get(key) ?? new Set()).add(each));
    }
  }
  return ({ code, path }) => {
    const found = pathsAbove(path).flatMap((place) => [...(known.get(`${code} ${place}`) ?? [])]);
    return [...new Set(found)].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

/** Returns a path and those that it is below. */
function pathsAbove(path: string): readonly string[] {
  const keys = path.split('/');
  return keys.map((_, index) => keys.slice(0, index + 1).join('/'));
}

/** What a user states can be wrong; what the library acknowledges of its own depends on settings and policies. */
const isStated = ({ origin }: Acknowledgement): boolean => origin === 'construct' || origin === 'file';

/**
 * Turns findings that are acknowledged into notes with their reasons, and warns of stated acknowledgements that cover nothing.
 *
 * @param onDate day on which expired entries no longer count; the clock is never read. @default - entries do not expire
 */
export function applyAcknowledgements(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  onDate?: string,
): readonly Finding[] {
  const expired = ({ expires }: Acknowledgement) => onDate !== undefined && expires !== undefined && expires < onDate;
  const coveringOf = coveringIn(acknowledgements);
  const used = new Set<Acknowledgement>();
  const judged = findings.map((finding): Finding => {
    const covering = coveringOf(finding);
    for (const each of covering) used.add(each);
    const holding = covering.filter((each) => !expired(each));
    // The user cannot change what the library acknowledges, so an exception of the user's does not take its place.
    const valid = holding.find(({ origin }) => origin === 'library') ?? holding[0];
    if (valid !== undefined) {
      const until = valid.expires === undefined ? '' : ` (until ${valid.expires})`;
      return {
        ...finding,
        severity: 'note',
        message: `${finding.message}; acknowledged${until}: ${valid.reason}`,
        acknowledgedBy: valid.origin,
      };
    }
    const [late] = covering;
    return late === undefined
      ? finding
      : { ...finding, message: `${finding.message}; its acknowledgement ended on ${late.expires}` };
  });
  const unused = acknowledgements.filter((each) => isStated(each) && !used.has(each)).map(unusedFinding);
  return [...judged, ...unused];
}

const placeOf = ({ entry, path, at }: Acknowledgement): Pick<Finding, 'path' | 'at'> => ({
  path: entry ?? path,
  ...(at === undefined ? {} : { at }),
});

const unusedFinding = (each: Acknowledgement): LibraryFinding => ({
  code: 'acknowledgement-unused',
  severity: 'warning',
  ...placeOf(each),
  message: `nothing at ${each.path} departs from ${each.policy}; remove the ${
    each.entry === undefined ? 'acknowledgement' : 'entry'
  } or correct its path`,
});

/** Returns an error for each stated acknowledgement of a policy that is not among the known ones. */
export const unknownPolicies = (
  acknowledgements: readonly Acknowledgement[],
  known: readonly string[],
): readonly LibraryFinding[] =>
  acknowledgements
    .filter((each) => isStated(each) && !known.includes(each.policy))
    .map((each) => ({
      code: 'unknown-policy',
      severity: 'error',
      ...placeOf(each),
      message: `no policy has the id "${each.policy}"; use one of ${known.join(', ')}, or add the policy to \`policies\``,
    }));
