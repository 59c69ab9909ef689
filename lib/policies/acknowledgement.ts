import type { Finding, LibraryFinding } from '../planner/finding';

/** A departure from a policy that somebody answers for. */
export interface Acknowledgement {
  readonly policy: string;
  /** Construct path from the stack on; it covers everything below it. */
  readonly path: string;
  readonly reason: string;
  /** Last day on which it holds, such as `2027-03-31`. @default - no end */
  readonly expires?: string;
  /** Who states it: a construct in its metadata, or the factory file under `acknowledge`. */
  readonly origin: 'construct' | 'file';
}

const covers = (acknowledgement: Acknowledgement, finding: Finding): boolean =>
  acknowledgement.policy === finding.code &&
  (finding.path === acknowledgement.path || finding.path.startsWith(`${acknowledgement.path}/`));

/**
 * Turns findings that are acknowledged into notes with their reasons, and warns of entries of the file that acknowledge
 * nothing any more.
 *
 * @param onDate day on which expired entries no longer count; the clock is never read. @default - entries do not expire
 */
export function applyAcknowledgements(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  onDate?: string,
): readonly Finding[] {
  const expired = ({ expires }: Acknowledgement) => onDate !== undefined && expires !== undefined && expires < onDate;
  const judged = findings.map((finding): Finding => {
    const covering = acknowledgements.filter((each) => covers(each, finding));
    const valid = covering.find((each) => !expired(each));
    if (valid !== undefined) {
      const until = valid.expires === undefined ? '' : ` (until ${valid.expires})`;
      return { ...finding, severity: 'note', message: `${finding.message}; acknowledged${until}: ${valid.reason}` };
    }
    const [late] = covering;
    return late === undefined
      ? finding
      : { ...finding, message: `${finding.message}; its acknowledgement ended on ${late.expires}` };
  });
  const unused = acknowledgements
    .filter((each) => each.origin === 'file')
    .flatMap((each, index) => (findings.some((finding) => covers(each, finding)) ? [] : [unusedFinding(each, index)]));
  return [...judged, ...unused];
}

const unusedFinding = ({ policy, path }: Acknowledgement, index: number): LibraryFinding => ({
  code: 'acknowledgement-unused',
  severity: 'warning',
  path: `acknowledge.${index}`,
  message: `nothing at ${path} departs from ${policy}; remove the entry or correct its path`,
});
