import { type FindingCode, findingCodes, isFindingCode } from './finding-codes';

/** How much a finding weighs: an `error` stops synthesis, a `warning` and a `note` are shown. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * Who acknowledges a violation of a policy: a construct of the user's (`construct`), `acknowledge` of the factory (`file`), a
 * setting of the user (`setting`), or this library, for what no setting changes (`library`).
 */
export type AcknowledgedBy = 'construct' | 'file' | 'setting' | 'library';

/**
 * One problem with a factory, at one place of its file.
 *
 * @typeParam Code - codes that it can have; without it any, since checks, policies and clouds of users have their own
 */
export interface Finding<Code extends string = string> {
  /** Stable kebab-case code; the docs list those of the library. */
  readonly code: Code;
  /** Whether the finding stops synthesis. */
  readonly severity: Severity;
  /** Dotted path in the factory file, such as `sites.frankfurt.pools.serve.zone`. */
  readonly path: string;
  /** What was found, the limit, and the fix; lowercase, no period at the end. */
  readonly message: string;
  /** Line in the factory file. @default - the factory is written as constructs or as an object */
  readonly line?: number;
  /** Path of the construct that states it. @default - the factory is not written as constructs */
  readonly construct?: string;
  /**
   * Line of the user's code that made the construct, as `file:line:column`. If a class of the user's made it in its
   * constructor, `file:line:column via file:line:column`: where the class is used, and the line in it.
   *
   * @default - unknown
   */
  readonly at?: string;
  /** Who acknowledges it, if it is an acknowledged violation of a policy. @default - it is not acknowledged */
  readonly acknowledgedBy?: AcknowledgedBy;
}

/** A finding of the library's own rules: its code is a row of `findingCodes`. */
export type LibraryFinding = Finding<FindingCode>;

/**
 * Sorts findings by weight, path, code and message, so that the same factory always reports in the same order. An error in what is
 * stated comes before the errors that follow from it.
 */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const weight: Record<Severity, number> = { error: 0, warning: 1, note: 2 };
  const follows = ({ code, severity }: Finding): number =>
    severity === 'error' && !(isFindingCode(code) && findingCodes[code].isLocal === true) ? 1 : 0;
  return [...findings].sort(
    (a, b) =>
      weight[a.severity] - weight[b.severity] ||
      follows(a) - follows(b) ||
      compare(a.path, b.path) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

/** One finding as text: `error code path (place): message`. */
export function formatFinding(finding: Finding): string {
  const { line, construct, at } = finding;
  const place = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(construct === undefined ? [] : [construct]),
    ...(at === undefined ? [] : [at]),
  ];
  const shown = place.length === 0 ? '' : ` (${place.join(', ')})`;
  return `${finding.severity}  ${finding.code}  ${finding.path}${shown}: ${finding.message}`;
}

/** Code-unit order: the same on every machine, unlike a locale's. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
