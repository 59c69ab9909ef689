import { resolve } from 'node:path';
import { defaultCatalog, extendCatalog } from '../catalog/catalog';
import type { Catalog } from '../catalog/rows';
import type { Finding } from '../planner/finding';
import { formatFinding } from '../planner/finding';
import { lookUp } from '../planner/look-up';
import type { FactoryPlan } from '../planner/plan';
import { isSound, planFactory } from '../planner/plan-factory';
import type { FactoryInput, FactorySpec } from '../spec/factory';
import { type FactorySource, placeFindings, readSource, type Unreadable } from '../spec/source';
import type { IsStated } from '../spec/stated';
import { standardClouds } from './clouds';
import { type ExitCode, exitCodes, type Io } from './io';

export interface LoadedFactory {
  readonly spec: FactorySpec;
  /** The file's own data, without the defaults of the schema. */
  readonly input: FactoryInput;
  readonly catalog: Catalog;
  readonly plan: FactoryPlan;
  readonly lineOf: (path: string) => number | undefined;
  readonly isStated: IsStated;
}

export type Loaded =
  | { readonly factory: LoadedFactory; readonly findings: readonly Finding[]; readonly code: ExitCode }
  | { readonly findings: readonly Finding[]; readonly code: ExitCode };

/** Reads, parses and plans a factory file; the findings carry their lines. */
export function loadFactory(file: string, io: Io): Loaded {
  let text: string;
  try {
    text = file === STANDARD_INPUT ? io.readInput() : io.readFile(resolve(io.cwd, file));
  } catch (error) {
    return unreadable(file, [{ reason: readReason(error) }]);
  }
  const read = readSource(text, { clouds: standardClouds });
  if ('unreadable' in read) return unreadable(file, read.unreadable);
  if ('findings' in read) return { findings: [...read.findings, ...ofRest(read)], code: exitCodes.findings };
  const { spec, input, lineOf, isStated } = read.source;
  const catalog = catalogOf(spec);
  const plan = planFactory(spec, catalog, { clouds: standardClouds });
  const findings = placeFindings(plan.findings, lineOf);
  return {
    factory: { spec, input, catalog, plan: { ...plan, findings }, lineOf, isStated },
    findings,
    code: isSound(plan) ? exitCodes.sound : exitCodes.findings,
  };
}

/** The file name that means standard input. */
const STANDARD_INPUT = '-';

/** The file as messages name it. */
export const nameOf = (file: string): string => (file === STANDARD_INPUT ? 'standard input' : file);

const catalogOf = (spec: FactorySpec): Catalog =>
  spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);

/** What can already be said of the parts that the schema did not refuse: problems come all at once. */
function ofRest({ findings, rest }: { readonly findings: readonly Finding[]; readonly rest?: FactorySource }) {
  if (rest === undefined) return [];
  const refused = findings.map((finding) => finding.path);
  return placeFindings(lookUp(rest.spec, catalogOf(rest.spec), refused, { clouds: standardClouds }), rest.lineOf);
}

const unreadable = (file: string, problems: readonly Unreadable[]): Loaded => ({
  findings: problems.map(({ reason, line }) => ({
    code: 'unreadable',
    severity: 'error',
    path: '(root)',
    ...(line === undefined ? {} : { line }),
    message: `${nameOf(file)} cannot be read: ${reason}`,
  })),
  code: exitCodes.unreadable,
});

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; give the path of a factory file, or - for standard input',
  EISDIR: 'it is a folder; name the factory file in it',
  EACCES: 'permission is denied',
};

function readReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** Findings as a person reads them, one a line. */
export const findingLines = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${formatFinding(finding)}\n`).join('');

/** One JSON document. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
