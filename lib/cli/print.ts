import { type Finding, formatFinding } from '../planner/model/finding';
import type { Io } from './io';

/** Option of every command. */
export interface JsonOption {
  /** One JSON document on standard output. @default false */
  readonly json?: boolean;
}

/** Returns findings as text, one a line. */
export const findingLines = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${formatFinding(finding)}\n`).join('');

/** Returns one JSON document. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Prints findings that stopped a command: as JSON on standard output, or as text on standard error. */
export function printFindings(findings: readonly Finding[], options: JsonOption, io: Io): void {
  if (options.json === true) io.out(json({ findings }));
  else io.err(findingLines(findings));
}
