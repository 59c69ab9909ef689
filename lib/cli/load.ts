import { resolve } from 'node:path';
import { defaultCatalog, extendCatalog } from '../catalog/catalog';
import type { Catalog } from '../catalog/rows';
import type { Finding } from '../planner/finding';
import { formatFinding } from '../planner/finding';
import type { FactoryPlan } from '../planner/plan';
import { isSound, planFactory } from '../planner/plan-factory';
import type { FactorySpec } from '../spec/factory';
import { placeFindings, readSource } from '../spec/source';
import { type ExitCode, exitCodes, type Io } from './io';

export interface LoadedFactory {
  readonly spec: FactorySpec;
  readonly catalog: Catalog;
  readonly plan: FactoryPlan;
  readonly lineOf: (path: string) => number | undefined;
}

export type Loaded =
  | { readonly factory: LoadedFactory; readonly findings: readonly Finding[]; readonly code: ExitCode }
  | { readonly findings: readonly Finding[]; readonly code: ExitCode };

/** Reads, parses and plans a factory file; the findings carry their lines. */
export function loadFactory(file: string, io: Io): Loaded {
  let text: string;
  try {
    text = io.readFile(resolve(io.cwd, file));
  } catch (error) {
    return unreadable(file, readReason(error));
  }
  const read = readSource(text);
  if ('unreadable' in read) return unreadable(file, read.unreadable);
  if ('findings' in read) return { findings: read.findings, code: exitCodes.findings };
  const { spec, lineOf } = read.source;
  const catalog = spec.catalog === undefined ? defaultCatalog : extendCatalog(defaultCatalog, spec.catalog);
  const plan = planFactory(spec, catalog);
  const findings = placeFindings(plan.findings, lineOf);
  return {
    factory: { spec, catalog, plan: { ...plan, findings }, lineOf },
    findings,
    code: isSound(plan) ? exitCodes.sound : exitCodes.findings,
  };
}

const unreadable = (file: string, reason: string): Loaded => ({
  findings: [{ code: 'unreadable', severity: 'error', path: '(root)', message: `${file} cannot be read: ${reason}` }],
  code: exitCodes.unreadable,
});

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
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
